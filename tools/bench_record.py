"""Measure builds of many documents, and the straightforward way on some of the same (docs/benchmarks.md).

`python tools/bench_record.py FOLDER` takes the official XML below a folder in one language, and copies it under other
numbers until there are as many documents as asked. It prints, as Markdown:

- per document, both sides on the same readings with the same shared statements: rdflib's Graph, pySHACL and rdflib's
  Turtle and N-Triples, beside our graph, all validation and N-Quads in zstd; CPU seconds, one process; at the end ours
  where two processes share the documents, in wall seconds;
- whole builds with 1 and 2 workers: documents, megabytes of XML and statements a second, CPU, and the peak memory of the
  largest process.
"""

from __future__ import annotations

import argparse
import io
import json
import multiprocessing
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bench import machine, measure, table

if TYPE_CHECKING:
    from multiprocessing.synchronize import Barrier

    from resograph.corpus.documents import Document

_MAIN = "import sys; from resograph.cli import main; sys.exit(main())"
_NUMBER = re.compile(r"(<docNumber\b[^>]*>[^<]*?)([0-9]+)((?:\s*\([0-9]{4}\))?\s*</docNumber>)")
_SAMPLE = 20
_ROUNDS = 5
_STEP = 10_000
STEPS = ("document", "statements", "straightforward, CPU s", "resograph, CPU s", "ratio")
BUILDS = ("documents", "workers", "wall s", "documents/s", "MB/s", "statements/s", "CPU s", "peak MB")


def renamed(sources: Sequence[Path], count: int, folder: Path) -> int:
    """Write so many files of documents of their own into a folder, and give their bytes: sources, then copies of them.

    A copy has the number of its source and ten thousand for each time that it was copied.
    """
    total = 0
    for at in range(count):
        round_, place = divmod(at, len(sources))
        text = sources[place].read_text("utf-8")
        if round_:
            text = _NUMBER.sub(lambda m, more=round_ * _STEP: f"{m[1]}{int(m[2]) + more}{m[3]}", text)
        total += (folder / f"{at:05}.xml").write_text(text, "utf-8")
    return total


