"""What shows only between documents: dates, gaps in the numbers, what is cited and not there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from resograph.cli import main
from resograph.corpus.across import Cited, Relations, across


def held(*numbers: int, series: str = "A/RES/70", day: str = "2015-12-23") -> list[Relations]:
    return [Relations(f"{series}/{number}", day, ()) for number in numbers]


def found(*documents: Relations) -> set[tuple[str, str, str]]:
    return {(symbol, issue.kind, issue.place) for symbol, issue in across(documents)}


def test_a_date_that_was_another_day() -> None:
    citing = Relations("A/RES/71/1", "2016-12-01", (Cited("A/RES/70/1", "2015-12-22", "pp1"),))
    assert found(*held(1), citing) == {("A/RES/71/1", "cited-date-wrong", "pp1")}


def test_what_was_adopted_later() -> None:
    citing = Relations("A/RES/69/1", "2014-12-01", (Cited("A/RES/70/1", None, "fn1"),))
    assert found(*held(1), citing) == {("A/RES/69/1", "cites-later", "fn1")}


@pytest.mark.parametrize("cited", ["A/RES/70/31", "A/RES/60/1", "A/70/1", "S/RES/5(1946)"])
def test_what_no_file_of_a_series_holds_is_not_missed(cited: str) -> None:
    citing = Relations("A/RES/70/12", "2015-12-23", (Cited(cited, None, "pp1"),))
    assert found(*held(*range(1, 12)), citing) == set()


def test_a_number_that_is_lacking_is_named_and_so_is_who_cites_it() -> None:
    citing = Relations("A/RES/70/12", "2015-12-23", (Cited("A/RES/70/5", None, "pp1"),))
    numbers = [n for n in range(1, 12) if n != 5]
    assert found(*held(*numbers), citing) == {
        ("A/RES/70/12", "cited-not-read", "pp1"),
        ("A/RES/70/5", "number-not-read", "document"),
    }


def test_few_numbers_of_a_session_say_nothing_of_the_rest() -> None:
    assert found(*held(*range(1, 60, 6))) == set()


def test_a_report_counts_them_by_kind_with_examples(tmp_path: Path) -> None:
    for number, date in ((301, "8 September 2006"), (302, "9 September 2006")):
        text = f" 60/{number}. Water\n\n The General Assembly,\n\n Recalling its resolution 60/301 of {date},\n\n"
        meeting = "99th plenary meeting\n 8 September 2006\n"
        (tmp_path / f"{number}.txt").write_text(
            f"{text} 1. Decides to remain seized of the matter.\n\n{meeting}", "utf-8"
        )
    main(["build", str(tmp_path), "--out", str(tmp_path / "dist")])
    totals = json.loads((tmp_path / "dist" / "report.json").read_bytes())["totals"]["issues"]
    assert totals["cited-date-wrong"]["count"] == 1
    assert totals["cited-date-wrong"]["examples"][0]["document"] == "A/RES/60/302"
