"""What a worker may still do once it has given up its rights."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

linux = pytest.mark.skipif(sys.platform != "linux", reason="limits of Linux")
CONFINED = """
import os, pathlib, socket, sys
from resograph.serve.confinement import confine
confine(1 << 30, pathlib.Path(sys.argv[1]))
"""
REFUSED = {
    "a socket": "socket.socket()",
    "a pair of sockets": "socket.socketpair()",
    "a program": "os.execv(sys.executable, [sys.executable, '-c', ''])",
    "a new file": "open(sys.argv[1] + '/new', 'w')",
    "more of a file that is there": "open(sys.argv[1] + '/old', 'a')",
    "a file without end": "os.open(sys.argv[1] + '/old', os.O_TRUNC)",
}


def confined(folder: Path, code: str) -> subprocess.CompletedProcess[str]:
    """Run code that has given up its rights."""
    command = [sys.executable, "-c", CONFINED + code, str(folder)]
    return subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)


@linux
@pytest.mark.parametrize("what", REFUSED)
def test_a_worker_cannot_open_a_way_out(tmp_path: Path, what: str) -> None:
    (tmp_path / "old").write_text("old")
    done = confined(tmp_path, REFUSED[what])
    assert done.returncode
    assert "PermissionError" in done.stderr or "Too many open files" in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["old"]
    assert (tmp_path / "old").read_text() == "old"


@linux
def test_its_threads_are_bound_too(tmp_path: Path) -> None:
    code = """
import subprocess, sys, threading, pathlib, socket, time
from resograph.serve.confinement import confine
go, said = threading.Event(), []
def late():
    go.wait()
    try: socket.socket(); said.append("open")
    except OSError: said.append("refused")
thread = threading.Thread(target=late); thread.start()
confine(1 << 30, pathlib.Path(sys.argv[1])); go.set(); thread.join(); print(said)
"""
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True, capture_output=True, text=True)
    assert done.stdout == "['refused']\n"


@linux
def test_a_store_of_many_files_is_read_to_its_end(tmp_path: Path) -> None:
    """The engine opens sixteen files at its start and the others when a query comes to them."""
    import pyoxigraph as ox

    store = ox.Store(str(tmp_path / "store"))
    for block in range(3):
        rows = "".join(
            f"<x:s{block}-{n}> <x:p{block}> <x:o{n}> .\n<x:s> <x:p{block}> <x:o{n}> <x:g{block}> .\n" for n in range(9)
        )
        store.bulk_load(rows.encode(), format=ox.RdfFormat.N_QUADS)
    del store
    assert len(list((tmp_path / "store").glob("*.sst"))) > 16
    code = """
import pyoxigraph as ox
print(sum(1 for _ in store.quads_for_pattern(None, None, None)))
"""
    opened = "import sys, pyoxigraph as ox\nstore = ox.Store.read_only(sys.argv[1])\n"
    command = [sys.executable, "-c", opened + CONFINED + code, str(tmp_path / "store")]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("54\n", "")


@linux
def test_a_fault_is_told_where_the_log_is_a_file(tmp_path: Path) -> None:
    """The answer 500 says that the log has more; a log that is a file must have it, too."""
    log = tmp_path / "log"
    with log.open("w") as told:
        command = [sys.executable, "-c", CONFINED + "raise ValueError('a fault')", str(tmp_path)]
        subprocess.run(command, check=False, stderr=told)
    assert "ValueError: a fault" in log.read_text()
