"""Symbols as readers type them: from words, numbers and half a symbol to the documents that may be meant.

What is typed is a symbol (`A/75/L.1`), or a number with as much as is known beside it: the kind of document and the
body by words of any language, the session or year before or behind the number, the part as a letter. What remains
when these are taken away must be the number alone; else the text is not about a symbol.
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from resograph.errors import InvalidSymbol
from resograph.site.lookup.words import Habits, Words, plain_text
from resograph.symbol import PART, Symbol

_SESSION = r"(?P<place>E?S-?[0-9IVXLC]+|[0-9]{1,4}|[IVXLC]+)"
NUMBERS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_SESSION} ?/ ?(?P<number>[0-9]+)(?: ?{PART})?",
        rf"(?P<number>[0-9]+)(?: ?{PART})? ?\( ?{_SESSION} ?\)(?: ?{PART.replace('part', 'late')})?",
        r"(?P<number>[0-9]{3,4}) (?P<place>[0-9]{4})",
        rf"(?P<number>[0-9]+)(?: ?{PART})?",
    )
)
_SERIES = re.compile(r"(?P<series>[A-Z]+(?:/[A-Z]+)+) ?/? ?(?P<rest>[0-9].*)")
# The kinds whose texts have a number of their own, by which alone they can be meant.
NUMBERED = ("resolution", "decision", "presidential-statement")
_MOST = 10
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class Sought:
    """What is known of a symbol that is looked for; what is "" is not known.

    Args:
        number: always known.
        series: as `Symbol` has it.
        body: id of a body.
        kind: as `Symbol.kind` has it.
        place: session or year.
        part: letter of the part.
    """

    number: str
    series: str = ""
    body: str = ""
    kind: str = ""
    place: str = ""
    part: str = ""


def sought(text: str, habits: Habits) -> tuple[Sought, ...]:
    """Give what a reader may mean by a symbol, the likeliest first; nothing if the text names none.

    >>> sought("S/RES/1267 (1999)", Habits())
    (Sought(number='1267', series='S/RES', body='', kind='', place='1999', part=''),)
    """
    if len(text) > _LONGEST:
        return ()
    plain = " ".join(plain_text(text, habits).upper().split())
    spaced = _SERIES.fullmatch(plain)
    found = [
        *_parsed(unicodedata.normalize("NFKC", text)),
        *(_parsed(f"{spaced['series']}/{spaced['rest']}") if spaced else ()),
    ]
    return tuple(dict.fromkeys([*found, *_described(text, habits)]))


def _parsed(text: str) -> Iterator[Sought]:
    try:
        symbol = Symbol.parse(text)
    except InvalidSymbol:
        return
    if symbol.number:
        place = symbol.session or str(symbol.year or "")
        yield Sought(symbol.number, symbol.series, place=place, part=symbol.part)


def _described(text: str, habits: Habits) -> Iterator[Sought]:
    """Give what a number is with the words beside it."""
    rest, told = _without_words(re.sub(r"[,;:'’]", " ", plain_text(text, habits)), habits)
    rest = " ".join(rest.replace(".", " ").upper().split())
    for pattern in NUMBERS:
        if match := pattern.fullmatch(rest):
            given = {name: value or "" for name, value in match.groupdict().items()}
            part = given.get("part", "") + given.get("late", "")
            number, place = given["number"].lstrip("0"), given.get("place", "")
            yield Sought(number, body=told.get("body", ""), kind=told.get("kind", ""), place=place, part=part)
            if place and pattern is NUMBERS[0]:  # set the wrong way round, as in text that runs from the right
                yield Sought(place, body=told.get("body", ""), kind=told.get("kind", ""), place=number)
            return


def _without_words(plain: str, habits: Habits) -> tuple[str, dict[str, str]]:
    """Give a text without the words for kinds and bodies, and what these told."""
    told: dict[str, str] = {}
    meanings = {
        **{w: ("body", b) for w, b in habits.bodies.items()},
        **{w: ("kind", k) for w, k in habits.kinds.items()},
    }
    known = sorted({*meanings, *habits.fillers}, key=lambda word: (-len(word), word))

    def taken(match: re.Match[str]) -> str:
        if found := meanings.get(match[0]):
            told.setdefault(*found)
        return " "

    return re.sub("|".join(_bounded(word) for word in known) or r"(?!)", taken, plain), told


def _bounded(word: str) -> str:
    """Give the pattern of a word; where words stand apart, it does not begin or end within another or in a symbol.

    >>> bool(re.search(_bounded("res"), "a/res/60")), bool(re.search(_bounded("res"), "res 60"))
    (False, True)
    """
    own = re.escape(word)
    return own if Words.is_wide(word[0]) else rf"(?<!{_INNER})(?<!/){own}(?!{_INNER}|/)"


_INNER = r"[^\W\d_]"


def documents(index: sqlite3.Connection, text: str, habits: Habits) -> tuple[str, ...]:
    """Give the symbols of the documents that a reader may mean, the likeliest first.

    Args:
        index: from `opened`.
        text: as typed.
        habits: what the index was made with.
    """
    for each in sought(text, habits):
        if found := _matching(index, each):
            return found
    return ()


def _matching(index: sqlite3.Connection, each: Sought) -> tuple[str, ...]:
    known: Mapping[str, str] = {"series": each.series, "body": each.body, "kind": each.kind, "part": each.part}
    tests = ["number = :number", *(f"{name} = :{name}" for name, value in known.items() if value)]
    if each.place:
        tests.append("(session = :place OR CAST(year AS TEXT) = :place)")
    elif not each.series and not each.kind:
        tests.append(f"kind IN ({', '.join(repr(kind) for kind in NUMBERED)})")
    order = ", ".join(f"kind <> '{kind}'" for kind in NUMBERED)
    rows = index.execute(
        f"SELECT name FROM symbol WHERE {' AND '.join(tests)}"  # noqa: S608 - names of columns; values are bound
        f" ORDER BY {order}, here DESC, session IS NOT NULL, year DESC, CAST(session AS INTEGER) DESC, name LIMIT {_MOST}",
        {**known, "number": each.number, "place": each.place},
    )
    return tuple(name for (name,) in rows)
