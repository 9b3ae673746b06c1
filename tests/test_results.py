"""How answers are written."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
import rdflib

from resograph.errors import QueryError
from resograph.query import Node, Result, find, load, render, run

DATA = Path(__file__).parent / "queries" / "data.ttl"

ROWS = Result(
    "SELECT",
    ("who", "n"),
    (
        (Node("literal", '大会, "x"', "zh"), None),
        (Node("iri", "http://e/\x1b[31m"), Node("literal", "=1+1", "", "http://e/int")),
    ),
)


def test_table_is_aligned_and_cannot_steer_a_terminal() -> None:
    lines = render(ROWS, "table").splitlines()
    assert lines == ["who             n", "--------------  ----", '大会, "x"', "http://e/ [31m  =1+1"]
    assert render(Result("SELECT", ("a",)), "table") == "a\n-\n(no rows)\n"
    assert render(Result("ASK", boolean=True), "table") == "yes\n"


def test_csv_is_rfc_4180() -> None:
    text = render(ROWS, "csv")
    assert text.startswith('who,n\r\n"大会, ""x""",\r\n')
    assert next(iter(csv.DictReader(io.StringIO(text))))["who"] == '大会, "x"'


def test_json_is_that_of_the_standard() -> None:
    assert json.loads(render(ROWS, "json")) == {
        "head": {"vars": ["who", "n"]},
        "results": {
            "bindings": [
                {"who": {"type": "literal", "value": '大会, "x"', "xml:lang": "zh"}},
                {
                    "who": {"type": "uri", "value": "http://e/\x1b[31m"},
                    "n": {"type": "literal", "value": "=1+1", "datatype": "http://e/int"},
                },
            ]
        },
    }
    assert json.loads(render(Result("ASK", boolean=False), "json")) == {"head": {}, "boolean": False}


def test_turtle_of_a_construct_is_deterministic_and_complete() -> None:
    store = load([DATA])
    result = run(find("document-citations"), store, {"symbol": "A/RES/99/1"})
    text = render(result, "ttl")
    assert text == render(run(find("document-citations"), load([DATA]), {"symbol": "A/RES/99/1"}), "ttl")
    assert "@prefix cito:" in text
    assert len(rdflib.Graph().parse(data=text)) == len(result.triples) == 2


@pytest.mark.parametrize(
    ("result", "written", "cure"),
    [
        (ROWS, "ttl", "write CONSTRUCT"),
        (Result("ASK", boolean=True), "csv", "table or json"),
        (Result("CONSTRUCT"), "json", "Ask for ttl"),
        (ROWS, "xml", "choose from table, csv, json, ttl"),
    ],
)
def test_a_format_that_cannot_hold_the_answer_says_what_can(result: Result, written: str, cure: str) -> None:
    with pytest.raises(QueryError, match=cure):
        render(result, written)
