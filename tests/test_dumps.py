"""Files are the same from run to run, and a folder changes as a whole or not at all."""

from __future__ import annotations

import errno
import io
import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import pytest
import zstandard
from pyoxigraph import RdfFormat, parse

from resograph import errors, iri, vocab
from resograph.errors import OutputError
from resograph.publish import dumps
from resograph.terms import Quad, integer
from resograph.terms import iri as term

QUADS: tuple[Quad, ...] = tuple(
    (term(iri.document(f"A/RES/60/{number}")), term(vocab.sessionNumber), integer(60), term(iri.BASE))
    for number in range(10_000)
)


def put(content: bytes) -> dumps.Writer:
    def write(out: BinaryIO) -> None:
        out.write(content)

    return write


def failing(number: int) -> dumps.Writer:
    """Give a writer to which the system says no when something has been written already."""

    def write(out: BinaryIO) -> None:
        out.write(b"half of it")
        out.flush()
        raise OSError(number, os.strerror(number))

    return write


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Give a folder with the output of an earlier run."""
    folder = tmp_path / "dist"
    dumps.publish(folder, {"a.ttl": put(b"earlier a"), "b.nq": put(b"earlier b")})
    return folder


EARLIER = {"a.ttl": b"earlier a", "b.nq": b"earlier b"}


def test_nquads_are_compressed_and_whole() -> None:
    packed = io.BytesIO()
    dumps.write_nquads(QUADS, packed)
    lines = zstandard.ZstdDecompressor().stream_reader(packed.getvalue()).read()
    assert lines.decode().splitlines() == [f"{' '.join(quad)} ." for quad in QUADS]
    assert len(list(parse(lines, format=RdfFormat.N_QUADS))) == len(QUADS)
    frame = zstandard.get_frame_parameters(packed.getvalue())
    assert frame.has_checksum
    assert len(packed.getvalue()) < len(lines) / 10


def test_nquads_are_the_same_from_run_to_run(tmp_path: Path) -> None:
    dumps.write_nquads(iter(QUADS), tmp_path / "one")
    dumps.write_nquads(list(QUADS), tmp_path / "two")
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_nquads_are_streamed() -> None:
    packed = io.BytesIO()
    sizes = []

    def watched() -> list[Quad]:
        sizes.append(packed.tell())
        return list(QUADS)

    dumps.write_nquads((quad for _ in range(20) for quad in watched()), packed)
    assert 0 < sizes[-1] < packed.tell()


def test_no_quads_give_a_file_that_opens() -> None:
    packed = io.BytesIO()
    dumps.write_nquads([], packed)
    assert zstandard.ZstdDecompressor().stream_reader(packed.getvalue()).read() == b""


def test_turtle_and_json_go_to_files_and_to_streams(tmp_path: Path) -> None:
    dumps.write_turtle(QUADS[:2], tmp_path / "a.ttl", ["head"])
    dumps.write_json({"zh": "战略", "a": 1}, tmp_path / "a.json")
    stream = io.BytesIO()
    dumps.write_turtle(QUADS[:2], stream, ["head"])
    assert (tmp_path / "a.ttl").read_bytes() == stream.getvalue()
    assert stream.getvalue().startswith(b"# head\n")
    assert (tmp_path / "a.json").read_text("utf-8") == '{\n  "zh": "战略",\n  "a": 1\n}\n'
    assert json.loads((tmp_path / "a.json").read_bytes()) == {"zh": "战略", "a": 1}


def test_a_folder_is_made_with_what_is_above_it(tmp_path: Path) -> None:
    dumps.publish(tmp_path / "x" / "y", {"a": put(b"1")})
    assert contents(tmp_path / "x" / "y") == {"a": b"1"}


def test_new_files_replace_earlier_ones_and_leave_others(out: Path) -> None:
    dumps.publish(out, {"a.ttl": put(b"new a"), "c.json": put(b"new c")})
    assert contents(out) == {"a.ttl": b"new a", "b.nq": b"earlier b", "c.json": b"new c"}


def test_new_files_may_be_read_by_whom_the_umask_allows(out: Path) -> None:
    mask = os.umask(0)
    os.umask(mask)
    assert (out / "a.ttl").stat().st_mode & 0o777 == 0o666 & ~mask


@pytest.mark.parametrize(
    ("number", "cure"),
    [
        (errno.ENOSPC, "Free some space"),
        (errno.EDQUOT, "quota"),
        (errno.EACCES, "writable"),
        (errno.EROFS, "read-only"),
        (errno.EFBIG, "ulimit -f"),
        (errno.EIO, "Choose another --out"),
    ],
)
def test_a_refusal_leaves_everything_as_it_was(out: Path, number: int, cure: str) -> None:
    with pytest.raises(OutputError) as caught:
        dumps.publish(out, {"a.ttl": put(b"new a"), "b.nq": failing(number), "c": put(b"new c")})
    assert contents(out) == EARLIER
    message = str(caught.value)
    assert str(out / "b.nq") in message
    assert os.strerror(number) in message
    assert cure in message
    assert "--out" in message
    assert caught.value.exit_status == errors.OutputError.exit_status


def test_a_really_full_disk_is_told(out: Path) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no /dev/full")

    def write(_: BinaryIO) -> None:
        with full.open("wb", buffering=0) as device:
            device.write(b"x")

    with pytest.raises(OutputError, match="Free some space"):
        dumps.publish(out, {"a.ttl": put(b"new a"), "b.nq": write})
    assert contents(out) == EARLIER


def test_a_limit_that_the_system_sets_is_told(out: Path) -> None:
    """The quads must not compress well: the limit has to be met in the middle of the stream."""
    program = (
        "import hashlib, sys; from pathlib import Path; from resograph.publish import dumps\n"
        "quads = ((f'<x:{hashlib.sha256(bytes([n % 256, n // 256])).hexdigest()}>', '<x:p>', '<x:o>', '<x:g>')"
        " for n in range(60000))\n"
        "try: dumps.publish(Path(sys.argv[1]), {'a.ttl': lambda f: f.write(b'new a') and None,"
        " 'b.nq': lambda f: dumps.write_nquads(quads, f)})\n"
        "except dumps.OutputError as error: sys.exit(str(error))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(out)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith(f"{out / 'b.nq'}: cannot be written (File too large). Raise the limit")
    assert contents(out) == EARLIER


def test_an_out_that_is_a_file_is_refused(tmp_path: Path) -> None:
    place = tmp_path / "dist"
    place.write_bytes(b"mine")
    with pytest.raises(OutputError, match=r"dist: cannot be written \(Not a directory\)\. A file stands"):
        dumps.publish(place, {"a": put(b"1")})
    assert contents(tmp_path) == {"dist": b"mine"}


def test_an_out_below_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "dist").write_bytes(b"mine")
    with pytest.raises(OutputError, match="A file stands"):
        dumps.publish(tmp_path / "dist" / "x" / "y", {"a": put(b"1")})
    assert contents(tmp_path) == {"dist": b"mine"}


def test_a_folder_in_the_place_of_a_file_is_refused(out: Path) -> None:
    (out / "z").mkdir()
    with pytest.raises(OutputError, match="A folder stands"):
        dumps.publish(out, {"a.ttl": put(b"new a"), "z": put(b"new z")})
    (out / "z").rmdir()
    assert contents(out) == EARLIER


def test_a_folder_that_may_not_be_written_is_refused(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Permission bits do not hold the superuser, so the system's answer is imitated."""
    opened = Path.open

    def refuse(path: Path, mode: str = "r") -> object:
        if "w" in mode:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return opened(path, mode)

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(OutputError, match=r"Permission denied\)\. Make the folder writable"):
        dumps.publish(out, {"a.ttl": put(b"new a")})
    monkeypatch.undo()
    assert contents(out) == EARLIER


