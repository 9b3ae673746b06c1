"""Paragraphs to the provision tree: which part of a resolution each is, and its eId.

The eIds follow printed labels (design/ontology: "what a person would say"): `op3.b`, `annex.II.12.a`, `fn1`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from resograph.errors import InputError
from resograph.grammar import LabelRule, Language, compile_template, numeral
from resograph.model import Adoption, Block, Expression, Frame, Layout, Mark, Provision, Structure
from resograph.registry import Registry
from resograph.segment.tree import Tree
from resograph.symbol import Symbol


def build_structure(expression: Expression, layout: Layout, registry: Registry) -> Structure:
    """Give the provision tree of a text that has been laid out.

    Raises:
        InputError: no line holds the title and the enacting formula of a body that the registry knows.
    """
    language = registry.languages[expression.language]
    opening = _Opening(expression, layout, language, registry)
    reader = _Reader(language, layout.blocks[opening.first :])
    reader.run()
    tree = reader.tree
    frame = [*opening.frame, *tree.frame, *layout.frame]
    notes = [
        Provision(f"fn{n.number}", "Footnote", tree.bearer(n.number), n.number, n.body) for n in layout.notes
    ]  # fmt: skip
    frame += [Frame("label", (n.label,), n.number) for n in layout.notes]
    return Structure(
        symbol=opening.symbol,
        language=expression.language,
        title=opening.title,
        adoption=Adoption(opening.body, reader.date, reader.meeting),
        provisions=(*tree.provisions, *notes),
        leads=dict(_leads(tree.provisions)),
        frame=tuple(sorted(frame, key=lambda f: f.spans[0])),
        manifestation=expression.manifestation,
        issues=(*layout.issues, *tree.issues(language.terminals)),
    )


class _Opening:
    """Cover, title and enacting formula: what the document is."""

    def __init__(self, expression: Expression, layout: Layout, language: Language, registry: Registry) -> None:
        titles = [compile_template(r.match, language.fields) for r in language.frame if r.kind == "title"]
        formulas = {name: b for b in registry.bodies.values() for name in b.formula.get(language.tag, [])}
        texts = [b.text.text for b in layout.blocks]
        formula = next((i for i, t in enumerate(texts) if t.rstrip("，,،：: ") in formulas), None)
        found = [(i, m) for i, t in enumerate(texts[:formula]) for p in titles if (m := p.match(t))]
        if formula is None or not found:
            what = (
                "enacting formula (such as 大会，)" if formula is None else "title with its number (such as 60/288. …)"
            )
            raise InputError(
                f"{expression.manifestation.name}: no {what} found, so this is no resolution that resograph can read. "
                "Check that the text begins at the title."
            )
        position, match = found[-1]
        body = formulas[texts[formula].rstrip("，,،：: ")]
        self.body, self.first = body.id, formula + 1
        self.symbol = _symbol(body.symbols, match)
        self.title = texts[position][match.end() :].strip() or texts[position]
        kinds = ["cover"] * position + ["title"] * (formula - position) + ["enacting-formula"]
        self.frame = [
            Frame(kind, tuple(block.text.source_spans()), block.text.text)
            for kind, block in zip(kinds, layout.blocks, strict=False)
        ]


def _symbol(templates: Sequence[str], match: re.Match[str]) -> str:
    parts = {k: v for k, v in match.groupdict().items() if v}
    for template in templates:
        if set(re.findall(r"\{([a-z]+)\}", template)) == set(parts) - {"letter"}:
            return str(Symbol.parse(template.format(**parts) + parts.get("letter", "")))
    raise InputError(f"the number {match.group()!r} fits no symbol of this body ({', '.join(templates)})")


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
