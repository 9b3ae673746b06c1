"""What holds of every text, however it was damaged on its way out of a PDF."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resograph import resources
from resograph.errors import InputError
from resograph.model import Structure

Segment = Callable[[str], Structure]
SEED = (resources.folder("data") / "sources" / "A_RES_60_288.zh.txt").read_text("utf-8").splitlines()
HEAD, BODY = SEED[:4], SEED[4:]
PAGE = ["", "A/RES/60/288", "联合国全球反恐战略", "3/9", ""]
SLOW = settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
LINES = st.sampled_from(
    ["1. 甲；", " (a) 乙；", "(i) 丙：", " 附件", "附件二", " 一. 丁", " 大会，", "1", " 2", "-" * 9, "A/RES/60/288", " 我们决心：",
     "\f", "", " " * 59, "\ufeff", " Water", "《戊", "2006 年 9 月 8 日", " 第 99 次全体会议", "己。"]
)  # fmt: skip


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """Give a stretch of the seed with lines lost, pages broken, marks and stray lines inserted, or the end cut off."""
    start = draw(st.integers(0, len(BODY) - 60))
    lines = BODY[start : start + draw(st.integers(5, 60))]
    for at in sorted(draw(st.sets(st.integers(0, len(lines) - 1), max_size=6)), reverse=True):
        what = draw(st.sampled_from(["drop", "page", "mark", "stray", "join"]))
        if what == "drop":
            del lines[at]
        elif what == "join":
            lines[at : at + 2] = ["".join(lines[at : at + 2])]
        else:
            lines[at:at] = {"page": PAGE, "mark": [str(draw(st.integers(1, 9)))], "stray": [draw(LINES)]}[what]
    text = "\n".join([*HEAD, *lines])
    return text[: draw(st.integers(len(text) - 30, len(text)))] + "\n"


def places(structure: Structure) -> list[int]:
    """Give the places of all characters that provisions and frame take up, blanks inside words left out."""
    spans = [s for p in structure.provisions for s in p.text.source_spans()]
    spans += [s for f in structure.frame for s in f.spans]
    return sorted(at for start, end in spans for at in range(start, end))


@SLOW
@given(source=damaged())
def test_every_character_has_one_place(source: str, segment: Segment) -> None:
    """Provision, heading, furniture, footnote, label or mark; a line that is a rule above footnotes is none."""
    try:
        structure = segment(source)
    except InputError:
        return
    ruled = {at for at, c in enumerate(source) if c in "-\ufeff"}
    taken = [at for at in places(structure) if not source[at].isspace() and at not in ruled]
    assert taken == [at for at, c in enumerate(source) if not c.isspace() and at not in ruled]


@SLOW
@given(source=damaged())
def test_the_tree_is_a_tree(source: str, segment: Segment) -> None:
    try:
        structure = segment(source)
    except InputError:
        return
    eids = [p.eid for p in structure.provisions]
    assert len(eids) == len(set(eids))
    for n, provision in enumerate(structure.provisions):
        assert provision.parent is None or provision.parent in eids
        assert provision.kind == "Footnote" or provision.parent is None or eids.index(provision.parent) < n
        assert all(0 <= m.position <= len(provision.text.text) for m in provision.marks)
    assert all(lead in eids and eid in eids for eid, lead in structure.leads.items())


@SLOW
@given(lines=st.lists(LINES, max_size=25))
def test_any_lines_yield_a_tree_or_a_message(lines: list[str], segment: Segment) -> None:
    """Never another exception."""
    filler = " 重申决定和请鼓励在这方面回顾第 60/1 号决议的决定。" * 3
    with suppress(InputError):
        segment("\n".join([*HEAD, *lines, filler]))


@SLOW
@given(source=damaged())
def test_the_same_text_gives_the_same_tree(source: str, segment: Segment) -> None:
    try:
        first = segment(source)
    except InputError:
        return
    assert segment(source) == first


def test_an_item_without_paragraph_is_part_of_the_document(segment: Segment) -> None:
    structure = segment("\n".join([*HEAD, " (a) 重申决定和请鼓励在这方面回顾第 60/1 号决议的决定；", ""]))
    assert {p.parent for p in structure.provisions} <= {None, *(p.eid for p in structure.provisions)}
