"""Printed labels: what stands before a paragraph and says where it belongs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from resograph import eid
from resograph.model import Block

Level = Literal["annex", "article", "section", "paragraph", "item", "bullet"]
# What stands on a line of its own.
LINES = frozenset({"annex", "article"})
_BULLET = re.compile(r"[–—•·▪●○-]\s+(?=\S)")
_BRACKETED = re.compile(r"[()’‘']")
_LEVELS: dict[eid.Kind, Level] = {
    "arabic": "paragraph", "letter": "item", "roman": "item", "section": "section", "capital": "section",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Label:
    """A label as printed.

    Args:
        level: where in the tree what bears it stands.
        printed: its characters.
        counted: the numeral in it.
        end: how many characters of the paragraph it takes.
        read: the label that it stands for, where its signs say something else.
    """

    level: Level
    printed: str
    counted: str
    end: int
    read: str = ""


def bullet(text: str) -> Label | None:
    """Give the dash or dot that begins a paragraph, or None.

    >>> bullet("– to support the ceasefire;").end
    2
    """
    match = _BULLET.match(text)
    return Label("bullet", match.group().strip(), "", match.end()) if match else None


def marked_label(block: Block) -> Label:
    """Give a label that the file marks as one, and no rule of the language knows: its signs say what it is."""
    printed = block.text.text[: block.label].strip()
    value = eid.label_value(printed)
    level: Level = _LEVELS.get(value.kind, "bullet")
    if level == "paragraph" and _BRACKETED.search(printed):
        level = "item"
    return Label(level, printed, value.text if level == "paragraph" else "", block.label)


def restarts(labels: Sequence[Label | None]) -> bool:
    """Say whether the numbers of paragraphs begin anew with a section; elsewhere a second 1 is a slip of the source.

    >>> one, section = Label("paragraph", "1.", "1", 2), Label("section", "I.", "I", 2)
    >>> restarts([one, section, one]), restarts([one, one, section])
    (True, False)
    """
    numbered = opened = False
    for label in labels:
        if label and label.level == "section":
            opened = numbered
        elif label and label.level == "paragraph":
            if opened and eid.label_value(label.counted).ordinal == 1:
                return True
            numbered, opened = True, False
    return False


def numbered_paragraph(name: str) -> str:
    """Give the eId of the numbered paragraph that a provision of the main body belongs to."""
    segments = name.split(".")
    last = next((i for i, segment in enumerate(segments, 1) if segment[:2] in {"op", "pp"}), len(segments))
    return ".".join(segments[:last])
