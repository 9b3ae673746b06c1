"""Pinpoints: the words after a citation that say where in it, as eIds of the cited document."""

from __future__ import annotations

import re
from dataclasses import dataclass

from resograph.eid import label_value
from resograph.extract.tables import CitationTables
from resograph.numerals import from_roman, to_roman
from resograph.symbol import LOOKALIKES
from resograph.templates import numeral
from resograph.text import Span

_NUMBER = re.compile(r"(\d{1,3})((?: ?[(（]?[^\W\d_]{1,4}[)）]| ?’[0-9]{1,2}‘|\.[^\W\d_]{1,4}\b)*)")
_ITEM = re.compile(r"[(（]?[^\W\d_]+[)）]|’[0-9]+‘|(?<=\.)[^\W\d_]+")
_PARAGRAPH = re.compile(r"(?:[^.]+[.])*?(?:op\d+|(?<=[.])\d+)(?![^.])")
_DIVISION = re.compile(r"[A-Z]+|art\d+")
_LONGEST_RANGE = 200
# How far before a citation its pinpoint is looked for.
_REACH = 120

# The number of a paragraph with the letters of its item.
_Step = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Places:
    """The places that some words name.

    Args:
        span: the words.
        annexes: eIds of annexes ("annex", "annex2"), empty if none is named.
        sections: Roman numbers of sections, with the letters of their parts ("II.B").
        paragraphs: numbers of paragraphs, with the letters of items ("17.a").
        items: letters of items of the citing paragraph ("subparagraph (b) above").
        preambular: numbers of preambular paragraphs.
    """

    span: Span
    annexes: tuple[str, ...]
    sections: tuple[str, ...]
    paragraphs: tuple[str, ...]
    items: tuple[str, ...]
    preambular: tuple[str, ...]

    def locate(self, target: str, citing: str, *, same: bool) -> tuple[str, ...]:
        """Give the local names of the provisions meant.

        Args:
            target: symbol of the cited document.
            citing: eId of the citing provision, from which a place in the same text is counted.
            same: the place lies in the citing text and is counted from there ("paragraph 3 above").
        """
        bases = self.annexes or ((home(citing) or "",) if same else ("",))
        names: list[str] = []
        for base in bases:
            for section in self.sections or ("",):
                names += self._within(base, section, citing if same else "")
        return tuple(dict.fromkeys(f"{target}#{name}" for name in names if name))

    def _within(self, base: str, section: str, citing: str) -> list[str]:
        if self.items and not self.paragraphs:
            around = paragraph(citing)
            return [f"{around}.{item}" for item in self.items] if around else []
        if section:
            base = f"{base}.{section}" if base else section
        elif base and citing and not self.annexes:
            base = container(citing)
        if self.preambular:
            return [f"pp{n}" for n in self.preambular]
        if not self.paragraphs:
            return [base]
        *others, last = self.paragraphs
        numbers = [*others, *(f"{last}.{item}" for item in self.items)] if self.items else self.paragraphs
        if base.startswith("annex"):
            return [f"{base}.{n}" for n in numbers]
        return [f"{base}.op{n}" if base else f"op{n}" for n in numbers]


def home(citing: str) -> str | None:
    """Give the annex that a provision lies in, "" for the main body, None for a footnote.

    >>> home("annex.II.7"), home("op3"), home("fn1")
    ('annex', '', None)
    """
    first = citing.split(".", maxsplit=1)[0]
    return None if first.startswith("fn") else first if first.startswith("annex") else ""


def container(citing: str) -> str:
    """Give the annex, or section or article of an annex, that a provision lies in.

    >>> container("annex.II.12.a"), container("annex.art5.2"), container("annex.2")
    ('annex.II', 'annex.art5', 'annex')
    """
    parts = citing.split(".")
    return ".".join(parts[:2]) if len(parts) > 1 and _DIVISION.fullmatch(parts[1]) else parts[0]


