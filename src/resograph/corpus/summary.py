"""What a build made, in figures: a row for each document, their totals, and the content of report.json."""

from __future__ import annotations

import datetime as dt
import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from resograph import __version__, iri
from resograph.corpus.documents import Document
from resograph.corpus.scan import Unread
from resograph.errors import ResographError
from resograph.finding import Finding
from resograph.statements import IS_MENTION
from resograph.terms import iri as term
from resograph.validation_report import report_rows
from resograph.vocab import PREFIXES

_TYPES = {term(iri.RG + name): name for name in ("Act", "Measure", "Mention", "FollowUp", "Provision")}
_TYPE = term(PREFIXES["rdf"] + "type")
_CITES, _RESOLVED = term(iri.RG + "cites"), term(iri.RG + "resolved")
_COUNTED = frozenset({_TYPE, _CITES, _RESOLVED})
_EPOCH = "SOURCE_DATE_EPOCH"
_KINDS = ("numbered", "named", "group", "unresolved")
COUNTED = ("provisions", "acts", "measures", "mentions", "followUps", "statements")
# A report lists so many documents and findings; of larger builds it holds the totals, and a file of rows the rest.
LISTED = 100
FOUND = 1000
EXAMPLES = 3


def row(document: Document, conforms: bool) -> dict[str, object]:
    """Give what a report says of a document: sources, what is odd, how much it holds of each kind."""
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
        "statements": document.size,
        **_count(document),
    }


def _count(document: Document) -> dict[str, object]:
    # most statements are of mentions, which have one type and cite nothing
    others = [subject for subject in document.subjects if subject.pairs[0] != IS_MENTION]
    counted = [(d.name, p, o) for d in others for p, o in d.pairs if p in _COUNTED]
    types = Counter(_TYPES[o] for _, p, o in counted if p == _TYPE and o in _TYPES)
    types["Mention"] += len(document.subjects) - len(others)
    own = term(iri.document(document.symbol))
    cited = Counter(_kind(o) for s, p, o in counted if p == _CITES and s != own)
    cited["unresolved"] = sum(p == _RESOLVED and o.startswith('"false"') for _, p, o in counted)
    return {
        "provisions": types["Provision"],
        "acts": types["Act"],
        "measures": types["Measure"],
        "mentions": types["Mention"],
        "followUps": types["FollowUp"],
        "citations": {kind: cited[kind] for kind in _KINDS},
    }


def _kind(target: str) -> str:
    local = target.removeprefix(f"<{iri.BASE}")
    return "group" if local.startswith("group/") else "named" if local.startswith("instrument/") else "numbered"


class Totals:
    """The sums of a build, gathered row by row, and its first rows."""

    def __init__(self) -> None:
        self.documents = 0
        self.languages: Counter[str] = Counter()
        self.counts: Counter[str] = Counter(dict.fromkeys(COUNTED, 0))
        self.citations: Counter[str] = Counter(dict.fromkeys(_KINDS, 0))
        self.issues: dict[str, list[object]] = {}
        self.rules: Counter[str] = Counter()
        self.nonconforming: list[str] = []
        self.listed: list[dict[str, Any]] = []

    def add(self, document: dict[str, Any], findings: Sequence[Finding]) -> None:
        """Add the row of a document, and what validation found in it."""
        self.documents += 1
        self.languages.update(document["languages"])
        self.counts.update({name: document[name] for name in COUNTED})
        self.citations.update(document["citations"])
        for issue in document["issues"]:
            self.note(document["symbol"], issue)
        self.rules.update(f.kind for f in findings)
        if not document["conforms"]:
            self.nonconforming.append(document["symbol"])
        if len(self.listed) <= LISTED:
            self.listed.append(document)

    def note(self, symbol: str, issue: Mapping[str, Any]) -> None:
        """Add something odd in a document, or between it and others; the first of each kind are examples."""
        seen = self.issues.setdefault(issue["kind"], [0])
        seen[0] = int(str(seen[0])) + 1
        if len(seen) <= EXAMPLES:
            seen.append({"document": symbol, "place": issue["place"], "message": issue["message"]})

    @property
    def many(self) -> bool:
        """Say whether there are more documents than a report lists."""
        return self.documents > LISTED

    def figures(self, unread: Iterable[Unread]) -> dict[str, object]:
        """Give the sums, and examples of what is odd."""
        return {
            "documents": self.documents,
            "languages": dict(self.languages),
            **{name: self.counts[name] for name in COUNTED},
            "citations": dict(self.citations),
            "issues": {kind: {"count": n, "examples": shown} for kind, (n, *shown) in self.issues.items()},
            "findings": dict(self.rules),
            "unread": dict(Counter(file.kind for file in unread)),
        }


def report(
    totals: Totals, findings: Sequence[Finding], unread: Sequence[Unread], shared: Mapping[str, int]
) -> dict[str, Any]:
    """Give what report.json holds: the same for the same sources, keys in alphabetical order.

    The time of the build is told only where SOURCE_DATE_EPOCH sets it (https://reproducible-builds.org/specs).

    Args:
        totals: of all documents.
        findings: what validation found, in order; of many, the first.
        unread: files that cannot be read.
        shared: how many statements vocabulary and ontology have.

    Raises:
        ResographError: SOURCE_DATE_EPOCH is no number of seconds.
    """
    made: dict[str, object] = {
        "conforms": not totals.nonconforming and not any(f.severity == "violation" for f in findings),
        "documents": [] if totals.many else totals.listed,
        "findings": [asdict(line) for line in report_rows(findings[:FOUND])],
        "nonconforming": totals.nonconforming,
        "resograph": __version__,
        "statements": {"documents": totals.counts["statements"], **shared},
        "totals": totals.figures(unread),
        "unread": [asdict(file) for file in unread],
    }
    if _EPOCH in os.environ:
        made["built"] = built(os.environ[_EPOCH])
    sorted_once = ordered(made)
    assert isinstance(sorted_once, dict)  # noqa: S101 - a dict stays one
    return sorted_once


def built(seconds: str) -> str:
    """Give the time that SOURCE_DATE_EPOCH sets.

    Raises:
        ResographError: it is no number of seconds.
    """
    try:
        return dt.datetime.fromtimestamp(int(seconds), dt.UTC).isoformat()
    except (ValueError, OverflowError, OSError):
        raise ResographError(f"{_EPOCH} is {seconds!r}; set it to a whole number of seconds, or unset it.") from None


def ordered(value: object) -> object:
    """Give a value with the keys of all its objects in alphabetical order."""
    if isinstance(value, dict):
        return {key: ordered(value[key]) for key in sorted(value)}
    return [ordered(item) for item in value] if isinstance(value, list) else value
