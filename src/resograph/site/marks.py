"""The words of a paragraph with what was found in them: pieces of text and marks, one inside the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from resograph.text import Span


@dataclass(frozen=True, slots=True)
class Mark:
    """What some characters were taken for.

    Args:
        span: the characters, as offsets of the text.
        kind: act, citation, follow-up, qualifier, or the role of an actor.
        thing: IRI of what they name.
        rule: what found them.
    """

    span: Span
    kind: str
    thing: str
    rule: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters, and the marks on them; inside a mark lie pieces again."""

    text: str
    marks: tuple[Mark, ...] = ()
    inner: tuple[Piece, ...] = ()


def pieces(text: str, marks: Sequence[Mark]) -> tuple[Piece, ...]:
    """Give a text as pieces.

    Marks on the same characters share a piece. A mark that crosses the edge of another is left out: what a reader
    sees in colour cannot overlap, and the table beside it has all.

    Args:
        text: the words of a provision.
        marks: what was found in them, in any order.

    >>> [p.text for p in pieces("asks States", [Mark((5, 11), "addressee", "actor/states", "name")])]
    ['asks ', 'States']
    """
    by_span: dict[Span, list[Mark]] = {}
    for mark in sorted(marks, key=lambda m: (m.span[0], -m.span[1], m.kind, m.thing)):
        by_span.setdefault(mark.span, []).append(mark)
    return _between(text, 0, len(text), list(by_span.items()))


def _between(text: str, start: int, end: int, found: Sequence[tuple[Span, list[Mark]]]) -> tuple[Piece, ...]:
    made: list[Piece] = []
    here = start
    for (first, last), marks in found:
        if first < here or last > end or first >= last:
            continue
        if first > here:
            made.append(Piece(text[here:first]))
        within = [f for f in found if f[0] != (first, last) and first <= f[0][0] and f[0][1] <= last]
        made.append(Piece(text[first:last], tuple(marks), _between(text, first, last, within)))
        here = last
    if here < end:
        made.append(Piece(text[here:end]))
    return tuple(made)