def sample(sources: Sequence[Path]) -> Iterator[Document]:
    """Give the documents of some sources, spread over all."""
    from resograph.corpus.documents import read_document
    from resograph.corpus.scan import Source, find, scan
    from resograph.registry import load

    chosen = sources[:: max(1, len(sources) // _SAMPLE)][:_SAMPLE]
    for file in find(chosen):
        found = scan(file, load())
        document = read_document([file], load())[0] if isinstance(found, Source) else None
        if document:
            yield document


def beside(sources: Sequence[Path]) -> list[str]:
    """Give the table of both sides, a document a row."""
    rows: list[tuple[str, ...]] = []
    sums = [0.0, 0.0]
    for document in sample(sources):
        theirs, ours = straightforward(document), resograph(document)
        sums = [sums[0] + theirs, sums[1] + ours]
        rows.append((
            document.symbol, f"{document.size:,}", f"{theirs:.3f}", f"{ours:.3f}", f"{theirs / ours:.1f}",
        ))  # fmt: skip
    rows.append(("all", "", f"{sums[0]:.3f}", f"{sums[1]:.3f}", f"{sums[0] / sums[1]:.1f}"))
    both = on_two(sources)
    rows.append(("all, ours on two workers, wall s", "", f"{sums[0]:.3f}", f"{both:.3f}", f"{sums[0] / both:.1f}"))
    return table(STEPS, rows)


def on_two(sources: Sequence[Path]) -> float:
    """Give the wall seconds of our side where two processes share the documents, the median of some rounds."""
    context = multiprocessing.get_context("spawn")
    gate = context.Barrier(3)
    halves = [context.Process(target=_half, args=(sources, which, gate)) for which in (0, 1)]
    for half in halves:
        half.start()
    walls = []
    for _ in range(_ROUNDS):
        gate.wait()
        start = time.perf_counter()
        gate.wait()
        walls.append(time.perf_counter() - start)
    for half in halves:
        half.join()
    return statistics.median(walls)


def _half(sources: Sequence[Path], which: int, gate: Barrier) -> None:
    """Do our side for every other document, the largest first, each time that the gate opens; all is warm before."""
    works = [_ours(d) for d in sorted(sample(sources), key=lambda d: -d.size)[which::2]]
    for work in works:
        work()
    for _ in range(_ROUNDS):
        gate.wait()
        for work in works:
            work()
        gate.wait()


def straightforward(document: Document) -> float:
    """Give the CPU seconds of rdflib and pySHACL on the statements of a document, which are ready made."""
    import rdflib
    from pyshacl import validate

    from resograph.corpus.dataset import pointed_to
    from resograph.validate import shapes_text

    shapes = rdflib.Graph().parse(data=shapes_text(), format="turtle")
    quads = document.quads
    lines = "".join(f"{s} {p} {o} .\n" for s, p, o, _ in (*quads, *pointed_to(value for _, _, value, _ in quads)))
    triples = list(rdflib.Graph().parse(data=lines, format="nt"))

    def work() -> None:
        graph = rdflib.Graph()
        for triple in triples:
            graph.add(triple)
        validate(graph, shacl_graph=shapes, inference="none")
        for form in ("turtle", "nt"):
            graph.serialize(io.BytesIO(), format=form, encoding="utf-8")

    return _cpu(work)


def resograph(document: Document) -> float:
    """Give the CPU seconds of the same from the readings of a document, with the questions of quality besides."""
    work = _ours(document)
    work()  # shapes and questions are compiled once
    return _cpu(work)


def _ours(document: Document) -> Callable[[], None]:
    from resograph.alignment import unite
    from resograph.corpus.dataset import facts_of
    from resograph.graph import describe
    from resograph.publish import dumps
    from resograph.registry import load
    from resograph.validate import validate_together

    def work() -> None:
        subjects = list(describe(unite(document.readings, load()), load()))
        written = [subject.text for subject in subjects]
        shared = facts_of(value for subject in subjects for _, value in subject.pairs)
        validate_together([subjects], [written], shared)
        dumps.write_lines(written, io.BytesIO())

    return work


def _cpu(work: Callable[[], None]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def builds(sources: Sequence[Path], sizes: Sequence[int]) -> Iterator[tuple[str, ...]]:
    """Give a row for each build."""
    for size in sizes:
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place) / "xml"
            folder.mkdir()
            megabytes = renamed(sources, size, folder) / 1e6
            for workers in (1, 2):
                out = Path(place) / f"out{workers}"
                arguments = ("build", str(folder), "--workers", str(workers), "--out", str(out))
                used, _ = measure(("-c", _MAIN, *arguments), allowed=(0, 1, 3))
                totals = json.loads((out / "report.json").read_bytes())["totals"]
                rates = (n / used["wall"] for n in (totals["documents"], megabytes, totals["statements"]))
                rates_shown = [f"{rate:,.1f}" for rate in rates]
                yield (
                    f"{totals['documents']:,}", str(workers), f"{used['wall']:.1f}", *rates_shown,
                    f"{used['cpu']:.1f}", f"{used['peak']:.0f}",
                )  # fmt: skip


def main() -> None:
    """Print both tables."""
    arguments = argparse.ArgumentParser(description="Measure builds of many documents.")
    arguments.add_argument("folder", type=Path, help="official XML of one language")
    arguments.add_argument("--sizes", type=int, nargs="*", default=[150, 1500, 10_000], help="documents of a build")
    given = arguments.parse_args()
    sources = sorted(given.folder.rglob("*.xml"))
    if not sources:
        sys.exit(f"{given.folder}: no XML below it")
    print("\n".join([*machine(), "", *beside(sources), ""]), flush=True)
    if given.sizes:
        print("\n".join(table(BUILDS, list(builds(sources, given.sizes)))))


if __name__ == "__main__":
    main()
