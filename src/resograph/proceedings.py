"""How a document came about, as its publisher records it beside the text: votes, sponsors, drafts, agenda, subjects."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, fields, replace
from typing import Any

NOT_ADOPTED = frozenset({"vetoed", "not-adopted"})
CHOICES = ("in-favour", "against", "abstaining")
_NUMBER = re.compile(r"\d{1,18}")


@dataclass(frozen=True, slots=True)
class Ballot:
    """The vote of one member: its id among the actors, and its choice ("in-favour")."""

    member: str
    choice: str


@dataclass(frozen=True, slots=True)
class Item:
    """An agenda item.

    Args:
        number: as printed ("99 (x)"), or None where the body does not number its items.
        names: each with its language tag, or None for the language of the publisher's own records.
    """

    number: str | None
    names: tuple[tuple[str | None, str], ...] = ()

    @property
    def key(self) -> str:
        """Give what tells it from the other items of a session.

        >>> Item("99 (x)").key
        '99x'
        """
        return "".join(c for c in self.number or "" if c.isalnum())


@dataclass(frozen=True, slots=True)
class Heading:
    """A subject heading of the library: its words, and the number of its concept in the UNBIS Thesaurus, or None."""

    words: str
    concept: str | None = None


@dataclass(frozen=True, slots=True)
class Tag:
    """A concept that software attached: its IRI, and the words that the software has for it."""

    concept: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Proceedings:
    """What the publisher records of a document; everything may be missing.

    Args:
        record: symbol of the record of the meeting.
        outcome: adopted-without-vote, adopted-by-vote, not-adopted or vetoed.
        counts: number of votes by choice.
        votes: of each member, in the order of the record.
        committee: id of the committee that recommended it.
        items: of the agenda.
        drafts: symbols of its drafts.
        origins: symbols of the reports by which it came to the body.
        sponsors: ids of those who submitted the draft.
        additional: ids of those who joined them.
        on_behalf: ids of the groups for which a sponsor spoke.
        submissions: the words that say who submitted it, where they are no list of known names.
        title: the title that the library gave it.
        headings: subjects that the library chose.
        authorities: names that the library attached.
        tags: concepts that software attached.
    """

    record: str | None = None
    outcome: str | None = None
    counts: tuple[tuple[str, int], ...] = ()
    votes: tuple[Ballot, ...] = ()
    committee: str | None = None
    items: tuple[Item, ...] = ()
    drafts: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    sponsors: tuple[str, ...] = ()
    additional: tuple[str, ...] = ()
    on_behalf: tuple[str, ...] = ()
    submissions: tuple[str, ...] = ()
    title: str | None = None
    headings: tuple[Heading, ...] = ()
    authorities: tuple[str, ...] = ()
    tags: tuple[Tag, ...] = ()

    @property
    def adopted(self) -> bool:
        """Say whether nothing shows that it was not adopted."""
        return self.outcome not in NOT_ADOPTED


def merged(records: Sequence[Proceedings]) -> Proceedings:
    """Give what several files of one document record together: of each part the first that says anything.

    Items are those of the first file, with the names that each file gives them.

    Args:
        records: one for each file, the one that is believed first.

    >>> merged([Proceedings(committee="x"), Proceedings(record="A/77/PV.56", committee="y")]).record
    'A/77/PV.56'
    """
    names = [f.name for f in fields(Proceedings)]
    said: dict[str, Any] = {n: v for r in reversed(records) for n in names if (v := getattr(r, n))}
    first = Proceedings(**said)
    return replace(first, items=tuple(_named_by_all(item, records) for item in first.items))


def _named_by_all(item: Item, records: Sequence[Proceedings]) -> Item:
    names = [n for r in records for other in r.items if other.key == item.key for n in other.names if item.number]
    return replace(item, names=tuple(dict.fromkeys([*item.names, *names])))


def differences(one: Proceedings, other: Proceedings) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Give each part of which two files of one document say different things, with what one says alone; names apart.

    >>> list(differences(Proceedings(committee="x"), Proceedings(committee="y", record="A/77/PV.56")))
    [('committee', ('x',), ('y',))]
    >>> list(differences(Proceedings(headings=(Heading("PORTS", "1"),)), Proceedings(headings=(Heading("SHIPS"),))))
    [('headings', ('PORTS',), ('SHIPS',))]
    """
    for part in (f.name for f in fields(Proceedings) if f.name not in {"items", "title", "tags"}):
        here, there = getattr(one, part), getattr(other, part)
        if here and there and _unordered(here) != _unordered(there):
            yield part, _alone(here, there), _alone(there, here)
    # letters behind the number follow the alphabet of the language, or are left away
    here, there = (sorted({int(n) for i in r.items for n in _NUMBER.findall(i.number or "")[:1]}) for r in (one, other))
    if here and there and here != there:
        yield "items", tuple(map(str, here)), tuple(map(str, there))


def _unordered(value: object) -> object:
    """Give a value without the order of its parts."""
    return frozenset(value) if isinstance(value, tuple) else value


def _told(value: object) -> tuple[object, ...]:
    """Give what a reader is told of a value."""
    if isinstance(value, Heading):
        return (value.words,)
    return astuple(value) if isinstance(value, Ballot) else value if isinstance(value, tuple) else (value,)


def _alone(value: object, other: object) -> tuple[str, ...]:
    """Give what one value has and the other has not."""
    if not isinstance(value, tuple) or not isinstance(other, tuple):
        return (str(value),)
    return tuple(" ".join(map(str, _told(x))) for x in value if x not in other)
