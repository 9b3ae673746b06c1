"""Boxes in columns and lines between them: the geometry of networks that are read from side to side.

Plain columns rather than a layout by forces: labels never lie on each other, the same data give the same picture, and
the order within a column says something. No library is needed for that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from resograph.site.draw.svg import ROW, box, colour, curve, joined, key, label

_WIDE, _HIGH, _GAP, _TOP = 210, 24, 110, 40
_THIN, _THICK, _MOST = 1.5, 0.7, 6
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Node:
    """A box: its key, its words, the IRI of the force that colours it, or ""."""

    key: str
    label: str
    force: str = ""


@dataclass(frozen=True, slots=True)
class Edge:
    """A line between two boxes: keys, the IRI of a force, how many statements it stands for, what it says."""

    start: str
    end: str
    force: str
    times: int
    note: str


@dataclass(frozen=True, slots=True)
class Column:
    """A heading and the boxes under it."""

    heading: str
    nodes: tuple[Node, ...]


def draw(
    columns: Sequence[Column], edges: Sequence[Edge], forces: Mapping[str, str], *, rtl: bool
) -> tuple[Markup, tuple[float, float]]:
    """Give the shapes of a network and the size of the picture.

    Args:
        columns: from the side where reading begins.
        edges: between boxes of columns that follow each other.
        forces: names of the forces, by IRI.
        rtl: it is read from right to left.
    """
    wide = len(columns) * _WIDE + (len(columns) - 1) * _GAP
    high = _TOP + max(len(column.nodes) for column in columns) * ROW
    corners: dict[str, Point] = {}
    parts = []
    for count, column in enumerate(columns):
        x = count * (_WIDE + _GAP)
        x = wide - _WIDE - x if rtl else x
        parts.append(label((x + _WIDE / 2, 14), column.heading, _WIDE + _GAP / 2, kind="h"))
        top = _TOP + (high - _TOP - len(column.nodes) * ROW) / 2
        corners |= {node.key: (x, top + row * ROW) for row, node in enumerate(column.nodes)}
    lines = [_edge(edge, corners, forces) for edge in edges]
    boxes = [_node(node, corners[node.key]) for column in columns for node in column.nodes]
    used = sorted({edge.force for edge in edges if edge.force}, key=list(forces).index)
    legend, end = key([(force, forces[force]) for force in used], high + 14, wide, rtl=rtl)
    return joined([*parts, *lines, *boxes, legend]), (wide, end + 4)


def _node(node: Node, corner: Point) -> Markup:
    x, y = corner
    return box(corner, (_WIDE, _HIGH), "n") + label((x + _WIDE / 2, y + _HIGH / 2), node.label, _WIDE - 12)


def _edge(edge: Edge, corners: Mapping[str, Point], forces: Mapping[str, str]) -> Markup:
    """Draw from the near side of one box to the near side of the other."""
    start, end = corners[edge.start], corners[edge.end]
    left, right = (0, _WIDE) if start[0] > end[0] else (_WIDE, 0)
    note = f"{edge.note} — {forces[edge.force]}" if edge.force else edge.note
    weight = _THIN + _THICK * (min(edge.times, _MOST) - 1)
    level = _HIGH / 2
    ends = (start[0] + left, start[1] + level), (end[0] + right, end[1] + level)
    return curve(*ends, f"{colour(edge.force)} e", weight, note)