def test_a_folder_that_may_not_be_made_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = Path.mkdir

    def refuse(path: Path, *, exist_ok: bool = False) -> None:
        if path.name == "y":
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))
        made(path, exist_ok=exist_ok)

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(OutputError, match="read-only"):
        dumps.publish(tmp_path / "x" / "y", {"a": put(b"1")})
    assert contents(tmp_path) == {}


@pytest.mark.parametrize("fails_at", [1, 2, 3])
def test_a_failure_between_two_renames_is_undone(out: Path, monkeypatch: pytest.MonkeyPatch, fails_at: int) -> None:
    replaced: Callable[[Path, Path], Path] = Path.replace
    calls = []

    def refuse(path: Path, target: Path) -> Path:
        calls.append(path)
        if len(calls) == fails_at:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return replaced(path, target)

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OutputError):
        dumps.publish(out, {"0": put(b"new"), "a.ttl": put(b"new a"), "b.nq": put(b"new b")})
    assert contents(out) == EARLIER


def test_a_disk_without_second_names_gets_copies(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "link", refuse)
    dumps.publish(out, {"a.ttl": put(b"new a")})
    assert contents(out) == EARLIER | {"a.ttl": b"new a"}


@pytest.mark.parametrize("error", [ValueError("blank node"), KeyboardInterrupt()])
def test_any_other_end_leaves_everything_as_it_was(tmp_path: Path, out: Path, error: BaseException) -> None:
    def write(out: BinaryIO) -> None:
        out.write(b"half of it")
        raise error

    with pytest.raises(type(error)):
        dumps.publish(out, {"a.ttl": put(b"new a"), "b.nq": write})
    assert contents(out) == EARLIER
    with pytest.raises(type(error)):
        dumps.publish(tmp_path / "never" / "made", {"a.ttl": write})
    assert not (tmp_path / "never").exists()
