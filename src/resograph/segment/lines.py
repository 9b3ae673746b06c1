"""The lines of an extracted page: what they hold, how they were set, and which of them are page furniture."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from resograph.grammar import Language
from resograph.registry import Registry
from resograph.templates import compile_template
from resograph.text import Span, width

# A line that holds nothing but a symbol, or nothing but page and job numbers ("5", "2/6 23-25920", "22-11746 7/7").
_SYMBOL = re.compile(r"[A-Z]{1,5}(?:/[A-Za-z0-9.()\-]+){2,}")
_PAGE = re.compile(r"(?:\d{1,4}(?:/\d{1,4})?(?: +\d\d-\d{5})?|\d\d-\d{5}(?: +\d{1,4}/\d{1,4})?)")
_NUMBER = re.compile(r"[0-9]{1,3}")
# The rule that PDF extractors leave above footnotes is a line of nothing but many spaces, or of dashes.
_RULE = re.compile(r"[ \t]{20,}|[_—–-]{5,}")
_REACH = 4
_FULL = 0.85


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line that is not blank.

    Args:
        span: its characters in the source, without white space at its ends.
        text: the same characters.
        indent: how many white-space characters stood before it.
        gap: how many blank lines stood above it.
        ruled: the rule above footnotes stood above it.
        number: its line number in the file, from 1.
    """

    span: Span
    text: str
    indent: int
    gap: int
    ruled: bool
    number: int

    @property
    def is_number(self) -> bool:
        """Say whether it holds one small number and nothing else: a footnote mark, or a page number."""
        return bool(_NUMBER.fullmatch(self.text))


def split_lines(source: str) -> tuple[Line, ...]:
    """Give the lines of a source that are not blank; a form feed ends a line too."""
    lines: list[Line] = []
    offset = gap = 0
    ruled = False
    for number, raw in enumerate(re.split(r"\r\n|[\n\r\f]", source), 1):
        text = raw.strip("\ufeff \t\u00a0\u3000\u200b")
        is_rule = bool(_RULE.fullmatch(raw.rstrip("\r")))
        if text and not is_rule:
            start = offset + raw.index(text)
            lines.append(Line((start, start + len(text)), text, raw.index(text), gap, ruled, number))
            gap, ruled = 0, False
        else:
            gap += 1
            ruled = ruled or is_rule
        offset += len(raw) + (2 if source[offset + len(raw) : offset + len(raw) + 2] == "\r\n" else 1)
    return tuple(lines)


@dataclass(frozen=True, slots=True)
class Opening:
    """Where a resolution begins: line numbers (positions in the list) of title and enacting formula, and the body."""

    title: int
    formula: int
    body: str


def find_opening(lines: Sequence[Line], language: Language, registry: Registry) -> Opening | None:
    """Give the title and the enacting formula, None if no line holds a formula below a title."""
    titles = [compile_template(r.match, language.fields) for r in language.frame if r.kind == "title"]
    formulas = {name: body.id for body in registry.bodies.values() for name in body.formula.get(language.tag, [])}
    title: int | None = None
    for position, line in enumerate(lines):
        if title is None and any(t.match(line.text) for t in titles):
            title = position
        body = formulas.get(line.text.rstrip("，,، "))
        if body and title is not None:
            return Opening(title, position, body)
    return None


def find_furniture(lines: Sequence[Line], title: str) -> frozenset[int]:
    """Give the positions of running heads and feet: the symbol alone on a line, and what keeps it company.

    Args:
        lines: all lines.
        title: the document's title, since running heads repeat it, often broken over lines.
    """
    symbols = [i for i, line in enumerate(lines) if _SYMBOL.fullmatch(line.text)]
    repeated = Counter(lines[i].text for i in symbols)
    squashed = re.sub(r"\s", "", title)
    near = {j for i in symbols for j in _around(i, len(lines))}
    company = Counter(lines[j].text for j in near if not lines[j].is_number)
    found: set[int] = set()
    for i in symbols:
        cluster = {i}
        for side in (-1, 1):
            cluster |= set(_company(lines, i, side, squashed, company))
        if len(cluster) > 1 or repeated[lines[i].text] > 1:
            found |= cluster
    return frozenset(found)


def _around(i: int, count: int) -> Iterator[int]:
    return (j for j in range(max(0, i - _REACH), min(count, i + _REACH + 1)) if j != i)


def _company(lines: Sequence[Line], i: int, side: int, title: str, company: Counter[str]) -> Iterator[int]:
    for step in range(1, _REACH + 1):
        j = i + side * step
        if not 0 <= j < len(lines):
            return
        text = lines[j].text
        squashed = re.sub(r"\s", "", text)
        is_title = len(squashed) > 3 and (squashed in title or company[text] > 1)  # noqa: PLR2004 - a word at least
        if not (is_title or _PAGE.fullmatch(text)):
            return
        yield j


def full_width(lines: Sequence[Line]) -> float:
    """Give the width from which a line counts as full: a paragraph goes on after it unless something else speaks."""
    widths = sorted(width(line.text) for line in lines)
    return widths[int(len(widths) * 0.8)] * _FULL if widths else 0.0
