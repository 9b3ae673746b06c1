"""Whether a graph keeps the rules: shapes (shapes/*.ttl) and quality questions (queries/qc/*.rq, empty = pass).

Two engines check the shapes. `shacl` is fast and is used where it is installed; pySHACL is the reference and takes its
place elsewhere. The tests hold that both find the same, result by result.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from resograph import resources
from resograph.dataset import content
from resograph.errors import InputError, RegistryError
from resograph.finding import BLANK, QUERIES, SEVERITIES, SHAPES, Finding, Messages, Severity, locate, ordered
from resograph.plain import sift
from resograph.terms import Described, Quad, nquads

if TYPE_CHECKING:
    import pyoxigraph

Form = Literal["turtle", "nquads"]

_SUFFIXES = (".ttl", ".nt", ".nq", ".trig")
# `# title-zh: …`; a line that begins with `#` and two more spaces goes on with the line before it
_HEAD = re.compile(r"^# (title|title-zh|why|why-zh|level|occurs): (.+(?:\n#  +.+)*)$", re.MULTILINE)
_SUBCLASS = " <http://www.w3.org/2000/01/rdf-schema#subClassOf> "
_HEADS = ("level", "title", "title-zh", "why", "why-zh")


@dataclass(frozen=True, slots=True)
class Report:
    """What was found, in reading order: by document, place and rule."""

    findings: tuple[Finding, ...]

    @property
    def conforms(self) -> bool:
        """Say whether the graph keeps every rule; warnings are allowed."""
        return not any(finding.severity == "violation" for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Question:
    """A quality question: a SELECT query that should find nothing; it binds ?place and may bind ?value.

    `occurs` is text without which N-Quads need not be asked, "" if there is none.
    """

    name: str
    severity: Severity
    messages: Messages
    sparql: str
    occurs: str = ""


def validate(data: str | bytes | Iterable[Quad]) -> Report:
    """Give everything that is wrong with a graph.

    Args:
        data: N-Quads or N-Triples, or the quads themselves.

    Raises:
        InputError: the data is not N-Quads; the message names the line.
    """
    if not isinstance(data, str | bytes):
        data = nquads(data)
    # `shacl` reads the same text, and minds every IRI: one look at them is enough
    store = _load(data, ".nq", "the graph", lenient=_has_fast())
    # a text is encoded once for both: it keeps its bytes
    text = data if isinstance(data, str) else data.decode()
    try:
        return _validate(text, store)
    except ValueError:
        _load(text, ".nq", "the graph")
        raise


def validate_together(documents: Sequence[Sequence[Described]], texts: Sequence[Sequence[str]], shared: str) -> Report:
    """Give everything that is wrong with documents: what `validate` finds in them, in less time.

    Args:
        documents: the graph of each, subject by subject.
        texts: the same as N-Quads, a text for each subject.
        shared: N-Quads of what they point to. Questions look at it; shapes only at what is a subclass of what: none of them
            looks beyond the thing it is of.
    """
    sifted = sift(documents, texts)
    report = _beside(sifted.quads, shared)
    if any(finding.place in sifted.examples for finding in report.findings):
        return _beside("".join(chain.from_iterable(texts)), shared)
    return report


def _beside(text: str, shared: str) -> Report:
    asked = text + shared
    found = check_queries(_load(asked, ".nq", "the graph", lenient=_has_fast()), asked)
    classes = "".join(line for line in shared.splitlines(keepends=True) if _SUBCLASS in line)
    try:
        return Report(ordered((*check_shapes(text + classes, "nquads"), *found)))
    except ValueError:
        _load(asked, ".nq", "the graph")
        raise


def validate_file(path: Path) -> Report:
    """Give everything that is wrong with a file: Turtle, TriG, N-Triples or N-Quads, also compressed (.zst).

    Raises:
        InputError: it cannot be read, has another extension or no statements, or breaks the syntax of its format.
    """
    suffix = path.with_suffix("").suffix if path.suffix == ".zst" else path.suffix
    if suffix not in _SUFFIXES:
        raise InputError(f"{path}: not a graph file. Expected {', '.join(_SUFFIXES)}, with or without .zst after it.")
    store = _load(content(path), suffix, str(path))
    if not len(store):
        raise InputError(f"{path}: holds no statements. Build the graph again, or give another file.")
    import pyoxigraph as ox

    return _validate((store.dump(format=ox.RdfFormat.N_QUADS) or b"").decode(), store)


def check_shapes(text: str, form: Form = "turtle", engine: str | None = None) -> tuple[Finding, ...]:
    """Give what breaks a shape.

    Args:
        text: a graph in Turtle or N-Triples, or in N-Quads (form "nquads"; the graphs are taken as one).
        form: the format of the text.
        engine: "shacl" or "pyshacl"; None takes `shacl` if it is installed.
    """
    if engine is None:
        engine = "shacl" if _has_fast() else "pyshacl"
    found = _fast(text, form) if engine == "shacl" else _reference(text, form)
    return ordered(found)


def check_queries(store: pyoxigraph.Store, text: str | None = None) -> tuple[Finding, ...]:
    """Give what the quality questions find in a store, all its graphs taken as one.

    Args:
        store: what is asked.
        text: the same as N-Quads, if it is at hand: spares questions that it cannot answer.
    """
    asked = (q for q in questions() if text is None or q.occurs in text)
    return ordered(finding for question in asked for finding in ask(store, question))


def ask(store: pyoxigraph.Store, question: Question) -> Iterator[Finding]:
    """Give what one quality question finds in a store."""
    rows = store.query(question.sparql, use_default_graph_as_union=True)
    # read at once: an answer must be dropped in the thread that asked, and the search for cycles may run in another
    found = [(str(row["place"]), _bound(row, "value")) for row in rows]  # type: ignore[union-attr]  # a SELECT gives rows
    del rows
    for place, value in found:
        yield _finding(question.name, question.severity, place, None, value, question.messages, QUERIES + question.name)


@cache
def shapes_text() -> str:
    """Give all shapes as one Turtle text."""
    return "\n".join(path.read_text("utf-8") for path in sorted(resources.folder("shapes").glob("*.ttl")))


@cache
def questions() -> tuple[Question, ...]:
    """Give the quality questions, by name.

    Raises:
        RegistryError: the head of a file lacks title, why or level.
    """
    return tuple(question(path) for path in sorted((resources.folder("queries") / "qc").glob("*.rq")))


def question(path: Path) -> Question:
    """Give the quality question that a file holds.

    Raises:
        RegistryError: its head lacks title, why or level.
    """
    text = path.read_text("utf-8")
    head = {match[1]: re.sub(r"\n# +", " ", match[2]) for match in _HEAD.finditer(text)}
    missing = [name for name in _HEADS if name not in head]
    if missing or head["level"] not in SEVERITIES or "SELECT" not in text:
        raise RegistryError(
            f"{path}: expected a SELECT query under the head lines {', '.join(_HEADS)}; level is one of {', '.join(SEVERITIES)}."
        )
    messages = (("en", f"{head['title']} {head['why']}"), ("zh", f"{head['title-zh']}{head['why-zh']}"))
    return Question(path.stem, SEVERITIES[head["level"]], messages, text, head.get("occurs", ""))


def _validate(text: str, store: pyoxigraph.Store) -> Report:
    return Report(ordered((*check_shapes(text, "nquads"), *check_queries(store, text))))


def _load(data: str | bytes, suffix: str, name: str, *, lenient: bool = False) -> pyoxigraph.Store:
    """Give a store with the statements of a text; lenient: without a look at what its IRIs hold."""
    import pyoxigraph as ox

    form = ox.RdfFormat.from_extension(suffix[1:])
    store = ox.Store()
    try:
        store.bulk_load(data, format=form, lenient=lenient)
    except SyntaxError as error:
        why = re.sub(r"^Parser error at line \d+ (?:between columns \d+ and \d+|column \d+): ", "", error.msg)
        raise InputError(
            f"{name}:{error.lineno or 1}: not {form}: {why}. Correct the line, or the extension of the file."
        ) from None
    return store


def _has_fast() -> bool:
    from importlib.util import find_spec

    return find_spec("shacl") is not None


@cache
def _compiled() -> object:
    import shacl

    return shacl.Shapes.from_turtle(shapes_text())


def _fast(text: str, form: Form) -> Iterator[Finding]:
    """Give the findings of `shacl`."""
    for result in _compiled().validate_text(text, format=form).results:  # type: ignore[attr-defined]
        yield from _result(
            result.focus_node, result.path, result.value, result.component, result.severity, result.source_shape
        )


def _reference(text: str, form: Form) -> Iterator[Finding]:
    """Give the findings of pySHACL."""
    from resograph.validate_reference import results

    for result in results(text, form, shapes_text()):
        yield from _result(*result)


def _result(
    focus: str, path: str | None, value: str | None, component: str, severity: str, shape: str
) -> Iterator[Finding]:
    """Give a SHACL result as a finding; only shapes with a name report."""
    name = shape.strip("<>")
    kind, level = name.removeprefix(SHAPES), SEVERITIES[severity.lower()]
    shown = None if value is None or value.startswith(BLANK) else value
    yield _finding(kind, level, focus, path, shown, _messages().get(name, ()), name, component)


def _finding(  # noqa: PLR0913, PLR0917 - the parts of a finding
    kind: str,
    severity: Severity,
    place: str,
    path: str | None,
    value: str | None,
    messages: Messages,
    shape: str,
    component: str = "",
) -> Finding:
    bare = BLANK if place.startswith(BLANK) else place.strip("<>")
    document, eid = locate(bare)
    return Finding(
        kind, severity, bare, eid, document, path.strip("<>") if path else None, value, messages, shape, component
    )


@cache
def _messages() -> dict[str, Messages]:
    """Give the messages of each shape; read only when something was found."""
    import pyoxigraph as ox

    found: dict[str, list[tuple[str, str]]] = {}
    for quad in ox.parse(shapes_text(), format=ox.RdfFormat.TURTLE):
        if quad.predicate.value == "http://www.w3.org/ns/shacl#message" and isinstance(quad.subject, ox.NamedNode):
            message = quad.object
            if isinstance(message, ox.Literal):
                found.setdefault(quad.subject.value, []).append((message.language or "en", message.value))
    return {shape: tuple(sorted(pairs)) for shape, pairs in found.items()}


def _bound(row: object, name: str) -> str | None:
    """Give a variable of a solution as a term, or None where the query does not bind it."""
    try:
        term = row[name]  # type: ignore[index]
    except KeyError:
        return None
    return None if term is None else str(term)
