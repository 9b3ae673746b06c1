"""Competency questions: find one, bind its parameters, run it on files or on an endpoint.

The head of a query file is a block of comments::

    # title: What is asked of an actor
    # title-zh: 对某一行为体的要求
    # question: What is an actor asked to do?
    # question-zh: 某一行为体被要求做什么？
    # param: actor iri actor/interpol — the actor

In other languages title and question stand in queries/labels/<tag>.tsv, so that the text of a query stays short.
A parameter line gives the name of a variable of the query, a type (`TYPES`), a default and, behind the dash, what it
is. The default `*` leaves the variable free; without a default a value must be given. A value is bound, never spliced:
it is checked against its type, written as one RDF term and joined by VALUES at the head of the outer WHERE, and of the
WHERE of each SELECT inside it that uses the variable, so that nothing is counted there that is thrown away later. (The
engine's own substitutions will not do: pyoxigraph accepts them only for variables that the SELECT returns.)
"""

from __future__ import annotations

import csv
import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from resograph.dataset import load
from resograph.errors import QueryError, unreadable
from resograph.parameters import FREE, TYPES, Param, term
from resograph.resources import folder
from resograph.results import FORMATS, Node, Result, graph_result, node, render
from resograph.sparql import check, form, inside_wheres, names_graphs, syntax_error

if TYPE_CHECKING:
    import pyoxigraph as ox

__all__ = [
    "FORMATS", "Node", "Param", "Query", "Result", "bind", "catalogue", "find", "load", "parse", "render", "run",
    "run_remote",
]  # fmt: skip

_FOLDERS = ("competency", "construct")
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_HEAD = re.compile(r"#\s*(title|question)(?:-([a-z]{2,3}))?:\s*(.+)")
_PARAM = re.compile(r"#\s*param:\s*(\w+)\s+(\w+)(?:\s+(\S+))?\s+—\s*(.+)")


@dataclass(frozen=True, slots=True)
class Query:
    """A query with what its head says.

    Args:
        name: of the file, without ending.
        titles: pairs of language tag and title.
        questions: pairs of language tag and question.
        params: its parameters, in the order of the head.
        text: the whole file.
    """

    name: str
    titles: tuple[tuple[str, str], ...]
    questions: tuple[tuple[str, str], ...]
    params: tuple[Param, ...]
    text: str

    def title(self, lang: str = "en") -> str:
        """Give the title in a language, else in English, else the name."""
        titles = dict(self.titles)
        return titles.get(lang) or titles.get("en") or self.name


def parse(name: str, text: str) -> Query:
    """Give the query that a text is.

    Args:
        name: what to call it.
        text: a SPARQL query, with or without a head.

    Raises:
        QueryError: a parameter line cannot be read, or names no variable of the query.
    """
    found: dict[str, list[tuple[str, str]]] = {"title": [], "question": []}
    params: list[Param] = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            break
        if match := _HEAD.match(line):
            found[match[1]].append((match[2] or "en", match[3].strip()))
        elif re.match(r"#\s*param:", line):
            match = _PARAM.match(line)
            if not match or match[2] not in TYPES:
                types = ", ".join(TYPES)
                raise QueryError(
                    f"{name}: line {number}: write “# param: name type default — what”, type one of {types}."
                )
            if not re.search(rf"[?$]{match[1]}\b", text):
                raise QueryError(f"{name}: line {number}: the query has no variable ?{match[1]}.")
            params.append(Param(match[1], match[2], match[3], match[4].strip()))
    return Query(name, tuple(found["title"]), tuple(found["question"]), tuple(params), text)


@cache
def _paths() -> dict[str, Path]:
    paths = (path for name in _FOLDERS for path in (folder("queries") / name).glob("*.rq"))
    return {path.stem: path for path in sorted(paths)}


