from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resograph.extract.actor_tables import actor_tables
from resograph.extract.tables import citation_tables
from resograph.extract.titles import title_tables
from resograph.registry import load
from resograph.sieve import DIGIT, Sieve, sieve, sieves

LANGUAGES = sorted(load().languages)


@pytest.mark.parametrize(
    ("pattern", "clauses"),
    [
        ("ports", [{"ports"}]),
        ("ports?", [{"port"}]),
        ("(?:the )?port", [{"port"}]),
        ("(?:sea|air)port", [{"port"}, {"sea", "air"}]),
        ("(?:sea|)port", [{"port"}]),
        ("[0-9]+ ports", [{" ports"}, {DIGIT}]),
        (r"\d{2}|[0-9]", [{DIGIT}]),
        (r"\d*", []),
        ("[0-9A-Z]", []),
        (r"(?=ports)\w+", [{"ports"}]),
        (r"(?!ports)\w+", []),
        ("(?!)", [set()]),
        ("sea(?:(?!)|port)", [{"sea"}, {"port"}]),
        ("(?i:ports)", []),
        ("(?:ports){0,3}", []),
        ("(?:ports){1,3}", [{"ports"}]),
        (r"port\ of", [{"port of"}]),
    ],
)
def test_what_every_match_holds(pattern: str, clauses: list[set[str]]) -> None:
    assert sorted(map(sorted, sieve(re.compile(pattern)).clauses)) == sorted(map(sorted, clauses))


def test_capitals_or_small_letters_hold_no_word() -> None:
    assert sieve(re.compile("ports", re.IGNORECASE)).clauses == ()


PIECES = st.sampled_from(
    ["a", "b", "ab", "1", "[0-9]", "(?:a|b1)", "(?:ab)?", "b+", "(?=a)", "(?!b)", "(?!)", r"\d", "."]
)


@given(st.lists(PIECES, max_size=5), st.lists(PIECES, min_size=1, max_size=4), st.text("ab12", max_size=8))
def test_no_match_is_lost(left: list[str], right: list[str], text: str) -> None:
    pattern = re.compile(f"(?:{''.join(left)}|{''.join(right)})")
    sieved = sieve(pattern)
    assert [m.span() for m in sieved.finditer(text)] == [m.span() for m in pattern.finditer(text)]


@given(st.lists(st.none() | st.lists(PIECES, min_size=1, max_size=4), max_size=5), st.text("ab12", max_size=8))
def test_one_look_at_a_text_leaves_every_pattern_that_matches(patterns: list[list[str] | None], text: str) -> None:
    several = [sieve(re.compile("".join(pieces))) if pieces else None for pieces in patterns]
    matching = {number for number, one in enumerate(several) if one is None or one.pattern.search(text)}
    assert matching <= sieves(several).fitting(text)


def of_language(tag: str) -> list[Sieve]:
    citations, titles, actors = citation_tables(load(), tag), title_tables(load(), tag), actor_tables(load(), tag)
    named = (*citations.rules, *titles.described, *actors.patterns)
    return [*(s for _, s in named), *(s for _, s, _ in actors.shared), *actors.predicates, titles.title]


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_pattern_passes_the_words_that_it_finds(tag: str) -> None:
    language = load().languages[tag]
    texts = [example.text for rule in language.citations.rules for example in rule.examples]
    lost = [
        s.pattern.pattern for s in of_language(tag) for text in texts if s.pattern.search(text) and not s.passes(text)
    ]
    assert lost == []
