"""The inline content of a marked-up paragraph: its characters in one line, with footnote marks, links and line ends."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from resograph.model import Block, Frame, Hyperlink, Mark, Note
from resograph.text import Span, Text, is_laid, join

# Punctuation that stands right after a word: white space before it comes from the layout of the file, if a line ends.
_CLOSING = ",;.:)]”’»،؛，；。：、"
_LOOSE = re.compile(rf"\s*\n\s*(?=[{re.escape(_CLOSING)}])")
_RULE = re.compile(r"[_—–-]{5,}\*?")


@dataclass(frozen=True, slots=True)
class Printed:
    """A line as printed.

    Args:
        text: its characters; runs of white space are one space.
        marks: number and offset of each footnote mark.
        links: start, end and target of each hyperlink.
        breaks: offsets at which the line is broken.
        label: how many characters its marked label has.
        source_eid: the publisher's id of what it belongs to.
    """

    text: str
    marks: tuple[tuple[str, int], ...] = ()
    links: tuple[tuple[int, int, str], ...] = ()
    breaks: tuple[int, ...] = ()
    label: int = 0
    source_eid: str | None = None


class Pen:
    """Writes one printed line piece by piece."""

    def __init__(self, label: str = "", source_eid: str | None = None) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.loose = self.bracketed = False
        self.marks: list[tuple[str, int]] = []
        self.links: list[tuple[int, int, str]] = []
        self.breaks: list[int] = []
        self.source_eid = source_eid
        self.write(label)
        self.label = self.length
        if label:
            self.write(" ")

    @property
    def empty(self) -> bool:
        """Say whether nothing but a label was written."""
        return self.length <= self.label + 1 and not "".join(self.parts)[self.label :].strip()

    def write(self, text: str | None) -> None:
        """Write characters, with one space for each run of white space, none at the beginning."""
        if text and self.bracketed:
            self.bracketed = False
            text = text.removeprefix(")")  # the bracket belonged to the mark
        if not text:
            return
        left, right = len(text) - len(text.lstrip()), len(text.rstrip())
        self._space(text[:left])
        if left < right:
            if self.loose and self.parts[-1] == " " and text[left] in _CLOSING:
                self.parts.pop()
                self.length -= 1
            self.loose = False
            words = text[left:right]
            self.parts.append(" ".join((_LOOSE.sub("", words) if "\n" in words else words).split()))
            self.length += len(self.parts[-1])
            self._space(text[right:])

    def _space(self, between: str) -> None:
        if between and self.parts and self.parts[-1] != " ":
            self.parts.append(" ")
            self.length += 1
            self.loose = "\n" in between

    def end_line(self) -> None:
        """Note that the printed line is broken here."""
        self.write(" ")
        self.breaks.append(self.length)

    def mark(self, number: str) -> None:
        """Hang a footnote mark on what was written last; brackets around the mark are part of it."""
        if self.parts and self.parts[-1].endswith("("):
            self.parts[-1] = self.parts[-1].removesuffix("(")
            self.length -= 1
            self.bracketed = True
        self.marks.append((number, self.length))

    def link(self, start: int, href: str) -> None:
        """Link what was written from an offset on; neighbouring links to one target are one."""
        if self.links and self.links[-1][1:] == (start, href):
            start = self.links.pop()[0]
        if self.length > start:
            self.links.append((start, self.length, href))

    def printed(self) -> Printed:
        """Give the line."""
        text = "".join(self.parts).rstrip()
        return Printed(
            text, tuple(self.marks), tuple(self.links), tuple(self.breaks), min(self.label, len(text)), self.source_eid
        )


class Sheet:
    """Collects printed lines: the running text, and where in it the blocks, notes and frame stand."""

    def __init__(self, *, spaceless: bool) -> None:
        self.spaceless = spaceless
        self.lines: list[str] = []
        self.length = 0
        self.blocks: list[Block] = []
        self.notes: list[Note] = []
        self.frame: list[Frame] = []

    @property
    def source(self) -> str:
        """Give the running text."""
        return "".join(self.lines)

    def block(self, line: Printed, kind: str | None = None) -> None:
        """Add a paragraph; a line without a letter or digit (a rule, asterisks) is furniture."""
        if not line.text:
            self._hang(line)
        elif _RULE.fullmatch(line.text) or not any(c.isalnum() for c in line.text):
            self.surround(line, "furniture")
        else:
            self.blocks.append(self._block(line, kind))

    def _block(self, line: Printed, kind: str | None) -> Block:
        base = self._add(line.text)
        placed = self._text(line.text, base)
        marks = tuple(Mark(n, _end(placed, base + at)) for n, at in line.marks)
        links = _links(placed, line.links, base)
        return Block(placed, marks, links, line.source_eid, _end(placed, base + line.label), kind)

    def _hang(self, line: Printed) -> None:
        """Hang the marks of a paragraph that holds nothing else on the paragraph before it."""
        if line.marks and self.blocks:
            last = self.blocks.pop()
            marks = (*last.marks, *(Mark(n, len(last.text.text)) for n, _ in line.marks))
            self.blocks.append(Block(last.text, marks, last.links, last.source_eid, last.label, last.kind))

    def table(self, rows: Iterable[Iterable[Printed]], source_eid: str | None = None) -> None:
        """Add a table: a line a row, a tab between cells; both are kept in its text."""
        text = ""
        marks: list[Mark] = []
        for row in rows:
            cells = list(row)
            if any(cell.text for cell in cells):
                text += "\n" if text else ""
                for at, cell in enumerate(cells):
                    text += "\t" if at else ""
                    marks += (Mark(number, len(text) + offset) for number, offset in cell.marks)
                    text += cell.text
        if text.strip():
            base = self._add(text)
            placed = Text(text, (0,), (base,)).strip()
            cut = placed.origins[0] - base
            hung = tuple(Mark(mark.number, max(0, mark.position - cut)) for mark in marks)
            self.blocks.append(Block(placed, hung, source_eid=source_eid, kind="table"))

    def surround(self, line: Printed, kind: str) -> None:
        """Add a line that stands outside the provisions."""
        pieces = [line.text[a:b].strip() for a, b in zip((0, *line.breaks), (*line.breaks, None), strict=True)]
        for piece in filter(None, pieces):
            base = self._add(piece)
            self.frame.append(Frame(kind, ((base, base + len(piece)),), piece))

    def note(self, number: str, line: Printed) -> None:
        """Add a footnote."""
        base = self._add(f"{number} {line.text}")
        body = base + len(number) + 1
        text = self._text(line.text, body)
        links = _links(text, line.links, body)
        self.notes.append(Note(number, (base, base + len(number)), text, links, line.source_eid))

    def _add(self, text: str) -> int:
        base = self.length
        self.lines += (text, "\n")
        self.length += len(text) + 1
        return base

    def _text(self, text: str, base: int) -> Text:
        if not self.spaceless and is_laid(text):
            return Text(text, (0,), (base,))
        made = join(text, [(0, len(text))], spaceless=self.spaceless)
        return Text(made.text, made.starts, tuple(origin + base for origin in made.origins))


def _end(text: Text, origin: int) -> int:
    """Give the offset at which what stands before a place of the source ends, without white space."""
    return len(text.text[: text.offset(origin)].rstrip())


def _links(text: Text, links: Iterable[tuple[int, int, str]], base: int) -> tuple[Hyperlink, ...]:
    found: list[Hyperlink] = []
    for start, end, href in links:
        span: Span = (text.offset(base + start), _end(text, base + end))
        if span[0] < span[1]:
            found.append(Hyperlink(span, href))
    return tuple(found)
