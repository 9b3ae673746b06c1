"""The measure of understanding on official XML (tools/measure.py), on made documents in two languages."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from test_read_akn import container, document, paragraph, text

ROOT = Path(__file__).parents[1]
LINKED = '<a href="https://undocs.org/{0}">{1}</a>'


def measured(folder: Path, *options: str) -> str:
    command = [sys.executable, "tools/measure.py", str(folder), *options]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, encoding="utf-8").stdout


def made(folder: Path) -> None:
    """Write a document in two languages: 69/1 is linked in both, 69/2 in one, 69/3 in none."""
    first, second = LINKED.format("A/RES/69/1", "69/1"), LINKED.format("A/RES/69/2", "69/2")
    english = container(2, f'<span class="italic">Recalling</span> its resolutions {first}, {second} and 69/3,')
    chinese = container(2, f'<span class="bold">回顾</span>其第{first}、69/2和69/3号决议，')
    body = paragraph(3, "1.", "决定继续审议此事。")
    (folder / "en.xml").write_bytes(document(text(english, paragraph(3, "1.", "Decides so.")), language="eng"))
    (folder / "zh.xml").write_bytes(document(text(chinese, body), language="zho"))


def test_citations_are_measured_against_what_most_languages_link(tmp_path: Path) -> None:
    made(tmp_path)
    rows = [line.split() for line in measured(tmp_path).splitlines()]
    assert ["en", "1", "1", "1", "1", "0", "0.500", "1.000"] in rows
    assert ["zh", "1", "1", "1", "1", "0", "0.500", "1.000"] in rows


def test_lead_phrases_are_measured_against_the_typeface(tmp_path: Path) -> None:
    made(tmp_path)
    rows = [line.split() for line in measured(tmp_path).splitlines()]
    assert ["en", "1", "1", "1", "1.000", "1.000"] in rows
    assert ["zh", "1", "1", "1", "1.000", "1.000"] in rows


def test_rows_are_shown_with_their_words_in_the_languages_asked_for(tmp_path: Path) -> None:
    made(tmp_path)
    lines = measured(tmp_path, "--languages", "eng", "--show", "surplus").splitlines()
    row = lines[0].split("\t")
    assert row[:4] == ["surplus", "en", "A/RES/70/100", "A/RES/69/3"]
    assert row[4].endswith("Recalling its resolutions 69/1, 69/2 and [69/3],")
    assert not any(line.startswith("zh") for line in lines)
