"""Runs of many documents: cut into shards, gone on with after a stop, the same bytes whatever the way."""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from resograph import resources
from resograph.cli import main
from resograph.corpus import engine, plan, run, shards, summary
from resograph.corpus.documents import Document, read_document
from resograph.corpus.scan import File, Source, find, scan
from resograph.dataset import content, load
from resograph.errors import ResographError
from resograph.registry import Registry

SOURCE = (resources.folder("data") / "sources" / "A_RES_60_288.zh.txt").read_text("utf-8")
OPENING = (
    " 60/{}. 水\n\n 大会，\n\n 回顾其第 60/{} 号决议，\n\n 1. 请秘书长向大会提出报告；\n\n 2. 决定继续审议此事。\n"
)


def contents(folder: Path, without: Sequence[str] = ()) -> dict[str, bytes]:
    files = sorted(p for p in folder.rglob("*") if p.is_file())
    return {str(p.relative_to(folder)): p.read_bytes() for p in files if p.relative_to(folder).parts[0] not in without}


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """Give a folder of forty short resolutions, one of which cannot be read."""
    folder = tmp_path / "texts"
    folder.mkdir()
    for number in range(40):
        (folder / f"{number}.txt").write_text(OPENING.format(number + 300, number + 299), "utf-8")
    (folder / "empty.txt").write_bytes(b"")
    return folder


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let small runs keep their shards, as large ones do, and list fewer documents than they have."""
    monkeypatch.setattr(run, "KEPT_FROM", 0)
    monkeypatch.setattr(summary, "LISTED", 10)


def build(texts: Path, out: Path, *options: str) -> dict[str, Any]:
    assert main(["build", str(texts), "--out", str(out), *options]) == 3
    made: dict[str, Any] = json.loads((out / "report.json").read_bytes())
    return made


@pytest.mark.usefixtures("kept")
def test_a_large_run_has_totals_rows_and_a_manifest(texts: Path, tmp_path: Path) -> None:
    report = build(texts, tmp_path / "dist", "--core", "--turtle")
    assert report["documents"] == []
    assert report["totals"]["documents"] == 40
    assert report["totals"]["languages"] == {"zh": 40}
    assert [f["file"] for f in report["unread"]] == ["empty.txt"]
    rows = [json.loads(line) for line in content(tmp_path / "dist" / "documents.ndjson.zst").decode().splitlines()]
    assert [row["symbol"] for row in rows] == [f"A/RES/60/{n}" for n in range(300, 340)]
    manifest = json.loads((tmp_path / "dist" / "manifest.json").read_bytes())
    assert sum(shard["documents"] for shard in manifest["shards"]) == 40
    assert {p.name for p in (tmp_path / "dist" / "shards").iterdir()} == {s["key"] for s in manifest["shards"]}
    assert len(manifest["shards"]) > 1
    assert len(list((tmp_path / "dist" / "turtle").glob("*.ttl"))) == 40
    assert not (tmp_path / "dist" / "resograph.ttl").exists()


def test_the_core_is_the_dump_without_mentions(texts: Path, tmp_path: Path) -> None:
    build(texts, tmp_path / "dist", "--core")
    whole, core = (load([tmp_path / "dist" / f"resograph{name}.nq.zst"]) for name in ("", "-core"))
    assert set(core) < set(whole)
    left = "\n".join(str(quad) for quad in set(whole) - set(core))
    assert all("-m" in line for line in left.splitlines())
    query = "PREFIX rg: <https://w3id.org/resograph/ontology#> SELECT ?x WHERE { ?x a rg:Citation }"
    assert len(list(core.query(query))) == 40  # type: ignore[arg-type]


def test_a_small_run_leaves_no_shards(texts: Path, tmp_path: Path) -> None:
    build(texts, tmp_path / "dist")
    assert {p.name for p in (tmp_path / "dist").iterdir()} == {
        "ontology.ttl", "report.json", "report.ttl", "resograph.nq.zst", "resograph.ttl", "shapes.ttl",
        "vocabulary.ttl",
    }  # fmt: skip


def test_a_batch_is_gone_before_the_next_is_read(texts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Why: what is held on to, or left in cycles, adds up over thousands of documents."""
    monkeypatch.setattr(shards, "_AT_A_TIME", 1)
    there = []

    def read(*args: Any, **options: Any) -> Any:
        there.append(sum(isinstance(x, Document) for x in gc.get_objects()))
        return read_document(*args, **options)

    monkeypatch.setattr(shards, "read_document", read)
    build(texts, tmp_path / "dist")
    assert len(there) == 40
    assert max(there) <= 1, "the document that waits for the next batch"
    assert gc.isenabled()


