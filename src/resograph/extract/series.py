"""Whose number it is: how the adopting bodies number their texts, as data/bodies says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from resograph.numerals import from_roman
from resograph.records import Body
from resograph.registry import Registry
from resograph.symbol import Symbol

# The number of a body whose series is none of ours.
FOREIGN = "foreign"
# Words for bodies that only the context tells (data/languages: citations.bodies).
SELF = "self"
COUNCIL = "council"
# No word tells the body.
UNNAMED = ""
# Sessions have lower numbers than years.
_YEAR_FROM = 1900


@dataclass(frozen=True, slots=True)
class Citing:
    """The document that cites: its symbol, the body that speaks, when, and the numbers that it has named so far.

    Args:
        named: whose they are, by session and number.
        yeared: the symbols of those that were named with their years, by number.
    """

    symbol: Symbol
    body: str
    date: dt.date | None = None
    named: dict[str, str] = field(default_factory=dict, compare=False)
    yeared: dict[str, str] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class Printed:
    """A number as printed, and what the words around it say.

    Args:
        session: the session or year: 60, III, S-32, 1999.
        number: the number in it.
        kind: resolution or decision.
        body: the body named, or one of SELF, COUNCIL, FOREIGN, UNNAMED.
        firm: the body is named for this very number, not for one before it in a list.
        date: the date printed with it.
    """

    session: str
    number: int
    kind: str
    body: str
    firm: bool
    date: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """How the bodies of the registry number their texts.

    Args:
        bodies: the bodies by id.
        by_number: the body that counts through all years and names the year in brackets.
        by_year: the body whose sessions are years.
        by_session: the bodies that count their sessions, the one with the shortest prefix first.
        councils: the bodies that are called "the Council".
    """

    bodies: Mapping[str, Body]
    by_number: str
    by_year: str
    by_session: tuple[str, ...]
    councils: frozenset[str]

    def turned(self, session: str, number: str, date: dt.date | None, citing: Citing) -> tuple[str, str]:
        """Give session and number as they should be: some Arabic files set them the wrong way round (118/77 for 77/118).

        They are turned where the session was not yet held, or not in the year printed, and the number as session was.
        """
        assembly = self.bodies[self.by_session[0]]
        if not session.isdecimal() or assembly.opened is None or int(session) >= _YEAR_FROM:
            return session, number
        if date:
            bodies = [self.bodies[b] for b in self.by_session]
            wrong = not any(_sat(b, int(session), date.year) for b in bodies) and _sat(assembly, int(number), date.year)
        else:
            latest = (citing.date or dt.date.max).year - assembly.opened + 1
            wrong = int(session) > latest >= int(number) >= assembly.since
        return (number, session) if wrong else (session, number)

    def owner(self, printed: Printed, citing: Citing) -> tuple[str, str]:
        """Give the body whose number it is, or FOREIGN, and whether that is one of a resolution or a decision.

        Decisions have high numbers: a low one is of a resolution if the body is named, and else of a body unknown here.
        """
        owner = self._owner(printed, citing)
        if owner not in self.bodies or printed.kind != "decision" or not printed.session.isdecimal():
            return owner, printed.kind
        if printed.number >= self.bodies[owner].decisions_from:
            return owner, printed.kind
        return (owner, "resolution") if printed.date or printed.body in self.bodies else (FOREIGN, printed.kind)

    def _owner(self, printed: Printed, citing: Citing) -> str:
        session = printed.session
        if from_roman(session.rpartition("-")[2]):
            return self._of_roman(printed, citing)
        if session.isdecimal() and int(session) >= _YEAR_FROM:
            return FOREIGN if printed.body == FOREIGN else self.by_year
        if not session.isdecimal():
            return self.by_session[0] if session.startswith("E") else self._meant(printed.body, citing)
        return self._dated(printed) or self._undated(printed, citing)

    def _of_roman(self, printed: Printed, citing: Citing) -> str:
        """Give the body of a number with a Roman session, as they were counted until 1976."""
        assembly, council = self.bodies[self.by_session[0]], self.bodies[self.by_year]
        session = from_roman(printed.session.rpartition("-")[2]) or 0
        late = printed.date and assembly.opened and printed.date.year > assembly.opened + assembly.since
        if printed.body == FOREIGN or session >= council.since or late:
            return FOREIGN
        own = printed.body in {SELF, COUNCIL} and citing.body == council.id
        return council.id if own or printed.body == council.id or session >= assembly.since else assembly.id

    def _dated(self, printed: Printed) -> str | None:
        """Give the body that sat in the session on the day printed, whoever is named further off.

        FOREIGN where none did, nor in the years beside it; None where the date tells nothing.
        """
        if printed.date is None or (printed.firm and printed.body in self.by_session):
            return None
        session = int(printed.session)
        years = range(printed.date.year - 1, printed.date.year + 2)
        sitting = [b for b in self.by_session if _sat(self.bodies[b], session, printed.date.year)]
        near = any(_sat(self.bodies[b], session, year) for b in self.by_session for year in years)
        if sitting:
            return sitting[0]
        return None if near or printed.body == SELF else FOREIGN

    def _undated(self, printed: Printed, citing: Citing) -> str:
        """Give the body whose session the number names; no session is cited before it was held."""
        session = int(printed.session)
        known = citing.named.get(f"{session}/{printed.number}") if printed.body == UNNAMED else None
        owner = known or self._meant(printed.body, citing)
        if owner == FOREIGN:
            return FOREIGN
        assembly = self.by_session[0]
        if owner != assembly:
            own_session = citing.symbol.session or ""
            later = owner == citing.body and own_session.isdecimal() and session > int(own_session)
            owner = assembly if later or not _held(self.bodies[owner], session, citing.date) else owner
        if owner != assembly or session >= self.bodies[assembly].since:
            return owner
        return citing.body if citing.body in self.by_session[1:] and not printed.firm else FOREIGN

    def _meant(self, body: str, citing: Citing) -> str:
        """Give the body that counts its sessions and that a word can mean."""
        if body == COUNCIL:
            own = citing.body in self.councils and citing.body in self.by_session
            body = citing.body if own else next(b for b in self.by_session if b in self.councils)
        owner = citing.body if body in {SELF, UNNAMED} else body
        return owner if owner in {*self.by_session, FOREIGN} else self.by_session[0]


def _sat(body: Body, session: int, year: int) -> bool:
    """Say whether a body was in a session in a year."""
    if body.opened is None or session < body.since:
        return False
    first = body.opened + (session - 1) // body.sessions_a_year
    return first <= year <= first + body.runs_over


def _held(body: Body, session: int, date: dt.date | None) -> bool:
    """Say whether a body can have held a session by a day."""
    if body.opened is None or date is None:
        return True
    return session <= (date.year - body.opened + 1) * body.sessions_a_year


@lru_cache(maxsize=8)
def series(registry: Registry) -> Series:
    """Give how the bodies of a registry number their texts."""
    bodies = sorted(registry.bodies.values(), key=lambda b: (len(b.prefix), b.id))
    return Series(
        dict(registry.bodies),
        next(b.id for b in bodies if b.session == "none"),
        next(b.id for b in bodies if b.session == "year"),
        tuple(b.id for b in bodies if b.session == "ordinal"),
        frozenset(b.id for b in bodies if b.council),
    )
