"""The words of a paragraph with what was found in them: pieces of text and marks, one inside the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

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


@dataclass(frozen=True, slots=True)
class Marker:
    """Writes pieces as HTML: most of a page of a document, for which a macro of the templates took three times as long.

    Args:
        name: gives the name of a thing.
        link: gives the address of its page.
        say: the messages of the language, by key.
    """

    name: Callable[[str], str]
    link: Callable[[str], str]
    say: Mapping[str, str]

    def show(self, found: Sequence[Piece], *, noted: bool = True) -> Markup:
        """Give pieces as HTML.

        Args:
            found: the pieces.
            noted: whether each mark says what it is and which rule found it, also by keyboard.

        >>> Marker(str.title, str, {}).show([Piece("<"), Piece("all", (Mark((1, 4), "act", "act/ask", "rule"),))], noted=False)
        Markup('&lt;<a class="m act" href="act/ask">all</a>')
        """
        return Markup("".join(self._shown(piece, noted=noted, inside=False) for piece in found))  # noqa: S704 - each is escaped

    def _shown(self, piece: Piece, *, noted: bool, inside: bool) -> str:
        if not piece.marks:
            return escape(piece.text)
        first = piece.marks[0]
        leads = not inside and "#" not in first.thing and first.kind != "qualifier"
        words = (self._shown(each, noted=noted, inside=inside or leads) for each in piece.inner)
        inner = "".join(words) if piece.inner else escape(piece.text)
        note = f' data-note="{escape(self._note(piece.marks))}"' if noted else ""
        if leads:
            return f'<a class="m {escape(first.kind)}" href="{escape(self.link(first.thing))}"{note}>{inner}</a>'
        stop = ' tabindex="0"' if noted and not inside else ""
        return f'<mark class="m {escape(first.kind)}"{note}{stop}>{inner}</mark>'

    def _note(self, marks: Sequence[Mark]) -> str:
        """Give what some characters were taken for, in words."""
        named = (f": {self.name(mark.thing)}" if "#" not in mark.thing else "" for mark in marks)
        told = zip(marks, named, strict=True)
        return "; ".join(f"{self.say.get(mark.kind, mark.kind)}{name} ({mark.rule})" for mark, name in told)
