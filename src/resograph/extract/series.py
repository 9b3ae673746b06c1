"""Whose number it is: how the adopting bodies number their texts, as data/bodies says."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from resograph.registry import Registry
from resograph.symbol import Symbol

# The number of a body whose series is none of ours.
FOREIGN = "foreign"
# Words for bodies that only the context tells (data/languages: citations.bodies).
SELF = "self"
COUNCIL = "council"


@dataclass(frozen=True, slots=True)
class Citing:
    """The document that cites: its symbol and the body that speaks."""

    symbol: Symbol
    body: str


@dataclass(frozen=True, slots=True)
class Series:
    """How the bodies of the registry number their texts.

    Args:
        by_number: the body that counts through all years and names the year in brackets.
        by_year: the body whose sessions are years.
        by_session: the bodies that count their sessions, the one with the shortest prefix first.
        councils: the bodies that are called "the Council".
    """

    by_number: str
    by_year: str
    by_session: tuple[str, ...]
    councils: frozenset[str]

    def of_roman(self, body: str, citing: Citing) -> str:
        """Give the body of a number with a Roman session, as they were counted until 1976."""
        owner = citing.body if body == SELF else body
        return owner if owner == self.by_year else self.by_session[0]

    def of_session(self, body: str, session: str, citing: Citing) -> str:
        """Give the body whose session a number names; no body cites a later session of its own."""
        if body == COUNCIL:
            own = citing.body in self.councils and citing.body != self.by_number
            body = citing.body if own else next(b for b in self.by_session if b in self.councils)
        owner = citing.body if body == SELF else body
        if owner not in self.by_session:
            return self.by_session[0]
        own_session = citing.symbol.session or ""
        later = own_session.isdecimal() and session.isdecimal() and int(session) > int(own_session)
        return self.by_session[0] if owner == citing.body and later else owner


@lru_cache(maxsize=8)
def series(registry: Registry) -> Series:
    """Give how the bodies of a registry number their texts."""
    bodies = sorted(registry.bodies.values(), key=lambda b: (len(b.prefix), b.id))
    return Series(
        next(b.id for b in bodies if b.session == "none"),
        next(b.id for b in bodies if b.session == "year"),
        tuple(b.id for b in bodies if b.session == "ordinal"),
        frozenset(b.id for b in bodies if b.council),
    )
