"""What is imported when: nobody waits for libraries that a command does not use. Modules are asserted, never times."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = frozenset(
    {"pydantic", "yaml", "pyoxigraph", "shacl", "pyshacl", "rdflib", "rich", "zstandard", "daachorse", "SPARQLWrapper"}
)


def imported(*arguments: str, cwd: Path) -> tuple[set[str], int]:
    """Give the modules that a command imports, and its exit status."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "resograph.cli", *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    return set(re.findall(r"^import time:.*\| +(\S+)$", done.stderr, re.MULTILINE)), done.returncode


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["build", "--help"], ["nonsense"]])
def test_help_imports_the_command_line_and_nothing_else(arguments: list[str], tmp_path: Path) -> None:
    modules, _ = imported(*arguments, cwd=tmp_path)
    assert {m for m in modules if m.startswith("resograph")} == {"resograph", "resograph.errors"}
    assert not {m.partition(".")[0] for m in modules} & HEAVY
    # what Python itself needs for a command line, and little more
    known = set(sys.stdlib_module_names)
    assert {m.partition(".")[0] for m in modules} - known <= {"resograph"} | site_modules(tmp_path)


def site_modules(cwd: Path) -> set[str]:
    """Give what an interpreter imports by itself (site customisation, editable installs)."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", "pass"], cwd=cwd, capture_output=True, text=True, check=True
    )
    return {m.partition(".")[0] for m in re.findall(r"^import time:.*\| +(\S+)$", done.stderr, re.MULTILINE)}


def test_a_build_in_a_pipe_does_not_import_what_it_does_not_use(tmp_path: Path) -> None:
    modules, status = imported("build", "--out", str(tmp_path / "dist"), cwd=tmp_path)
    assert status == 0
    assert not {m.partition(".")[0] for m in modules} & {"rich", "rdflib", "pyshacl", "SPARQLWrapper"}
    assert "pyoxigraph" in modules


def test_the_catalogue_is_listed_without_reading_data(tmp_path: Path) -> None:
    modules, status = imported("query", "--list", cwd=tmp_path)
    assert status == 0
    assert not {m.partition(".")[0] for m in modules} & {"yaml", "daachorse", "rdflib", "rich"}
