"""What the enacting body does in a paragraph, in which words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from resograph.model import Provision
from resograph.reading import Reading

Read = Callable[[dict[str, Any]], Reading]
Last = Callable[[Reading], Provision]


@pytest.mark.cases("acts")
def test_a_paragraph_acts(case: dict[str, Any], read_case: Read, last: Last) -> None:
    reading = read_case(case)
    provision = last(reading)
    acts = [a for a in reading.acts if a.eid == provision.eid]
    assert [[provision.text.text[slice(*a.phrase.span)], a.act] for a in acts] == case["finds"]
    if "qualifiers" in case:
        assert [name for a in acts for name, _ in a.qualifiers] == case["qualifiers"]


@pytest.mark.cases("acts")
def test_acts_and_what_they_say_follow_each_other(case: dict[str, Any], read_case: Read) -> None:
    reading = read_case(case)
    for provision in reading.structure.provisions:
        acts = [a for a in reading.acts if a.eid == provision.eid]
        assert [a.position for a in acts] == list(range(1, len(acts) + 1))
        ends = [0, *(a.phrase.content[1] for a in acts)]
        for act, before in zip(acts, ends, strict=False):
            assert before <= act.phrase.span[0] < act.phrase.span[1] <= act.phrase.content[0] <= act.phrase.content[1]


def test_what_was_done_begins_behind_the_name_and_the_meeting(read_case: Read) -> None:
    text = "1. قررت الجمعية العامة، في جلستها العامة 99، المعقودة في 1 أيلول/سبتمبر 2023، أن تدرج البند."
    case = {"language": "ar", "symbol": "A/DEC/77/570", "text": text}
    reading = read_case(case)
    words = reading.structure.provisions[0].text.text
    assert [words[slice(*a.phrase.content)].strip() for a in reading.acts] == ["أن تدرج البند."]


def test_an_item_stands_under_the_last_measure_of_its_lead_in(read_case: Read) -> None:
    case = {"before": ["1. 欢迎进展，并决定采取以下步骤，同时认识到困难："], "text": "(a) 加强合作。"}
    act = read_case(case).acts[-1]
    assert (act.eid, act.act, act.force, act.governed_by) == ("op1.a", "decide", "decide", ("op1", 2))


def test_who_acts_is_the_body_unless_the_members_speak(read_case: Read) -> None:
    reading = read_case({"body": "sc", "text": "1. 决定继续处理此案；"})
    assert {a.agent for a in reading.acts} == {"sc"}
    case = {"before": ["1. 通过本决议附件；", "附件", "宣言"], "text": "我们重申以往的承诺。"}
    last = read_case(case).acts[-1]
    assert (last.act, last.agent) == ("reaffirm", "member-states")
