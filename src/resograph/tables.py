"""The tables about builds and faults that commands print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from resograph import display
from resograph.finding import SEVERITIES

if TYPE_CHECKING:
    from resograph.evaluate import Score
    from resograph.suggest import Suggestion
    from resograph.validation_report import Row

SHOWN = 20  # rows of a table about faults; the rest stands in the files
COLUMNS = ("document", "languages", "provisions", "measures", "citations", "mentions", "issues")
_COUNTED = ("provisions", "measures", "citations", "mentions")
_FINDING_COLUMNS = ("severity", "document", "paragraph", "thing", "property", "message", "value")


def show_build(report: Mapping[str, Any], files: Sequence[Path]) -> None:
    """Show what a build made: documents, what is odd in the sources, what cannot be read, what validation found.

    Args:
        report: what report.json holds.
        files: what was written.
    """
    display.table(COLUMNS, build_rows(report))
    if report["documents"]:
        issues = [(d["symbol"], i["place"], i["kind"], i["message"]) for d in report["documents"] for i in d["issues"]]
        _show("Odd in the sources", ("document", "place", "issue", "message"), issues)
    else:
        _show_kinds(report["totals"])
    unread = [(file["file"], file["kind"], file["reason"]) for file in report["unread"]]
    _show("Not read", ("file", "why", "reason"), unread)
    if report["findings"]:
        display.say("")
        worst_first = sorted(report["findings"], key=lambda row: tuple(SEVERITIES).index(row["severity"]))
        show_cells(worst_first, "Found by validation", "report.json has all.")
    display.say("\nWritten:")
    for path in files[:SHOWN]:
        display.say(f"  {path}  ({path.stat().st_size:,} bytes)")
    _more(len(files), "each document stands alone, too.")
    if not report["conforms"]:
        names = ", ".join(report["nonconforming"][:SHOWN]) or "the vocabulary"
        display.note(f"resograph: {names}: does not conform; the table above says where and why.")


def build_rows(report: Mapping[str, Any]) -> list[list[object]]:
    """Give the rows of the summary, under `COLUMNS`, from what report.json holds; several documents get a total."""
    rows = [_row(d["symbol"], ", ".join(d["languages"]), d, len(d["issues"])) for d in report["documents"]]
    totals = report["totals"]
    if totals["documents"] > 1:
        issues = sum(kind["count"] for kind in totals["issues"].values())
        tags = "" if rows else ", ".join(f"{tag} {n:,}" for tag, n in totals["languages"].items())
        rows.append(_row(f"{totals['documents']:,} documents", tags, totals, issues))
    return rows


def _row(name: str, languages: str, counted: Mapping[str, Any], issues: int) -> list[object]:
    figures = [sum(n.values()) if isinstance(n := counted[what], dict) else n for what in _COUNTED]
    return [name, languages, *figures, issues]


def _show_kinds(totals: Mapping[str, Any]) -> None:
    """Show what is odd in many documents: by kind, with an example."""
    rows = [
        (kind, seen["count"], example["document"], example["place"], example["message"])
        for kind, seen in sorted(totals["issues"].items(), key=lambda item: -item[1]["count"])
        for example in seen["examples"][:1]
    ]
    _show("Odd in the sources", ("issue", "times", "for example", "place", "message"), rows)
    _show("Found by validation", ("rule", "times"), sorted(totals["findings"].items()))


def _show(title: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    if rows:
        display.say("")
        display.table(columns, rows[:SHOWN], title)
        _more(len(rows), "report.json has all.")


def _more(count: int, where: str) -> None:
    if count > SHOWN:
        display.say(f"… and {count - SHOWN:,} more: {where}")


def show_findings(rows: Sequence[Row], title: str, where: str) -> None:
    """Show findings; columns that are empty throughout are left out."""
    show_cells([asdict(row) for row in rows], title, where)


def show_cells(cells: Sequence[Mapping[str, Any]], title: str, where: str) -> None:
    """Show findings as report.json has them."""
    columns = [name for name in _FINDING_COLUMNS if any(row[name] for row in cells)]
    display.table(columns, [[row[name] for name in columns] for row in cells[:SHOWN]], title)
    _more(len(cells), where)


def score_figures(score: Score, errors: int) -> dict[str, object]:
    """Give what JSON says of a measure, with so many of its errors."""
    figures: dict[str, object] = {
        "measure": score.name,
        "precision": round(score.precision, 6),
        "recall": round(score.recall, 6),
        "f1": round(score.f1, 6),
        "want": score.want,
        "right": score.right,
        "surplus": len(score.surplus),
        "missed": len(score.missed),
    }
    if errors:
        figures["errors"] = {"missed": score.missed[:errors], "surplus": score.surplus[:errors]}
    return figures


def show_scores(document: str, measures: Sequence[Score], errors: int) -> None:
    """Show how well a graph says what people read in a document, with so many errors of each kind."""
    columns = ("measure", "precision", "recall", "F1", "want", "right", "surplus", "missed")
    rows = [
        (s.name, f"{s.precision:.3f}", f"{s.recall:.3f}", f"{s.f1:.3f}", s.want, s.right, len(s.surplus), len(s.missed))
        for s in measures
    ]
    display.table(columns, rows, document)
    for score in measures:
        for side, statements in (("missed", score.missed), ("surplus", score.surplus)):
            for statement in statements[:errors]:
                display.say(f"{score.name}: {side}: {'  '.join(str(part) for part in statement)}")


def show_suggestions(found: Sequence[Suggestion]) -> None:
    """Show names that no record has."""
    columns = ("kind", "name", "language", "printed", "documents", "first in", "in its words", "like")
    rows = [(s.kind, s.name, s.language, s.count, s.documents, s.places[0], s.context, s.like) for s in found]
    display.table(columns, rows)
