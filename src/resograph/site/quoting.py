"""How a document, or a paragraph of it, is cited in the style of the United Nations, ready to be copied.

The form is that of the United Nations Editorial Manual Online ("Footnotes and other references"): what it is, the exact
place, title, symbol, date, address.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from markupsafe import Markup, escape

from resograph.errors import InvalidSymbol
from resograph.sentence import between
from resograph.site.facts import Facts
from resograph.site.linking import official
from resograph.site.resolution import Resolution
from resograph.site.words import Tongue
from resograph.symbol import Symbol
from resograph.text import width

_KINDS = {"resolution": "cite-resolution", "decision": "cite-decision", "presidential-statement": "cite-statement"}
_PLACES = {
    "op": "pin-paragraph", "p": "pin-paragraph", "pp": "pin-preambular", "annex": "pin-annex", "fn": "pin-footnote",
    "table": "pin-table", "art": "pin-article",
}  # fmt: skip
_SEGMENT = re.compile(
    r"(?P<word>op|pp|p|annex|art|fn|table)(?P<count>[0-9]\w*)?|(?P<section>[A-Z]+)|(?P<number>[0-9]\w*)|.+"
)
# Segments that people do not say: a chapeau, and a draft that a text holds.
_UNSAID = frozenset({"0", "draft"})
_ORDINAL = re.compile(r"(?<=[0-9])(?=bis|ter|quater)")


@dataclass(frozen=True, slots=True)
class Quoted:
    """How a document is cited: what stands before and behind the place, escaped, and how places are named."""

    before: Markup
    after: Markup
    tongue: Tongue

    @property
    def whole(self) -> Markup:
        """Give how the whole document is cited."""
        return self.before + self.after if self.before else self.after[len(_row(self.tongue)) :]

    def place(self, eid: str) -> Markup:
        """Give how a provision is cited."""
        row = _row(self.tongue) if self.before else ""
        return self.before + row + pinpoint(eid, self.tongue) + self.after


def quoted(facts: Facts, found: Resolution, tongue: Tongue) -> Quoted:
    """Give how a document is cited.

    Args:
        facts: the store.
        found: the document.
        tongue: of the reader.
    """
    say, row = tongue.messages, _row(tongue)
    body = next((facts.name(value.text, tongue.tag) for value in found.facts["adoptedBy"]), "")
    day = next((_day(value.text, tongue) for value in found.facts["adoptedOn"]), "")
    named, title = _named(found.symbol, body, tongue), found.title(tongue.tag).text
    # the Council's resolutions have no title, and the library gives them their number: “Resolution 1373 (2001)”
    if title == found.symbol or named.endswith(title.partition(" ")[2] or title):
        title = ""
    address = say["cite-address"].format(address=official(tongue.tag, found.symbol))
    parts = (title, f"{found.symbol} ({day})" if day else found.symbol, address)
    after = "".join(f"{row}{part}" for part in parts if part)
    return Quoted(escape(named), escape(after), tongue)


def pinpoint(eid: str, tongue: Tongue) -> str:
    """Give a place in a document as people write it.

    Args:
        eid: of the provision.
        tongue: of the reader.
    """
    say, parts = tongue.messages, list[str]()
    narrow = width(say["comma"]) == 1
    for segment in eid.split("."):
        match = _SEGMENT.fullmatch(segment)
        if match is None or segment in _UNSAID:
            continue
        if word := match["word"]:
            name = say[_PLACES[word]].format(number=_spaced(match["count"] or ""))
        elif place := match["section"]:
            name = say["pin-section"].format(number=place)
        elif match["number"]:
            name = say["pin-paragraph"].format(number=_spaced(segment))
        elif parts:
            parts[-1] += f"{' ' if narrow else ''}({segment})"
            continue
        else:
            name = segment
        parts.append(name.strip())
    return _row(tongue).join(parts)


def _named(symbol: str, body: str, tongue: Tongue) -> str:
    """Give what a document is called by body and number; only the body where it has no number of a known series."""
    try:
        parsed = Symbol.parse(symbol)
    except InvalidSymbol:
        return body
    key = _KINDS.get(parsed.kind)
    if not body or key is None or not parsed.number:
        return body
    own = f"{parsed.number} {parsed.part}".strip()
    modern = parsed.session and parsed.session.lstrip("ES-").isdecimal()
    place = parsed.session or parsed.year
    number = f"{place}/{own}" if modern or (parsed.year and not _in_brackets(symbol)) else f"{own} ({place})"
    return tongue.messages[key].format(body=body, number=number if place else own)


def _spaced(number: str) -> str:
    return _ORDINAL.sub(" ", number)


def _row(tongue: Tongue) -> str:
    return between(tongue.messages, "cite-comma")


def _in_brackets(symbol: str) -> bool:
    return symbol.endswith(")")


def _day(iso: str, tongue: Tongue) -> str:
    """Give a date in words; as it stands where it is no full date.

    >>> _day("2006", Tongue("", "", "", {}))
    '2006'
    """
    match = re.fullmatch(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", iso)
    if match is None:
        return iso
    say, (year, month, day) = tongue.messages, map(int, match.groups())
    months = say["months"].split(" · ")
    return say["date"].format(
        day=say["first-day"] if day == 1 else day, month=months[(month - 1) % len(months)], year=year
    )
