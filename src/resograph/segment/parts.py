"""The parts of a document that have a preamble of their own: those of a composite, and a draft that is wrapped."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from resograph import eid
from resograph.model import Block
from resograph.records import Body
from resograph.segment.opening import COLONS, plain
from resograph.segment.tree import ends

# What the eIds of a wrapped draft begin with (design/ontology "eIds").
_WRAPPED = "draft"


@dataclass(frozen=True, slots=True)
class Part:
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


def split_parts(blocks: Sequence[Block], formulas: Mapping[str, Body]) -> Iterator[Part]:
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
                yield Part(prefix, head, tuple(frame), tuple(taken))
            head = block if block.kind == "part" else None
            prefix = eid.label_value(block.text.text[: block.label]).text if head else _WRAPPED
            frame, taken = [], []
        if is_formula and not taken:
            frame.append(block)
        elif block is not head:
            taken.append(block)
    if head or frame or taken:
        yield Part(prefix, head, tuple(frame), tuple(taken))
