"""The provision tree while it grows: where the next paragraph hangs, and the eId it gets."""

from __future__ import annotations

from dataclasses import dataclass, replace

from resograph import eid
from resograph.grammar import Language
from resograph.model import Block, Frame, Issue, Mark, Provision
from resograph.segment.labels import numbered_paragraph
from resograph.templates import numeral
from resograph.text import Text

# Deeper lists than this do not occur (measured: 4); what claims to be deeper hangs at this depth, with an issue.
MAX_DEPTH = 8
# So many of the labels that are printed twice are named.
_TOLD = 4
# What ends a preambular paragraph.
_GOES_ON = ",，،"
# What may stand after the mark that ends a paragraph.
_CLOSING = "”’»\"')）]* "


def ends(text: str, marks: str) -> bool:
    """Say whether a text ends with one of some marks, inside quotation marks or brackets or not.

    >>> ends("“… support for the Mission.”", ".")
    True
    """
    return text.endswith(tuple(marks)) or text.rstrip(_CLOSING).endswith(tuple(marks))


@dataclass(frozen=True, slots=True)
class _Level:
    """An open list level: its last label, the eId of the last item, and what its items hang on."""

    label: eid.Label
    name: str
    parent: str | None

    @property
    def kind(self) -> str:
        """The kind of its labels."""
        return self.label.kind


