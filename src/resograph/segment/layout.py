"""Lines to paragraphs, footnotes and furniture: every character of the source goes to one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from resograph.grammar import Language
from resograph.model import Block, Expression, Frame, Issue, Layout, Mark, Note
from resograph.registry import Registry
from resograph.segment.labels import LINES
from resograph.segment.lines import Line, Opening, find_furniture, find_opening, full_width, split_lines
from resograph.templates import compile_template
from resograph.text import Span, join, width

_ALL_INDENTED = 0.8


@dataclass(slots=True)
class _Draft:
    """A paragraph while its lines are gathered."""

    lines: list[Line] = field(default_factory=list)
    marks: list[tuple[str, int]] = field(default_factory=list)


@dataclass(slots=True)
class _DraftNote:
    number: str
    label: Line
    lines: list[Line] = field(default_factory=list)


def lay_out(expression: Expression, registry: Registry) -> Layout:
    """Give the paragraphs, footnotes and furniture of a text.

    Footnote bodies are cut out of the flow and marks off their lines; a paragraph that a page break, running head or
    footnote interrupts goes on after it.
    """
    language = registry.languages[expression.language]
    lines = split_lines(expression.source)
    opening = find_opening(lines, language, registry)
    title = "".join(line.text for line in lines[opening.title : opening.formula]) if opening else ""
    furniture = find_furniture(lines, title)
    gathered = _Gatherer(language, lines, opening, furniture)
    for position, line in enumerate(lines):
        gathered.take(position, line)
    return _finish(expression.source, gathered, language)


class _Gatherer:
    """Takes lines in order and sorts them into paragraphs, notes and frame."""

    def __init__(
        self, language: Language, lines: Sequence[Line], opening: Opening | None, furniture: frozenset[int]
    ) -> None:
        self.language, self.opening, self.furniture_positions = language, opening, furniture
        self.full = full_width([line for i, line in enumerate(lines) if i not in furniture])
        self.all_indented = sum(line.indent > 0 for line in lines) > _ALL_INDENTED * len(lines)
        self.labels = [(r.level, compile_template(r.match, language.fields)) for r in language.labels]
        self.frames = [compile_template(r.match, language.fields) for r in language.frame if r.kind != "title"]
        self.terminals = tuple(language.terminals)
        self.drafts: list[_Draft] = []
        self.notes: list[_DraftNote] = []
        self.furniture: list[Line] = []
        self.mark_lines: list[Line] = []
        self.marks: list[int] = []
        self.in_notes = False
        self.last: Line | None = None
        self.after_mark = False

    def take(self, position: int, line: Line) -> None:
        """Sort one line."""
        if position in self.furniture_positions:
            self.furniture.append(line)
            self.in_notes = False
            return
        self.in_notes = self.in_notes or line.ruled
        if line.is_number and self._number(line):
            return
        if self.in_notes and self.notes and self._goes_on_in_note(line):
            self.notes[-1].lines.append(line)
            return
        self.in_notes = False
        if self._starts_paragraph(position, line):
            self.drafts.append(_Draft())
        self.drafts[-1].lines.append(line)
        self.last, self.after_mark = line, False

    def _number(self, line: Line) -> bool:
        """Sort a line of one number: the label of a note, a mark, or a page number."""
        number = int(line.text)
        noted = {int(n.number) for n in self.notes}
        if (self.in_notes or number in self.marks) and number not in noted:
            self.notes.append(_DraftNote(line.text, line))
            self.in_notes = True
        elif not self.in_notes and self.drafts and number == (self.marks[-1] if self.marks else 0) + 1:
            self.marks.append(number)
            self.mark_lines.append(line)
            self.drafts[-1].marks.append((line.text, len(self.drafts[-1].lines)))
            self.after_mark = True
        elif line.indent and not self.in_notes:
            self.furniture.append(line)
        else:
            return False
        return True

    def _goes_on_in_note(self, line: Line) -> bool:
        note = self.notes[-1]
        if not note.lines:
            return True
        ended = note.lines[-1].text.endswith(tuple(self.language.sentence_end))
        interrupted = self.last is not None and not self.last.text.endswith(self.terminals) and not self.after_mark
        return not line.gap and not (ended and (line.indent > 1 or interrupted or self._label(line)))

    def _label(self, line: Line) -> bool:
        return any(p.fullmatch(line.text) if level in LINES else p.match(line.text) for level, p in self.labels)

    def _is_frame(self, line: Line) -> bool:
        whole = [p for level, p in self.labels if level in LINES] + self.frames
        return any(p.fullmatch(line.text) for p in whole)

    def _starts_paragraph(self, position: int, line: Line) -> bool:
        last = self.last
        if last is None or not self.drafts:
            return True
        if self.opening and self.opening.title <= position <= self.opening.formula + 1:
            return position in {self.opening.title, self.opening.formula, self.opening.formula + 1}
        if self.after_mark and not line.gap:
            return False
        return self._is_frame(line) or self._is_frame(last) or self._is_set_off(last, line)

    def _is_set_off(self, last: Line, line: Line) -> bool:
        """Say whether a line is set as the first of a paragraph: by label, by indent, by a short line before it."""
        ended = last.text.endswith(self.terminals)
        short = width(last.text) < self.full
        if self._label(line):
            return ended or short or (line.indent > 0 and not self.all_indented)
        if not line.indent:
            return False
        return short or (ended and not self.all_indented) or last.text.endswith(tuple(self.language.sentence_end))


def _finish(source: str, gathered: _Gatherer, language: Language) -> Layout:
    blocks = tuple(_block(source, draft, language) for draft in gathered.drafts)
    notes = tuple(
        Note(n.number, n.label.span, join(source, [x.span for x in n.lines], spaceless=language.spaceless))
        for n in gathered.notes
    )
    frame = [Frame("furniture", (line.span,), line.text) for line in gathered.furniture]
    frame += [Frame("mark", (line.span,), line.text) for line in gathered.mark_lines]
    return Layout(blocks, notes, tuple(frame), tuple(_issues(gathered)))


def _block(source: str, draft: _Draft, language: Language) -> Block:
    spans: list[Span] = [line.span for line in draft.lines]
    text = join(source, spans, spaceless=language.spaceless)
    marks = tuple(
        Mark(number, len(join(source, spans[:count], spaceless=language.spaceless).text))
        for number, count in draft.marks
    )
    return Block(text, marks)


def _issues(gathered: _Gatherer) -> list[Issue]:
    noted = {n.number for n in gathered.notes}
    marked = {str(n) for n in gathered.marks}
    issues = [
        Issue("footnote-missing", f"mark {m.text} has no footnote", f"line {m.number}")
        for m in gathered.mark_lines
        if m.text not in noted
    ]
    return issues + [
        Issue("mark-missing", f"footnote {n.number} hangs on no mark", f"line {n.label.number}")
        for n in gathered.notes
        if n.number not in marked
    ]
