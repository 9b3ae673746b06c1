"""The body of an Akoma Ntoso document, element by element, onto a sheet: paragraphs, notes and what stands around them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from resograph.read.akn_inline import Pen, Printed, Sheet

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

# Elements that stand in a paragraph's place and are never part of a line, also where they are nested in one.
_BLOCKS = frozenset({
    "embeddedStructure", "embeddedText", "container", "paragraph", "list", "sublist", "blockList", "table", "point",
    "item", "alinea", "section", "chapter", "part", "hcontainer", "tblock", "p",
})  # fmt: skip
_LINES = frozenset({"p", "heading", "subheading", "crossHeading", "listIntroduction", "listWrapUp", "block"})
_HEADINGS = frozenset({"heading", "subheading"})
# Elements that stand in a line: what holds one of them is a line, whatever its name.
_INLINE = frozenset({
    "a", "span", "b", "i", "u", "sub", "sup", "inline", "authorialNote", "eol", "ref", "docTitle", "docNumber", "docDate",
    "quantity", "organization", "term", "date",
})  # fmt: skip
_STARS = re.compile(r"(\*{1,5})")
_STAR_NOTE = re.compile(r"(\*{1,5})\s*(?=\w)")


def name(element: Element) -> str:
    """Give an element's name without its namespace; empty for comments and the like."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def inner(element: Element) -> str:
    """Give the text of an element with single spaces."""
    return " ".join("".join(element.itertext()).split())


def _begins_with_star(paragraph: Element) -> bool:
    first = next((text for text in paragraph.itertext() if not text.isspace()), "")
    return first.lstrip().startswith("*") and _STAR_NOTE.match(inner(paragraph)) is not None


