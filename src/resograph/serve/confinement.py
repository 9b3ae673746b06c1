"""How a worker gives up the rights that answering does not need, so that no query finds a way out.

On Linux the kernel filters what it asks for (seccomp(2)): no socket, no other program, no file to write. It may still
read: the engine opens the files of a store when a query comes to them, and a large store has more of them than the
engine opens at its start. Where there is no such filter, no file can be opened at all.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import resource
import signal
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from struct import pack

_DIE_WITH_PARENT, _NO_NEW_RIGHTS = 1, 38  # PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS of prctl(2)
_FILTER, _ALL_THREADS = 1, 1  # SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC of seccomp(2)
# Instructions of a filter (linux/bpf_common.h): load a word, compare, compare bits, give the result.
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RESULT = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | errno.EACCES
# Where struct seccomp_data has the number of the call, the machine, and the lower half of the first argument.
_NUMBER, _MACHINE, _ARGUMENT = 0, 4, 16
_TO_WRITE = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_FOREIGN = 0x40000000  # numbers of another calling convention begin here (x32)
# By machine (platform.machine()): its number in linux/audit.h, that of seccomp(2), the calls that are refused
# (socket, connect, socketpair, execve, execveat, creat, ptrace, io_uring_setup, openat2), and those that open a file
# with the place of their flags.
_MACHINES: Mapping[str, tuple[int, int, tuple[int, ...], Mapping[int, int]]] = {
    "x86_64": (0xC000003E, 317, (41, 42, 53, 59, 322, 85, 101, 425, 437), {2: 1, 257: 2}),
    "aarch64": (0xC00000B7, 277, (198, 203, 199, 221, 281, 117, 425, 437), {56: 2}),
}
_SPARE = 16


def confine(memory: int, folder: Path) -> None:
    """Give up every right that answering does not need.

    Args:
        memory: bytes that the process may take beyond what it has now.
        folder: of the store, whose files may be opened.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    filtered = False
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
        most = pages * os.sysconf("SC_PAGE_SIZE") + memory
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        files = sum(len(list(place.iterdir())) for place in (folder, Path("/proc/self/fd"))) + _SPARE
        if filtered := _filter():
            resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))
    if not filtered:
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def _filter() -> bool:
    """Have the kernel refuse what a worker does not need, for all its threads; say whether it does."""
    machine = _MACHINES.get(platform.machine())
    if machine is None:
        return False
    kernel = ctypes.CDLL(None, use_errno=True)
    steps = b"".join(_steps(machine[0], machine[2], machine[3]))
    program = ctypes.create_string_buffer(steps, len(steps))
    told = ctypes.create_string_buffer(pack("HxxxxxxQ", len(steps) // 8, ctypes.addressof(program)), 16)
    if kernel.prctl(_NO_NEW_RIGHTS, 1, 0, 0, 0):
        return False
    return bool(kernel.syscall(ctypes.c_long(machine[1]), _FILTER, _ALL_THREADS, told) == 0)


def _steps(machine: int, refused: tuple[int, ...], opening: Mapping[int, int]) -> Iterator[bytes]:
    """Give the instructions of the filter: operation, how many to leave out if so and if not, value."""
    yield pack("HBBI", _LOAD, 0, 0, _MACHINE)
    yield pack("HBBI", _EQUAL, 1, 0, machine)
    yield pack("HBBI", _RESULT, 0, 0, _REFUSE)
    yield pack("HBBI", _LOAD, 0, 0, _NUMBER)
    yield from _refuse_if(_AT_LEAST, _FOREIGN)
    for number in refused:
        yield from _refuse_if(_EQUAL, number)
    for number, place in opening.items():
        yield pack("HBBI", _EQUAL, 0, 4, number)
        yield pack("HBBI", _LOAD, 0, 0, _ARGUMENT + 8 * place)
        yield from _refuse_if(_ANY_BIT, _TO_WRITE)
        yield pack("HBBI", _RESULT, 0, 0, _ALLOW)
    yield pack("HBBI", _RESULT, 0, 0, _ALLOW)


def _refuse_if(compare: int, value: int) -> Iterator[bytes]:
    yield pack("HBBI", compare, 0, 1, value)
    yield pack("HBBI", _RESULT, 0, 0, _REFUSE)
