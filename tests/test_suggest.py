"""Names that no record has: gathered from a graph, counted, shown in their words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from resograph import iri, pipeline
from resograph.cli import main
from resograph.dataset import load as graph
from resograph.read.text import parse_text
from resograph.registry import Registry
from resograph.suggest import suggest

TEXT = """ 71/{}. Water

 The General Assembly,

 Recalling the Charter of the United Nations,

 1. Requests the Panel on Pipes to report to it;

 2. Invites the panel on pipes to cooperate with States;

 3. Urges the Panel of Sluices, in its work, to help.
"""


@pytest.fixture
def dump(tmp_path: Path, registry: Registry) -> str:
    lines = []
    for number in (900, 901):
        expression = parse_text(TEXT.format(number).encode(), "a.txt", registry)
        lines += [f"{s} {p} {o} {g} .\n" for s, p, o, g in pipeline.run(expression, registry)]
    path = tmp_path / "graph.nq"
    path.write_text("".join(lines), "utf-8")
    return str(path)


def test_names_are_counted_whatever_their_capitals(dump: str, registry: Registry) -> None:
    first, second = suggest(graph([Path(dump)]), registry, 2)
    assert (first.name, first.count, first.documents) == ("the Panel on Pipes", 4, 2)
    assert first.places == ("A/RES/71/900#op1", "A/RES/71/900#op2", "A/RES/71/901#op1")
    assert first.context == "Requests [the Panel on Pipes] to report to it;"
    assert (second.name, second.count) == ("the Panel of Sluices", 2)
    assert iri.BASE not in str(first)


def test_the_command_prints_them(dump: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["suggest", "--data", dump, "--most", "1"]) == 0
    assert "[the Panel on Pipes]" in capsys.readouterr().out
    assert main(["suggest", "--data", dump, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [s["name"] for s in found if s["kind"] == "actor"] == ["the Panel on Pipes", "the Panel of Sluices"]


def test_less_than_one_name_is_no_question(dump: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["suggest", "--data", dump, "--most", "-3"]) == 2
    assert "at least 1" in capsys.readouterr().err