def test_cycles_are_searched_for_when_a_batch_is_gone(
    texts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Why: the search goes through all that is there, a batch included, and finds little."""
    monkeypatch.setattr(shards, "_AT_A_TIME", 1)
    monkeypatch.setattr(shards, "_SEARCHED", 1)
    there, search = [], gc.collect

    def collect() -> int:
        there.append(sum(isinstance(x, Document) for x in gc.get_objects()))
        return search()

    monkeypatch.setattr(gc, "collect", collect)
    build(texts, tmp_path / "dist")
    assert len(there) >= 40
    assert max(there) <= 1, "the document that waits for the next batch"


@pytest.mark.usefixtures("kept")
def test_the_second_run_builds_only_what_changed(texts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(texts, tmp_path / "dist")
    built: list[int] = []
    usual = shards.build_shard

    def counted(shard: plan.Shard, settings: plan.Settings, folder: Path) -> shards.Entry:
        built.append(len(shard.documents))
        return usual(shard, settings, folder)

    monkeypatch.setattr(run, "build_shard", counted)
    first = contents(tmp_path / "dist")
    build(texts, tmp_path / "dist")
    assert (built, contents(tmp_path / "dist")) == ([], first)
    (texts / "7.txt").write_text(OPENING.format(307, 288), "utf-8")
    build(texts, tmp_path / "dist")
    assert len(built) == 1
    assert sum(built) < 40
    build(texts, tmp_path / "anew")
    assert contents(tmp_path / "dist") == contents(tmp_path / "anew")


@pytest.mark.usefixtures("kept")
def test_a_damaged_shard_is_built_again(texts: Path, tmp_path: Path) -> None:
    build(texts, tmp_path / "dist")
    first = contents(tmp_path / "dist")
    one, other, *_ = sorted((tmp_path / "dist" / "shards").iterdir())
    (one / shards.GRAPH).write_bytes(b"damaged")
    (other / shards.ENTRY).unlink()
    build(texts, tmp_path / "dist")
    assert contents(tmp_path / "dist") == first


@pytest.mark.usefixtures("kept")
def test_what_a_killed_run_left_is_used_or_removed(texts: Path, tmp_path: Path) -> None:
    build(texts, tmp_path / "dist")
    first = contents(tmp_path / "dist")
    halfway = tmp_path / "dist" / "shards" / ".0123.abc"
    halfway.mkdir()
    (halfway / shards.GRAPH).write_bytes(b"half")
    build(texts, tmp_path / "dist")
    assert contents(tmp_path / "dist") == first


@pytest.mark.usefixtures("kept")
def test_where_the_files_lie_does_not_matter(texts: Path, tmp_path: Path) -> None:
    build(texts, tmp_path / "one")
    moved = tmp_path / "moved" / "texts"
    moved.parent.mkdir()
    texts.rename(moved)
    build(moved, tmp_path / "two")
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_a_new_document_changes_few_shards(tmp_path: Path) -> None:
    def keys(numbers: Sequence[int]) -> set[str]:
        named = [Source(File(tmp_path / f"{n}.txt", f"{n}.txt"), "0", f"A/RES/60/{n}") for n in numbers]
        return {shard.key for shard in plan.plan(reversed(named), plan.Settings())}

    before, after = keys(range(400)), keys([*range(400), 1000])
    assert len(before) > 10
    assert len(before - after) == 1
    assert keys(range(400)) == before


def test_official_xml_tells_its_symbol_in_its_head(registry: Registry) -> None:
    files = sorted((Path(__file__).parents[2] / "shared" / "corpus" / "akn").glob("*/A_DEC_7*.xml"))[:12]
    if not files:
        pytest.skip("../shared/corpus is absent: the official XML is shared material, no part of the project")
    from resograph.read.akn import read_akn
    from resograph.read.akn_head import cover_symbol

    for path in files:
        said = read_akn(path, registry).particulars
        assert said
        assert cover_symbol(path) == said.symbol
        assert isinstance(scan(find([path])[0], registry), Source)


def test_a_full_disk_keeps_what_is_done(texts: Path, tmp_path: Path) -> None:
    """A limit of the system on the size of files stands for the disk; the run goes on when there is room."""
    (texts / "long.txt").write_text(SOURCE, "utf-8")
    code = (
        "import resource, sys; from resograph.corpus import run; from resograph.cli import main; run.KEPT_FROM = 0;"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)); sys.exit(main(sys.argv[1:]))"
    )
    arguments = ["build", str(texts), "--out", str(tmp_path / "dist")]
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 5, done.stderr
    assert "run again to go on" in done.stderr or "Earlier output is unchanged" in done.stderr
    assert not (tmp_path / "dist" / "report.json").exists()
    assert list((tmp_path / "dist" / "shards").iterdir())
    build(texts, tmp_path / "dist")
    build(texts, tmp_path / "anew")
    assert contents(tmp_path / "dist") == contents(tmp_path / "anew")


# Runs a command with small runs kept, as large ones are, and lets a line of Python happen before.
PROGRAM = "import os, sys; from resograph.corpus import run; from resograph.cli import main; run.KEPT_FROM = 0\n{}\n"
START = "if __name__ == '__main__': sys.exit(main(sys.argv[1:]))"


def process(tmp_path: Path, texts: Path, out: Path, *options: str, before: str = "", **env: str) -> tuple[int, str]:
    """Build in a process of its own, from a file so that workers can import it; give its status and what it said."""
    script = tmp_path / "script.py"
    script.write_text(PROGRAM.format(before) + START, "utf-8")
    done = subprocess.run(
        [sys.executable, str(script), "build", str(texts), "--out", str(out), *options],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **env},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stderr


@pytest.fixture
def alone(texts: Path, tmp_path: Path) -> dict[str, bytes]:
    """Give what one process writes, with its shards."""
    assert process(tmp_path, texts, tmp_path / "alone")[0] == 3
    return contents(tmp_path / "alone")


@pytest.mark.parametrize("workers", ["1", "2", "8"])
def test_the_number_of_workers_does_not_matter(
    texts: Path, tmp_path: Path, alone: dict[str, bytes], workers: str
) -> None:
    status, said = process(tmp_path, texts, tmp_path / "dist", "--workers", workers)
    assert status == 3, said
    assert contents(tmp_path / "dist") == alone


def test_workers_that_are_killed_lose_nothing_and_do_nothing_twice(
    texts: Path, tmp_path: Path, alone: dict[str, bytes]
) -> None:
    """Two workers kill themselves in the middle of a shard: as soon as they have read a certain document."""
    killer = tmp_path / "killer.py"
    killer.write_text(
        "import os, signal\nfrom pathlib import Path\nfrom resograph.corpus import shards\n"
        "usual = shards.usual = getattr(shards, 'usual', shards.read_document)\n"
        "def read(files, *rest, **options):\n"
        "    made = usual(files, *rest, **options)\n"
        f"    marks = Path({str(tmp_path)!r}, 'marks')\n"
        "    marks.mkdir(exist_ok=True)\n"
        "    if files[0].name == '20.txt' and len(list(marks.iterdir())) < 2:\n"
        "        (marks / str(os.getpid())).touch()\n"
        "        os.kill(os.getpid(), signal.SIGKILL)\n"
        "    return made\n"
        "shards.read_document = read\n",
        "utf-8",
    )
    preload = {"DASK_DISTRIBUTED__WORKER__PRELOAD": str(killer)}
    status, said = process(tmp_path, texts, tmp_path / "dist", "--workers", "2", **preload)
    assert status == 3, said
    assert len(list((tmp_path / "marks").iterdir())) == 2
    assert contents(tmp_path / "dist") == alone


@pytest.mark.parametrize("options", [(), ("--workers", "2")], ids=["alone", "with workers"])
def test_a_run_that_is_killed_is_gone_on_with(
    texts: Path, tmp_path: Path, alone: dict[str, bytes], options: tuple[str, ...]
) -> None:
    kill = (
        "import signal; from pathlib import Path\n"
        "from resograph import display\nfrom contextlib import nullcontext\n"
        "def tell(what, done, total):\n"
        "    if what == 'Building' and done: os.kill(os.getpid(), signal.SIGKILL)\n"
        "display.progress = lambda: nullcontext(tell)"
    )
    status, _ = process(tmp_path, texts, tmp_path / "dist", *options, before=kill)
    assert status == -9
    done = [p.name for p in (tmp_path / "dist" / "shards").iterdir() if not p.name.startswith(".")]
    assert done
    assert not (tmp_path / "dist" / "report.json").exists()
    before = {name: (tmp_path / "dist" / "shards" / name).stat().st_mtime_ns for name in done}
    assert process(tmp_path, texts, tmp_path / "dist", *options)[0] == 3
    assert contents(tmp_path / "dist") == alone
    assert {name: (tmp_path / "dist" / "shards" / name).stat().st_mtime_ns for name in done} == before


def test_a_running_cluster_does_the_work(texts: Path, tmp_path: Path, alone: dict[str, bytes]) -> None:
    script = tmp_path / "cluster.py"
    script.write_text(
        "import sys\nfrom distributed import LocalCluster\nfrom resograph.cli import main\n"
        "if __name__ == '__main__':\n"
        "    with LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None) as cluster:\n"
        "        sys.exit(main([*sys.argv[1:], '--scheduler', cluster.scheduler_address]))\n",
        "utf-8",
    )
    done = subprocess.run(
        [sys.executable, str(script), "build", str(texts), "--out", str(tmp_path / "dist")],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 3, done.stderr
    assert contents(tmp_path / "dist") == alone


def test_a_scheduler_that_is_not_there(texts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT", "1s")
    status, said = process(tmp_path, texts, tmp_path / "dist", "--scheduler", "tcp://127.0.0.1:9")
    assert status == 2
    assert "no Dask scheduler answers" in said
    assert "Traceback" not in said
    assert main(["build", str(texts), "--workers", "0"]) == 2


def _fall(depth: int) -> int:
    return _fall(depth + 1)


def test_what_is_asked_of_distributed_is_known_to_it() -> None:
    """A setting that it does not know, or has given another name, would be left aside without a word."""
    import dask
    import distributed  # noqa: F401 - its import brings its settings

    sections = {name.rpartition(".")[0]: name.rpartition(".")[2] for name in engine.SETTINGS}
    assert all(key in dask.config.get(section) for section, key in sections.items())


def test_a_fault_on_a_worker_comes_back_as_text() -> None:
    with pytest.raises(RuntimeError, match="RecursionError") as fault:
        engine._checked(resources.program(), _fall, 0)
    assert fault.value.__suppress_context__


def test_a_worker_with_another_program_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "program", lambda: "another")
    with pytest.raises(ResographError, match="another version"):
        engine._checked("this", len, ())
