"""eIds of provisions: what a person would say, made from printed labels, the same in every language.

The grammar::

    eid       = [ "draft." ] first *( "." segment )
    first     = "pp" number / "op" number / "annex" [ number ] / "fn" number / "table" number / "p" number / "art" number / upper
    segment   = first / number / lower / other
    number    = 1*DIGIT [ "bis" / "ter" / "quater" ]     ; 0 is a chapeau: annex.II.0
    upper     = 1*( "A"-"Z" )                            ; a section (II) or a capital letter (B)
    lower     = 1*( "a"-"z" ), not beginning a first     ; an item: a, aa, iv
    other     = "x" 1*( DIGIT / "a"-"z" / "_" )          ; a label of no known script

Labels of every script map to these by their place in order (design "eIds"): а б в and أ ب ج are a b c. As United
Nations documents print them, the items (i) (ii) of English stand as ㈠ ㈡ or (一) (二) in Chinese and as ’1‘ ’2‘ in
Arabic, and the sections I. II. as 一. 二. in Chinese.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import total_ordering
from typing import Literal

from resograph.errors import ResographError
from resograph.numerals import from_arabic_words, from_roman, to_roman

Kind = Literal["arabic", "letter", "roman", "section", "capital", "other"]

_LATIN = "abcdefghijklmnopqrstuvwxyz"
# Russian lists leave out ё, й, ъ, ы and ь.
_CYRILLIC = "абвгдежзиклмнопрстуфхцчшщэюя"
# Arabic lists follow the abjad order.
_ARABIC = "ابجدهوزحطيكلمنسعفصقرشتثخذضظغ"
_HEAVENLY_STEMS = "甲乙丙丁戊己庚辛壬癸"
# Cyrillic letters that are typed for the Latin ones they look like.
_LOOKALIKES = str.maketrans("асеорхуі", "aceopxyi")
_HAN = {sign: value for value, sign in enumerate("〇一二三四五六七八九十")}
_QUOTES = re.compile("['\"‘’‛“”]")
_PLAIN = re.compile(r"[\s\u0640\u064b-\u0652.:,;)(\]\[。．、–-]|['\"‘’‛“”]")
_ALEF = re.compile("[أإآ]")
_ORDINAL = re.compile(r"([0-9]{1,9})(bis|ter|quater)?")

_NUMBER = r"[0-9]{1,9}(?:bis|ter|quater)?"
_SEGMENT = re.compile(
    rf"(?P<word>pp|op|annex|fn|table|art|p)(?P<count>{_NUMBER})|(?P<sole>annex|draft)|(?P<number>{_NUMBER})"
    r"|(?P<upper>[A-Z]+)|(?P<other>x[0-9][0-9a-z_]*)|(?P<lower>[a-z]+)"
)
# Reading order of what may stand side by side: the chapeau and numbers, items, sections, the annexes, the footnotes.
_RANKS = {"pp": 0, "number": 1, "op": 2, "p": 3, "lower": 4, "other": 5, "upper": 6, "art": 7, "table": 8}
_RANKS |= {"draft": 9, "annex": 10, "fn": 11}
_FIRST = frozenset({"pp", "op", "annex", "fn", "table", "p", "upper"})


class InvalidEid(ResographError, ValueError):  # noqa: N818 - the name says what the value is
    """A text that is no eId; a caret under it marks the place."""

    def __init__(self, text: str, position: int, expected: str) -> None:
        self.text, self.position, self.expected = text, position, expected
        super().__init__(f"not an eId: expected {expected}\n  {text}\n  {' ' * position}^")


@dataclass(frozen=True, slots=True)
class Label:
    """What a printed label says.

    Args:
        kind: arabic, letter (a), roman (iv), section (II), capital (B), or other.
        ordinal: its place in the order of its kind, from 1; 0 where there is none.
        text: the segment of the eId.
    """

    kind: Kind
    ordinal: int
    text: str


@total_ordering
@dataclass(frozen=True, slots=True)
class Eid:
    """An eId as its segments; `str` writes it, the order is that of reading.

    >>> Eid(("annex", "II", "12", "a")) > Eid(("annex", "II", "2"))
    True
    """

    segments: tuple[str, ...]

    def __str__(self) -> str:
        """Give it as it stands in the graph."""
        return ".".join(self.segments)

    def __lt__(self, other: object) -> bool:
        """Say whether it is read before another."""
        return self.key < other.key if isinstance(other, Eid) else NotImplemented

    @property
    def key(self) -> tuple[tuple[int, int, int, str], ...]:
        """The key of the reading order."""
        return tuple(_segment_key(segment) for segment in self.segments)


def parse(text: str) -> Eid:
    """Give the eId that a text writes.

    Raises:
        InvalidEid: the text is none; says where and what was expected.

    >>> parse("annex.II.12.a").segments
    ('annex', 'II', '12', 'a')
    """
    position, segments = 0, tuple(text.split("."))
    for at, segment in enumerate(segments):
        first = at == 0 or segments[at - 1] == "draft"
        word = _word(segment)
        if word is None or (first and word not in _FIRST and (at or word != "draft")):
            expected = "pp3, op1, annex, fn1, p1, table1 or a section" if first else "a number, letter or section"
            raise InvalidEid(text, position, expected)
        if word == "draft" and (at or len(segments) == 1):
            raise InvalidEid(text, position + len(segment), "draft. before the eId of a wrapped text, and only there")
        position += len(segment) + 1
    return Eid(segments)


def child(parent: str | None, label: str) -> str:
    """Give the eId of a provision from that of its parent.

    Args:
        parent: an eId, "draft", or None for a provision of the document itself.
        label: the own segment: "a", "II", "0", "op1".

    Raises:
        InvalidEid: the label is no segment.

    >>> child("annex.II", "0"), child(None, "op1")
    ('annex.II.0', 'op1')
    """
    if _word(label) is None:
        raise InvalidEid(label, 0, "one segment of an eId")
    return f"{parent}.{label}" if parent else label


def parent(eid: str) -> str | None:
    """Give the eId without its last segment; None for a provision of the document itself.

    Sections of the main body whose numbering does not restart are parents without a share in the eId: of them the
    eId knows nothing.

    >>> parent("op3.b.i"), parent("op3"), parent("draft.op1")
    ('op3.b', None, None)
    """
    above = eid.rpartition(".")[0]
    return above if above not in {"", "draft"} else None


def order_key(eid: str) -> tuple[tuple[int, int, int, str], ...]:
    """Give the key by which eIds sort in reading order.

    Roman items and letters that look like them sort right among their own: a … h i j, and i ii iii iv v.

    Raises:
        InvalidEid: the text is no eId.

    >>> sorted(["fn1", "annex.2", "op10", "annex.0", "op2.b", "annex", "pp1", "op2", "annex.II"], key=order_key)
    ['pp1', 'op2', 'op2.b', 'op10', 'annex', 'annex.0', 'annex.2', 'annex.II', 'fn1']
    """
    return parse(eid).key


def label_value(text: str, previous: str | None = None) -> Label:
    """Give what a printed label says, with its brackets and points or without; never refuses one.

    A label with several readings (i, c, C, е) has the one that goes on from the label before it on its level, else
    the one with the smallest ordinal.

    Args:
        text: the label as printed. Brackets count for Chinese numerals, quotation marks for Arabic ones.
        previous: the label before it on the same level, printed or as eId segment; None where it is the first.

    >>> label_value("(i)"), label_value("(i)", "(h)")
    (Label(kind='roman', ordinal=1, text='i'), Label(kind='letter', ordinal=9, text='i'))
    >>> label_value("二."), label_value("㈡")
    (Label(kind='section', ordinal=2, text='II'), Label(kind='roman', ordinal=2, text='ii'))
    >>> label_value("(هـ)").text, label_value("в)", "б)").text, label_value("’3‘").text, label_value("12.").text
    ('e', 'c', 'iii', '12')
    """
    readings = _readings(text)
    if previous is not None:
        before = {(each.kind, each.ordinal + 1) for each in _readings(previous)}
        for reading in readings:
            if (reading.kind, reading.ordinal) in before:
                return reading
    return min(readings, key=lambda each: each.ordinal)


def _readings(text: str) -> list[Label]:
    """Give all that a label can say, the likelier first."""
    printed = unicodedata.normalize("NFKC", text)
    plain = _ALEF.sub("ا", _PLAIN.sub("", printed))
    ascii_digits = "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in plain)
    if number := _ORDINAL.fullmatch(ascii_digits):
        value = int(number[1])
        if _QUOTES.search(printed) and 0 < value < _LIMIT and not number[2]:
            return [_roman_item(value)]
        return [Label("arabic", value, f"{value}{number[2] or ''}")]
    if (value := _han(plain)) and value < _LIMIT:
        return [_roman_item(value) if re.search("[()]", printed) else Label("section", value, to_roman(value))]
    if worded := from_arabic_words(plain):
        value, lettered = worded
        return [
            Label("capital", value, _spelt(value - 1).upper()) if lettered else Label("section", value, to_roman(value))
        ]
    return [*_letters(plain), *_roman_readings(plain)] or [_unknown(plain)]


_LIMIT = 200


def _roman_item(value: int) -> Label:
    return Label("roman", value, to_roman(value).lower())


def _roman_readings(plain: str) -> list[Label]:
    """Give the reading as a Roman numeral, of a section or of an item."""
    value = from_roman(plain.translate(_LOOKALIKES))
    if value is None:
        return []
    if plain.isupper():
        return [Label("section", value, plain)]
    return [_roman_item(value)] if plain.islower() else []


def _letters(plain: str) -> list[Label]:
    """Give the readings as a letter, or as one letter doubled, which stands after z."""
    found: list[Label] = []
    letter = plain[:1]
    if not letter or set(plain) != {letter} or len(plain) > 2:  # noqa: PLR2004 - aa, but no aaa
        return found
    for alphabet in (_LATIN, _LATIN.upper(), _CYRILLIC, _CYRILLIC.upper(), _ARABIC, _HEAVENLY_STEMS):
        spelt = letter.translate(_LOOKALIKES) if alphabet == _LATIN else letter
        if spelt in alphabet:
            capital = alphabet[0].isupper() or alphabet == _HEAVENLY_STEMS
            place = alphabet.index(spelt)
            ordinal = place + 1 + len(_LATIN) * (len(plain) - 1)
            segment = _spelt(place) * len(plain) if place < len(_LATIN) else _spelt(place - len(_LATIN)) * 2
            found.append(Label("capital" if capital else "letter", ordinal, segment.upper() if capital else segment))
    return found


def _spelt(place: int) -> str:
    return _LATIN[place]


def _han(plain: str) -> int:
    """Give the value of a Chinese numeral up to 99, or 0."""
    match = re.fullmatch("([一二三四五六七八九]?)(十?)([一二三四五六七八九]?)", plain)
    if not match or not plain or (match[1] and match[3] and not match[2]):
        return 0
    tens = _HAN.get(match[1], 1) * 10 if match[2] else 0
    return tens + _HAN.get(match[3], 0) + (0 if match[2] else _HAN.get(match[1], 0))


def _unknown(plain: str) -> Label:
    """Give a segment for a label of no known script: its code points."""
    points = "_".join(f"{ord(char):x}" for char in plain[:4]) or "0"
    return Label("other", 0, "x" + (points if points[0].isdigit() else f"0{points}"))


def _word(segment: str) -> str | None:
    """Give what kind of segment it is: pp, op, annex, number, upper …; None if it is no segment."""
    match = _SEGMENT.fullmatch(segment)
    return (match["word"] or match["sole"] or match.lastgroup) if match else None


def _segment_key(segment: str) -> tuple[int, int, int, str]:
    """Give rank, place, place within equals, and the segment."""
    match, word = _SEGMENT.fullmatch(segment), _word(segment)
    if match is None or word is None:
        raise InvalidEid(segment, 0, "one segment of an eId")
    if word in {"upper", "lower"}:
        return (_RANKS[word], *_letter_key(segment.lower()), segment)
    count = re.match(r"[0-9]+", match["count"] or match["number"] or "0")
    return (_RANKS[word], int(count.group()) if count else 0, 0, segment)


def _letter_key(letters: str) -> tuple[int, int]:
    """Give a key that sorts both a … h i j … and i ii … ix x: a Roman numeral stands beside the letter it leads with.

    1 to 4 stand at the letter i, 5 to 9 at v, from 10 at x.
    """
    value = from_roman(letters)
    if value and set(letters) <= set("ivxl" if len(letters) > 1 else "ivx"):  # a single l is a letter, as c d m are
        lead = next(sign for least, sign in ((10, "x"), (5, "v"), (1, "i")) if value >= least)
        return _LATIN.index(lead) + 1, value
    first = _LATIN.index(letters[0]) + 1
    return first + len(_LATIN) * (len(letters) - 1), 0
