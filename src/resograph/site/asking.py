"""The query page: a question from the catalogue or a reader's own, its parameters, and the answer as a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from urllib.parse import urlencode

from resograph import iri, vocab
from resograph.errors import QueryError
from resograph.parameters import FREE, Param
from resograph.query import Query, bind, parse
from resograph.site.facts import Facts, Value, in_language, local
from resograph.sparql import check, form, syntax_error

# Rows that the page shows; the downloads have all.
MOST = 500
_FIELD = "param-"
_OWN = "query"
_TRIPLE = ("subject", "predicate", "object")
_ROWS, _TRIPLES = ("csv", "tsv", "json", "xml"), ("ttl", "nt", "jsonld", "rdf")
_DOWNLOADS = {"SELECT": _ROWS, "ASK": ("json", "xml"), "CONSTRUCT": _TRIPLES, "DESCRIBE": _TRIPLES}


@dataclass(frozen=True, slots=True)
class Table:
    """An answer: rows under names, or yes or no.

    Args:
        columns: names.
        rows: one cell a name; None where nothing is bound.
        cut: there are more rows.
        boolean: of an ASK.
        downloads: name of the form, and the query string with which the endpoint gives it.
    """

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Value | None, ...], ...] = ()
    cut: bool = False
    boolean: bool | None = None
    downloads: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """What the query page shows.

    Args:
        text: of the query, as in the field.
        query: what its head says; None where there is no text or its head is faulty.
        values: of the parameters, as in their fields.
        bound: the query with its parameters, for other tools; "" where they do not fit.
        table: the answer, None if none was asked for.
        problem: why there is none, or "".
    """

    text: str = ""
    query: Query | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    bound: str = ""
    table: Table | None = None
    problem: str = ""


def asked(facts: Facts, catalogue: Sequence[Query], fields: Mapping[str, str], lang: str) -> Asked:
    """Give what the page shows for the fields of its form.

    Args:
        facts: the store.
        catalogue: the questions that can be chosen.
        fields: `example` shows a question of the catalogue; `query` asks a text, with `param-<name>` for each parameter.
        lang: of the reader, whose names a question gives where it takes a language.
    """
    chosen = next((query for query in catalogue if query.name == fields.get("example")), None)
    text = fields.get(_OWN) or (chosen.text if chosen else "")
    if not text.strip():
        return Asked()
    shown = Asked(text)
    # What a reader left as it was is told in all languages; a form sends its lines with two characters at the end.
    known = next((query for query in catalogue if query.text == text.replace("\r\n", "\n")), None)
    try:
        query = replace(known, name=_OWN) if known else parse(_OWN, text)
        values = {p.name: fields.get(_FIELD + p.name) or _default(facts, p, lang) for p in query.params}
        shown = replace(shown, query=query, values=values)
        check(text)
        shown = replace(shown, bound=bind(query, {name: value for name, value in values.items() if value}))
        return replace(shown, table=_answer(facts, shown.bound)) if fields.get(_OWN) else shown
    except QueryError as error:
        return replace(shown, problem=str(error))


def ready(facts: Facts, query: Query, lang: str) -> str:
    """Give the text of a question with its parameters at what they are by default; as it stands where one has no default."""
    given = {p.name: _default(facts, p, lang) for p in query.params}
    try:
        return bind(query, {name: value for name, value in given.items() if value})
    except QueryError:
        return query.text


def _default(facts: Facts, param: Param, lang: str) -> str:
    """Give what a parameter is where a reader gives nothing: a question about a document asks about one whose text is here."""
    if param.type == "lang":
        return lang
    default = param.default or ""
    if param.type != "symbol" or default in {"", FREE} or facts.first(iri.document(default), vocab.expression):
        return default
    return next((local(document) for document, _ in facts.statements(vocab.expression, 1)), default)


def _answer(facts: Facts, text: str) -> Table:
    """Give the answer to a query.

    Raises:
        QueryError: it cannot be parsed, or fails.
    """
    import pyoxigraph as ox

    try:
        found = facts.store.query(text)
        downloads = tuple((name, urlencode({"query": text, "format": name})) for name in _DOWNLOADS[form(text)])
        if isinstance(found, ox.QueryBoolean):
            return Table(boolean=bool(found), downloads=downloads)
        columns = tuple(v.value for v in found.variables) if isinstance(found, ox.QuerySolutions) else _TRIPLE
        rows = tuple(islice(_rows(facts, found, len(columns)), MOST + 1))
    except SyntaxError as error:
        raise syntax_error("The query cannot be parsed", text, error) from None
    except (RuntimeError, ValueError, OSError) as error:
        raise QueryError(f"The query failed: {error}") from None
    return Table(columns, rows[:MOST], len(rows) > MOST, downloads=downloads)


def _rows(facts: Facts, found: object, width: int) -> Iterator[tuple[Value | None, ...]]:
    for row in found:  # type: ignore[attr-defined]
        cells = (row[column] for column in range(width))
        yield tuple(None if cell is None else facts.value(cell) for cell in cells)


def told(said: Sequence[tuple[str, str]], lang: str) -> Value:
    """Give what the head of a query says in a language, else in one that its readers are likely to know."""
    return in_language([Value(text, tag) for tag, text in said], lang) if said else Value("")
