"""Texts that know where each of their characters stood in the source.

A source is normalised once, when a paragraph is put together from its lines; after that no text is rewritten, so that
every finding can be shown in place.
"""

from __future__ import annotations

import bisect
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

Span = tuple[int, int]

# Signs that only steer the setting of a line: direction marks, and the Arabic stroke that stretches a word.
SETTING = frozenset("\u0640\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Characters that are laid as they are: one by one word, and with the single spaces that stand between words.
_LAID = rf"[^\s\ufeff{''.join(sorted(SETTING))}]+"
_RUN = re.compile(_LAID)
_RUNS = re.compile(f"{_LAID}(?: {_LAID})*")
_SPACE = re.compile(r"[\s\ufeff]")


@dataclass(frozen=True, slots=True)
class Text:
    """A text with the map back to its source.

    Args:
        text: its characters.
        starts: where each run of unbroken characters begins in `text`, ascending, the first 0.
        origins: where each of these runs begins in the source; as many as `starts`.
    """

    text: str
    starts: tuple[int, ...] = (0,)
    origins: tuple[int, ...] = (0,)

    def origin(self, position: int) -> int:
        """Give the source offset of a character.

        >>> Text("联合国", (0, 2), (10, 40)).origin(2)
        40
        """
        run = bisect.bisect_right(self.starts, position) - 1
        return self.origins[run] + position - self.starts[run]

    def offset(self, origin: int) -> int:
        """Give the offset of the first character that stands at a place of the source or after it.

        >>> Text("联合国", (0, 2), (10, 40)).offset(20)
        2
        """
        if len(self.starts) == 1:
            return min(max(origin - self.origins[0], 0), len(self.text))
        return bisect.bisect_left(range(len(self.text)), origin, key=self.origin)

    def outward(self, span: Span, length: int) -> Span:
        """Give the span of the source, of so many characters, that stands behind a span of this text.

        What the text left out after the last character of the span belongs to it.

        >>> Text("联合国", (0, 2), (0, 3)).outward((1, 2), 4)
        (1, 3)
        """
        start, end = (self.origin(at) if at < len(self.text) else length for at in span)
        return start, end

    def source_spans(self) -> Iterator[Span]:
        """Give the source spans that the text was taken from, in order."""
        ends = (*self.starts[1:], len(self.text))
        for start, end, origin in zip(self.starts, ends, self.origins, strict=True):
            if end > start:
                yield origin, origin + end - start

    def part(self, start: int, end: int) -> Text:
        """Give a slice that keeps its map.

        >>> Text("联合国", (0, 2), (10, 40)).part(1, 3)
        Text(text='合国', starts=(0, 1), origins=(11, 40))
        """
        if start >= end:
            return Text("", (0,), (self.origin(start) if self.text else self.origins[0],))
        first = bisect.bisect_right(self.starts, start) - 1
        last = bisect.bisect_left(self.starts, end)
        starts = tuple(max(s - start, 0) for s in self.starts[first:last])
        origins = (self.origin(start), *self.origins[first + 1 : last])
        return Text(self.text[start:end], starts, origins)

    def strip(self) -> Text:
        """Give the text without white space at its ends."""
        left = len(self.text) - len(self.text.lstrip())
        return self.part(left, max(left, len(self.text.rstrip())))


def without(text: str, signs: str) -> Text:
    """Give a text without some signs; its map leads back to the text as it was.

    >>> bare = without("تُشير", "ُ")
    >>> bare.text, bare.origin(1)
    ('تشير', 2)
    """
    if not any(sign in text for sign in signs):
        return Text(text)
    laid = _Laid()
    for match in _kept(signs).finditer(text):
        laid.add(match[0], match.start())
    return Text("".join(laid.pieces), tuple(laid.starts) or (0,), tuple(laid.origins) or (0,))


@cache
def _kept(signs: str) -> re.Pattern[str]:
    return re.compile(f"[^{re.escape(signs)}]+")


def plain(text: str) -> str:
    """Give a text with plain hyphens, of the same length, in which words are found however they were set.

    >>> plain("non\u2011governmental")
    'non-governmental'
    """
    # hyphens that differ from the plain one in where a line may break, not in meaning
    return text.replace("\u2010", "-").replace("\u2011", "-")


def is_wide(char: str) -> bool:
    """Say whether a character is of a script that sets no spaces between words (East Asian wide)."""
    return unicodedata.east_asian_width(char) in "WF"


def width(text: str) -> int:
    """Give the printed width of a line in half-width cells.

    >>> width("联合国 UN")
    9
    """
    return len(text) if text.isascii() else sum(2 if is_wide(c) else 1 for c in text)


def join(source: str, spans: Iterable[Span], *, spaceless: bool) -> Text:
    r"""Give one text from pieces of a source, with white space set as the language sets it.

    Args:
        source: the whole source.
        spans: pieces of it in reading order; between two of them a line ended.
        spaceless: True for languages without spaces between words: white space stays only between two Latin words,
            or a digit and a letter.

    >>> join("第 1267 号，\n\n国", [(0, 9), (11, 12)], spaceless=True).text
    '第1267号，国'
    """
    laid = _Laid()
    run = _RUN if spaceless else _RUNS
    pending: int | None = None
    last = 0
    for start, end in spans:
        if laid.pieces and pending is None:
            pending = last
        last, done = end, start
        for match in run.finditer(source, start, end):
            if pending is None:
                pending = _first_space(source, done, match.start())
            done = match.end()
            if pending is not None and laid.pieces and _keeps_space(laid.last, match[0][0], spaceless=spaceless):
                laid.add(" ", pending)
            pending = None
            laid.add(match[0], match.start())
        if pending is None:
            pending = _first_space(source, done, end)
    return Text("".join(laid.pieces), tuple(laid.starts) or (0,), tuple(laid.origins) or (0,))


def is_laid(text: str) -> bool:
    """Say whether a text is as a language with spaces sets it: `join` would leave it alone.

    >>> is_laid("the port of the sea"), is_laid("the port  of the sea")
    (True, False)
    """
    return _RUNS.fullmatch(text) is not None


class _Laid:
    """Pieces of a text laid one after the other, with the runs that are unbroken in the source."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.length = 0
        self.starts: list[int] = []
        self.origins: list[int] = []

    @property
    def last(self) -> str:
        """Give the character that was laid last."""
        return self.pieces[-1][-1]

    def add(self, piece: str, offset: int) -> None:
        """Lay a piece that stands at an offset of the source."""
        if not self.starts or self.origins[-1] + self.length - self.starts[-1] != offset:
            self.starts.append(self.length)
            self.origins.append(offset)
        self.pieces.append(piece)
        self.length += len(piece)


def _first_space(source: str, start: int, end: int) -> int | None:
    found = _SPACE.search(source, start, end) if start < end else None
    return found.start() if found else None


def _keeps_space(left: str, right: str, *, spaceless: bool) -> bool:
    if not spaceless:
        return True
    if is_wide(left) or is_wide(right) or not (left.isascii() and right.isascii()):
        return False
    return (left.isalpha() or right.isalpha()) and left.isalnum() and right.isalnum()
