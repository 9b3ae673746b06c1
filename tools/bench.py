"""Measure resograph beside the straightforward way, and how fast its commands start (docs/benchmarks.md).

`python tools/bench.py` runs each side in a process of its own, several times, and prints the medians. Both sides have
the same reading of the same text and the same registries before the clock starts:

- straightforward: rdflib terms made and added to a Graph, pySHACL with shapes/, rdflib's Turtle and N-Triples;
- resograph: the reading to statements, all validation (shapes, and the questions of quality, which the other side
  leaves out), N-Quads compressed and Turtle.

The straightforward side is given its statements ready made: it does not pay for interpreting the reading.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from resograph.reading import Reading

STEPS = ("build the graph", "validate", "write two formats", "all three")
SIDES = ("step", "straightforward, CPU s", "resograph, CPU s", "ratio")
STARTS = ("command", "wall s", "CPU s", "peak MB", "times `python -c pass`")
NOTHING, HELP, BUILD = COMMANDS = ("python -c pass", "resograph --help", "resograph build")
PACKAGES = ("rdflib", "pyshacl", "shacl", "pyoxigraph", "zstandard", "pydantic")
_MAIN = "import sys; from resograph.cli import main; sys.exit(main())"

Figures = dict[str, float]
Statement = tuple[str, str, str, str | None, str | None]


class _Clock:
    """The CPU seconds of each step, one after the other."""

    def __init__(self) -> None:
        self.figures: Figures = {}

    def run(self, step: str, work: Callable[[], object]) -> None:
        start = time.process_time()
        work()
        self.figures[step] = time.process_time() - start


def straightforward() -> Figures:
    """Measure rdflib and pySHACL on the statements of the seed and the vocabulary."""
    import rdflib
    from pyshacl import validate

    statements = _ready_made()
    shapes = rdflib.Graph().parse(data=_shapes(), format="turtle")
    clock, graph = _Clock(), rdflib.Graph()

    def add() -> None:
        for subject, predicate, value, language, datatype in statements:
            kind = rdflib.URIRef(datatype) if datatype else None
            node = rdflib.URIRef(value) if datatype == "iri" else rdflib.Literal(value, lang=language, datatype=kind)
            graph.add((rdflib.URIRef(subject), rdflib.URIRef(predicate), node))

    def write() -> None:
        for form in ("turtle", "nt"):
            graph.serialize(io.BytesIO(), format=form, encoding="utf-8")

    clock.run(STEPS[0], add)
    clock.run(STEPS[1], lambda: validate(graph, shacl_graph=shapes, inference="none"))
    clock.run(STEPS[2], write)
    return clock.figures | {"triples": len(graph)}


def resograph() -> Figures:
    """Measure resograph on the same."""
    from resograph import validate
    from resograph.alignment import unite
    from resograph.graph import to_graph
    from resograph.publish import dumps
    from resograph.registry import load
    from resograph.terms import Quad
    from resograph.vocabulary import vocabulary_quads

    reading, registry = _reading(), load()
    clock, quads = _Clock(), list[Quad]()

    def write() -> None:
        dumps.write_nquads(quads, io.BytesIO())
        dumps.write_turtle(quads, io.BytesIO())

    def make() -> None:
        quads.extend(to_graph(unite([reading], registry), registry))
        quads.extend(vocabulary_quads(registry))

    clock.run(STEPS[0], make)
    clock.run(STEPS[1], lambda: validate.validate(quads))
    clock.run(STEPS[2], write)
    return clock.figures | {"triples": len({quad[:3] for quad in quads})}


def _reading() -> Reading:
    """Give the reading of the first embedded text."""
    from resograph import pipeline
    from resograph.corpus.scan import find
    from resograph.read.text import read_text
    from resograph.registry import load

    return pipeline.read(read_text(find()[0].path, load()), load())


def _shapes() -> str:
    from resograph.validate import shapes_text

    return shapes_text()


def _ready_made() -> list[Statement]:
    """Give the statements as plain values: subject, predicate, value, language, datatype ("iri" for a thing)."""
    import pyoxigraph as ox

    from resograph.alignment import unite
    from resograph.graph import to_graph
    from resograph.registry import load
    from resograph.vocabulary import vocabulary_quads

    quads = (*to_graph(unite([_reading()], load()), load()), *vocabulary_quads(load()))
    text = "".join(f"{s} {p} {o} .\n" for s, p, o, _ in quads)
    found: list[Statement] = []
    for quad in ox.parse(text, format=ox.RdfFormat.N_TRIPLES):
        thing = quad.object
        assert isinstance(quad.subject, ox.NamedNode)
        if isinstance(thing, ox.Literal):
            typed = None if thing.language or thing.datatype.value.endswith("#string") else thing.datatype.value
            found.append((quad.subject.value, quad.predicate.value, thing.value, thing.language, typed))
        else:
            assert isinstance(thing, ox.NamedNode)
            found.append((quad.subject.value, quad.predicate.value, thing.value, None, "iri"))
    return found


def measure(arguments: Sequence[str], allowed: Sequence[int] = (0,)) -> tuple[Figures, str]:
    """Give wall seconds, CPU seconds and peak memory (MB) of a process, and what it printed; other states end all."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as out:
        start = time.perf_counter()
        process = subprocess.Popen([sys.executable, *arguments], stdout=out)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in allowed:
            raise SystemExit(f"{' '.join(arguments)}: status {process.returncode}")
        out.seek(0)
        per_mb = 1e6 if sys.platform == "darwin" else 1e3  # bytes there, kB elsewhere
        return {"wall": wall, "cpu": used.ru_utime + used.ru_stime, "peak": used.ru_maxrss / per_mb}, out.read()


