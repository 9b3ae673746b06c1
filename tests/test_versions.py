"""One work in several languages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from resograph import pipeline, validate, vocab
from resograph.graph import to_graph
from resograph.read.text import parse_text
from resograph.reading import Reading
from resograph.registry import load
from resograph.versions import add_version, disagreements, in_order

ZH = """ 71/900. 水事合作

 大会，

 回顾其第 60/1 号决议，

 1. 鼓励会员国共同努力；

 2. 决定继续处理此案。
"""
EN = """ 71/900. Cooperation on water

 The General Assembly,

 Recalling its resolution 60/1,

 1. Encourages Member States to work together;

 2. Decides to remain seized of the matter;

 3. Requests the Secretary-General to report.
"""


def read(text: str) -> Reading:
    registry = load()
    return pipeline.read(parse_text(text.encode(), "a.txt", registry), registry)


@pytest.fixture(name="both")
def readings() -> tuple[Reading, Reading]:
    first, other = in_order([read(EN), read(ZH)], load())
    return first, other


def test_the_first_version_does_not_depend_on_the_order_of_files(both: tuple[Reading, Reading]) -> None:
    assert both == in_order([read(ZH), read(EN)], load())


def test_a_provision_has_its_words_in_both_languages(both: tuple[Reading, Reading]) -> None:
    first, other = both
    registry = load()
    quads = [*to_graph(first, registry), *add_version(other, first, registry)]
    text = f"<{vocab.text}>"
    said = {q[2].rsplit("@", 1)[1] for q in quads if q[1] == text and q[0].endswith("#op1>")}
    assert said == {"en", "zh"}
    acts = [q for q in quads if q[1] == f"<{vocab.verbPhrase}>" and "#op1-" in q[0]]
    assert len(acts) == 1


def test_a_graph_of_two_versions_conforms(both: tuple[Reading, Reading]) -> None:
    first, other = both
    registry = load()
    report = validate.validate([*to_graph(first, registry), *add_version(other, first, registry)])
    assert [f for f in report.findings if f.severity == "violation"] == []


def test_what_one_version_lacks_is_named_with_its_place(both: tuple[Reading, Reading]) -> None:
    first, other = both
    assert {(i.kind, i.place) for i in disagreements(other, first)} == {("languages-disagree", "op3")}
    same = replace(other, structure=replace(other.structure, provisions=first.structure.provisions))
    assert list(disagreements(same, first)) == []
