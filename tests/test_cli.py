"""The command line: what it takes, what it says, and its exit status."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from resograph import __version__, commands, display, errors
from resograph.cli import main, parser
from resograph.errors import ResographError

DOCS = (Path(__file__).parents[1] / "docs" / "commands.md").read_text("utf-8")
DATA = Path(__file__).parent / "queries" / "data.ttl"
SHAPES = Path(__file__).parent / "shapes" / "act"
INVALID = SHAPES / "invalid.unknown-force.ttl"
PLACE = "A/RES/60/288#op3"


def run(*arguments: str, cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Give what a process of its own says."""
    return subprocess.run(
        [sys.executable, "-m", "resograph.cli", *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **env},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder in which the embedded texts were built."""
    folder = tmp_path_factory.mktemp("built")
    assert main(["build", "--out", str(folder / "dist")]) == 0
    return folder


@pytest.fixture
def here(dist: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in that folder."""
    monkeypatch.chdir(dist)
    return dist


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["--version"])
    assert end.value.code == 0
    assert capsys.readouterr().out == f"resograph {__version__}\n"


@pytest.mark.parametrize(
    "arguments",
    [[], ["nonsense"], ["query"], ["query", "a", "--list"], ["validate"], ["evaluate"], ["build", "--nope"],
     ["query", "a", "--endpoint", "https://example.org", "--data", "x.ttl"]],
)  # fmt: skip
def test_a_wrong_command_line_is_status_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(arguments)
    assert end.value.code == 2
    assert "usage: resograph" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [["site", "--data", "a.nq", "OUT"], ["evaluate", "--data", "a.nq", "gold.json"], ["query", "--data", "a.nq", "invitations"]],
)  # fmt: skip
def test_what_an_option_with_several_values_has_taken_is_told(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Why: “OUT is missing” is no help to somebody who has just written it."""
    with pytest.raises(SystemExit) as end:
        main(arguments)
    assert end.value.code == 2
    assert "required" in (told := capsys.readouterr().err)
    assert "--data takes all that follows it: put it last, or “--” behind its files" in told
    given = parser().parse_args([*arguments[:3], "--", *arguments[3:]])
    assert [str(path) for path in given.data] == ["a.nq"]
    with pytest.raises(SystemExit):
        main(["site"])
    assert "--data takes" not in capsys.readouterr().err


def test_every_command_and_option_is_documented() -> None:
    for name, command in parser()._subparsers._group_actions[0].choices.items():  # type: ignore[union-attr]
        assert f"## `resograph {name}" in DOCS
        section = DOCS.split(f"## `resograph {name}")[1].split("\n## ")[0]
        for action in command._actions:
            for option in action.option_strings or [str(action.metavar)]:
                assert option in {"-h", "--help"} or option in section, f"{name} {option}"


def test_every_exit_status_is_documented() -> None:
    table = dict(re.findall(r"^\| (\d+) \| (.+?) \|", DOCS, re.MULTILINE))
    kinds = {e for e in vars(errors).values() if isinstance(e, type) and issubclass(e, ResographError)}
    assert {str(kind.exit_status) for kind in kinds} | {"0", "1", "130", "141"} == set(table)


def test_validate_says_whether_files_conform(dist: Path, capsys: pytest.CaptureFixture[str]) -> None:
    graph = str(dist / "dist" / "resograph.nq.zst")
    assert main(["validate", graph]) == 0
    assert "resograph.nq.zst: conforms\n" in capsys.readouterr().out
    assert main(["validate", graph, str(INVALID)]) == 1
    said = capsys.readouterr().out
    assert f"{INVALID}: does not conform" in said
    assert "rg:force" in said
    assert main(["validate", str(dist / "none.ttl")]) == 3


def test_validate_for_programs_and_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", "--json", "--lang", "zh", str(INVALID)]) == 1
    (file,) = json.loads(capsys.readouterr().out)
    assert file["conforms"] is False
    assert file["file"] == str(INVALID)
    assert re.search("[一-龥]", file["findings"][0]["message"])


@pytest.mark.parametrize("format_", ["table", "csv", "json"])
def test_query_formats(format_: str, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["query", "what-is-asked-of", "--data", str(DATA), "--param", "actor=interpol", "--format", format_]
    assert main(arguments) == 0
    out = capsys.readouterr().out
    if format_ == "json":
        assert json.loads(out)["results"]["bindings"]
    elif format_ == "csv":
        assert next(csv.reader(io.StringIO(out)))[:2] == ["symbol", "eId"]
    else:
        assert set(out.splitlines()[1]) == {"-", " "}


def test_query_gives_turtle_for_construct_unless_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", "document-citations", "--data", str(DATA)]) == 0
    assert "@prefix" in capsys.readouterr().out


def test_query_language_is_its_parameter(capsys: pytest.CaptureFixture[str]) -> None:
    main(["query", "concepts-of-a-scheme", "--data", str(DATA), "--lang", "zh", "--format", "csv"])
    chinese = capsys.readouterr().out
    main(["query", "concepts-of-a-scheme", "--data", str(DATA), "--format", "csv"])
    english = capsys.readouterr().out
    main(["query", "concepts-of-a-scheme", "--data", str(DATA), "--param", "lang=zh", "--format", "csv"])
    assert capsys.readouterr().out == chinese != english


def test_query_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", "--list"]) == 0
    assert "what-is-asked-of" in capsys.readouterr().out
    assert main(["query", "--list", "--format", "json", "--lang", "zh"]) == 0
    listed = {q["name"]: q for q in json.loads(capsys.readouterr().out)}
    assert listed["what-is-asked-of"]["title"] == "对某一行为体的要求"


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["query", "what-is-ask-of"], 6, "what-is-asked-of"),
        (["query", "what-is-asked-of", "--data", str(DATA), "--param", "actor"], 2, "NAME=VALUE"),
        (["query", "what-is-asked-of", "--data", str(DATA), "--param", "nobody=1"], 6, "no parameter"),
        (["query", "outline", "--endpoint", "http://127.0.0.1:9/sparql"], 6, "cannot be reached"),
        (["query", "outline", "--data", "none.ttl"], 3, "none.ttl"),
    ],
)
def test_what_cannot_be_asked(arguments: list[str], status: int, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == status
    caught = capsys.readouterr()
    assert not caught.out
    assert caught.err.startswith("resograph: ")
    assert said in caught.err


def test_query_asks_what_was_built_here(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (here / "dist" / "resograph.nq.zst").is_file()
    assert main(["query", "what-is-asked-of", "--format", "csv"]) == 0
    built = capsys.readouterr()
    assert not built.err
    assert "annex.II.16" in built.out


def test_without_a_build_the_embedded_texts_are_asked_and_that_is_said(
    here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["query", "what-is-asked-of", "--format", "csv"])
    built = capsys.readouterr().out
    monkeypatch.chdir(tmp_path)
    assert main(["query", "what-is-asked-of", "--format", "csv"]) == 0
    anew = capsys.readouterr()
    assert anew.out == built
    assert "dist/resograph.nq.zst is not there" in anew.err
    assert list(tmp_path.iterdir()) == [] != list(here.iterdir())


def test_a_query_with_graphs_works_on_both(
    here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["query", "graphs", "--format", "csv"])
    built = capsys.readouterr().out
    assert "A/RES/60/288" in built
    assert here.is_dir()
    monkeypatch.chdir(tmp_path)
    main(["query", "graphs", "--format", "csv"])
    assert capsys.readouterr().out == built


def test_a_pipe_that_closes_is_quiet(dist: Path) -> None:
    command = f"{sys.executable} -m resograph.cli explain A/RES/60/288; echo $? >&2"
    done = subprocess.run(
        ["/bin/sh", "-c", f"({command}) | head -1"],
        cwd=dist,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.startswith("A/RES/60/288")
    assert done.stderr == "141\n"


def test_an_interrupt_is_status_130(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupt(_: object) -> bool:
        raise KeyboardInterrupt

    monkeypatch.setattr(commands, "build", interrupt)
    assert main(["build"]) == 130
    assert capsys.readouterr().err == "resograph: interrupted. Earlier output is unchanged.\n"


def test_an_encoding_without_chinese_gets_escapes(dist: Path) -> None:
    done = run("explain", PLACE, cwd=dist, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert done.returncode == 0
    assert "\\u51b3\\u5b9a" in done.stdout


def test_tables_are_drawn_on_a_terminal_only(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [("决定", 3), ("a\x1b[31mb", 12)]
    display.table(("act", "n"), rows, "Acts")
    assert capsys.readouterr().out.splitlines() == ["Acts", "act       n", "-------  --", "决定      3", "a [31mb  12"]
    monkeypatch.setattr(display, "is_terminal", lambda *_: True)
    display.table(("act", "n"), rows, "Acts")
    drawn = capsys.readouterr().out
    assert "─" in drawn
    assert "\x1b[31mb" not in drawn
