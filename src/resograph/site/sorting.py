"""The table of measures in the order that a link of its headings asks for, as the script of the pages sorts it."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

from resograph.site.facts import Facts, natural
from resograph.site.measures import Measure
from resograph.site.resolution import named

_BY, _ORDER, _DOWN = "sort", "order", "descending"
# The columns, by the keys of their headings.
COLUMNS = ("where", "force", "act", "what", "addressee", "partner", "beneficiary", "qualifier", "due")


def wanted(fields: Mapping[str, str]) -> dict[str, str]:
    """Give what the fields of an address say of the order, without anything else that they hold.

    >>> wanted({"sort": "force", "order": "descending", "utm": "x"}), wanted({"sort": "colour"})
    ({'sort': 'force', 'order': 'descending'}, {})
    """
    if fields.get(_BY) not in COLUMNS:
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
    shown = [(_shown(row, fields[_BY], facts, lang), row) for row in found]
    full = sorted((pair for pair in shown if pair[0]), key=lambda pair: _place(pair[0]), reverse=down)
    return [row for _, row in (*full, *(pair for pair in shown if not pair[0]))]


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
