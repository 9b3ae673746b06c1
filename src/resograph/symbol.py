"""UN document symbols: parse, write in canonical form, order.

The grammar, after the cleaning described below (ST/LIB/SER.B/5/Rev.5 describes the series; the canonical form is
that of the document IRIs: no spaces)::

    symbol     = numbered / document
    numbered   = series ( old / modern / bare ) *( "/" component )
    series     = "A/RES" / "A/DEC" / "A/HRC/RES" / "A/HRC/DEC" / "A/HRC/PRST" / "S/RES" / "S/PRST" / "E/RES" / "E/DEC"
    old        = number [ part ] "(" ( session / year ) ")"      ; A/RES/217A(III), S/RES/1267(1999)
    modern     = ( session / year ) "/" number [ part ]          ; A/RES/53/243A, E/RES/2022/24, A/RES/ES-10/21
    bare       = number [ part ]                                 ; S/RES/1267
    session    = [ "S-" / "ES-" ] ( number / roman )
    part       = 1*2letter [ "-" 1*2letter ]                     ; A, AA, A-B
    year       = 4DIGIT
    document   = letter *name 1*( "/" component )                ; A/75/L.105/Add.1, CEDAW/C/GC/35
    component  = word *( ( "." / "-" ) word / "(" word *( ( "." / "," / "-" ) word ) ")" [ letter ] )
    word       = 1*( letter / DIGIT )

Of a document's components the first that is a number is its session or year if another number follows, else its own
number; what stands before is its series, what follows its tail (Add.1, Rev.1, Corr.1).

Cleaning: spaces, square brackets and the asterisks of reissued documents are dropped, invisible direction marks too;
full-width characters, digits of every script, typographic hyphens and the Cyrillic capitals that look Latin are
written in ASCII; letters are capitals except in Add, Rev, Corr, Amend, Vol, Part, Sect, Supp, Sub and Introduction; a
part after the session comes before it (217(III)A is 217A(III)). Two words with a space between them are no symbol.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache, total_ordering

from resograph.errors import InvalidSymbol
from resograph.numerals import from_roman

# Series of numbered texts: the body that adopts them (id in data/bodies) and what they are.
_SERIES = {
    "A/HRC/RES": ("hrc", "resolution"), "A/HRC/DEC": ("hrc", "decision"),
    "A/HRC/PRST": ("hrc", "presidential-statement"),
    "A/RES": ("ga", "resolution"), "A/DEC": ("ga", "decision"),
    "S/RES": ("sc", "resolution"), "S/PRST": ("sc", "presidential-statement"),
    "E/RES": ("ecosoc", "resolution"), "E/DEC": ("ecosoc", "decision"),
}  # fmt: skip
# The series that counts through all years and names the year in brackets.
_BY_NUMBER = "S/RES"
_ORGANS = {"A": "ga", "S": "sc", "E": "ecosoc"}
# The components that say what a document is, whatever its series.
_KINDS = {
    "RES": "resolution", "DEC": "decision", "PRST": "presidential-statement", "L": "draft",
    "PV": "meeting-record", "SR": "meeting-record", "REP": "report",
}  # fmt: skip

_MARKED = re.compile(r"[IVXLC]+|E?S-[IVXLC]+")
_SESSION = re.compile(r"[0-9]+|E?S-[0-9]+")
PART = r"(?P<part>[A-Z]{1,2}(?:-[A-Z]{1,2})?)"
_NUMBER = re.compile(rf"(?P<number>[0-9]+){PART}?")
_OLD = re.compile(
    rf"(?P<number>[0-9]+){PART}?\((?P<session>(?:E?S-)?[IVXLC]+|[0-9]{{4}})\){PART.replace('part', 'late')}?"
)
_COMPONENT = re.compile(r"[A-Z0-9]+(?:[.-][A-Z0-9]+|\([A-Z0-9]+(?:[.,-][A-Z0-9]+)*\)[A-Z]?)*")
_OWN_NUMBER = re.compile(r"([0-9]+|(?:CRP|INF|L|PV|R|RES|DEC|SR|WP|NGO|HLS)\.[0-9]+)(?![0-9])(.*)", re.DOTALL)
_LOWER = re.compile(r"(?<![A-Z])(?:ADD|REV|CORR|AMEND|VOL|PART|SECT|SUPP|SUB|INTRODUCTION)(?=[.)]|[IVX0-9]+[.)]|$)")
_GAP = re.compile(r"(?<=\w) +(?=\w)")
_SPACED_PART = re.compile(r"[A-Z]{1,2}(?: *- *[A-Z]{1,2})? *(?:$|[/(])")
LOOKALIKES = str.maketrans("АВЕКМНОРСТХаекморстх‐‑‒–—−", "ABEKMHOPCTXAEKMOPCTX------")
_FIRST_YEAR = 1900
_LONGEST = 200
_KEPT = 10_000  # symbols that are remembered: documents cite the same ones


@total_ordering
@dataclass(frozen=True, slots=True)
class Symbol:
    """A UN document symbol; `str` gives the canonical form.

    Args:
        series: what stands before session and number: A/RES, A, E/CN.4, CEDAW/C/GC.
        session: the session as printed: 60, III, ES-10, S-32; None where the series counts by years or not at all.
        number: the number in its session or year: 288, L.105, PV.99.
        part: what hangs on the number: A, A-B, (Vol.II).
        year: the year that the symbol names.
        tail: further components: Add.1, Rev.1.

    >>> str(Symbol.parse("A/RES/217 (III) A"))
    'A/RES/217A(III)'
    """

    series: str
    session: str | None = None
    number: str | None = None
    part: str = ""
    year: int | None = None
    tail: tuple[str, ...] = ()

    @classmethod
    @lru_cache(_KEPT)
    def parse(cls, text: str) -> Symbol:
        """Give the symbol that a text writes.

        Args:
            text: a symbol in any usual spelling, in any script.

        Raises:
            InvalidSymbol: the text is none; says where and what was expected.

        >>> Symbol.parse("s/res/1267 （1999）")
        Symbol(series='S/RES', session=None, number='1267', part='', year=1999, tail=())
        >>> Symbol.parse("A/60/825").session
        '60'
        """
        if len(text) > _LONGEST:
            raise InvalidSymbol(text[:_LONGEST], _LONGEST, "the end of the symbol")
        return _Parser(text).symbol()

    @property
    def body(self) -> str | None:
        """The body in whose series it stands (id in data/bodies), or None.

        >>> Symbol.parse("A/HRC/RES/54/8").body
        'hrc'
        """
        if self.series in _SERIES:
            return _SERIES[self.series][0]
        first, _, rest = self.series.partition("/")
        if first == "A" and rest.split("/")[0] == "HRC":
            return _SERIES["A/HRC/RES"][0]
        return None if rest.startswith("CONF.") else _ORGANS.get(first)

    @property
    def kind(self) -> str:
        """What it is, as far as the symbol tells.

        One of resolution, decision, presidential-statement, draft, report, meeting-record, document.

        >>> Symbol.parse("A/60/PV.99").kind
        'meeting-record'
        """
        if self.series in _SERIES:
            return _SERIES[self.series][1]
        words = [*self.series.split("/"), self.number or "", *self.tail]
        found = (_KINDS[word] for component in words if (word := component.split(".")[0]) in _KINDS)
        return next(found, "report" if "(Supp)" in str(self) else "document")

    def __str__(self) -> str:
        """Give the canonical form."""
        place = self.session or (str(self.year) if self.year else None)
        own = f"{self.number}{self.part}" if self.number else None
        if place and own and (_MARKED.fullmatch(place) or (self.year and self.series == _BY_NUMBER)):
            middle = [f"{own}({place})"]
        else:
            middle = [each for each in (place, own) if each]
        return "/".join([self.series, *middle, *self.tail])

    def __lt__(self, other: object) -> bool:
        """Order by series, session or year, number, part; numbers by value.

        >>> Symbol.parse("A/RES/60/9") < Symbol.parse("A/RES/60/10")
        True
        """
        return self._key() < other._key() if isinstance(other, Symbol) else NotImplemented

    def _key(self) -> tuple[object, ...]:
        special, _, count = (self.session or "").rpartition("-")
        place = self.year or (int(count) if count.isdigit() else from_roman(count) or 0)
        own = (_natural(self.number or ""), _natural(self.part))
        return (_natural(self.series), len(special), place, *own, tuple(map(_natural, self.tail)), str(self))


def resolution(body: str, session_or_year: int | str, number: int | str, kind: str = "resolution") -> Symbol:
    """Give the symbol of a resolution (or decision, presidential statement) from its parts.

    Args:
        body: the id of the body that adopted it.
        session_or_year: as the body counts: 60, "III", "ES-10", 1999.
        number: the number, with its part if it has one: 288, "243A".
        kind: resolution, decision or presidential-statement.

    Raises:
        InvalidSymbol: the body has no such series, or the parts make no symbol.

    >>> str(resolution("sc", 1999, 1267)), str(resolution("ga", "III", "217 A"))
    ('S/RES/1267(1999)', 'A/RES/217A(III)')
    """
    series = next((name for name, meant in _SERIES.items() if meant == (body, kind)), None)
    if series is None:
        known = ", ".join(f"{kind} of {body}" for body, kind in _SERIES.values())
        raise InvalidSymbol(f"{kind} of {body}", 0, f"one of {known}")
    place = str(session_or_year).upper()
    if _MARKED.fullmatch(place) or series == _BY_NUMBER:
        return Symbol.parse(f"{series}/{number}({place})")
    return Symbol.parse(f"{series}/{place}/{number}")


def _natural(text: str) -> tuple[tuple[int, str], ...]:
    """Give a key that orders digits by value, before letters."""
    return tuple((int(run), "") if run.isdigit() else (1 << 62, run) for run in re.findall(r"[0-9]+|[^0-9]+", text))


class _Parser:
    """The cleaned text of a would-be symbol, with the place of each character in the text as given."""

    def __init__(self, text: str) -> None:
        self.source = text
        end = len(text.rstrip("* \t\n\u00a0\u200e\u200f"))
        kept = [
            (" " if char.isspace() else _ascii(char), place)
            for place, char in enumerate(text)
            if char not in "[]" and unicodedata.category(char) != "Cf" and (place < end or char != "*")
        ]
        self._refuse_words("".join(char for char, _ in kept), [place for _, place in kept])
        self.text = "".join(char for char, _ in kept if char != " ")
        self.places = [*(place for char, place in kept if char != " "), end]

    def _refuse_words(self, spaced: str, places: list[int]) -> None:
        """Refuse a space between two words, except inside brackets and before a part: 243 A."""
        for gap in _GAP.finditer(spaced):
            before = spaced[: gap.start()]
            if before.count("(") <= before.count(")") and not _SPACED_PART.match(spaced, gap.end()):
                raise InvalidSymbol(self.source, places[gap.start()], "the end of the symbol")

    def symbol(self) -> Symbol:
        """Give the symbol."""
        components = self._components()
        for series in _SERIES:
            if self.text.startswith(series + "/"):
                return self._numbered(series, components[series.count("/") + 1 :])
        return self._document(components)

    def _components(self) -> list[str]:
        """Give the components between the slashes, each checked."""
        start, found = 0, list[str]()
        for component in self.text.split("/"):
            match = _COMPONENT.match(component)
            if match is None or (start == 0 and not component[0].isalpha()):
                raise self._error(start, "a letter" if start == 0 else "a word or number")
            if match.end() < len(component):
                raise self._error(start + match.end(), "'/' or the end of the symbol")
            start += len(component) + 1
            found.append(_LOWER.sub(lambda m: m.group().capitalize(), component))
        if len(found) == 1:
            raise self._error(len(self.text), "'/' and a number")
        return found

    def _numbered(self, series: str, components: list[str]) -> Symbol:
        """Give a symbol of a known series."""
        first, start = components[0], len(series) + 1
        if old := _OLD.fullmatch(first):
            place, part = old["session"], (old["part"] or "") + (old["late"] or "")
            year = int(place) if place.isdigit() else None
            if year and series != _BY_NUMBER:
                raise self._error(start + first.index("("), f"'/': only {_BY_NUMBER} has years in brackets")
            return Symbol(series, None if year else place, old["number"], part, year, tuple(components[1:]))
        if _SESSION.fullmatch(first) and len(components) > 1 and (own := _NUMBER.fullmatch(components[1])):
            year = _year(first)
            tail = tuple(components[2:])
            return Symbol(series, None if year else first, own["number"], own["part"] or "", year, tail)
        if own := _NUMBER.fullmatch(first):
            return Symbol(series, None, own["number"], own["part"] or "", None, tuple(components[1:]))
        if _SESSION.fullmatch(first):
            raise self._error(start + len(first) + 1, "the number of the text in its session")
        raise self._error(start, "a session and number (60/288), or a number with session or year (1267(1999))")

    def _document(self, components: list[str]) -> Symbol:
        """Give any other symbol."""
        places = [
            at for at, each in enumerate(components) if at and (_SESSION.fullmatch(each) or _OWN_NUMBER.match(each))
        ]
        if not places:
            return Symbol("/".join(components))
        at = places[0]
        series, place, own = "/".join(components[:at]), None, _OWN_NUMBER.match(components[at])
        if _SESSION.fullmatch(components[at]) and (at + 1 in places or _year(components[at])):
            place, at = components[at], at + 1
            own = _OWN_NUMBER.match(components[at]) if at in places else None
        tail = tuple(components[at + 1 if own else at :])
        year = _year(place) if place else None
        return Symbol(series, None if year else place, own[1] if own else None, own[2] if own else "", year, tail)

    def _error(self, position: int, expected: str) -> InvalidSymbol:
        return InvalidSymbol(self.source, self.places[min(position, len(self.places) - 1)], expected)


def _ascii(char: str) -> str:
    """Give a character as symbols have it: full-width forms, digits and look-alikes of other scripts in ASCII."""
    if "\uff01" <= char <= "\uff5e":
        char = chr(ord(char) - 0xFEE0)
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    char = char.translate(LOOKALIKES)
    return char.upper() if char.isascii() else char


def _year(text: str) -> int | None:
    """Give the year if the text is one; sessions have fewer digits."""
    return int(text) if len(text) == len("1999") and text.isdigit() and int(text) >= _FIRST_YEAR else None
