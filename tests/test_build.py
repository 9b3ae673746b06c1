"""From texts to the files of a dataset: what is written, how it is counted, and that it is the same every time."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, BinaryIO

import pyoxigraph as ox
import pytest

from resograph import resources, tables
from resograph.cli import main
from resograph.corpus import shards, summary
from resograph.corpus.documents import Document, read_documents
from resograph.corpus.scan import find
from resograph.dataset import load
from resograph.distribution import REPORT_GRAPH
from resograph.errors import OutputError
from resograph.finding import Finding
from resograph.publish import dumps
from resograph.registry import Registry
from resograph.validate import Report

SOURCE = resources.folder("data") / "sources" / "A_RES_60_288.zh.txt"
FILES = {"ontology.ttl", "report.json", "resograph.nq.zst", "resograph.ttl", "shapes.ttl", "vocabulary.ttl"}
DOCUMENT = "https://w3id.org/resograph/id/A/RES/60/288"


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def documents(registry: Registry, *paths: Path) -> tuple[Document, ...]:
    return read_documents(find(paths), registry)


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give what a build of the embedded texts writes."""
    out = tmp_path_factory.mktemp("built") / "dist"
    assert main(["build", "--out", str(out)]) == 0
    return out


@pytest.fixture(scope="module")
def report(dist: Path) -> dict[str, Any]:
    made: dict[str, Any] = json.loads((dist / "report.json").read_bytes())
    return made


def test_the_embedded_texts_conform_and_all_files_are_there(dist: Path, report: dict[str, Any]) -> None:
    assert set(contents(dist)) - {REPORT_GRAPH} == FILES
    assert report["conforms"] is True


def test_the_dump_holds_each_document_vocabulary_and_ontology_in_a_graph_of_its_own(dist: Path) -> None:
    store = load([dist / "resograph.nq.zst"], named=True)
    graphs = {str(g.value) for g in store.named_graphs()}
    base = "https://w3id.org/resograph/"
    assert {DOCUMENT, f"{base}ontology", f"{base}id/vocabulary/actors", f"{base}id/vocabulary/schemes"} <= graphs


def test_the_turtle_files_say_the_same_as_the_dump(dist: Path) -> None:
    dump = load([dist / "resograph.nq.zst"])
    files = load([dist / name for name in ("resograph.ttl", "vocabulary.ttl", "ontology.ttl")])
    assert set(dump) == set(files)


def test_the_head_of_a_file_names_source_and_terms(dist: Path) -> None:
    head = (dist / "resograph.ttl").read_text("utf-8").split("\n\n")[0]
    assert head.startswith("# Resolutions of the United Nations as a graph: A/RES/60/288\n")
    assert "Source of the texts: the United Nations" in head
    assert "CC0" in head


def test_the_report_counts_what_the_graph_says(dist: Path, report: dict[str, Any]) -> None:
    store = load([dist / "resograph.ttl"])
    (document,) = report["documents"]

    def number(pattern: str) -> int:
        text = f"PREFIX rg: <https://w3id.org/resograph/ontology#> SELECT ?x WHERE {{ {pattern} }}"
        return len(list(store.query(text)))  # type: ignore[arg-type]

    for name, kind in (("provisions", "Provision"), ("acts", "Act"), ("measures", "Measure"), ("mentions", "Mention")):
        assert document[name] == number(f"?x a rg:{kind}") > 0
    assert document["followUps"] == number("?x a rg:FollowUp") > 0
    cited = document["citations"]
    assert sum(cited.values()) == number("?x a rg:Citation") > 0
    assert cited["group"] == number("?x a rg:Citation ; rg:cites/a rg:InstrumentGroup") or cited["group"] > 0
    assert document["sources"] == [
        {"file": SOURCE.name, "language": "zh", "sha256": hashlib.sha256(SOURCE.read_bytes()).hexdigest()}
    ]


def test_the_report_has_its_keys_in_order_and_no_time_unless_told(
    report: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert list(report) == sorted(report)
    assert "built" not in report
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1157673600")
    assert summary.report(summary.Totals(), (), (), {})["built"] == "2006-09-08T00:00:00+00:00"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    assert main(["build"]) == 2


@pytest.mark.parametrize("seed", ["0", "1", "4242"])
def test_the_same_texts_give_the_same_bytes(dist: Path, tmp_path: Path, seed: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "resograph.cli", "build", str(SOURCE), "--out", str(tmp_path / "dist")],
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join(sys.path),
            "PYTHONHASHSEED": seed,
            "LC_ALL": "C",
            "TZ": "Asia/Tokyo",
        },
        capture_output=True,
        check=False,
        cwd=tmp_path,
    )
    assert done.returncode == 0
    assert contents(tmp_path / "dist") == contents(dist)


