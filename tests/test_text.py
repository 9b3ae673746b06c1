"""Texts that know where each character stood, whatever was joined, cut and stripped."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resograph.text import Text, is_wide, join, width

CHARACTERS = st.sampled_from("联合国 AB1,，\n\t\ufeff\u3000")


@st.composite
def pieces(draw: st.DrawFn) -> tuple[str, list[tuple[int, int]]]:
    """Give a source, and spans of it in reading order between each two of which a line ended."""
    lines = draw(st.lists(st.text(CHARACTERS.filter(lambda c: c != "\n"), max_size=9), max_size=6))
    source = "\n".join(lines)
    spans, at = [], 0
    for line in lines:
        spans.append((at, at + len(line)))
        at += len(line) + 1
    return source, draw(st.lists(st.sampled_from(spans), unique=True).map(sorted)) if spans else []


def is_kept(char: str) -> bool:
    return not char.isspace() and char != "\ufeff"


@given(pieces(), st.booleans())
def test_every_character_leads_back_to_itself(made: tuple[str, list[tuple[int, int]]], spaceless: bool) -> None:
    source, spans = made
    text = join(source, spans, spaceless=spaceless)
    for at, char in enumerate(text.text):
        assert char == " " or source[text.origin(at)] == char


@given(pieces(), st.booleans())
def test_no_character_is_lost_or_told_twice(made: tuple[str, list[tuple[int, int]]], spaceless: bool) -> None:
    source, spans = made
    text = join(source, spans, spaceless=spaceless)
    wanted = [at for start, end in spans for at in range(start, end) if is_kept(source[at])]
    assert [text.origin(at) for at, c in enumerate(text.text) if c != " "] == wanted


@given(pieces(), st.booleans())
def test_white_space_is_single_and_never_at_the_ends(made: tuple[str, list[tuple[int, int]]], spaceless: bool) -> None:
    text = join(*made, spaceless=spaceless).text
    assert "  " not in text
    assert text == text.strip()


@given(pieces(), st.integers(0, 30), st.integers(0, 30))
def test_a_part_leads_back_to_the_same_places(made: tuple[str, list[tuple[int, int]]], one: int, other: int) -> None:
    text = join(*made, spaceless=True)
    start, end = (min(x, len(text.text)) for x in sorted((one, other)))
    if text.text:
        part = text.part(start, end)
        assert part.text == text.text[start:end]
        assert [part.origin(n) for n in range(end - start)] == [text.origin(n) for n in range(start, end)]


@given(pieces())
def test_parts_side_by_side_have_the_source_spans_of_the_whole(made: tuple[str, list[tuple[int, int]]]) -> None:
    text = join(*made, spaceless=True)
    if text.text:
        middle = len(text.text) // 2
        halves = text.part(0, middle), text.part(middle, len(text.text))
        places = [at for half in halves for a, b in half.source_spans() for at in range(a, b)]
        assert places == [at for a, b in text.source_spans() for at in range(a, b)]


@given(pieces())
def test_source_spans_hold_the_characters_in_order(made: tuple[str, list[tuple[int, int]]]) -> None:
    text = join(*made, spaceless=True)
    assert sum(b - a for a, b in text.source_spans()) == len(text.text)


@pytest.mark.parametrize(
    ("source", "spaceless", "joined"),
    [
        ("第 1267 (1999) 号", True, "第1267(1999)号"),
        ("Water for\nAll", True, "Water for All"),
        ("第 217 A (III) 号", True, "第217 A(III)号"),
        ("联合国 UN 系统", True, "联合国UN系统"),
        ("the\n General  Assembly", False, "the General Assembly"),
        ("\ufeff大会", True, "大会"),
    ],
)
def test_white_space_is_set_as_the_language_sets_it(source: str, spaceless: bool, joined: str) -> None:
    assert join(source, [(0, len(source))], spaceless=spaceless).text == joined


def test_nothing_is_a_text_too() -> None:
    empty = join("", [], spaceless=True)
    assert (empty.text, list(empty.source_spans()), empty.part(0, 0).text, empty.strip().text) == ("", [], "", "")


def test_strip_keeps_the_map() -> None:
    text = Text(" 大会 ", (0, 2), (4, 9)).strip()
    assert (text.text, text.origin(0), text.origin(1)) == ("大会", 5, 9)


def test_wide_characters_take_two_cells() -> None:
    assert width("大会ABC") == 7
    assert [is_wide(c) for c in "大，A("] == [True, True, False, False]


def test_a_blank_at_the_end_of_a_line_is_the_end_of_the_line() -> None:
    text = join("Water for\nAll", [(0, 9), (10, 13)], spaceless=True)
    assert list(text.source_spans()) == [(0, 13)]
