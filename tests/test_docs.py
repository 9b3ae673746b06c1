"""What the documents say holds: every example in them runs, every link leads somewhere, every command is described.

A document is one story. Its examples run in order in a copy of the project in which `resograph build` was run:

- a fence with a path (```` ```yaml data/acts.yml ````) is written to that file, or added to it (`ADDED_TO`);
- `console`: each `$ resograph …` runs, and its output is as shown, white space aside; `…` stands for anything, and a
  status other than 0 is shown too;
- `python` runs; what it prints is in the fence `output` after it;
- `turtle` is part of the built graph; `sparql` is answered by two engines alike, with at least one row;
- `sh` holds commands that change the machine: only the targets of make are checked;
- `text source` is in a text of data/sources; `text measured` is what `resograph evaluate` prints of the shared reading.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import takewhile
from pathlib import Path
from types import ModuleType

import pyoxigraph as ox
import pytest
import rdflib
import yaml

from resograph.cli import parser
from resograph.dataset import load

ROOT = Path(__file__).parents[1]
DOCUMENTS = (*sorted(ROOT.glob("[A-Z]*.md")), *sorted((ROOT / "docs").glob("*.md")), *sorted(ROOT.glob("tests/*.md")))
GOLD = Path(os.environ.get("RESOGRAPH_GOLD", ROOT.parent / "shared" / "gold")) / "A_RES_60_288.zh.json"
PARTS = ("src", "data", "ontology", "shapes", "queries")
ADDED_TO = (".yml", ".tsv")
FIRST_SCREEN = 45
# Places on a machine, and registries: no document depends on where it was written.
FORBIDDEN = re.compile(
    r"(?<![\w.:/])/(?:work|tmp|home|root|usr|opt|mnt)/|[A-Z]:\\|localhost|127\.0\.0\.1|pypi\.|index-url"
)
_FENCE = re.compile(r"^```(\w+)(?: ([^\n`]+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Example:
    """A fenced example: line of its document, kind, path or role, text."""

    line: int
    kind: str
    role: str
    text: str


def examples(path: Path) -> Iterator[Example]:
    """Give the examples of a document in order."""
    text = path.read_text("utf-8")
    for match in _FENCE.finditer(text):
        yield Example(text.count("\n", 0, match.start()) + 1, match[1], match[2] or "", match[3])


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python with the copy of the project in a folder; both outputs are one, as on a terminal."""
    env = {**os.environ, "PYTHONPATH": str(folder / "src"), "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )


def command(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run(folder, "-m", "resograph.cli", *arguments)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a copy of the project with its dist/, built once."""
    folder = tmp_path_factory.mktemp("docs") / "project"
    for part in PARTS:
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    done = command(folder, "build")
    assert done.returncode == 0, done.stdout
    return folder


@pytest.mark.parametrize("path", DOCUMENTS, ids=named)
def test_the_examples_hold(path: Path, built: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(built, tmp_path / "project")
    printed = ""
    for example in examples(path):
        printed = hold(example, folder, printed, f"{named(path)}:{example.line}")


def hold(example: Example, folder: Path, printed: str, where: str) -> str:
    """Hold one example; give what a Python example printed."""
    if "." in example.role:
        write(example, folder, where)
    elif example.kind == "console":
        console(example.text, folder, where)
    elif example.kind == "python":
        done = run(folder, "-W", "ignore::DeprecationWarning", "-c", example.text)
        assert done.returncode == 0, f"{where}\n{done.stdout}"
        return done.stdout
    elif example.kind == "output":
        assert like(example.text, printed), f"{where}\n{printed}"
    elif example.kind == "turtle":
        missing = triples(prefixes(folder) + example.text) - triples(everything(folder))
        assert not missing, f"{where}\n{missing}"
    elif example.kind == "sparql":
        assert len(answers(folder, example.text)) > 0, where
    elif example.role == "source":
        text = "".join(path.read_text("utf-8") for path in sorted((folder / "data/sources").glob("*.txt")))
        assert example.text.strip("\n") in text, where
    elif example.role == "measured":
        measured(example.text, folder, where)
    else:
        assert example.kind in {"sh", "text"}, f"{where}: a fence that nothing holds ({example.kind})"
        targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
        assert set(re.findall(r"^make ([a-z]+)", example.text, re.MULTILINE)) <= targets, where
    return ""


def write(example: Example, folder: Path, where: str) -> None:
    """Write or add to a file; the registries must load with what was added to data/."""
    path, kept = folder / example.role, ROOT / example.role
    if example.role.startswith("tests/") and kept.exists():
        assert example.text in kept.read_text("utf-8"), f"{where}: is not there"
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    adds = path.exists() and path.suffix in ADDED_TO
    if adds and path.suffix == ".yml":
        ids = {record["id"] for record in yaml.safe_load(path.read_text("utf-8"))}
        assert not ids & {record["id"] for record in yaml.safe_load(example.text)}, f"{where}: is there by now"
    with path.open("a" if adds else "w", encoding="utf-8") as file:
        file.write(example.text)
    if path.is_relative_to(folder / "data") and path.suffix in ADDED_TO:
        done = run(folder, "-c", "from resograph.registry import load; load()")
        assert done.returncode == 0, f"{where}\n{done.stdout}"


def console(text: str, folder: Path, where: str) -> None:
    status = 0
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        line, _, expected = part.partition("\n")
        if line == "echo $?":
            assert expected.strip() == str(status), f"{where}: {status}"
            continue
        name, *arguments = shlex.split(line)
        assert name == "resograph", f"{where}: only resograph runs here"
        done = command(folder, *arguments)
        status = done.returncode
        assert "Traceback" not in done.stdout, done.stdout
        assert like(expected, done.stdout), f"{where}: $ {line}\n{done.stdout}"
        assert status == 0 or "\n$ echo $?\n" in text, f"{where}: $ {line}: status {status}"


def like(shown: str, printed: str) -> bool:
    """Say whether an output is as shown: `…` alone stands for lines, in a line for any text."""
    lines = ["(?:.*\n)*?" if line == "…" else as_shown(line) for line in level(shown)]
    return re.fullmatch("".join(lines), "".join(f"{line}\n" for line in level(printed))) is not None


def as_shown(line: str) -> str:
    return ".*?".join(re.escape(part.strip()) for part in line.split("…")) + "\n"


def level(text: str) -> list[str]:
    """Give the lines of a text without what depends on the width of columns."""
    return [re.sub(r"-{3,}", "---", " ".join(line.split())) for line in text.strip().splitlines()]


def measured(text: str, folder: Path, where: str) -> None:
    """Hold figures, where the shared reading lies beside this checkout."""
    if GOLD.is_file():
        done = command(folder, "evaluate", str(GOLD))
        assert level(text) == level(done.stdout), f"{where}\n{done.stdout}"


@cache
def everything(folder: Path) -> str:
    dumps = (folder / "dist" / f"{name}.ttl" for name in ("resograph", "vocabulary", "ontology"))
    return "".join(dump.read_text("utf-8") for dump in dumps)


def prefixes(folder: Path) -> str:
    return "".join(line + "\n" for line in everything(folder).splitlines() if line.startswith(("@base", "@prefix")))


def triples(turtle: str) -> set[ox.Triple]:
    return {quad.triple for quad in ox.parse(turtle, format=ox.RdfFormat.TURTLE)}


@cache
def graph(dist: Path) -> rdflib.Graph:
    made = rdflib.Graph(bind_namespaces="none")
    for name in ("resograph.ttl", "vocabulary.ttl"):
        made.parse(dist / name)
    return made


def answers(folder: Path, query: str) -> list[list[str]]:
    """Give the rows on which both engines agree."""
    found = load([folder / "dist/resograph.nq.zst"]).query(query, use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    rows = sorted([getattr(term, "value", "") for term in row] for row in found)
    others = [row for row in graph(folder / "dist").query(query) if isinstance(row, rdflib.query.ResultRow)]
    assert rows == sorted(["" if term is None else str(term) for term in row] for row in others)
    return rows


@pytest.mark.parametrize("path", DOCUMENTS, ids=named)
def test_links_lead_somewhere(path: Path) -> None:
    for link in _LINK.findall(path.read_text("utf-8")):
        target, _, anchor = link.partition("#")
        if target.startswith(("https:", "mailto:")):
            continue
        there = path.parent / target if target else path
        assert there.exists(), link
        if anchor:
            headings = _HEADING.findall(there.read_text("utf-8"))
            slugs = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
            assert anchor in slugs, link


@pytest.mark.parametrize("path", DOCUMENTS, ids=named)
def test_no_document_depends_on_a_machine(path: Path) -> None:
    assert not FORBIDDEN.findall(path.read_text("utf-8"))


def test_the_first_screen_shows_text_triples_and_two_commands() -> None:
    lines = (ROOT / "README.md").read_text("utf-8").splitlines()[:FIRST_SCREEN]
    for wanted in ("```text source", "```turtle", "make build", "make test"):
        assert any(wanted in line for line in lines), wanted


def test_the_turtle_of_the_first_screen_is_printed_as_in_the_dump(built: Path) -> None:
    block = next(e for e in examples(ROOT / "README.md") if e.kind == "turtle")
    assert block.text in (built / "dist/resograph.ttl").read_text("utf-8")


def subcommands() -> dict[str, argparse.ArgumentParser]:
    found: dict[str, argparse.ArgumentParser] = {}
    for action in parser()._actions:
        if isinstance(action, argparse._SubParsersAction):
            found |= action.choices
    return found


@pytest.mark.parametrize("name", subcommands())
def test_every_command_and_option_is_described(name: str) -> None:
    """In docs/commands.md, under the heading of the command; and no option is described that there is not."""
    lines = (ROOT / "docs/commands.md").read_text("utf-8").splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith(f"## `resograph {name}"))
    section = "\n".join([lines[start], *takewhile(lambda line: not line.startswith("## "), lines[start + 1 :])])
    actions = [action for action in subcommands()[name]._actions if action.dest != "help"]
    wanted = {option for action in actions for option in action.option_strings}
    assert set(re.findall(r"(?<![\w-])-(?:[a-z]|-[a-z]+(?:-[a-z]+)*)(?![\w-])", section)) == wanted
    for action in actions:
        if not action.option_strings:
            assert str(action.metavar) in section


@cache
def tool(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / f"tools/{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def test_the_benchmarks_have_the_columns_and_steps_of_the_tool() -> None:
    text = (ROOT / "docs/benchmarks.md").read_text("utf-8")
    bench, _ = tool("bench"), tool("servers")
    for columns in (bench.SIDES, bench.STARTS, tool("bench_serve").COLUMNS):
        assert f"| {' | '.join(columns)} |" in text
    for step in (*bench.STEPS, *bench.COMMANDS):
        assert f"| {step} |" in text