def medians(runs: Sequence[Figures]) -> Figures:
    """Give the median of each figure."""
    return {name: statistics.median(run[name] for run in runs) for name in runs[0]}


def side(name: str, times: int) -> Figures:
    """Give the medians of one side, each run in a process of its own."""
    runs = []
    for _ in range(times):
        process, printed = measure((__file__, "--side", name))
        runs.append({**json.loads(printed), "peak": process["peak"]})
    return medians(runs)


def sides(times: int) -> list[str]:
    """Give the table of both sides."""
    theirs, ours = side("straightforward", times), side("resograph", times)
    if theirs["triples"] != ours["triples"]:
        raise SystemExit(f"the sides differ: {theirs['triples']} and {ours['triples']} triples")
    rows = [(step, f"{theirs[step]:.3f}", f"{ours[step]:.3f}", _ratio(theirs[step], ours[step])) for step in STEPS[:3]]
    both = [sum(figures[step] for step in STEPS[:3]) for figures in (theirs, ours)]
    rate = [figures["triples"] / cpu / 1000 for figures, cpu in zip((theirs, ours), both, strict=True)]
    rows += [
        (STEPS[3], f"{both[0]:.3f}", f"{both[1]:.3f}", _ratio(*both)),
        ("thousand triples a CPU second", f"{rate[0]:.1f}", f"{rate[1]:.1f}", _ratio(rate[1], rate[0])),
        (
            "peak memory of the process, MB",
            f"{theirs['peak']:.0f}",
            f"{ours['peak']:.0f}",
            _ratio(theirs["peak"], ours["peak"]),
        ),
    ]
    return [f"{ours['triples']:,.0f} triples, median of {times} runs", "", *table(SIDES, rows)]


def starts(times: int) -> list[str]:
    """Give the table of what it takes to start the commands."""
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        out = str(Path(folder) / "dist")
        for name, arguments in (
            (NOTHING, ("-c", "pass")),
            (HELP, ("-c", _MAIN, "--help")),
            (BUILD, ("-c", _MAIN, "build", "--out", out)),
        ):
            found[name] = medians([measure(arguments)[0] for _ in range(times)])
    rows = [
        (name, f"{f['wall']:.3f}", f"{f['cpu']:.3f}", f"{f['peak']:.0f}", f"{f['wall'] / found[NOTHING]['wall']:.1f}")
        for name, f in found.items()
    ]
    return [f"median of {times} runs", "", *table(STARTS, rows)]


def _ratio(more: float, less: float) -> str:
    return f"{more / less:.1f}"


def table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Give a table as lines of Markdown."""
    lines = [columns, ["---", *("---:" for _ in columns[1:])], *rows]
    return [f"| {' | '.join(line)} |" for line in lines]


def machine() -> list[str]:
    """Say on what was measured."""
    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.is_file():
        names = [line.partition(":")[2].strip() for line in cpuinfo.read_text().splitlines() if "model name" in line]
        model = names[0] if names else model
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return [
        f"{model}, {os.cpu_count()} cores, {platform.system()}; Python {platform.python_version()}",
        f"{packages}; {time.strftime('%Y-%m-%d')}",
    ]


def main() -> None:
    """Print all tables, as Markdown."""
    arguments = argparse.ArgumentParser(description="Measure resograph beside the straightforward way.")
    arguments.add_argument("--times", type=int, default=5, help="runs of each measurement (default: 5)")
    arguments.add_argument("--side", choices=("straightforward", "resograph"), help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.side:
        print(json.dumps(straightforward() if given.side == "straightforward" else resograph()))
        return
    for lines in (machine(), sides(given.times), starts(2 * given.times)):
        print("\n".join([*lines, ""]), flush=True)


if __name__ == "__main__":
    main()
