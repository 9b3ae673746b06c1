"""Reading dumps back: a file that lost its end is an error, never half a dataset."""

from __future__ import annotations

from pathlib import Path

import pytest
import zstandard

from resograph import dataset
from resograph.errors import InputError

LINES = "".join(f"<http://a/{n}> <http://b> <http://c> .\n" for n in range(20_000)).encode()


def test_all_frames_of_a_compressed_file_are_read(tmp_path: Path) -> None:
    path = tmp_path / "two.nt.zst"
    half = LINES.index(b"\n", len(LINES) // 2) + 1
    path.write_bytes(b"".join(zstandard.compress(part) for part in (LINES[:half], LINES[half:])))
    assert len(dataset.load([path])) == 20_000


def test_a_compressed_file_that_is_cut_off_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "cut.nt.zst"
    packed = zstandard.compress(LINES)
    path.write_bytes(packed[: len(packed) // 2])
    with pytest.raises(InputError, match="cut off"):
        dataset.load([path])
