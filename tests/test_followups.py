"""What a paragraph orders for later: reports, reviews, agenda items, meetings, mandates; by whom and when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from resograph.interpret.followups import _date, _later
from resograph.model import Provision
from resograph.reading import Reading
from resograph.registry import Registry

Read = Callable[[dict[str, Any]], Reading]
Last = Callable[[Reading], Provision]


@pytest.mark.cases("followups")
def test_a_paragraph_orders(case: dict[str, Any], read_case: Read, last: Last) -> None:
    reading = read_case(case)
    provision = last(reading)
    text = provision.text.text
    found = [
        [
            text[slice(*f.span)],
            f.type,
            f.by,
            text[slice(*f.due)] if f.due else None,
            str(f.date) if f.date else f.session,
            f.recurrence,
        ]
        for f in reading.follow_ups
        if f.eid == provision.eid
    ]
    assert found == case["finds"]


def test_years_after_a_leap_day() -> None:
    assert _later(dt.date(2024, 2, 29), 1) == dt.date(2025, 3, 1)
    assert _later(dt.date(2024, 2, 29), 4) == dt.date(2028, 2, 29)


def test_without_a_day_of_adoption_years_give_no_date(read_case: Read) -> None:
    reading = read_case({"text": "1. 决定五年后审查执行情况；"})
    assert [str(f.date) for f in reading.follow_ups] == ["2020-12-01"]


@pytest.mark.parametrize(
    ("tag", "due"),
    [
        ("ar", "14 كانون الثاني/يناير 2026"), ("en", "14 January 2026"), ("es", "el 14 de enero de 2026"),
        ("fr", "le 14 janvier 2026"), ("ru", "14 января 2026 года"), ("zh", "2026年1月14日"),
    ],
)  # fmt: skip
def test_a_day_that_is_written_out_is_read_in_each_language(tag: str, due: str, registry: Registry) -> None:
    assert _date({"due": due}, registry, tag, None) == dt.date(2026, 1, 14)
    assert _date({"due": ""}, registry, tag, None) is None
