"""The figures of docs/accuracy.md as data/accuracy.tsv, which the pages show."""

from __future__ import annotations

import re
from collections.abc import Iterator

HEAD = ("texts", "measured", "language", "documents", "measure", "marked", "precision", "recall")
LANGUAGES = {"Arabic": "ar", "Chinese": "zh", "English": "en", "French": "fr", "Russian": "ru", "Spanish": "es"}
MONTHS = {"November": 11, "December": 12}
# The measures whose names in the tables of `resograph evaluate` say more than the name of the statement.
NAMES = {
    "paragraphs (eId + class)": "paragraphs",
    "citations, numbered": "citations-numbered",
    "citations, named": "citations-named",
    "citations, group": "citations-group",
    "citation pinpoints": "pinpoints",
    "actors (eId + actor)": "actors",
    "acts (eId + phrase)": "acts",
    "follow-ups (eId + kind)": "follow-ups",
}
PHRASES = ("lead-phrases", "lead-phrases-word-for-word")
Row = tuple[str, ...]
_TABLE = re.compile(r"\| language \|.*\n\|---.*\n((?:\|.*\n)+)")
_READING = re.compile(r"agreed reading on (\d+) (\w+) (\d+).*?```text measured\n(.*?)```", re.DOTALL)
_RECORD = re.compile(r"Measured on (\d+) (\w+) (\d+) by `make measure")
_REVIEW = re.compile(
    r"on (\d+) (\w+) (\d+): the\s+numbered .*?Precision ([\d.]+), recall ([\d.]+) \((\d+) in", re.DOTALL
)
_COUNCIL = re.compile(
    r"Security Council .*?\((\d+) files.*?citations ([\d.]+) and ([\d.]+), lead phrases\s+([\d.]+) found, ([\d.]+) word",
    re.DOTALL,
)


def figures(document: str) -> str:
    """Give the text of data/accuracy.tsv.

    Args:
        document: docs/accuracy.md.

    Raises:
        ValueError: a figure is not where it was.
    """
    rows = [*_record(document), *_review(document), *_reading(document)]
    return "".join("\t".join(row) + "\n" for row in (HEAD, *rows))


def _found(pattern: re.Pattern[str], document: str) -> tuple[str, ...]:
    match = pattern.search(document)
    if not match:
        raise ValueError(f"docs/accuracy.md: nothing reads as {pattern.pattern!r}; see tools/accuracy.py.")
    return match.groups()


def _day(day: str, month: str, year: str) -> str:
    return f"{year}-{MONTHS[month]:02}-{int(day):02}"


def _record(document: str) -> Iterator[Row]:
    day = _day(*_found(_RECORD, document))
    tables = _TABLE.findall(document)
    for texts, table in zip(("by-lot", "with-rules"), tables, strict=True):
        for line in table.splitlines():
            name, documents, precision, recall, marked, *found = (cell.strip() for cell in line.strip("|").split("|"))
            start = (texts, day, LANGUAGES[name], documents)
            yield *start, "citations", "", precision, recall
            for measure, figure in zip(PHRASES, found, strict=True):
                yield *start, measure, marked.replace(",", ""), "", figure
    files, precision, recall, *found = _found(_COUNCIL, document)
    start = ("council", day, "en", files)
    yield *start, "citations", "", precision, recall
    for measure, figure in zip(PHRASES, found, strict=True):
        yield *start, measure, "", "", figure


def _review(document: str) -> Iterator[Row]:
    *day, precision, recall, marked = _found(_REVIEW, document)
    yield "review", _day(*day), "zh", "1", "citations-numbered", marked, precision, recall


def _reading(document: str) -> Iterator[Row]:
    *day, table = _found(_READING, document)
    for line in table.splitlines():
        name, *cells = re.split(r"\s{2,}", line.strip())
        if cells and cells[0][:1].isdecimal():
            precision, recall, _, marked = cells[:4]
            yield "reading", _day(*day), "zh", "1", NAMES.get(name, name.replace(" ", "-")), marked, precision, recall
