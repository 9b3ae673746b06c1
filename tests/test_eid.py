"""eIds: the cases of cases/eids.yml."""

from __future__ import annotations

import doctest
import itertools
from pathlib import Path
from typing import Any

import pytest
import yaml

from resograph import eid
from resograph.eid import InvalidEid, child, label_value, order_key, parent, parse

CASES: dict[str, list[Any]] = yaml.safe_load((Path(__file__).parent / "cases" / "eids.yml").read_text("utf-8"))


def test_examples_in_docstrings() -> None:
    assert doctest.testmod(eid).failed == 0


@pytest.mark.parametrize("case", CASES["labels"], ids=lambda case: f"{case.get('previous', '')}{case['text']}")
def test_labels(case: dict[str, Any]) -> None:
    found = label_value(case["text"], case.get("previous"))
    assert (found.text, found.kind) == (case["segment"], case["kind"])


@pytest.mark.parametrize("text", CASES["valid"])
def test_valid(text: str) -> None:
    assert str(parse(text)) == text


@pytest.mark.parametrize("case", CASES["invalid"], ids=lambda case: case["text"])
def test_invalid_names_the_place(case: dict[str, Any]) -> None:
    with pytest.raises(InvalidEid) as caught:
        parse(case["text"])
    assert caught.value.position == case["position"]


@pytest.mark.parametrize("row", CASES["ascending"], ids=lambda row: row[0])
def test_reading_order(row: list[str]) -> None:
    for left, right in itertools.combinations(row, 2):
        assert order_key(left) < order_key(right)
        assert parse(left) < parse(right)


def test_a_list_in_six_languages_has_the_same_eids() -> None:
    lists = ["(a) (b) (c) (d) (e)", "а) б) в) г) д)", "(أ) (ب) (ج) (د) (هـ)", "a) b) c) d) e)"]
    segments = set()
    for labels in lists:
        printed = labels.split()
        pairs = zip(printed, [None, *printed], strict=False)
        segments.add(tuple(label_value(text, previous).text for text, previous in pairs))
    assert segments == {("a", "b", "c", "d", "e")}


def test_child_refuses_what_is_no_segment() -> None:
    with pytest.raises(InvalidEid, match="one segment"):
        child("op1", "a.b")


def test_parent() -> None:
    assert parent(child("annex.II", "0")) == "annex.II"
    assert parent("pp1") is None
