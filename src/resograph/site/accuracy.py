"""How often the rules are right: the figures that docs/accuracy.md publishes, and those that hold for a kind of mention."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from resograph import resources

# What tells most of the texts a reader has before him stands first.
_PREFERRED = ("by-lot", "reading")
# The measures that say how often a kind of mention is right, the one that compares most like a reader first.
_OF_KIND: Mapping[str, tuple[str, ...]] = {
    "act": ("lead-phrases", "acts"),
    "citation": ("citations",),
    "follow-up": ("follow-ups",),
    **{role: (f"role-{role}",) for role in ("addressee", "partner", "beneficiary", "target", "agent")},
}


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured; what was not is "".

    Args:
        texts: the set of texts, and what they were compared with.
        measured: the day.
        language: BCP 47 tag.
        documents: how many.
        measure: what was compared.
        marked: how many statements the other side has.
        precision: the part of what was found that is right.
        recall: the part of what is right that was found.
    """

    texts: str
    measured: str
    language: str
    documents: str
    measure: str
    marked: str
    precision: str
    recall: str


@cache
def figures() -> Mapping[str, Sequence[Figure]]:
    """Give all figures by the set of texts, in the order of the file (data/accuracy.tsv, generated)."""
    text = (resources.folder("data") / "accuracy.tsv").read_text("utf-8")
    found: dict[str, list[Figure]] = {}
    for row in csv.DictReader(text.splitlines(), delimiter="\t"):
        found.setdefault(row["texts"], []).append(Figure(**row))
    return found


def of_kind(kind: str, languages: Sequence[str]) -> Figure | None:
    """Give the figure that tells most of a kind of mention in texts of some languages, if it was measured there.

    Args:
        kind: of mention.
        languages: BCP 47 tags, that of the reader first.
    """
    rows = [row for texts in _PREFERRED for row in figures()[texts] if row.measure in _OF_KIND.get(kind, ())]
    return next((row for tag in languages for row in rows if row.language == tag), None)