class Walker:
    """Walks a document and writes what is printed onto a sheet.

    Args:
        sheet: takes the lines.
        root: the whole document, to see which footnotes there are.
        links: False to leave hyperlinks out of account.
    """

    def __init__(self, sheet: Sheet, root: Element, *, links: bool) -> None:
        self.sheet, self.links = sheet, links
        self.numbers = {note.get("marker", "") for note in root.iter("{*}authorialNote")}
        self.starred = any(_begins_with_star(p) for p in root.iter("{*}p") if name(p.getparent()) == "content")
        self.notes: list[tuple[str, Element]] = []
        self.pen = Pen()
        self.label = ""
        self.source_eid: str | None = None
        # functions of the class: a method of its own would keep the walker, and all it wrote, until cycles are searched for
        self.emit: Callable[[Walker], None] = Walker._block
        self.note: str | None = None
        self.flat = False
        self.parts = 0
        self.attached = False

    def document(self, statement: Element) -> None:
        """Write a statement and what hangs on it, in the order of the file."""
        for child in statement:
            self.part(child)

    def part(self, element: Element) -> None:
        """Write one part of a statement."""
        kind = name(element)
        if kind == "coverPage":
            self._frame(element, "cover")
        elif kind == "preface":
            self._preface(element)
        elif kind == "conclusions":
            self._frame(element, "furniture")
        elif kind in {"components", "attachments", "component", "attachment", "doc", "statement", "documentCollection"}:
            self.parts += kind == "component"
            self.attached = self.attached or kind == "attachment"
            self.document(element)
        elif kind == "preamble":
            self.emit = _as("preamble")
            self.walk(element)
            self.emit = Walker._block
        elif kind not in {"meta", "collectionBody", ""}:
            self.walk(element)

    def close(self) -> None:
        """Write the footnotes, below the text."""
        for number, element in self.notes:
            self._note(number, element)

    def _note(self, number: str, element: Element) -> None:
        self.pen, self.note, self.flat = Pen(source_eid=element.get("eId")), number, True
        self.inline(element)
        self.sheet.note(number, self.pen.printed())
        self.note, self.flat = None, False

    def _frame(self, element: Element, kind: str) -> None:
        """Write lines that stand outside the provisions; the number of a Council's resolution is its title."""
        for line in element.iter("{*}p"):
            titled = next(line.iterchildren("{*}docTitle"), None)
            title = titled is not None and titled.get("refersTo") == "#resolutionNumber"
            dated = line.find(".//{*}docDate[@refersTo='#adoptionDate']") is not None
            self.emit = _as("title") if title else _around("adoption-date" if dated else kind)
            self._line(line)
        self.emit = Walker._block

    def _preface(self, element: Element) -> None:
        self.emit = _as("part" if self.parts else "title")
        for line in element.iterchildren("{*}p"):
            number = line.find("{*}docNumber")
            if number is not None:
                self.label = inner(number)
            self._line(line)
        self.emit = Walker._block

    def _block(self) -> None:
        line = self.pen.printed()
        if self.starred and (match := _STAR_NOTE.match(line.text)):
            self.sheet.note(match[1], Printed(line.text[match.end() :], source_eid=line.source_eid))
        else:
            self.sheet.block(line, "annex" if self.attached else None)
            self.attached = self.attached and not line.text

    def walk(self, element: Element) -> None:
        """Write an element that holds paragraphs, and all below it."""
        kind = name(element)
        if element.get("eId") and kind in {"paragraph", "point", "item", "alinea", "container", "crossHeading"}:
            self.source_eid = element.get("eId")
        if kind == "num":
            if self.label:
                self._line(None)  # a section, paragraph and item that begin in one line: each has its own label
            self.label = inner(element)
            self._notes_in(element)
        elif kind == "table":
            self._table(element)
        elif kind in _LINES or (kind not in _BLOCKS and any(name(child) in _INLINE for child in element)):
            self._line(element)
        else:
            self._loose(element.text)
            for child in element:
                self.walk(child)
                self._loose(child.tail)
        if self.label and kind in {"paragraph", "point", "item"}:
            self._line(None)  # a label with nothing beside it is printed all the same

    def _loose(self, text: str | None) -> None:
        """Write text that stands in no paragraph: the schema has none, but none is lost."""
        if text and text.strip():
            self._open()
            self.pen.write(text)
            self.emit(self)

    def _open(self) -> None:
        self.pen = Pen(self.label, self.source_eid)
        self.label, self.source_eid = "", None

    def _line(self, element: Element | None) -> None:
        kept = self.source_eid
        self._open()
        emit = self.emit
        if element is not None:
            if name(element) in _HEADINGS and element.getnext() is not None and not self.pen.label:
                self.source_eid = kept  # what stands below the heading bears the id
            if element.get("refersTo") == "#preamble":
                emit = _as("preamble")
            number = element.find("{*}docNumber")
            self.inline(element, skip=number if self.pen.label else None)
            if element.find("{*}docTitle[@refersTo='#title1']") is not None:
                emit = _as("title")
        emit(self)

    def inline(self, element: Element, skip: Element | None = None) -> None:
        """Write what stands in a line; a paragraph that is nested in it ends the line."""
        if element is skip:
            self._notes_in(element)
            return
        self._write(element.text)
        for child in element:
            kind = name(child)
            if kind in _BLOCKS and not self.flat:
                self.emit(self)
                self.walk(child)
                self._open()
            else:
                self.pen.write(" " if kind in _BLOCKS else None)
                self._piece(child, kind, skip)
            self._write(child.tail)

    def _write(self, text: str | None) -> None:
        """Write text; asterisks are marks where notes with asterisks stand at the end.

        A note may begin with the brackets around its mark, which stands elsewhere: they are no part of its words.
        """
        if self.note is not None and self.pen.empty:
            text = (text or "").lstrip().removeprefix("()")
        labels = self.pen.empty and (text or "").lstrip().startswith("*")
        if not text or not self.starred or self.note is not None or labels:
            self.pen.write(text)
            return
        for at, piece in enumerate(_STARS.split(text)):
            if at % 2:
                self.pen.mark(piece)
            else:
                self.pen.write(piece)

    def _piece(self, child: Element, kind: str, skip: Element | None) -> None:
        start = self.pen.length
        if kind == "authorialNote":
            number = child.get("marker") or str(len(self.notes) + 1)
            self.notes.append((number, child))
            self.pen.mark(number)
        elif kind == "eol":
            self.pen.end_line()
        elif kind == "sup" and self._is_mark(inner(child)):
            if self.note is None:
                self.pen.mark(inner(child))
        else:
            self.inline(child, skip)
            if kind == "a" and self.links and child.get("href"):
                self.pen.link(start, child.get("href", ""))

    def _is_mark(self, text: str) -> bool:
        """Say whether raised characters are a footnote mark: the note's own number, or one more mark of a note."""
        if self.note is not None:
            return self.pen.empty and text in {"", self.note}
        return text in self.numbers

    def _notes_in(self, element: Element) -> None:
        """Take the footnotes of a label along, whose own text is written otherwise."""
        for note in element.iter("{*}authorialNote"):
            self.notes.append((note.get("marker") or str(len(self.notes) + 1), note))

    def _table(self, element: Element) -> None:
        self.flat = True
        self.sheet.table([list(self._row(row)) for row in element.iter("{*}tr")], element.get("eId"))
        self.flat = False

    def _row(self, row: Element) -> Iterator[Printed]:
        for cell in row:
            self.pen = Pen()
            self.inline(cell)
            yield self.pen.printed()


def _as(kind: str) -> Callable[[Walker], None]:
    """Give what writes a line as a block of a kind."""
    return lambda walker: walker.sheet.block(walker.pen.printed(), kind)


def _around(kind: str) -> Callable[[Walker], None]:
    """Give what writes a line outside the provisions."""
    return lambda walker: walker.sheet.surround(walker.pen.printed(), kind)
