"""A resolution in all the languages in which it was read: what it states, once for all, with the words of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from resograph.model import Issue, Provision
from resograph.reading import Act, Citation, FollowUp, Reading
from resograph.terms import EDITED_IN

# Stands for the eId where a whole document is meant.
WHOLE = "document"
T = TypeVar("T", Provision, Act, Citation, FollowUp)


@dataclass(frozen=True, slots=True)
class Stated(Generic[T]):
    """A provision, act, citation or follow-up, stated once for all languages.

    Args:
        eid: the provision it is, or is stated in.
        number: its number among its kind in the provision, from 1; of a provision: in the document.
        versions: what each language that states it has, by tag, the language that comes first first.
    """

    eid: str
    number: int
    versions: Mapping[str, T]

    @property
    def first(self) -> T:
        """Give what the first of its languages has."""
        return next(iter(self.versions.values()))


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A place where the language versions of a work do not say the same.

    Args:
        kind: what differs, as rg:issueKind says it ("citation-differs").
        said: the same for a reader, with what each version has, by the tag of the reader's language.
        eid: the provision, or `WHOLE`.
        about: fragment of the citation that differs, or "" for the provision itself.
        lacking: tags of the languages that stand alone, as they lack it or say something else.
    """

    kind: str
    said: Mapping[str, str]
    eid: str
    about: str = ""
    lacking: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """Give the fragment of what it is about, "" for the document."""
        return self.about or ("" if self.eid == WHOLE else self.eid)

    @property
    def issue(self) -> Issue:
        """Give it as the reports of a run show it."""
        return Issue(self.kind, self.said[EDITED_IN], self.eid)


@dataclass(frozen=True, slots=True)
class Work:
    """A resolution with all its language versions.

    Args:
        readings: one for each language; the first numbers the statements. In each, acts have the numbers of the work.
        provisions: in reading order.
        acts: by provision, in the order of their numbers.
        citations: same.
        follow_ups: same.
        disagreements: where the languages differ.
    """

    readings: tuple[Reading, ...]
    provisions: tuple[Stated[Provision], ...]
    acts: tuple[Stated[Act], ...]
    citations: tuple[Stated[Citation], ...]
    follow_ups: tuple[Stated[FollowUp], ...]
    disagreements: tuple[Disagreement, ...] = ()

    @property
    def symbol(self) -> str:
        """Give its symbol."""
        return self.readings[0].structure.symbol

    @property
    def languages(self) -> tuple[str, ...]:
        """Give the tags of its languages, the first first."""
        return tuple(reading.structure.language for reading in self.readings)
