"""Paragraphs to the provision tree, and the sum of all characters."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from resograph import resources
from resograph.errors import InputError
from resograph.model import Structure

Segment = Callable[[str], Structure]
Print = Callable[..., str]
SEED = resources.folder("data") / "sources" / "A_RES_60_288.zh.txt"


def sourced(case: dict[str, Any], as_printed: Print) -> str:
    source = as_printed(case["paragraphs"], case.get("body", "ga"))
    return source if case.get("closing", True) else source[: source.index(" 2015 年")]


@pytest.mark.cases("structure")
def test_paragraphs_make_a_tree(case: dict[str, Any], segment: Segment, as_printed: Print) -> None:
    structure = segment(sourced(case, as_printed))
    provisions = {p.eid: p for p in structure.provisions}
    assert list(provisions) == ["pp1", *case["eids"]]
    assert {k: provisions[k].kind for k in case.get("kinds", {})} == case.get("kinds", {})
    if "headings" in case:
        assert {p.eid: p.heading for p in structure.provisions if p.heading} == case["headings"]
    if "leads" in case:
        assert structure.leads == case["leads"]
    assert [[i.kind, i.place] for i in structure.issues] == case.get("issues", [])
    assert structure.symbol == case.get("symbol", structure.symbol)


@pytest.mark.cases("structure")
def test_every_parent_stands_before_its_parts(case: dict[str, Any], segment: Segment, as_printed: Print) -> None:
    seen: set[str | None] = {None}
    for provision in segment(sourced(case, as_printed)).provisions:
        assert provision.parent in seen
        assert provision.eid not in seen
        seen.add(provision.eid)


def unaccounted(source: str, structure: Structure) -> dict[int, tuple[str, int]]:
    """Give the characters that do not lie in just one provision or frame, by place, with how often they do.

    White space, byte order marks and the rule above footnotes are no characters of the text.
    """
    count = [0] * len(source)
    spans = [s for p in structure.provisions for s in p.text.source_spans()]
    spans += [s for f in structure.frame for s in f.spans]
    for start, end in spans:
        for at in range(start, end):
            count[at] += 1
    blank = "\ufeff\u200b"
    return {
        at: (c, n)
        for at, (c, n) in enumerate(zip(source, count, strict=True))
        if n != 1 and not c.isspace() and c not in blank
    }


def test_every_character_of_the_seed_has_one_place(segment: Segment) -> None:
    source = SEED.read_text("utf-8")
    assert not unaccounted(source, segment(source))


@pytest.mark.cases("structure")
def test_every_character_of_a_short_text_has_one_place(
    case: dict[str, Any], segment: Segment, as_printed: Print
) -> None:
    source = sourced(case, as_printed)
    assert not unaccounted(source, segment(source))


@pytest.mark.cases("layout")
def test_every_character_of_a_page_has_one_place(case: dict[str, Any], segment: Segment) -> None:
    assert not unaccounted(case["source"], segment(case["source"]))


def test_the_seed_is_whole(segment: Segment) -> None:
    structure = segment(SEED.read_text("utf-8"))
    assert not structure.issues
    assert (structure.symbol, structure.title) == ("A/RES/60/288", "联合国全球反恐战略")
    assert (str(structure.adoption.date), structure.adoption.meeting) == ("2006-09-08", 99)


def test_a_day_that_there_is_not_is_told(segment: Segment, as_printed: Print) -> None:
    """The text is read, without a date of adoption."""
    structure = segment(as_printed(["1. 决定如下。"]).replace("12 月 1 日", "9 月 31 日"))
    assert structure.adoption.date is None
    assert [i.kind for i in structure.issues] == ["date-impossible"]


def test_deep_lists_are_kept_and_told(segment: Segment, as_printed: Print) -> None:
    labels = ["(a)", "(i)", "(A)", "(1)", "(一)"] * 4
    structure = segment(
        as_printed(["1. 决定如下：", *(f"{label} 步骤如下：" for label in labels), "2. 决定继续处理此案。"])
    )
    assert structure.provisions[-1].eid == "op2"


def test_ten_thousand_labels_are_read(segment: Segment, as_printed: Print) -> None:
    lines = "\n".join(f" ({'abcdefgh'[n % 8]}) 决定和重申；" for n in range(10_000))
    structure = segment(as_printed(["1. 决定如下："]).replace(" 2015 年 12 月 1 日", lines + "\n 2015 年 12 月 1 日"))
    assert len(structure.provisions) > 10_000


@pytest.mark.parametrize(
    ("source", "cure"),
    [
        ("大会，\n\n 1. 决定在这方面请和重申鼓励。\n", "title with its number"),
        ("60/288. 联合国的战略和在重申\n\n 1. 决定请鼓励。\n", "enacting formula"),
    ],
)
def test_what_is_no_resolution_is_refused_with_a_cure(source: str, cure: str, segment: Segment) -> None:
    with pytest.raises(InputError, match=cure):
        segment(source)
