"""The tables about builds and faults that commands print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from resograph import display

if TYPE_CHECKING:
    from resograph.corpus.dataset import Dataset
    from resograph.corpus.scan import Unread
    from resograph.validation_report import Row

SHOWN = 20  # rows of a table about faults; the rest stands in the files
_FINDING_COLUMNS = ("severity", "document", "paragraph", "thing", "property", "message", "value")


def show_build(dataset: Dataset, report: Mapping[str, object], files: Sequence[Path]) -> None:
    """Show what a build made: documents, what is odd in the sources, what cannot be read, what validation found."""
    from resograph import summary
    from resograph.validation_report import report_rows

    display.table(summary.COLUMNS, summary.rows(report))
    issues = [(d.symbol, i.place, i.kind, i.message) for d in dataset.documents for i in d.all_issues]
    if issues:
        display.say("")
        display.table(("document", "place", "issue", "message"), issues[:SHOWN], "Odd in the sources")
        _more(len(issues), "report.json has all.")
    _show_unread(dataset.unread)
    if dataset.findings:
        display.say("")
        show_findings(report_rows(dataset.findings), "Found by validation", "report.json has all.")
    display.say("\nWritten:")
    for path in files:
        display.say(f"  {path}  ({path.stat().st_size:,} bytes)")
    if not dataset.conforms:
        names = ", ".join(sorted(dataset.faulty())) or "the vocabulary"
        display.note(f"resograph: {names}: does not conform; the table above says where and why.")


def _show_unread(files: Sequence[Unread]) -> None:
    if files:
        display.say("")
        display.table(("file", "why", "reason"), [(f.file, f.kind, f.reason) for f in files[:SHOWN]], "Not read")
        _more(len(files), "report.json has all.")


def _more(count: int, where: str) -> None:
    if count > SHOWN:
        display.say(f"… and {count - SHOWN:,} more: {where}")


def show_findings(rows: Sequence[Row], title: str, where: str) -> None:
    """Show findings; columns that are empty throughout are left out."""
    cells = [asdict(row) for row in rows]
    columns = [name for name in _FINDING_COLUMNS if any(row[name] for row in cells)]
    display.table(columns, [[row[name] for name in columns] for row in cells[:SHOWN]], title)
    _more(len(rows), where)