@cache
def _labels() -> Mapping[str, Sequence[tuple[str, str, str]]]:
    """Give by the name of a query the languages in which others than its head say title and question, and these."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    for path in sorted((folder("queries") / "labels").glob("*.tsv")):
        for row in csv.DictReader(path.read_text("utf-8").splitlines(), delimiter="\t"):
            found.setdefault(row["query"], []).append((path.stem, row["title"], row["question"]))
    return found


def _read(path: Path) -> Query:
    try:
        query = parse(path.stem, path.read_text(encoding="utf-8-sig"))
        labels = _labels().get(query.name, ()) if path == _paths().get(query.name) else ()
        titles, questions = (tuple((label[0], label[at]) for label in labels) for at in (1, 2))
        return replace(query, titles=query.titles + titles, questions=query.questions + questions)
    except UnicodeDecodeError as error:
        raise QueryError(f"{path}: byte {error.start} is not UTF-8. A query is written in UTF-8.") from error
    except OSError as error:
        raise unreadable(path, error) from error


def catalogue() -> tuple[Query, ...]:
    """Give all queries that come with resograph, sorted by name."""
    return tuple(_read(path) for _, path in sorted(_paths().items()))


def find(name_or_path: str) -> Query:
    """Give a query by the name it has in the catalogue, or by the path of a file.

    Raises:
        QueryError: there is none; the text names those that are called much like it.
        InputError: the file cannot be read.
    """
    known = _paths().get(name_or_path)
    if known:
        return _read(known)
    path = Path(name_or_path)
    if not _NAME.fullmatch(name_or_path) or path.is_file():
        return _read(path)
    near = difflib.get_close_matches(name_or_path, _paths(), n=3, cutoff=0.4)
    hint = f" Did you mean {' or '.join(near)}?" if near else ""
    raise QueryError(f"No query is called “{name_or_path}”.{hint} “resograph query --list” lists all.")


def bind(query: Query, params: Mapping[str, str] | None = None) -> str:
    """Give the text of a query with its parameters bound.

    Args:
        query: the query.
        params: values by name; what is left out takes its default.

    Raises:
        QueryError: a value is missing or does not fit its type, or no parameter has such a name.
    """
    given = dict(params or {})
    bound: list[tuple[str, str]] = []
    for param in query.params:
        value = given.pop(param.name, param.default)
        if value is None:
            raise QueryError(f"{query.name}: give --param {param.name}=… ({param.what}).")
        if value != FREE:
            bound.append((param.name, term(param, value)))
    if given:
        known = ", ".join(param.name for param in query.params) or "none"
        raise QueryError(f"{query.name}: no parameter is called {', '.join(sorted(given))} (it has: {known}).")
    if not bound:
        return query.text
    text, places = query.text, inside_wheres(query.text)
    outer = next(iter(places))
    for place, names in sorted(places.items(), reverse=True):
        if here := [(name, term) for name, term in bound if place == outer or name in names]:
            text = f"{text[:place]} {_values(here)} {text[place:]}"
    return text


def _values(bound: Sequence[tuple[str, str]]) -> str:
    names, terms = (" ".join(part) for part in zip(*((f"?{name}", term) for name, term in bound), strict=True))
    return f"VALUES ({names}) {{ ({terms}) }}"


def run(query: Query, source: Sequence[Path] | ox.Store, params: Mapping[str, str] | None = None) -> Result:
    """Give the answer to a query on local data.

    Args:
        query: from `find` or `parse`.
        source: files, or a store made by `load`.
        params: values by name.

    Raises:
        QueryError: the query is faulty, not allowed, or fails.
        InputError: a file cannot be read.
    """
    import pyoxigraph as ox

    check(query.text)
    kind = form(query.text)
    try:
        ox.Store().query(query.text)
    except SyntaxError as error:
        raise syntax_error(query.name, query.text, error) from None
    text = bind(query, params)
    store = source if isinstance(source, ox.Store) else load(source, named=names_graphs(query.text))
    try:
        answer = store.query(text)
        if isinstance(answer, ox.QueryBoolean):
            return Result(kind, boolean=bool(answer))
        if isinstance(answer, ox.QueryTriples):
            return graph_result(answer, kind)
        names = tuple(variable.value for variable in answer.variables)
        rows = (tuple(None if row[name] is None else node(row[name]) for name in names) for row in answer)
        return Result(kind, names, tuple(rows))
    except (SyntaxError, RuntimeError, ValueError, OSError) as error:
        raise QueryError(f"{query.name}: the query failed: {error}") from error


def run_remote(query: Query, endpoint: str, params: Mapping[str, str] | None = None, timeout: int = 60) -> Result:
    """Give the answer of a SPARQL endpoint to a query.

    Args:
        query: from `find` or `parse`.
        endpoint: URL of the endpoint (http or https).
        params: values by name.
        timeout: seconds to wait for the endpoint.

    Raises:
        QueryError: the query is not allowed, or the endpoint does not answer it.
    """
    from resograph.endpoint import ask

    check(query.text, local=False)
    return ask(endpoint, bind(query, params), form(query.text), timeout)
