"""What holds of every symbol, whatever its text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from resograph.errors import InvalidSymbol
from resograph.numerals import from_roman, to_roman
from resograph.symbol import Symbol

numbers = st.integers(1, 99999).map(str)
parts = st.sampled_from(["", "A", "B", "A-C", " D", " A-B"])
regular = st.integers(1, 99).map(str)
special = st.builds("{}-{}".format, st.sampled_from(["S", "ES"]), st.integers(1, 40))
years = st.integers(1946, 2050).map(str)
romans = st.integers(1, 40).map(to_roman)
numbered = st.one_of(
    st.builds("A/RES/{}/{}{}".format, regular | special, numbers, parts),
    st.builds("A/RES/{}{} ({})".format, numbers, parts, romans),
    st.builds("S/RES/{} ({})".format, numbers, years),
    st.builds("{}/{}/{}".format, st.sampled_from(["E/RES", "E/DEC", "S/PRST", "E/CN.4", "S"]), years, numbers),
)
words = st.from_regex(r"[A-Z]{1,5}(\.[0-9]{1,2})?", fullmatch=True)
components = st.one_of(words, numbers, special, st.sampled_from(["L.1", "PV.3", "Add.1", "12(Vol.II)", "Rev.2(Supp)"]))
documents = st.builds(
    lambda first, rest: "/".join([first, *rest]),
    st.sampled_from(["A", "S", "E", "A/HRC", "CEDAW", "ISBA", "A/CONF.192"]),
    st.lists(components, min_size=1, max_size=5),
)


@given(numbered | documents)
def test_parsing_what_was_written_gives_the_same(text: str) -> None:
    """`parse(str(s)) == s`, of every text that is a symbol."""
    try:
        symbol = Symbol.parse(text)
    except InvalidSymbol:
        return
    assert Symbol.parse(str(symbol)) == symbol
    assert " " not in str(symbol)


@given(numbered)
def test_numbered_symbols_all_parse(text: str) -> None:
    assert Symbol.parse(text).number


@given(numbered | documents, st.sampled_from([" ", "\u200e", "*", "\u00a0"]))
def test_what_hangs_on_the_ends_changes_nothing(text: str, tail: str) -> None:
    try:
        symbol = Symbol.parse(text)
    except InvalidSymbol:
        return
    assert Symbol.parse(text + tail) == symbol
    assert Symbol.parse(text.lower()) == symbol


@given(st.lists(numbered | documents, min_size=2, max_size=2))
def test_two_symbols_are_equal_or_one_comes_first(texts: list[str]) -> None:
    try:
        left, right = map(Symbol.parse, texts)
    except InvalidSymbol:
        return
    assert (left < right) + (right < left) + (str(left) == str(right)) == 1


@given(st.text(st.sampled_from("ASERVCHLN/.()-[] *0123456789xé大（\u200f"), max_size=30) | st.text())
def test_any_text_parses_or_is_refused_with_its_place(text: str) -> None:
    try:
        symbol = Symbol.parse(text)
    except InvalidSymbol as error:
        assert 0 <= error.position <= len(text)  # noqa: PT017 - most texts do not raise
    else:
        assert Symbol.parse(str(symbol)) == symbol


@given(st.integers(1, 3999))
def test_roman_numerals_go_there_and_back(value: int) -> None:
    assert from_roman(to_roman(value)) == value
    assert from_roman(to_roman(value).lower()) == value
