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
    """Walks the paragraphs after the enacting formula and hangs each into the tree."""

    def __init__(self, language: Language, blocks: Sequence[Block]) -> None:
        self.language, self.blocks = language, blocks
        self.labels = [(rule, compile_template(rule.match, language.fields)) for rule in language.labels]
        self.frames = [
            (r.kind, compile_template(r.match, language.fields)) for r in language.frame if r.kind != "title"
        ]
        self.kinds = [self._label(b.text.text) for b in blocks]
        annexes = [m for m in self.kinds if m and m[0].level == "annex"]
        body = [m for m in self.kinds[: self._first_annex()] if m and m[0].level == "paragraph"]
        self.tree = Tree(language, len(annexes), [m[1].group("label") for m in body])
        self.date: dt.date | None = None
        self.meeting: int | None = None

    def _first_annex(self) -> int | None:
        return next((i for i, m in enumerate(self.kinds) if m and m[0].level == "annex"), None)

    def _label(self, text: str) -> tuple[LabelRule, re.Match[str]] | None:
        for rule, pattern in self.labels:
            match = pattern.fullmatch(text) if rule.level == "annex" else pattern.match(text)
            if match and not (rule.level == "section" and text.endswith(tuple(self.language.terminals))):
                return rule, match
        return None

    def run(self) -> None:
        """Hang all paragraphs."""
        awaits_heading = False
        for block, label in zip(self.blocks, self.kinds, strict=True):
            text = block.text.text
            ended = text.endswith(tuple(self.language.terminals))
            if self._is_frame(block):
                continue
            if label and label[0].level == "annex":
                self.tree.open_annex(block, next((g for g in label[1].groups() if g), None))
                awaits_heading = True
                continue
            if awaits_heading and not label and not ended:
                self.tree.name_annex(block)
                continue
            awaits_heading = False
            self._hang(block, label, ended=ended)

    def _hang(self, block: Block, label: tuple[LabelRule, re.Match[str]] | None, *, ended: bool) -> None:
        if label is None:
            self.tree.add_unlabelled(block, ended=ended, colon=block.text.text.endswith(("：", ":")))
            return
        rule, match = label
        number = match.group().strip()
        start = match.end()
        while start < len(block.text.text) and block.text.text[start].isspace():
            start += 1
        self.tree.label(block.text.part(0, start).strip(), number)
        rest = Block(block.text.part(start, len(block.text.text)), tuple(_shift(block, start)))
        if rule.level == "section":
            self.tree.add_section(rest, number)
        elif rule.level == "paragraph":
            self.tree.add_paragraph(rest, match.group("label"))
        else:
            self.tree.add_item(rest, number)

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


def _shift(block: Block, start: int) -> list[Mark]:
    return [replace(m, position=max(0, m.position - start)) for m in block.marks]


def _leads(provisions: Sequence[Provision]) -> Iterator[tuple[str, str]]:
    """Give each provision that stands under a lead-in, with it: its parent, else the chapeau beside it."""
    open_texts = {p.eid for p in provisions if p.text.text.endswith(("：", ":"))}
    for provision in provisions:
        chapeau = f"{provision.parent}.0" if provision.parent else ""
        lead = next((x for x in (provision.parent, chapeau) if x in open_texts and x != provision.eid), None)
        if lead and provision.kind not in {"Section", "Footnote"}:
            yield provision.eid, lead
