"""Lines to paragraphs, footnotes, marks and furniture."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from resograph.model import Structure
from resograph.segment.lines import full_width, split_lines

Segment = Callable[[str], Structure]


@pytest.mark.cases("layout")
def test_every_line_goes_to_its_place(case: dict[str, Any], segment: Segment) -> None:
    structure = segment(case["source"])
    assert {p.eid: p.text.text for p in structure.provisions} == case["provisions"]
    assert [f.text for f in structure.frame if f.kind == "furniture"] == case.get("furniture", [])
    marks = {p.eid: [[int(m.number), m.position] for m in p.marks] for p in structure.provisions if p.marks}
    assert marks == case.get("marks", {m: [] for m in marks})
    assert [i.kind for i in structure.issues] == case.get("issues", [])


def test_a_line_knows_how_it_was_set() -> None:
    first, second = split_lines(" 甲\n\n\n  乙丙  \n")
    assert (first.text, first.span, first.indent, first.gap, first.number) == ("甲", (1, 2), 1, 0, 1)
    assert (second.text, second.span, second.indent, second.gap, second.number) == ("乙丙", (7, 9), 2, 2, 4)


@pytest.mark.parametrize("rule", [" " * 59, "_" * 20, "—" * 9])
def test_the_rule_above_footnotes_is_seen(rule: str) -> None:
    lines = split_lines(f"甲\n{rule}\n1\n")
    assert [line.ruled for line in lines] == [False, True]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r", "\f"])
def test_lines_end_in_several_ways(ending: str) -> None:
    source = ending.join(["甲", "", "乙丙"])
    lines = split_lines(source)
    assert [source[slice(*line.span)] for line in lines] == ["甲", "乙丙"]


def test_a_full_line_is_one_that_most_lines_reach() -> None:
    lines = split_lines("甲乙丙丁戊己庚辛壬癸\n" * 9 + "甲\n")
    assert full_width(lines) == 17.0
    assert full_width(()) == 0.0


def test_a_line_between_two_running_heads_is_no_running_head(segment: Segment) -> None:
    page = ["", "A/RES/71/900", "", "2/3", ""]
    lines = [
        " 71/900. 水事合作",
        " 大会，",
        " 1. 决定鼓励各方收集和交流信息；",
        *page,
        " 2. 请各方继续进行下去；",
        *page,
        " 3. 决定继续处理此案。",
    ]
    assert [p.eid for p in segment("\n".join(lines)).provisions] == ["op1", "op2", "op3"]
