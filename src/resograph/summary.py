"""What a build made, in figures: the content of report.json, and the rows of the table that a build prints."""

from __future__ import annotations

import datetime as dt
import os
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict

from resograph import __version__, iri
from resograph.corpus.dataset import Dataset
from resograph.corpus.documents import Document
from resograph.errors import ResographError
from resograph.terms import iri as term
from resograph.validation_report import report_rows
from resograph.vocab import PREFIXES

_TYPES = {term(iri.RG + name): name for name in ("Act", "Measure", "Mention", "FollowUp", "Provision")}
_TYPE = term(PREFIXES["rdf"] + "type")
_CITES, _RESOLVED = term(iri.RG + "cites"), term(iri.RG + "resolved")
_EPOCH = "SOURCE_DATE_EPOCH"
COLUMNS = ("document", "languages", "provisions", "measures", "citations", "mentions", "issues")
_COUNTED = ("provisions", "measures", "citations", "mentions")


def report(dataset: Dataset) -> dict[str, object]:
    """Give what report.json holds: the same for the same sources, keys in alphabetical order.

    The time of the build is told only where SOURCE_DATE_EPOCH sets it (https://reproducible-builds.org/specs).

    Raises:
        ResographError: SOURCE_DATE_EPOCH is no number of seconds.
    """
    faulty = dataset.faulty()
    documents = [_document(document, document.symbol not in faulty) for document in dataset.documents]
    made: dict[str, object] = {
        "conforms": dataset.conforms,
        "documents": documents,
        "findings": [asdict(row) for row in report_rows(dataset.findings)],
        "resograph": __version__,
        "statements": {
            "documents": sum(len(document.quads) for document in dataset.documents),
            "ontology": len(dataset.ontology),
            "vocabulary": len(dataset.vocabulary),
        },
        "unread": [asdict(file) for file in dataset.unread],
    }
    if _EPOCH in os.environ:
        made["built"] = _built(os.environ[_EPOCH])
    sorted_once = _sorted(made)
    assert isinstance(sorted_once, dict)  # noqa: S101 - a dict stays one
    return sorted_once


def rows(report: Mapping[str, object]) -> list[list[object]]:
    """Give the rows of the summary, under `COLUMNS`, from what report.json holds; several documents get a total."""
    made = [_row(document) for document in report["documents"]]  # type: ignore[attr-defined]
    if len(made) > 1:
        sums = [sum(int(str(row[at])) for row in made) for at in range(2, len(COLUMNS))]
        made.append([f"{len(made)} documents", "", *sums])
    return made


def count(document: Document) -> dict[str, object]:
    """Give how much a document holds of each kind, citations by the kind of what is cited."""
    types = Counter(_TYPES[o] for _, p, o, _ in document.quads if p == _TYPE and o in _TYPES)
    own = term(iri.document(document.symbol))
    cited = Counter(_kind(o) for s, p, o, _ in document.quads if p == _CITES and s != own)
    unresolved = sum(p == _RESOLVED and o.startswith('"false"') for _, p, o, _ in document.quads)
    return {
        "provisions": types["Provision"],
        "acts": types["Act"],
        "measures": types["Measure"],
        "mentions": types["Mention"],
        "followUps": types["FollowUp"],
        "citations": {**{kind: cited[kind] for kind in ("numbered", "named", "group")}, "unresolved": unresolved},
    }


def _kind(target: str) -> str:
    local = target.removeprefix(f"<{iri.BASE}")
    return "group" if local.startswith("group/") else "named" if local.startswith("instrument/") else "numbered"


def _document(document: Document, conforms: bool) -> dict[str, object]:
    return {
        "symbol": document.symbol,
        "conforms": conforms,
        "languages": [reading.structure.language for reading in document.readings],
        "titles": {reading.structure.language: reading.structure.title for reading in document.readings},
        "sources": [
            {"file": m.name, "language": r.structure.language, "sha256": m.sha256}
            for r in document.readings
            for m in (r.structure.manifestation,)
        ],
        "issues": [asdict(issue) for issue in document.all_issues],
        "statements": len(document.quads),
        **count(document),
    }


def _row(document: Mapping[str, object]) -> list[object]:
    issues, languages = document["issues"], document["languages"]
    figures = [sum(n.values()) if isinstance(n := document[name], dict) else n for name in _COUNTED]
    odd = len(issues) if isinstance(issues, list) else 0
    tags = ", ".join(languages) if isinstance(languages, list) else ""
    return [document["symbol"], tags, *figures, odd]


def _built(seconds: str) -> str:
    try:
        return dt.datetime.fromtimestamp(int(seconds), dt.UTC).isoformat()
    except (ValueError, OverflowError, OSError):
        raise ResographError(f"{_EPOCH} is {seconds!r}; set it to a whole number of seconds, or unset it.") from None


def _sorted(value: object) -> object:
    """Give a value with the keys of all its objects in alphabetical order."""
    if isinstance(value, dict):
        return {key: _sorted(value[key]) for key in sorted(value)}
    return [_sorted(item) for item in value] if isinstance(value, list) else value