class Tree:
    """Grows a provision tree paragraph by paragraph.

    Args:
        language: for numerals.
        annexes: how many annexes there are; a single one is called `annex`.
        numbered: whether the operative paragraphs of the main body are.
        restarts: whether their numbers begin anew in its sections.
    """

    def __init__(self, language: Language, annexes: int, *, numbered: bool, restarts: bool) -> None:
        self.language, self.annexes = language, annexes
        self.numbered, self.restarts = numbered, restarts
        self.provisions: list[Provision] = []
        self.frame: list[Frame] = []
        self.odd: list[Issue] = []
        self.twice: list[str] = []
        self.container: str | None = None
        self.sections: list[_Level] = []
        self.current: str | None = None
        self.items: list[_Level] = []
        self.headings: list[Block] = []
        self.taken: set[str] = set()
        self.last_free: dict[str | None, int] = {}
        self.in_preamble = True
        self.opened_annexes = 0

    def label(self, label: Text, printed: str) -> None:
        """Note where a label stands in the source."""
        self.frame.append(Frame("label", tuple(label.source_spans()), printed))

    def open_annex(self, block: Block, label: str | None) -> None:
        """Begin an annex; the letters of annexes are those of many alphabets, so these are counted."""
        self.opened_annexes += 1
        name = "annex" if self.annexes == 1 else f"annex{self._annex_number(label)}"
        if block.text.text:
            self.frame.append(Frame("annex-label", tuple(block.text.source_spans()), block.text.text))
        self.in_preamble, self.sections, self.container, self.items = False, [], name, []
        self._add(name, "Annex", None, label or None, Block(Text("")))
        self.current = None

    def _annex_number(self, label: str | None) -> int:
        """Give the number of an annex: that of its label, in words too (المرفق الثاني), else how many there were."""
        value = eid.label_value(label) if label else None
        if label is None or value is None or value.kind == "capital":
            return self.opened_annexes
        try:
            return value.ordinal or numeral(label, self.language.numerals)
        except ValueError:
            return self.opened_annexes

    def name_annex(self, block: Block) -> None:
        """Give the annex that was begun its heading, or one more line of it."""
        if self.provisions[-1].text.text:
            self.add_unlabelled(block, ended=False, colon=False)
            return
        self.give_words(block)
        self.provisions[-1] = replace(self.provisions[-1], heading=block.text.text, source_eid=block.source_eid)

    @property
    def lacks_words(self) -> bool:
        """Say whether the last paragraph is a label with nothing beside it: the next one that bears none is its words."""
        last = self.provisions[-1] if self.provisions else None
        return bool(last and last.number and not last.text.text and last.kind not in {"Annex", "Section"})

    def give_words(self, block: Block) -> None:
        """Give the last provision its words."""
        last = self.provisions[-1]
        self.provisions[-1] = replace(last, text=block.text, marks=(*last.marks, *block.marks), links=block.links)

    def add_section(self, block: Block, label: str, *, numbered: bool = True) -> None:
        """Add a section with its heading; `numbered` says whether its paragraphs are."""
        if self.restarts:
            self.numbered = numbered
        value = eid.label_value(label, self.sections[-1].label.text if self.sections else None)
        while any(level.kind == value.kind for level in self.sections):
            self.sections.pop()
        root = self.container.split(".")[0] if self.container and self.in_annex else None
        parent = self.sections[-1].name if self.sections else root
        self.in_preamble = False
        name = self._add(
            eid.child(parent, value.text), "Section", parent, label.rstrip(".．、 "), block, block.text.text
        )
        self.sections.append(_Level(value, name, parent))
        self.container, self.current, self.items = name, None, []

    def add_article(self, block: Block, label: str) -> None:
        """Add an article of an annex, with its heading; numbers run on through chapters, and paragraphs begin anew."""
        root = (self.container or "").partition(".")[0]
        number = numeral(label, self.language.numerals)
        self.sections, self.items, self.current = [], [], None
        heading = None if self.headings else block.text.text or None
        self.container = self._add(eid.child(root, f"art{number}"), "Section", root, label, block, heading)

    def add_paragraph(self, block: Block, label: str) -> None:
        """Add a numbered paragraph, of the main body or of an annex."""
        self.in_preamble = False
        number = str(numeral(label, self.language.numerals))
        if self.in_annex:
            name, kind = eid.child(self.container, number), "AnnexParagraph"
        else:
            base = f"{self.container}.op{number}" if self.container and self.restarts else f"op{number}"
            name, kind = base, "OperativeParagraph"
        self.current = self._add(name, kind, self.container, label, block)
        self.items = []

    def add_item(self, block: Block, label: str, read: str = "") -> None:
        """Add a lettered item under the paragraph that is open, on the level that its label, or what it is read as, goes on."""
        value = self._read_item(read or label)
        kinds = [level.kind for level in self.items]
        parent = self.current or self.container
        if parent is None:
            self.odd.append(Issue("item-alone", f"the item {label} stands under no paragraph", "document"))
            self.add_unlabelled(block, ended=True, colon=False)
            return
        if value.kind in kinds:
            parent = self.items[kinds.index(value.kind)].parent or parent
            self.items = self.items[: kinds.index(value.kind)]
        if len(self.items) >= MAX_DEPTH:
            self.odd.append(Issue("too-deep", f"list deeper than {MAX_DEPTH} levels; kept at that depth", parent))
            parent = self.items.pop().parent or parent
        self.current = self._add(eid.child(parent, value.text), "Subparagraph", parent, label, block)
        self.items.append(_Level(value, self.current, parent))

    def add_bullet(self, block: Block) -> None:
        """Add an item that bears a dash or dot: it stands under the last paragraph or item that bears a label."""
        parent = self.current or self.container
        if parent is None:
            self.add_unlabelled(block, ended=True, colon=False)
        else:
            self._add(self._free(parent), "Subparagraph", parent, None, block)

    def _read_item(self, label: str) -> eid.Label:
        """Give what an item's label says: the next of the innermost level that it goes on, else the first of a new one."""
        for level in reversed(self.items):
            value = eid.label_value(label, level.label.text)
            if value.kind == level.kind and value.ordinal == level.label.ordinal + 1:
                return value
        return eid.label_value(label)

    def add_unlabelled(self, block: Block, *, ended: bool, colon: bool, leads: bool = False) -> None:
        """Add a paragraph that bears no label: preambular, chapeau, heading, one more of a numbered one, or what leads to items."""
        if self.in_preamble or self._opens_section(block):
            sentence = ends(block.text.text, self.language.sentence_end + "；;：:")
            self._add_preambular(block, sentence=sentence or leads)
        elif not ended and not self.in_annex:
            self.add_heading(block)
        elif self.in_annex and colon and eid.child(self.container, "0") not in self.taken and not self.items:
            self.current = self._add(eid.child(self.container, "0"), "Chapeau", self.container, None, block)
        elif self.in_annex:
            self.current = self._add(self._free(self.container), "AnnexParagraph", self.container, None, block)
            self.items = []
        else:
            base = numbered_paragraph(self.current) if self.current else self.container
            self._add(self._free(base), "OperativeParagraph", base, None, block)

    def add_heading(self, block: Block) -> None:
        """Keep a heading without a label for the provision that follows it."""
        self.headings.append(block)

    def add_introduction(self, block: Block) -> None:
        """Add what introduces the text proper ("the President made the following statement:")."""
        self._add_preambular(block, sentence=False)

    def add_table(self, block: Block) -> None:
        """Add a table, where the source marks it as one; tables count through the text."""
        count = sum(p.kind == "Table" for p in self.provisions)
        self._add(f"table{count + 1}", "Table", self.current or self.container, None, block)

    def close(self) -> None:
        """Keep headings that nothing follows as paragraphs."""
        left, self.headings = self.headings, []
        for block in left:
            self.add_unlabelled(block, ended=True, colon=False)

    def _add_preambular(self, block: Block, *, sentence: bool) -> None:
        operative = sentence and not self.numbered
        stem = f"{self.container}." if self.container and self.restarts else ""
        stem += "op" if operative else "pp"
        count = sum(p.eid.startswith(stem) and p.eid[len(stem) :].isdecimal() for p in self.provisions)
        kind = "OperativeParagraph" if operative else "PreambularParagraph"
        self.current = self._add(f"{stem}{count + 1}", kind, self.container, None, block)
        self.items = []

    def _opens_section(self, block: Block) -> bool:
        """Say whether a paragraph is one of a section's own preamble, or of a section without numbers."""
        if not self.sections or self.in_annex:
            return False
        begun = self.provisions[-1].kind in {"Section", "PreambularParagraph"}
        return not self.numbered or (begun and ends(block.text.text, _GOES_ON))

    @property
    def in_annex(self) -> bool:
        """Say whether an annex is open."""
        return bool(self.container and self.container.startswith("annex"))

    def _free(self, base: str | None) -> str:
        # counted on from the last one given: a label printed ten thousand times must not be counted from 1 each time
        number = self.last_free.get(base, 1)
        while (name := eid.child(base, f"p{number}")) in self.taken:
            number += 1
        self.last_free[base] = number
        return name

    def _add(
        self, name: str, kind: str, parent: str | None, printed: str | None, block: Block, heading: str | None = None
    ) -> str:
        if name in self.taken:
            self.twice.append(name)
            name = self._free(name)
        self.taken.add(name)
        if heading is None and kind != "Annex" and self.headings:
            heading = " ".join(h.text.text for h in self.headings)
            marks = (*(Mark(m.number, 0) for h in self.headings for m in h.marks), *block.marks)
            block = replace(block, marks=marks)
            self.frame += (Frame("heading", tuple(h.text.source_spans()), h.text.text) for h in self.headings)
            self.headings = []
        self.provisions.append(
            Provision(name, kind, parent, printed, block.text, heading, block.marks, block.source_eid, block.links)
        )
        return name

    def issues(self, terminals: str) -> list[Issue]:
        """Give what is odd about the whole: numbers that are missing, a text that breaks off."""
        found = [*self.odd, *self._repeated()]
        numbers = [
            int(p.number or 0)
            for p in self.provisions
            if p.kind == "OperativeParagraph" and (p.number or "").isdecimal()
        ]
        for last, number in zip([0, *numbers], numbers, strict=False):
            if number not in {last + 1, 1}:
                found.append(Issue("number-missing", f"operative paragraph {number} follows {last}", f"op{number}"))
        texts = [p for p in self.provisions if p.kind not in {"Annex", "Section", "Footnote", "Table"}]
        if texts and not ends(texts[-1].text.text, terminals):
            found.append(Issue("cut-off", "the text breaks off without closing punctuation", texts[-1].eid))
        if not any(p.kind == "OperativeParagraph" for p in self.provisions):
            found.append(Issue("no-operative-part", "no operative paragraph was found", "document"))
        return found

    def _repeated(self) -> list[Issue]:
        """Give one issue for all labels that are printed more than once: a table can hold hundreds."""
        names = list(dict.fromkeys(self.twice))
        if not names:
            return []
        more = f" (so are {len(self.twice) - 1} more, of {', '.join(names[1:_TOLD])} …)" if len(names) > 1 else ""
        text = f"the label of {names[0]} is printed twice{more}; the later one is renamed"
        return [Issue("label-twice", text, names[0])]