def test_the_order_of_the_sources_does_not_matter(tmp_path: Path, registry: Registry) -> None:
    other = tmp_path / "other.txt"
    other.write_text(SOURCE.read_text("utf-8").replace("60/288", "60/289", 1), "utf-8")
    there = documents(registry, SOURCE, other)
    back = documents(registry, other, SOURCE)
    assert [d.symbol for d in there] == ["A/RES/60/288", "A/RES/60/289"]
    assert there == back


def test_folders_are_searched_and_a_file_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "b" / "c").mkdir(parents=True)
    for place in ("b/c/2.txt", "b/1.txt", "b/notes.md"):
        (tmp_path / place).write_text("x", "utf-8")
    found = find([tmp_path / "b", tmp_path / "b" / "1.txt"])
    assert [file.name for file in found] == ["1.txt", "c/2.txt"]


def test_a_document_twice_keeps_the_first_and_says_so(
    tmp_path: Path, dist: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    for name in ("a.txt", "b.txt"):
        (texts / name).write_bytes(SOURCE.read_bytes())
    assert main(["build", str(texts), "--out", str(tmp_path / "dist")]) == 0
    assert (
        "b.txt holds A/RES/60/288 (zh) too; a.txt was kept and b.txt left aside, byte for byte the same"
        in capsys.readouterr().out
    )
    (document,) = json.loads((tmp_path / "dist" / "report.json").read_bytes())["documents"]
    assert [s["file"] for s in document["sources"]] == ["a.txt"]
    assert [i["kind"] for i in document["issues"]] == ["document-twice"]
    assert (tmp_path / "dist" / "vocabulary.ttl").read_bytes() == (dist / "vocabulary.ttl").read_bytes()


def fault(place: str) -> Finding:
    return Finding("x", "violation", f"{DOCUMENT}#{place}", place, DOCUMENT, None, None, (("en", "wrong"),), "urn:x")


def test_what_does_not_conform_is_kept_apart_and_named(
    tmp_path: Path, dist: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "dist"
    other = tmp_path / "other.txt"
    other.write_text(SOURCE.read_text("utf-8").replace("60/288", "60/289", 1), "utf-8")
    build = ["build", str(SOURCE), str(other), "--out", str(out)]
    with monkeypatch.context() as patch:
        patch.setattr("resograph.validate._beside", lambda *_: Report((fault("op2"),)))
        assert main(build) == 1
    caught = capsys.readouterr()
    assert "A/RES/60/288" in caught.out
    assert "op2" in caught.out
    assert "A/RES/60/288: does not conform" in caught.err
    assert (out / "nonconforming" / "A_RES_60_288.ttl").is_file()
    main_graph = (out / "resograph.ttl").read_text("utf-8")
    assert "<A/RES/60/289>\n" in main_graph
    assert "<A/RES/60/288>\n" not in main_graph
    assert ox.NamedNode(DOCUMENT) not in set(load([out / "resograph.nq.zst"], named=True).named_graphs())
    assert (out / "report.ttl").is_file()
    written = json.loads((out / "report.json").read_bytes())
    assert [d["conforms"] for d in written["documents"]] == [False, True]
    assert written["findings"][0]["paragraph"] == "op2"
    # once it conforms, what said otherwise goes in the same step
    assert main(["build", "--out", str(out)]) == 0
    assert contents(out) == contents(dist)
    assert not (out / "nonconforming").exists()


def test_a_fault_of_the_vocabulary_is_status_1_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    actor = "https://w3id.org/resograph/id/actor/ga"
    found = Finding("x", "violation", actor, None, None, None, None, (("en", "wrong"),), "urn:x")
    monkeypatch.setattr("resograph.validate.validate", lambda _: Report((found,)))
    assert main(["build", "--out", str(tmp_path / "dist")]) == 1
    assert "<A/RES/60/288>\n" in (tmp_path / "dist" / "resograph.ttl").read_text("utf-8")


def test_warnings_are_reported_and_allowed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = Finding("x", "warning", f"{DOCUMENT}#op2", "op2", DOCUMENT, None, None, (("en", "odd"),), "urn:x")
    monkeypatch.setattr("resograph.validate.validate", lambda _: Report((found,)))
    assert main(["build", "--out", str(tmp_path / "dist")]) == 0
    assert (tmp_path / "dist" / "report.ttl").is_file()


def test_documents_are_validated_in_batches_with_the_vocabulary(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in (289, 290):
        other = SOURCE.read_text("utf-8").replace("60/288", f"60/{number}", 1)
        (tmp_path / f"{number}.txt").write_text(other, "utf-8")
    made = []
    for at_a_time in (1, 10**9):
        monkeypatch.setattr(shards, "_AT_A_TIME", at_a_time)
        out = tmp_path / f"dist{at_a_time}"
        assert main(["build", *map(str, sorted(tmp_path.glob("*.txt"))), "--out", str(out)]) == 0
        made.append(contents(out))
    assert made[0] == made[1]


def put(content: bytes) -> dumps.Writer:
    def write(out: BinaryIO) -> None:
        out.write(content)

    return write


def test_stale_files_go_in_the_same_step_or_not_at_all(tmp_path: Path) -> None:
    dumps.publish(tmp_path, {"a": put(b"1"), "x/b": put(b"2")})

    def fail(_: object) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(OutputError, match="Free some space"):
        dumps.publish(tmp_path, {"a": fail}, stale=["x/b"])
    assert contents(tmp_path) == {"a": b"1", "x/b": b"2"}
    dumps.publish(tmp_path, {"a": put(b"3")}, stale=["x/b", "x/none"])
    assert contents(tmp_path) == {"a": b"3"}


def test_a_build_for_programs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "dist"
    assert main(["build", "--out", str(out), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    files = said.pop("files")
    assert said == json.loads((out / "report.json").read_bytes())
    assert {Path(f).name for f in files} >= FILES


def test_the_summary_names_figures_and_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = tmp_path / "other.txt"
    other.write_text(SOURCE.read_text("utf-8").replace("60/288", "60/289", 1), "utf-8")
    assert main(["build", str(SOURCE), str(other), "--out", str(tmp_path / "dist")]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == list(tables.COLUMNS)
    first, second, both = (line.split() for line in lines[2:5])
    assert both[:2] == ["2", "documents"]
    assert [int(n) for n in both[2:]] == [int(a) + int(b) for a, b in zip(first[2:], second[2:], strict=True)]
    assert any(str(tmp_path / "dist" / "resograph.nq.zst") in line for line in lines)


def test_links_are_left_out_of_account_on_request(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A link that leads elsewhere than its words is reported, but not where the words alone are to be read."""
    linked = '<a href="https://undocs.org/zh/A/RES/77/157">78/143</a>'
    (tmp_path / "a.xml").write_text(
        '<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><statement><coverPage><p>'
        "<docNumber>A/RES/79/200</docNumber></p></coverPage><preface><p><docNumber>79/200.</docNumber>"
        "<docTitle>水</docTitle></p></preface><preamble><p>大会，</p><container>"
        f"<p>回顾其第{linked}号决议，</p></container></preamble><mainBody><paragraph><num>1.</num><content>"
        "<p>决定继续审议此事，并请秘书长向大会提出报告。</p></content></paragraph></mainBody></statement></akomaNtoso>",
        "utf-8",
    )
    kinds = []
    for options in ([], ["--ignore-links"]):
        assert main(["build", str(tmp_path / "a.xml"), "--out", str(tmp_path / "dist"), "--json", *options]) == 0
        (document,) = json.loads(capsys.readouterr().out)["documents"]
        assert document["citations"]["numbered"] == 1
        kinds.append([issue["kind"] for issue in document["issues"]])
    assert kinds == [["link-differs"], []]


def test_what_fails_only_when_versions_are_united_is_named_and_the_rest_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from resograph.alignment import unite as usual

    other = tmp_path / "other.txt"
    other.write_text(SOURCE.read_text("utf-8").replace("60/288", "60/289", 1), "utf-8")

    def unite(readings: Any, registry: Any) -> Any:
        if readings[0].structure.symbol == "A/RES/60/289":
            raise ValueError("never seen before")
        return usual(readings, registry)

    monkeypatch.setattr("resograph.corpus.documents.unite", unite)
    assert main(["build", str(SOURCE), str(other), "--out", str(tmp_path / "dist")]) == 3
    report = json.loads((tmp_path / "dist" / "report.json").read_bytes())
    assert [d["symbol"] for d in report["documents"]] == ["A/RES/60/288"]
    assert [file["file"] for file in report["unread"]] == ["other.txt"]
    assert "never seen before" in report["unread"][0]["reason"]
