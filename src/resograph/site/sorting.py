"""Tables in the order that a link of their headings asks for, as the script of the pages sorts them.

The field `sort` of an address names a column of the table of measures (`force`), or a table and its column (`cites.act`).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from resograph.site.citing import Cited
from resograph.site.draw.svg import Cell
from resograph.site.facts import Facts, local, natural
from resograph.site.home import Entry
from resograph.site.measures import ROLES, Measure
from resograph.site.resolution import named
from resograph.site.thing import Ballot, Occurrence

_BY, _ORDER, _DOWN = "sort", "order", "descending"
# The columns of the table of measures, by the keys of their headings.
COLUMNS = ("where", "force", "act", "what", "addressee", "partner", "beneficiary", "qualifier", "due")

# The names of other tables and of their columns: an address may ask for nothing else.
_TABLES = frozenset({
    "cites", "cited-by", "votes", "documents", *ROLES, "actType", "force",
    "adoptedBy", "adoptedAt", "agendaItem", "committee", "sponsor", "additionalSponsor", "onBehalfOf",
    "taggedSubject", "subject",
})  # fmt: skip
_SHOWN = frozenset({"where", "act", "document", "citation", "what", "title", "adopted-on", "state", "vote"})
Row = TypeVar("Row")


def wanted(fields: Mapping[str, str]) -> dict[str, str]:
    """Give what the fields of an address say of the order, without anything else that they hold.

    >>> wanted({"sort": "force", "order": "descending", "utm": "x"}), wanted({"sort": "colour"})
    ({'sort': 'force', 'order': 'descending'}, {})
    >>> wanted({"sort": "cites.act"}), wanted({"sort": "cites.force"})
    ({'sort': 'cites.act'}, {})
    """
    table, _, column = fields.get(_BY, "").rpartition(".")
    if (column not in COLUMNS) if not table else (table not in _TABLES or column not in _SHOWN):
        return {}
    return {_BY: fields[_BY], **({_ORDER: _DOWN} if fields.get(_ORDER) == _DOWN else {})}


def state(asked: Mapping[str, str], column: str) -> tuple[str, str]:
    """Give how a column is sorted (`aria-sort`), or "", and the fields of the address that its heading leads to.

    >>> state({"sort": "act"}, "act"), state({"sort": "act"}, "due")
    (('ascending', 'sort=act&order=descending'), ('', 'sort=due'))
    """
    fields = wanted(asked)
    if fields.get(_BY) != column:
        return "", f"{_BY}={column}"
    if _ORDER in fields:
        return _DOWN, f"{_BY}={column}"
    return "ascending", f"{_BY}={column}&{_ORDER}={_DOWN}"


def ordered(found: Sequence[Measure], asked: Mapping[str, str], facts: Facts, lang: str) -> Sequence[Measure]:
    """Give the measures in the order that is asked for; rows that show nothing in that column stand last.

    Args:
        found: in the order of reading, in which equals stay.
        asked: fields of the address.
        facts: the store, for names.
        lang: of the reader.
    """
    fields = wanted(asked)
    if not fields:
        return found
    down = _ORDER in fields
    if fields[_BY] == "where":
        return found[::-1] if down else found
    if fields[_BY] not in COLUMNS:
        return found
    return _sorted([(_shown(row, fields[_BY], facts, lang), row) for row in found], down=down)


def arranged(
    rows: Sequence[Row], table: str, *, asked: Mapping[str, str], name: Callable[[str], str], lang: str
) -> Sequence[Row]:
    """Give the rows of any other table in the order that is asked for; rows that show nothing there stand last.

    Args:
        rows: citations, occurrences, votes or documents, in their usual order, in which equals stay.
        table: its name.
        asked: fields of the address.
        name: gives the name of a thing.
        lang: of the reader.
    """
    fields = wanted(asked)
    own, _, column = fields.get(_BY, "").rpartition(".")
    if own != table:
        return rows
    return _sorted([(_cell(row, column, name, lang), row) for row in rows], down=_ORDER in fields)


def _sorted(shown: Sequence[tuple[str, Row]], *, down: bool) -> list[Row]:
    """Give rows by what they show."""
    full = sorted((pair for pair in shown if pair[0]), key=lambda pair: _place(pair[0]), reverse=down)
    return [row for _, row in (*full, *(pair for pair in shown if not pair[0]))]


def _cell(row: object, column: str, name: Callable[[str], str], lang: str) -> str:
    """Give what a row shows in a column, in words."""
    match row:
        case Cited():
            cells = {
                "where": local(row.place), "act": row.act and name(row.act), "document": name(row.target),
                "citation": ", ".join(row.pinpoints),
            }  # fmt: skip
        case Occurrence():
            said = f"{named(row.words, lang).text} {named(row.content, lang).text}"
            cells = {"where": local(row.place), "act": row.act and name(row.act), "what": said.strip()}
        case Entry():
            cells = {"document": row.symbol, "title": named(row.titles, lang).text, "adopted-on": row.adopted}
        case Ballot(document, choice):
            cells = {
                "document": document.symbol, "title": named(document.titles, lang).text, "adopted-on": document.adopted,
                "vote": choice,
            }  # fmt: skip
        case (Cell() as state, Cell() as vote):
            cells = {"state": state.text, "vote": vote.text}
        case _:
            cells = {}
    return cells.get(column, "")


def _shown(row: Measure, column: str, facts: Facts, lang: str) -> str:
    """Give what a row shows in a column, in words."""
    if column == "what":
        return f"{named(row.words, lang).text} {named(row.content, lang).text}".strip()
    if column == "due":
        return "; ".join(f"{facts.name(kind, lang)} {named(due, lang).text}" for kind, due in row.follow_ups)
    things = {"force": (row.force,), "act": (row.act,), "qualifier": row.qualifiers, **row.parts}[column]
    return ", ".join(facts.name(thing, lang) for thing in things)


def _place(text: str) -> tuple[tuple[int, str], ...]:
    """Give where a text stands among others: accents and capitals do not count, numbers by their value."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return natural(plain.casefold())
