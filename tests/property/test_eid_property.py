"""What holds of every eId and every label, whatever is printed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from resograph.eid import Eid, InvalidEid, child, label_value, order_key, parent, parse
from resograph.numerals import to_roman

romans = st.integers(1, 60).map(to_roman)
numbers = st.integers(0, 400).map(str)
firsts = st.one_of(
    st.builds("{}{}".format, st.sampled_from(["pp", "op", "annex", "fn", "p", "table"]), st.integers(1, 99)),
    st.sampled_from(["annex", "A", "B"]),
    romans,
)
segments = st.one_of(firsts, numbers, romans.map(str.lower), st.sampled_from("abcxyz"))
eids = st.builds(
    lambda draft, first, rest: Eid((*draft, first, *rest)),
    st.sampled_from([(), ("draft",)]),
    firsts,
    st.lists(segments, max_size=5),
)


@given(eids)
def test_parsing_what_was_written_gives_the_same(eid: Eid) -> None:
    """`parse(str(x)) == x`."""
    assert parse(str(eid)) == eid


@given(eids, segments)
def test_a_child_is_read_after_its_parent(eid: Eid, segment: str) -> None:
    below = child(str(eid), segment)
    assert parent(below) == str(eid)
    assert order_key(str(eid)) < order_key(below)


@given(st.text(st.sampled_from("opanexfd.0123bIV-# é"), max_size=20) | st.text(max_size=20))
def test_any_text_is_an_eid_or_refused_with_its_place(text: str) -> None:
    try:
        eid = parse(text)
    except InvalidEid as error:
        assert 0 <= error.position <= len(text)  # noqa: PT017 - most texts do not raise
    else:
        assert str(eid) == text


@given(st.text(max_size=12), st.none() | st.text(max_size=4))
def test_every_label_gives_a_segment(text: str, previous: str | None) -> None:
    """Never refuse: a label of whatever script can stand in an eId."""
    eid = child("op1", label_value(text, previous).text)
    assert str(parse(eid)) == eid


@given(st.integers(1, 60))
def test_roman_items_follow_each_other(value: int) -> None:
    before, after = f"({to_roman(value).lower()})", f"({to_roman(value + 1).lower()})"
    found = label_value(after, before)
    assert found.ordinal == label_value(before, before).ordinal + 1 or found.kind == "roman"
    assert found.text == to_roman(value + 1).lower()


@given(st.integers(1, 60), st.integers(1, 60))
def test_sections_sort_by_value(left: int, right: int) -> None:
    if left < right < 50:
        assert order_key(f"annex.{to_roman(left)}") < order_key(f"annex.{to_roman(right)}")
