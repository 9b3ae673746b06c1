"""What a person sees of a provision: its words, and what was found in them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from resograph import display
from resograph.cli import main
from resograph.corpus.dataset import store as stored
from resograph.corpus.documents import read_documents
from resograph.corpus.scan import find
from resograph.errors import InvalidSymbol, ResographError
from resograph.explain import Explanation, Finding, Passage, explain, mark
from resograph.registry import Registry

SYMBOL = "A/RES/60/288"


@pytest.fixture(scope="module")
def store(registry: Registry) -> ox.Store:
    return stored(read_documents(find(), registry), registry)


def passage(text: str, *findings: tuple[int, int, str]) -> Passage:
    found = tuple(Finding(s, e, text[s:e], kind, "x", "x", "x", "") for s, e, kind in findings)
    return Passage("op1", "OperativeParagraph", "1.", text, "", found)


@pytest.mark.parametrize(
    ("findings", "marked"),
    [
        ([], "abcdef"),
        ([(0, 1, "act")], "[a]{act}bcdef"),
        ([(4, 6, "target")], "abcd[ef]{target}"),
        ([(0, 4, "citation"), (1, 2, "agent")], "[a[b]{agent}cd]{citation}ef"),
        ([(0, 2, "act"), (2, 3, "agent")], "[ab]{act}[c]{agent}def"),
        ([(0, 3, "act"), (2, 5, "agent")], "[abc]{act}def"),
        ([(1, 3, "partner"), (1, 3, "addressee"), (1, 3, "partner")], "a[bc]{partner, addressee}def"),
        ([(0, 3, "citation"), (1, 3, "agent")], "[a[bc]{agent}]{citation}def"),
    ],
)
def test_brackets(findings: list[tuple[int, int, str]], marked: str) -> None:
    assert mark(passage("abcdef", *findings)) == marked


def test_a_provision_comes_with_all_below_it(store: ox.Store) -> None:
    found = explain(store, f"{SYMBOL}#op3")
    assert [p.eid for p in found.passages] == ["op3", "op3.a", "op3.b", "op3.c", "op3.d", "op3.e"]
    assert found.title == "联合国全球反恐战略"
    assert found.language == "zh"


def test_findings_say_what_by_whom_and_why(store: ox.Store) -> None:
    (words,) = explain(store, f"{SYMBOL}#op3.c").passages
    by_kind = {f.kind: f for f in words.findings}
    assert by_kind["act"].entity == "act/invite"
    assert by_kind["addressee"].label == "Secretary-General"
    assert by_kind["addressee"].act == "op3.c-a1"
    assert by_kind["citation"].entity == "instrument/un-global-counter-terrorism-strategy"
    assert all(f.rule and words.text[f.start : f.end] == f.quote for f in words.findings)


def test_the_whole_document_is_in_reading_order(store: ox.Store) -> None:
    whole = explain(store, SYMBOL)
    eids = [p.eid for p in whole.passages]
    assert eids[0] == "pp1"
    assert eids.index("op2") < eids.index("annex.I") < eids.index("annex.II")
    for p in whole.passages:
        assert re.sub(r"\]\{[^}]*\}|\[", "", mark(p)) == p.text


@pytest.mark.parametrize(
    ("place", "said"),
    [
        (f"{SYMBOL}#annex.II.99", r"annex\.II\.9"),
        (f"{SYMBOL}#op3.f", r"op3\.[a-e]"),
        (f"{SYMBOL}#xyz", "Near it: "),
        ("A/RES/60/289", f"not in this graph.*{SYMBOL}"),
    ],
)
def test_what_is_not_there_names_what_is_near(store: ox.Store, place: str, said: str) -> None:
    with pytest.raises(ResographError, match=said) as caught:
        explain(store, place)
    assert caught.value.exit_status == 2


def test_no_symbol(store: ox.Store) -> None:
    with pytest.raises(InvalidSymbol):
        explain(store, "the Strategy")


def test_another_language_is_told(store: ox.Store) -> None:
    with pytest.raises(ResographError, match="in ru, but in zh"):
        explain(store, SYMBOL, "ru")


def test_values_of_a_place_are_not_spliced(store: ox.Store) -> None:
    with pytest.raises(ResographError):
        explain(store, f'{SYMBOL}#" }} SELECT * {{ ?s ?p "')


def test_the_command_reads_graphs_texts_and_gives_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], store: ox.Store
) -> None:
    data = tmp_path / "o.nq"
    store.dump(data, format=ox.RdfFormat.N_QUADS)
    place = f"{SYMBOL}#op3.c"
    assert main(["explain", place, "--data", str(data)]) == 0
    from_graph = capsys.readouterr().out
    assert "[邀请]{act}[秘书长]{addressee}" in from_graph
    assert "Secretary-General" in from_graph
    text = find()[0].path
    assert main(["explain", place, "--source", str(text)]) == 0
    assert capsys.readouterr().out == from_graph
    assert main(["explain", place, "--json", "--data", str(data)]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["passages"][0]["findings"][0]["kind"] == "act"
    assert main(["explain", f"{SYMBOL}#op99", "--data", str(data)]) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_a_terminal_gets_colours(
    store: ox.Store, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from resograph.explanation import show

    shown: Explanation = explain(store, f"{SYMBOL}#op3.c")
    monkeypatch.setattr(display, "is_terminal", lambda *_: True)
    for name in ("NO_COLOR", "COLORTERM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    show(shown)
    drawn = capsys.readouterr().out
    assert re.search("\x1b\\[[0-9;]*m秘书长\x1b", drawn)
    assert "addressee" in drawn
    assert "[秘书长]" not in drawn
