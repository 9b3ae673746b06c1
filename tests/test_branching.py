"""Phrases as one pattern: it fits what they fit one by one, however they are shared between words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

import pytest

from resograph.extract.branching import Branching

_PHRASES = [
    f"{verb}{rest}"
    for verb in (
        "notes",
        "noting",
        "note",
        "re-notes",
        "calls",
        "asks",
        "urges",
        "begs",
        "hopes",
        "lauds",
        "makes",
        "owns",
    )
    for rest in ("", " with deep concern", " with concern", " its concern", " that")
]


def _glue(following: AbstractSet[str]) -> str:
    assert following
    return r"\s+(?:also\s+)?"


def _weighed(nouns: Sequence[str]) -> str:
    return rf"\s+(?:grave\s+)?(?:{'|'.join(nouns)})"


@pytest.fixture(name="form")
def _form() -> re.Pattern[str]:
    listed = {*_PHRASES, "noting with regret", "seeing"} - {"notes that"}
    branching = Branching(_glue, _weighed, frozenset({"concern"}))
    return re.compile(rf"(?P<subject>it )?{branching.pattern(listed, {'seeing', 'calls its concern'})}", re.IGNORECASE)


def test_every_phrase_is_matched_whole(form: re.Pattern[str]) -> None:
    lost = [p for p in _PHRASES if not form.fullmatch(f"It {p}")]
    assert lost == ["notes that"]


def test_the_longest_phrase_is_matched(form: re.Pattern[str]) -> None:
    found = [form.match(text) for text in ("Notes with concern that", "noting also with regret", "re-notes that")]
    assert [match and match.group() for match in found] == [
        "Notes with concern",
        "noting also with regret",
        "re-notes that",
    ]


def test_what_one_form_has_alone_is_not_lent_to_the_others(form: re.Pattern[str]) -> None:
    assert form.fullmatch("noting with regret")
    assert not form.fullmatch("notes with regret")


def test_a_word_may_weigh_a_noun_that_ends_a_phrase(form: re.Pattern[str]) -> None:
    assert form.fullmatch("asks its grave concern")
    assert not form.fullmatch("asks grave that")


def test_bound_phrases_fit_behind_a_subject_alone(form: re.Pattern[str]) -> None:
    assert [
        bool(form.fullmatch(t)) for t in ("seeing", "it seeing", "calls its concern", "it calls its grave concern")
    ] == [
        False,
        True,
        False,
        True,
    ]
