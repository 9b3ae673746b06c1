"""Paragraphs to the provision tree: which part of a resolution each is, and its eId.

The eIds follow printed labels (design/ontology: "what a person would say"): `op3.b`, `annex.II.12.a`, `fn1`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from resograph import eid
from resograph.grammar import LabelRule, Language
from resograph.model import Adoption, Block, Expression, Frame, Hyperlink, Issue, Layout, Mark, Provision, Structure
from resograph.records import Body
from resograph.registry import Registry
from resograph.segment.opening import COLONS, Opening, open_text, plain
from resograph.segment.tree import Tree, ends
from resograph.templates import compile_template, numeral
from resograph.text import Text

# What the eIds of a wrapped draft begin with (design/ontology "eIds").
WRAPPED = "draft"
_LONGEST_LABEL = 6


def build_structure(expression: Expression, layout: Layout, registry: Registry) -> Structure:
    """Give the provision tree of a text that has been laid out.

    Raises:
        InputError: no line holds the title and the enacting formula of a body that the registry knows, and the file
            does not say either what the document is.
    """
    language = registry.languages[expression.language]
    opening = open_text(expression, layout, language, registry)
    trees = [_grow(part, opening, language) for part in _parts(layout.blocks[opening.first :], opening.formulas)]
    provisions = [p for tree in trees for p in tree.provisions]
    notes = list(_notes(layout, provisions))
    frame = [*opening.frame, *(f for tree in trees for f in tree.frame), *layout.frame]
    frame += [Frame("label", (n.label,), n.number) for n in layout.notes]
    said = expression.particulars
    date = next((tree.date for tree in trees if tree.date), said.date if said else None)
    meeting = next((tree.meeting for tree in trees if tree.meeting), said.meeting if said else None)
    odd = [issue for tree in trees for issue in tree.issues]
    return Structure(
        symbol=opening.symbol,
        language=expression.language,
        title=opening.title,
        adoption=Adoption(opening.body, date, meeting),
        provisions=(*provisions, *notes),
        leads=dict(_leads(provisions)),
        frame=tuple(sorted(frame, key=lambda f: f.spans[0])),
        manifestation=expression.manifestation,
        issues=(*layout.issues, *opening.issues, *odd),
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """A text with a preamble and operative part of its own: the whole, one of a composite, or a wrapped draft.

    Args:
        prefix: what the eIds of its provisions begin with, or None.
        head: its own title, or None.
        frame: its enacting formula, where the opening does not hold it.
        blocks: its paragraphs.
    """

    prefix: str | None
    head: Block | None
    frame: tuple[Block, ...]
    blocks: tuple[Block, ...]


def _parts(blocks: Sequence[Block], formulas: Mapping[str, Body]) -> Iterator[_Part]:
    """Give the parts: a title that the file marks begins one, and so does an enacting formula after a colon."""
    prefix: str | None = None
    head: Block | None = None
    frame: list[Block] = []
    taken: list[Block] = []
    for block in blocks:
        is_formula = plain(block) in formulas
        wraps = is_formula and bool(taken) and ends(taken[-1].text.text, COLONS)
        if block.kind == "part" or wraps:
            if head or frame or taken:
                yield _Part(prefix, head, tuple(frame), tuple(taken))
            head = block if block.kind == "part" else None
            prefix = eid.label_value(block.text.text[: block.label]).text if head else WRAPPED
            frame, taken = [], []
        if is_formula and not taken:
            frame.append(block)
        elif block is not head:
            taken.append(block)
    if head or frame or taken:
        yield _Part(prefix, head, tuple(frame), tuple(taken))


@dataclass(frozen=True, slots=True)
class _Grown:
    """The provisions of a part, with what stands around them."""

    provisions: tuple[Provision, ...]
    frame: tuple[Frame, ...]
    issues: tuple[Issue, ...]
    date: dt.date | None
    meeting: int | None


def _grow(part: _Part, opening: Opening, language: Language) -> _Grown:
    reader = _Reader(language, part.blocks, introduced=opening.introduced)
    reader.run()
    tree, prefix = reader.tree, part.prefix
    issues = tree.issues(language.terminals)
    provisions, frame = tree.provisions, tree.frame
    frame += (Frame("enacting-formula", tuple(f.text.source_spans()), f.text.text) for f in part.frame)
    if prefix:
        provisions = [_within(p, prefix, prefix if part.head else None) for p in provisions]
        issues = [i if i.place == "document" else replace(i, place=f"{prefix}.{i.place}") for i in issues]
    if prefix and part.head:
        text = part.head.text
        label = text.part(0, part.head.label)
        frame.append(Frame("label", tuple(label.source_spans()), label.text))
        rest = text.part(part.head.label, len(text.text)).strip()
        provisions.insert(0, Provision(prefix, "Section", None, prefix, rest, rest.text or None))
    return _Grown(tuple(provisions), tuple(frame), tuple(issues), reader.date, reader.meeting)


def _within(provision: Provision, prefix: str, section: str | None) -> Provision:
    parent = f"{prefix}.{provision.parent}" if provision.parent else section
    return replace(provision, eid=f"{prefix}.{provision.eid}", parent=parent)


def _notes(layout: Layout, provisions: Sequence[Provision]) -> Iterator[Provision]:
    """Give the footnotes; one whose number is no number, or is printed twice, is counted on."""
    bearers = {m.number: p.eid for p in reversed(provisions) for m in p.marks}
    numbers = [int(n.number) for n in layout.notes if n.number.isdecimal()]
    taken: set[int] = set()
    for note in layout.notes:
        number = int(note.number) if note.number.isdecimal() else 0
        if not number or number in taken:
            number = max([0, *numbers, *taken]) + 1
        taken.add(number)
        yield Provision(
            f"fn{number}",
            "Footnote",
            bearers.get(note.number),
            note.number,
            note.body,
            source_eid=note.source_eid,
            links=note.links,
        )


class _Reader:
    """Walks the paragraphs of a part and hangs each into the tree."""

    def __init__(self, language: Language, blocks: Sequence[Block], *, introduced: bool = False) -> None:
        self.language, self.blocks, self.introduced = language, blocks, introduced
        self.labels = [(rule, compile_template(rule.match, language.fields)) for rule in language.labels]
        self.frames = [
            (r.kind, compile_template(r.match, language.fields)) for r in language.frame if r.kind != "title"
        ]
        self.ended = [ends(b.text.text, language.terminals) for b in blocks]
        self.kinds = [self._label(b) for b in blocks]
        annexes = [m for m in self.kinds if m and m[0].level == "annex"]
        body = [m for m in self.kinds[: self._first_annex()] if m and m[0].level == "paragraph"]
        self.tree = Tree(language, len(annexes), [m[1].group("label") for m in body])
        self.date: dt.date | None = None
        self.meeting: int | None = None

    def _first_annex(self) -> int | None:
        return next((i for i, m in enumerate(self.kinds) if m and m[0].level == "annex"), None)

    def _label(self, block: Block) -> tuple[LabelRule, re.Match[str]] | None:
        """Give the label of a paragraph; where the file marks it, nothing else is one."""
        text = block.text.text
        printed = f"{text[: block.label]} " if block.label else text
        for rule, pattern in self.labels:
            match = pattern.fullmatch(text) if rule.level == "annex" else pattern.match(printed)
            if match and not (rule.level == "section" and ends(text, self.language.terminals)):
                return rule, match
        return self._bare_section(text)

    def _bare_section(self, text: str) -> tuple[LabelRule, re.Match[str]] | None:
        """Give the label of a section that stands on a line of its own, above the heading."""
        bare = f"{text.rstrip('.．、 ')}. "
        for rule, pattern in self.labels:
            if rule.level == "section" and len(text) <= _LONGEST_LABEL and (match := pattern.fullmatch(bare)):
                return rule, match
        return None

    def run(self) -> None:
        """Hang all paragraphs."""
        awaits_heading = False
        position = 0
        while position < len(self.blocks):
            block, label, ended = self.blocks[position], self.kinds[position], self.ended[position]
            position += 1
            if block.kind == "table":
                self.tree.add_table(block)
            elif self._is_frame(block):
                continue
            elif label and label[0].level == "annex":
                self.tree.open_annex(block, next((g for g in label[1].groups() if g), None))
                awaits_heading = True
                continue
            elif awaits_heading and not label and not ended:
                self.tree.name_annex(block)
                continue
            elif label and label[0].level == "section" and label[1].end() >= len(block.text.text):
                position += self._bare(block, position)
            else:
                self._hang(position - 1)
            awaits_heading = False
        self.tree.close()

    def _bare(self, block: Block, position: int) -> int:
        """Open a section whose label stands alone; give how many paragraphs after it are its heading."""
        number = block.text.text
        self.tree.label(block.text, number)
        headed = position < len(self.blocks) and not self.kinds[position] and not self.ended[position]
        self.tree.add_section(self.blocks[position] if headed else Block(Text("")), number)
        return int(headed)

    def _hang(self, position: int) -> None:
        block, label = self.blocks[position], self.kinds[position]
        if label is None:
            colon = ends(block.text.text, COLONS)
            if self.introduced and not self.tree.provisions and colon:
                self.tree.add_introduction(block)
            elif self._heads(position):
                self.tree.add_heading(block)
            else:
                self.tree.add_unlabelled(block, ended=self.ended[position], colon=colon)
            return
        rule, match = label
        number = match.group().strip()
        start = block.label or match.end()
        while start < len(block.text.text) and block.text.text[start].isspace():
            start += 1
        self.tree.label(block.text.part(0, start).strip(), number)
        rest = _from(block, start)
        if rule.level == "section":
            self.tree.add_section(rest, number)
        elif rule.level == "paragraph":
            self.tree.add_paragraph(rest, match.group("label"))
        else:
            self.tree.add_item(rest, number)

    def _heads(self, position: int) -> bool:
        """Say whether an unlabelled line is a heading: nothing ends it, and a numbered paragraph follows."""
        while position < len(self.blocks) and not self.kinds[position] and not self.ended[position]:
            position += 1
        label = self.kinds[position] if position < len(self.blocks) and not self.ended[position - 1] else None
        return bool(label) and label[0].level in {"paragraph", "section"}

    def _is_frame(self, block: Block) -> bool:
        text = block.text.text
        for kind, pattern in self.frames:
            match = pattern.fullmatch(text) or pattern.fullmatch(text.replace(" ", ""))
            if not match:
                continue
            self.tree.frame.append(Frame(kind, tuple(block.text.source_spans()), text))
            parts = match.groupdict()
            if kind == "adoption-date":
                self.date = dt.date(*(numeral(parts[k], self.language.numerals) for k in ("year", "month", "day")))
            else:
                self.meeting = numeral(parts["meeting"], self.language.numerals)
            return True
        return False


def _from(block: Block, start: int) -> Block:
    """Give a block without its label."""
    marks = [Mark(m.number, max(0, m.position - start)) for m in block.marks]
    links = [Hyperlink((x.span[0] - start, x.span[1] - start), x.href) for x in block.links if x.span[0] >= start]
    return replace(block, text=block.text.part(start, len(block.text.text)), marks=tuple(marks), links=tuple(links))


def _leads(provisions: Sequence[Provision]) -> Iterator[tuple[str, str]]:
    """Give each provision that stands under a lead-in, with it: its parent, else the chapeau beside it."""
    open_texts = {p.eid for p in provisions if ends(p.text.text, COLONS)}
    for provision in provisions:
        chapeau = f"{provision.parent}.0" if provision.parent else ""
        lead = next((x for x in (provision.parent, chapeau) if x in open_texts and x != provision.eid), None)
        if lead and provision.kind not in {"Section", "Footnote"}:
            yield provision.eid, lead
