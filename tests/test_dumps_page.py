"""The page of the dumps: what can be downloaded, its seal, and lines that load it."""

from __future__ import annotations

import hashlib
import re
from html import unescape
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from resograph import cli
from resograph.dataset import content
from resograph.distribution import DUMPS, FULL, Download, counts, downloads
from resograph.registry import Registry
from resograph.site.pages import Site, page
from test_site import Seen


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dumps") / "dist"
    assert cli.main(["build", "--core", "--out", str(out)]) == 0
    return out


@pytest.mark.parametrize("tag", ["ar", "en", "es", "fr", "ru", "zh"])
def test_each_dump_stands_there_with_its_seal(made: Site, dist: Path, registry: Registry, tag: str) -> None:
    html = (page(made, f"data.{tag}.html", None, downloads(dist)) or b"").decode()
    seen = Seen(html)
    assert not seen.open
    for name, (_, key) in DUMPS.items():
        assert f"data/{name}" in seen.links
        assert hashlib.sha256((dist / name).read_bytes()).hexdigest() in html
        assert registry.interfaces[tag].messages[key] in unescape(html)


def test_the_statements_are_those_of_the_file(dist: Path) -> None:
    held = {file.name: file.statements for file in downloads(dist)}
    assert held[FULL] == counts(dist)["triples"] == len(content(dist / FULL).splitlines())
    for name in ("resograph.ttl", "vocabulary.ttl", "ontology.ttl"):
        assert held[name] == len(set(ox.parse(path=str(dist / name), format=ox.RdfFormat.TURTLE)))
    assert held["resograph-core.nq.zst"] is None


def test_a_report_that_says_nothing_leaves_the_figures_out(tmp_path: Path) -> None:
    (tmp_path / "report.json").write_text("[]", "utf-8")
    assert downloads(tmp_path) == (Download("report.json", 2, hashlib.sha256(b"[]").hexdigest()),)
    assert counts(tmp_path) == {}


def test_the_lines_for_python_load_the_dump(
    made: Site, dist: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    html = (page(made, "data.en.html", None, downloads(dist)) or b"").decode()
    (lines,) = (block for block in re.findall(r"<pre[^>]*>(.*?)</pre>", html, re.DOTALL) if "rdflib" in block)
    (tmp_path / "resograph.nq").write_bytes(content(dist / FULL)[:200_000].rpartition(b"\n")[0])
    monkeypatch.chdir(tmp_path)
    given: dict[str, Any] = {}
    exec(unescape(lines), given)
    assert len(given["graph"]) > 100


def test_a_folder_of_pages_has_the_dumps_and_their_description(dist: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    small = tmp_path / "small"
    small.mkdir()
    for name in ("vocabulary.ttl", "report.json"):
        (small / name).write_bytes((dist / name).read_bytes())
    (small / FULL).write_bytes((dist / FULL).read_bytes())
    assert cli.main(["site", str(out), "--data", str(small / "vocabulary.ttl")]) == 0
    assert (out / "data" / FULL).read_bytes() == (dist / FULL).read_bytes()
    html = (out / "data.en.html").read_text("utf-8")
    assert f"data/{FULL}" in html
    assert "resograph-core" not in html
    base = "https://example.org/un/"
    described = set(ox.parse(path=str(out / "void.ttl"), format=ox.RdfFormat.TURTLE, base_iri=f"{base}void.ttl"))
    at = ox.NamedNode(f"{base}data/{FULL}")
    assert at in {triple.object for triple in described}
    assert {t.object.value for t in described if t.predicate.value.endswith("checksumValue")} >= {
        hashlib.sha256((dist / FULL).read_bytes()).hexdigest()
    }
