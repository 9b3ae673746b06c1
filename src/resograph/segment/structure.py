"""Paragraphs to the provision tree: which part of a resolution each is, and its eId.

The eIds follow printed labels (design/ontology: "what a person would say"): `op3.b`, `annex.II.12.a`, `fn1`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from resograph.dates import no_such_day, read_day
from resograph.grammar import LabelRule, Language
from resograph.model import Adoption, Block, Expression, Frame, Hyperlink, Issue, Layout, Mark, Provision, Structure
from resograph.registry import Registry
from resograph.segment.articles import within_articles
from resograph.segment.labels import LINES, Label, bullet, marked_label, restarts
from resograph.segment.leads import leads
from resograph.segment.notes import footnotes
from resograph.segment.opening import COLONS, Opening, open_text
from resograph.segment.parts import Part, split_parts
from resograph.segment.tree import Tree, ends
from resograph.templates import compile_template, numeral
from resograph.text import Text

_LONGEST_LABEL = 6


def build_structure(expression: Expression, layout: Layout, registry: Registry) -> Structure:
    """Give the provision tree of a text that has been laid out.

    Raises:
        InputError: no line holds the title and the enacting formula of a body that the registry knows, and the file
            does not say either what the document is.
    """
    language = registry.languages[expression.language]
    opening = open_text(expression, layout, language, registry)
    trees = [_grow(part, opening, language) for part in split_parts(layout.blocks[opening.first :], opening.formulas)]
    provisions = [p for tree in trees for p in tree.provisions]
    notes = list(footnotes(layout, provisions))
    frame = [*opening.frame, *(f for tree in trees for f in tree.frame), *layout.frame]
    frame += [Frame("label", (n.label,), n.number) for n in layout.notes]
    said = expression.particulars
    # a file that says when it was adopted may print other days on lines of their own, in annexes
    date = (said.date if said else None) or next((tree.date for tree in trees if tree.date), None)
    meeting = (said.meeting if said else None) or next((tree.meeting for tree in trees if tree.meeting), None)
    odd = [issue for tree in trees for issue in tree.issues]
    return Structure(
        symbol=opening.symbol,
        language=expression.language,
        title=opening.title,
        adoption=Adoption(opening.body, date, meeting, *((said.adopted, said.proceedings) if said else ())),
        provisions=(*provisions, *notes),
        leads=dict(leads(provisions)),
        frame=tuple(sorted(frame, key=lambda f: f.spans[0])),
        manifestation=expression.manifestation,
        issues=(*layout.issues, *opening.issues, *odd),
    )


@dataclass(frozen=True, slots=True)
class _Grown:
    """The provisions of a part, with what stands around them."""

    provisions: tuple[Provision, ...]
    frame: tuple[Frame, ...]
    issues: tuple[Issue, ...]
    date: dt.date | None
    meeting: int | None


def _grow(part: Part, opening: Opening, language: Language) -> _Grown:
    reader = _Reader(language, part.blocks, introduced=opening.introduced, told=opening.told)
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


class _Reader:
    """Walks the paragraphs of a part and hangs each into the tree."""

    def __init__(
        self, language: Language, blocks: Sequence[Block], *, introduced: bool = False, told: bool = False
    ) -> None:
        self.language, self.blocks, self.introduced, self.told = language, blocks, introduced, told
        self.labels = [(rule, compile_template(rule.match, language.fields)) for rule in language.labels]
        self.frames = [
            (r.kind, compile_template(r.match, language.fields)) for r in language.frame if r.kind != "title"
        ]
        self.ended = [ends(b.text.text, language.terminals) for b in blocks]
        self.kinds = list(within_articles(blocks, [self._read_label(b) for b in blocks], language))
        levels = ["annex" if self._begins(at) else label.level if label else "" for at, label in enumerate(self.kinds)]
        annex = levels.index("annex") if "annex" in levels else len(levels)
        main = self.kinds[:annex]
        numbered = any(x and x.level == "paragraph" for x in main)
        self.tree = Tree(language, levels.count("annex"), numbered=numbered, restarts=restarts(main))
        self.date: dt.date | None = None
        self.meeting: int | None = None

    def _read_label(self, block: Block) -> Label | None:
        """Give the label of a paragraph; where the file marks it, nothing else is one."""
        if found := self._label(block):
            rule, match = found
            counted = next((g for g in match.groups() if g), "")
            heading = match.start("title") if match.groupdict().get("title") else match.end()
            return Label(rule.level, match.group().strip(), counted, block.label or heading)
        text = block.text.text
        return marked_label(block) if block.label else bullet(text) or self._bare_section(text)

    def _label(self, block: Block) -> tuple[LabelRule, re.Match[str]] | None:
        """Give the rule of the language that reads the label of a paragraph, and what it reads."""
        text = block.text.text
        printed = f"{text[: block.label]} " if block.label else text
        for rule, pattern in self.labels:
            match = pattern.fullmatch(text) if rule.level in LINES else pattern.match(printed)
            titled = rule.level == "section" or (match and match.groupdict().get("title"))
            if match and not (titled and ends(text, self.language.terminals)):
                return rule, match
        return None

    def _bare_section(self, text: str) -> Label | None:
        """Give the label of a section that stands on a line of its own, above the heading."""
        bare = f"{text.rstrip('.．、 ')}. "
        for rule, pattern in self.labels:
            if rule.level == "section" and len(text) <= _LONGEST_LABEL and pattern.fullmatch(bare):
                return Label("section", text, "", len(text))
        return None

    def run(self) -> None:
        """Hang all paragraphs."""
        awaits_heading = False
        position = 0
        while position < len(self.blocks):
            block, label, ended = self.blocks[position], self.kinds[position], self.ended[position]
            position += 1
            if self._begins(position - 1) and not (label and label.level == "annex"):
                self.tree.open_annex(Block(Text("")), None)
                awaits_heading = True
            if block.kind == "table":
                self.tree.add_table(block)
            elif self._is_frame(block):
                continue
            elif label and label.level == "annex":
                self._open_annex(block, label)
                awaits_heading = True
                continue
            elif awaits_heading and not label and not ended:
                self.tree.name_annex(block)
                continue
            elif label and label.level == "article":
                position += self._open_article(block, label, position)
            elif label and label.level == "section" and label.end >= len(block.text.text):
                position += self._bare(block, position)
            elif self.tree.lacks_words and not label and (ended or self._goes_on(position - 1)):
                self.tree.give_words(block)
            else:
                self._hang(position - 1)
            awaits_heading = False
        self.tree.close()

    def _open_article(self, block: Block, label: Label, position: int) -> int:
        """Begin an article of an annexed treaty; give how many paragraphs after it are its heading."""
        if not self.tree.in_annex:
            self.tree.add_unlabelled(block, ended=self.ended[position - 1], colon=False)
            return 0
        self.tree.label(block.text.part(0, label.end).strip(), label.counted)
        if label.end < len(block.text.text):
            self.tree.add_article(_from(block, label.end), label.counted)
            return 0
        headed = position < len(self.blocks) and self._is_open(position)
        headed = headed and not ends(self.blocks[position].text.text, COLONS)
        self.tree.add_article(self.blocks[position] if headed else Block(Text("")), label.counted)
        return int(headed)

    def _bare(self, block: Block, position: int) -> int:
        """Open a section whose label stands alone; give how many paragraphs after it are its heading."""
        number = block.text.text
        self.tree.label(block.text, number)
        headed = position < len(self.blocks) and not self.kinds[position] and not self.ended[position]
        heading = self.blocks[position] if headed else Block(Text(""))
        self.tree.add_section(heading, number, numbered=self._is_numbered(position))
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
                self.tree.add_unlabelled(block, ended=self.ended[position], colon=colon, leads=self._leads(position))
            return
        start = label.end
        while start < len(block.text.text) and block.text.text[start].isspace():
            start += 1
        self.tree.label(block.text.part(0, start).strip(), label.printed)
        rest = _from(block, start)
        if label.level == "section":
            self.tree.add_section(rest, label.printed, numbered=self._is_numbered(position + 1))
        elif label.level == "paragraph":
            self.tree.add_paragraph(rest, label.counted)
        elif label.level == "bullet":
            self.tree.add_bullet(rest)
        else:
            self.tree.add_item(rest, label.printed, label.read)

    def _goes_on(self, at: int) -> bool:
        """Say whether items or more stand under a paragraph that no sign need end."""
        return ends(self.blocks[at].text.text, COLONS) or self._leads(at)

    def _leads(self, at: int) -> bool:
        """Say whether items stand under a paragraph of a decision, whatever sign ends it: it is what they go on from."""
        following = self.kinds[at + 1] if at + 1 < len(self.kinds) else None
        return self.told and following is not None and following.level == "item"

    def _begins(self, at: int) -> bool:
        """Say whether an annex begins: the label of one is printed, or the file says so."""
        label = self.kinds[at]
        return self.blocks[at].kind == "annex" or (label is not None and label.level == "annex")

    def _open_annex(self, block: Block, label: Label) -> None:
        """Begin an annex, with the heading that stands in the line of its label, if any."""
        if label.end >= len(block.text.text):
            self.tree.open_annex(block, label.counted or None)
            return
        self.tree.open_annex(replace(block, text=block.text.part(0, label.end).strip()), label.counted or None)
        self.tree.name_annex(_from(block, label.end))

    def _is_numbered(self, position: int) -> bool:
        """Say whether the section that begins here has numbered paragraphs."""
        levels = (label.level for label in self.kinds[position:] if label)
        return next((level for level in levels if level in {"paragraph", "section", "annex"}), "") == "paragraph"

    def _heads(self, position: int) -> bool:
        """Say whether an unlabelled line is a heading: nothing ends it, and a numbered paragraph follows."""
        at = position
        while at < len(self.blocks) and self._is_open(at):
            at += 1
        label = self.kinds[at] if position < at < len(self.blocks) else None
        return label is not None and label.level in {"paragraph", "section", "article"}

    def _is_open(self, at: int) -> bool:
        """Say whether a line has neither a label nor an end; a preamble that the file marks holds no headings."""
        return not self.kinds[at] and not self.ended[at] and self.blocks[at].kind != "preamble"

    def _is_frame(self, block: Block) -> bool:
        text = block.text.text
        for kind, pattern in self.frames:
            match = pattern.fullmatch(text) or pattern.fullmatch(text.replace(" ", ""))
            if not match:
                continue
            self.tree.frame.append(Frame(kind, tuple(block.text.source_spans()), text))
            parts = match.groupdict()
            if kind == "adoption-date":
                self.date = read_day(parts, self.language.numerals)
                self.tree.odd += [] if self.date else [no_such_day(text)]
            else:
                self.meeting = numeral(parts["meeting"], self.language.numerals)
            return True
        return False


def _from(block: Block, start: int) -> Block:
    """Give a block without its label."""
    marks = [Mark(m.number, max(0, m.position - start)) for m in block.marks]
    links = [Hyperlink((x.span[0] - start, x.span[1] - start), x.href) for x in block.links if x.span[0] >= start]
    return replace(block, text=block.text.part(start, len(block.text.text)), marks=tuple(marks), links=tuple(links))
