"""Precision, recall and F1 against what people read."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from resograph.cli import main
from resograph.evaluate import Score, total

SHARED = Path(__file__).parents[2] / "shared"
GOLD = SHARED / "gold" / "A_RES_60_288.zh.json"
SCORER = SHARED / "tools" / "score.py"
SMALL: dict[str, Any] = {
    "document": {"symbol": "A/RES/60/288", "language": "zh"},
    "units": [
        {
            "eId": "op3.c",
            "class": "Subparagraph",
            "text": "邀请秘书长为大会今后在审查《战略》实施情况和修订《战略》方面进行的讨论提供协助；",
            "acts": ["邀请", "敦促"],
            "references": [{"class": "named", "target": "instrument/un-global-counter-terrorism-strategy"}],
            "actors": [{"id": "actor/sg", "role": "addressee"}, {"id": "actor/ga", "role": "partner"}],
        }
    ],
    "followups": [{"eId": "op3.b", "what": "review"}],
}


@pytest.fixture(scope="module")
def dump(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the graph of the embedded texts."""
    out = tmp_path_factory.mktemp("built") / "dist"
    main(["build", "--out", str(out)])
    return out / "resograph.nq.zst"


def measures(dump: Path, gold: Path, capsys: pytest.CaptureFixture[str], *more: str) -> dict[str, dict[str, Any]]:
    capsys.readouterr()
    assert main(["evaluate", str(gold), "--data", str(dump), "--json", *more]) == 0
    return {m["measure"]: m for m in json.loads(capsys.readouterr().out)[0]["measures"]}


def written(folder: Path, gold: object) -> Path:
    path = folder / "gold.json"
    path.write_text(json.dumps(gold, ensure_ascii=False), "utf-8")
    return path


def test_measures(tmp_path: Path, dump: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = measures(dump, written(tmp_path, SMALL), capsys, "--errors", "3")
    assert found["acts (eId + phrase)"]["missed"] == 1
    assert found["acts (eId + phrase)"]["right"] == 1
    assert found["acts (eId + phrase)"]["recall"] == 0.5
    assert found["acts (eId + phrase)"]["errors"]["missed"] == [["op3.c", "敦促"]]
    assert found["citations, named"]["recall"] == 1
    assert found["actors (eId + actor)"]["missed"] == 0
    assert found["actors with role"]["missed"] == 1
    assert found["role addressee"]["recall"] == 1
    assert found["paragraph text"]["missed"] == 0
    assert found["follow-ups (eId + kind)"]["right"] == 1


def test_a_table_with_errors(tmp_path: Path, dump: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", str(written(tmp_path, SMALL)), "--data", str(dump), "--errors", "1"]) == 0
    assert "acts (eId + phrase): missed: op3.c  敦促" in capsys.readouterr().out


def test_several_readings_get_a_total(tmp_path: Path, dump: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gold = written(tmp_path, SMALL)
    capsys.readouterr()
    assert main(["evaluate", str(gold), str(gold), "--data", str(dump), "--json"]) == 0
    one, _, both = json.loads(capsys.readouterr().out)
    assert both["document"] == "all"
    assert both["measures"][0]["want"] == 2 * one["measures"][0]["want"]


@pytest.mark.skipif(not SCORER.exists() or not GOLD.exists(), reason="the shared scorer lies beside the project only")
def test_the_figures_are_those_of_the_shared_scorer(dump: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = [sys.executable, str(SCORER), "gold", str(dump), str(GOLD)]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    pattern = r"^ *(.+?) +P (\S+)  R (\S+)  F1 (\S+)   want (\d+) right (\d+) surplus (\d+) missed (\d+)$"
    theirs = {m[1]: list(m.groups()[1:]) for m in re.finditer(pattern, printed, re.MULTILINE)}
    ours = {
        name: [f"{m[k]:.3f}" for k in ("precision", "recall", "f1")]
        + [str(m[k]) for k in ("want", "right", "surplus", "missed")]
        for name, m in measures(dump, GOLD, capsys).items()
    }
    assert len(theirs) == 15
    assert ours == theirs


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"document": {}}, "document.symbol"),
        ({"units": []}, "units"),
        (
            {"units": [{"eId": "op1", "class": "X", "text": "x", "actors": [{"id": "actor/ga"}]}]},
            "units.0.actors.0.role",
        ),
        (
            {"units": [{"eId": "op1", "class": "X", "text": "x", "references": [{"class": "odd", "target": "a"}]}]},
            "units.0.references.0.class",
        ),
        ({"document": {"symbol": "A/RES/1/1"}}, "A/RES/1/1: not in the graph"),
        ({"document": {"symbol": "A/RES/60/288", "language": "ru"}}, "not in the graph in ru"),
    ],
)
def test_a_bad_gold_file_names_the_field(
    tmp_path: Path, dump: Path, change: dict[str, object], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", str(written(tmp_path, SMALL | change)), "--data", str(dump)]) == 3
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe{}", b"[]"])
def test_what_is_no_gold_file(tmp_path: Path, dump: Path, content: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "gold.json"
    path.write_bytes(content)
    assert main(["evaluate", str(path), "--data", str(dump)]) == 3
    assert str(path) in capsys.readouterr().err
    assert main(["evaluate", str(tmp_path / "none.json"), "--data", str(dump)]) == 3


def test_figures_at_the_edges() -> None:
    nothing, wrong = Score("x", 0, (), ()), Score("x", 0, (("a",),), (("b",),))
    assert (nothing.precision, nothing.recall, nothing.f1) == (1.0, 1.0, 1.0)
    assert (wrong.precision, wrong.recall, wrong.f1) == (0.0, 0.0, 0.0)
    assert total([[wrong], [wrong]])[0].missed == (("a",), ("a",))
