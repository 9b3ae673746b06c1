"""What each command of the command line does: call, print, and say whether what it looked at conforms."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from resograph import display, tables
from resograph.errors import InputError, ResographError

if TYPE_CHECKING:
    import pyoxigraph as ox

    from resograph.query import Query
    from resograph.validate import Report
    from resograph.validation_report import Row


def build(given: argparse.Namespace) -> bool:
    """Read texts, validate their graphs, write the dataset.

    Raises:
        ResographError: a text cannot be read (the others are built), the authored data have a fault, or the folder
            cannot be written.
    """
    from resograph.corpus.engine import engine
    from resograph.corpus.plan import Settings
    from resograph.corpus.run import build as run

    settings = Settings(links=not given.ignore_links, core=given.core, turtle=given.turtle)
    if given.workers is not None and given.workers < 1:
        raise ResographError("--workers is at least 1.")
    with display.progress() as tell, engine(given.workers, given.scheduler) as workers:
        made = run(given.paths, given.out, settings, workers, tell)
    if given.json:
        display.say_json({**made.report, "files": [str(path) for path in made.files]})
    else:
        tables.show_build(made.report, made.files)
    if unread := len(made.report["unread"]):
        raise InputError(f"{unread:,} of {made.sources:,} files cannot be read; the others are built.")
    return bool(made.report["conforms"])


def validate(given: argparse.Namespace) -> bool:
    """Check graph files; the status says whether all conform.

    Raises:
        InputError: a file cannot be read.
    """
    from resograph.validate import validate_file

    reports = [(path, validate_file(path)) for path in given.files]
    if given.json:
        display.say_json(
            [
                {
                    "file": str(path),
                    "conforms": report.conforms,
                    "findings": [asdict(row) for row in _rows(report, given.lang)],
                }
                for path, report in reports
            ]
        )
    else:
        for path, report in reports:
            display.say(f"{path}: {'conforms' if report.conforms else 'does not conform'}")
            if report.findings:
                tables.show_findings(_rows(report, given.lang), "", "--json shows all.")
    return all(report.conforms for _, report in reports)


def _rows(report: Report, lang: str | None) -> tuple[Row, ...]:
    """Give the findings of a report as rows, in a language or the usual one."""
    from resograph.validation_report import report_rows

    return report_rows(report.findings, lang) if lang else report_rows(report.findings)


def query(given: argparse.Namespace) -> bool:
    """Answer a query, or list the catalogue.

    Raises:
        ResographError: the query is unknown or faulty, or its data cannot be read.
    """
    from resograph import query as queries
    from resograph.sparql import form

    if given.list:
        return _list(given)
    asked = queries.find(given.query)
    params = _params(given.param)
    if given.lang and any(param.name == "lang" for param in asked.params):
        params.setdefault("lang", given.lang)
    if given.endpoint:
        result = queries.run_remote(asked, given.endpoint, params)
    else:
        source = given.data or _local_data(Path(given.dump))
        result = queries.run(asked, source, params)
    kind = given.format or ("ttl" if form(asked.text) in {"CONSTRUCT", "DESCRIBE"} else "table")
    if kind == "table" and result.form == "SELECT" and display.is_terminal():
        rows = [["" if node is None else str(node) for node in row] for row in result.rows]
        display.table(result.variables, rows, _title(asked, given.lang))
    else:
        display.say(queries.render(result, kind))
    return True


def _list(given: argparse.Namespace) -> bool:
    """List the catalogue."""
    from resograph.query import catalogue

    if given.format == "json":
        display.say_json(
            [
                {"name": q.name, "title": _title(q, given.lang), "params": [asdict(param) for param in q.params]}
                for q in catalogue()
            ]
        )
        return True
    rows = [(q.name, _title(q, given.lang), ", ".join(param.name for param in q.params)) for q in catalogue()]
    display.table(("name", "title", "parameters"), rows)
    return True


def _title(query: Query, lang: str | None) -> str:
    return query.title(lang) if lang else query.title()


def _params(pairs: Sequence[str]) -> dict[str, str]:
    """Give parameters by name from `name=value`."""
    params = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not sign or not name:
            raise ResographError(f"--param {pair}: write it as NAME=VALUE.")
        params[name] = value
    return params


def _local_data(dump: Path) -> Sequence[Path] | ox.Store:
    """Give the graph to ask when none is named: what was built here, else the embedded texts, read anew."""
    if dump.is_file():
        return (dump,)
    display.note(f"resograph: {dump} is not there (“resograph build” writes it); asking the embedded texts.")
    return _read_anew(())


def _read_anew(paths: Sequence[Path]) -> ox.Store:
    from resograph import registry
    from resograph.corpus.dataset import store
    from resograph.corpus.documents import read_documents
    from resograph.corpus.scan import find

    data = registry.load()
    return store(read_documents(find(paths), data), data)


def _store(given: argparse.Namespace, *, named: bool = False) -> ox.Store:
    """Give the graph that a command is to look at, as a store; where asked for, with its named graphs."""
    from resograph.dataset import load

    source = given.data or _local_data(Path(given.dump))
    return load(source, named=named) if isinstance(source, list | tuple) else source  # type: ignore[return-value]


def explain(given: argparse.Namespace) -> bool:
    """Show the words of a document or provision, and what was found in them.

    Raises:
        ResographError: the graph has no such place, or cannot be read.
    """
    from resograph.explain import explain as explained
    from resograph.explanation import show

    store = _read_anew(given.source) if given.source else _store(given)
    explanation = explained(store, given.place, given.lang)
    if given.json:
        display.say_json(asdict(explanation))
    else:
        show(explanation)
    return True


def evaluate(given: argparse.Namespace) -> bool:
    """Print how well the graph says what people read.

    Raises:
        InputError: a gold file or the graph cannot be read.
    """
    from resograph.evaluate import evaluate as evaluated
    from resograph.evaluate import total
    from resograph.gold import read_gold

    golds = [(path, read_gold(path)) for path in given.gold]
    store = _store(given)
    scored = [(str(path), gold.document.symbol, evaluated(gold, store)) for path, gold in golds]
    if len(scored) > 1:
        scored.append(("", "all", total(scores for _, _, scores in scored)))
    if given.json:
        display.say_json(
            [
                {"gold": name, "document": d, "measures": [tables.score_figures(s, given.errors) for s in m]}
                for name, d, m in scored
            ]
        )
        return True
    for _, document, measures in scored:
        tables.show_scores(document, measures, given.errors)
    return True


def serve(given: argparse.Namespace) -> bool:
    """Serve a dataset until the process is asked to stop.

    Raises:
        ResographError: the dump cannot be read or loaded, or the limits make no sense.
    """
    from resograph.serve.limits import MIB, Limits
    from resograph.serve.run import run

    if given.workers < 1 or given.seconds <= 0 or given.memory < 1:
        raise ResographError("--workers, --seconds and --memory are at least 1.")
    dump = given.data / Path(given.dump).name if given.data.is_dir() else given.data
    limits = Limits(workers=given.workers, seconds=given.seconds, memory=given.memory * MIB)
    run(dump, given.host, given.port, limits, proxied=given.behind_proxy, quiet=given.quiet)
    return True


def site(given: argparse.Namespace) -> bool:
    """Write the pages of a dataset into a folder.

    Raises:
        ResographError: the graph cannot be read, or the folder cannot be written.
    """
    from resograph import iri, registry
    from resograph.dataset import load
    from resograph.site.export import export
    from resograph.site.lookup.words import habits
    from resograph.site.pages import site as made
    from resograph.site.words import tongues

    source = given.data or [Path(given.dump)]
    with display.progress() as tell:
        known = registry.load()
        pages = made(load(source, named=True), tongues(known))
        count = export(pages, habits(known), source[0].parent, given.out, tell, given.address or iri.HOME)
    display.say(f"{count:,} files in {given.out}; begin with {given.out / 'index.html'}")
    return True


def draw(given: argparse.Namespace) -> bool:
    """Write a picture of a document.

    Raises:
        ResographError: the graph has no such document, nothing to draw of it, or the file cannot be written.
    """
    from resograph import registry
    from resograph.publish.dumps import publish
    from resograph.site.draw.file import drawn, writer
    from resograph.site.words import tongues
    from resograph.terms import EDITED_IN

    write = writer(given.out)
    spoken = tongues(registry.load())
    tag = given.lang or EDITED_IN
    if tag not in spoken:
        raise ResographError(f"--lang {tag}: pictures speak {', '.join(spoken)}.")
    svg = drawn(_store(given, named=True), spoken[tag], given.symbol, given.kind, given.steps)
    publish(given.out.parent, {given.out.name: lambda to: write(svg, to)})
    return True


def suggest(given: argparse.Namespace) -> bool:
    """Print the most frequent names that the registries do not know.

    Raises:
        ResographError: the graph cannot be read.
    """
    from resograph import registry
    from resograph.suggest import suggest as suggested

    if given.most < 1:
        raise ResographError("--most is at least 1.")
    found = suggested(_store(given), registry.load(), given.most)
    if given.json:
        display.say_json([asdict(suggestion) for suggestion in found])
    else:
        tables.show_suggestions(found)
    return True
