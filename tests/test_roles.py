"""Who plays which part in what a paragraph says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from resograph.model import Provision
from resograph.reading import Reading

Read = Callable[[dict[str, Any]], Reading]
Last = Callable[[Reading], Provision]


@pytest.mark.cases("roles")
def test_a_paragraph_gives_everybody_a_part(case: dict[str, Any], read_case: Read, last: Last) -> None:
    reading = read_case(case)
    provision = last(reading)
    found = [
        [provision.text.text[slice(*r.naming.span)], r.naming.actor, r.role, r.rule]
        for r in reading.roles
        if r.naming.eid == provision.eid
    ]
    assert found == case["finds"]


def test_each_of_two_acts_has_its_own_addressee(read_case: Read) -> None:
    roles = read_case({"text": "1. 请秘书长编写报告，并邀请各国提出意见；"}).roles
    assert [(r.naming.actor, r.act) for r in roles if r.role == "addressee"] == [("sg", 1), ("states", 2)]