def paragraph(citing: str) -> str | None:
    """Give the numbered paragraph that a provision is or lies in, None if it is in none.

    >>> paragraph("op7.d"), paragraph("II.op3"), paragraph("annex.II.12.a"), paragraph("pp2")
    ('op7', 'II.op3', 'annex.II.12', None)
    """
    found = _PARAGRAPH.match(citing)
    return found.group() if found else None


def follow_pinpoint(text: str, position: int, tables: CitationTables) -> Places | None:
    """Give the places named right after a position, None if there are none."""
    joined = tables.pinpoint_join.match(text, position)
    return _read(text, joined.end() if joined else position, tables)


def precede_pinpoint(text: str, position: int, tables: CitationTables) -> Places | None:
    """Give the places named right before a position ("paragraph 5 of"), None if there are none."""
    found = tables.preceding.search(text, max(0, position - _REACH), position) if tables.preceding else None
    return _read(text, found.start("pinpoint"), tables) if found else None


def _read(text: str, start: int, tables: CitationTables) -> Places | None:
    at, found = start, dict[str, tuple[str, ...]]()
    moved = True
    while moved:
        moved = False
        glue = tables.glue.match(text, at) if found else None
        for rule, pattern in tables.places:
            match = pattern.match(text, glue.end() if glue else at)
            if match is None or rule.level in found:
                continue
            groups = match.groupdict()
            letters = groups.get("letters") or groups.get("behind") or ""
            found[rule.level] = _values(rule.level, match.group("label"), letters, tables)
            at, moved = match.end(), True
            break
    if not found:
        return None
    levels = ("annex", "section", "paragraph", "item", "preambular")
    return Places((start, at), *(found.get(level, ()) for level in levels))


def _values(level: str, label: str | None, letters: str, tables: CitationTables) -> tuple[str, ...]:
    if level == "annex":
        return tuple(f"annex{_ordinal(x, tables)}" for x in tables.listed.split(label)) if label else ("annex",)
    if label is None:
        return ()
    if level == "section":
        return tuple(_section(x.strip(), tables) for x in tables.listed.split(label))
    if level == "item":
        label, letters = "0", label  # of a paragraph that is not named
    values: list[_Step] = []
    for part in (p for words in (label, letters) for p in tables.listed.split(words)):
        ends: list[_Step] = []
        for words in tables.ranged.split(part):
            ends += _step(words, (ends or values)[-1:])
        values += _spread(ends)
    if letters:
        values = [step for step in values if len(step) > 1] or values
    return tuple(".".join(step[1:] if level == "item" else step) for step in values)


def _step(words: str, before: list[_Step]) -> list[_Step]:
    """Give the paragraph that a label names; a letter alone goes on from the one before ("3 (a) to (f)")."""
    if number := _NUMBER.search(words):
        return [(number.group(1), *(label_value(x).text for x in _ITEM.findall(number.group(2))))]
    items = _ITEM.findall(words)
    return [((last[:-1] if len(last) > 1 else last) + (label_value(items[0]).text,)) for last in before if items]


def _section(label: str, tables: CitationTables) -> str:
    return label if label.isascii() else to_roman(numeral(label, tables.language.numerals))


def _ordinal(label: str, tables: CitationTables) -> int:
    label = label.strip()
    value = label_value(label.translate(LOOKALIKES))
    if value.kind == "capital":
        return value.ordinal
    return from_roman(label) or numeral(label, tables.language.numerals)


def _spread(ends: list[_Step]) -> list[_Step]:
    """Give every number or letter of a range; a single one, or one too long to be a range, gives its ends."""
    if len(ends) != 2 or len(ends[0]) != len(ends[1]) or ends[0][:-1] != ends[1][:-1]:  # noqa: PLR2004 - two ends
        return ends
    (*stem, first), (*_, last) = ends
    if not stem:
        numbers = range(int(first), int(last) + 1)
        return [(str(n),) for n in numbers] if 1 < len(numbers) <= _LONGEST_RANGE else ends
    letters = range(label_value(first).ordinal, label_value(last).ordinal + 1)
    return [(*stem, chr(ord("a") + n - 1)) for n in letters] if len(first) == len(last) == 1 else ends
