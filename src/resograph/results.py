"""What a query gives, and how it is written: table, CSV, JSON, Turtle."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from resograph.errors import QueryError
from resograph.iri import BASE, RG
from resograph.terms import XSD

if TYPE_CHECKING:
    import pyoxigraph as ox

Kind = Literal["iri", "literal", "bnode"]
_TURTLE_PREFIXES = {
    "rg": RG,
    "base": BASE,
    "cito": "http://purl.org/spar/cito/",
    "dcterms": "http://purl.org/dc/terms/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


@dataclass(frozen=True, slots=True, order=True)
class Node:
    """One RDF term of an answer.

    Args:
        kind: iri, literal or bnode.
        value: the IRI, the characters of the literal, or the label of the blank node.
        lang: BCP 47 tag of a literal, or "".
        datatype: IRI of the datatype of a literal that has no tag and is no plain string, or "".
    """

    kind: Kind
    value: str
    lang: str = ""
    datatype: str = ""

    def __str__(self) -> str:
        """Give what a reader wants to see: the characters without quotes and brackets."""
        return f"_:{self.value}" if self.kind == "bnode" else self.value


Triple = tuple[Node, Node, Node]


@dataclass(frozen=True, slots=True)
class Result:
    """The answer to a query; which fields are filled depends on its form.

    Args:
        form: SELECT, ASK, CONSTRUCT or DESCRIBE.
        variables: names of the columns of a SELECT.
        rows: one cell a variable; None where it is unbound.
        boolean: the answer to an ASK.
        triples: of a CONSTRUCT or DESCRIBE, sorted, each once.
    """

    form: str
    variables: tuple[str, ...] = ()
    rows: tuple[tuple[Node | None, ...], ...] = ()
    boolean: bool | None = None
    triples: tuple[Triple, ...] = ()


def node(term: Any) -> Node:  # noqa: ANN401 - a term of pyoxigraph, which is not imported when this module is
    """Give the node for a term of pyoxigraph."""
    import pyoxigraph as ox

    if isinstance(term, ox.NamedNode):
        return Node("iri", term.value)
    if isinstance(term, ox.BlankNode):
        return Node("bnode", term.value)
    if isinstance(term, ox.Literal):
        plain = term.language or term.datatype.value == XSD + "string"
        return Node("literal", term.value, term.language or "", "" if plain else term.datatype.value)
    raise QueryError("The answer holds a triple as a term, which cannot be written here.")


def graph_result(triples: Iterable[ox.Triple], kind: str) -> Result:
    """Give the answer to a CONSTRUCT or DESCRIBE: its triples sorted, each once."""
    nodes: set[Triple] = {(node(t.subject), node(t.predicate), node(t.object)) for t in triples}
    return Result(kind, triples=tuple(sorted(nodes)))


def _cells(result: Result) -> tuple[Sequence[str], list[list[str]]]:
    if result.form == "SELECT":
        return result.variables, [["" if node is None else str(node) for node in row] for row in result.rows]
    return ("subject", "predicate", "object"), [[str(node) for node in triple] for triple in result.triples]


def _printable(text: str) -> str:
    # A control character in data must not steer the reader's terminal.
    return "".join(" " if unicodedata.category(char) in {"Cc", "Zl", "Zp"} else char for char in text)


def _width(text: str) -> int:
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    return len(text) + wide - sum(unicodedata.combining(char) > 0 for char in text)


def _table(result: Result) -> str:
    if result.boolean is not None:
        return f"{'yes' if result.boolean else 'no'}\n"
    header, body = _cells(result)
    lines = [list(header), *([_printable(cell) for cell in row] for row in body)]
    widths = [max(_width(line[column]) for line in lines) for column in range(len(header))]
    lines.insert(1, ["-" * width for width in widths])
    padded = ("  ".join(c + " " * (w - _width(c)) for c, w in zip(line, widths, strict=True)) for line in lines)
    return "".join(f"{line.rstrip()}\n" for line in padded) + ("" if body else "(no rows)\n")


def _csv(result: Result) -> str:
    """Write SPARQL 1.1 Query Results CSV (RFC 4180).

    The values are written as they are: a cell that begins with = + - or @ is a formula to a spreadsheet, and the
    standard leaves it alone. Import such a file as text.
    """
    if result.boolean is not None:
        raise QueryError("CSV holds rows, and ASK gives yes or no. Ask for table or json.")
    out = io.StringIO()
    header, body = _cells(result)
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(body)
    return out.getvalue()


def _json_node(node: Node) -> dict[str, str]:
    given = {"type": {"iri": "uri"}.get(node.kind, node.kind), "value": node.value}
    if node.lang:
        given["xml:lang"] = node.lang
    elif node.datatype:
        given["datatype"] = node.datatype
    return given


def _json(result: Result) -> str:
    """Write SPARQL 1.1 Query Results JSON."""
    if result.form not in {"SELECT", "ASK"}:
        raise QueryError(f"JSON results hold rows, and {result.form} gives triples. Ask for ttl, table or csv.")
    document: dict[str, object] = {"head": {}, "boolean": result.boolean}
    if result.form == "SELECT":
        bindings = [
            {name: _json_node(node) for name, node in zip(result.variables, row, strict=True) if node is not None}
            for row in result.rows
        ]
        document = {"head": {"vars": list(result.variables)}, "results": {"bindings": bindings}}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _turtle(result: Result) -> str:
    if result.form in {"SELECT", "ASK"}:
        raise QueryError(
            f"Turtle holds triples, and {result.form} gives {'rows' if result.form == 'SELECT' else 'yes or no'}. "
            "Ask for table, csv or json, or write CONSTRUCT instead of SELECT."
        )
    import pyoxigraph as ox

    def term(node: Node) -> ox.NamedNode | ox.BlankNode | ox.Literal:
        if node.kind == "iri":
            return ox.NamedNode(node.value)
        if node.kind == "bnode":
            return ox.BlankNode(node.value)
        if node.lang:
            return ox.Literal(node.value, language=node.lang)
        return ox.Literal(node.value, datatype=ox.NamedNode(node.datatype) if node.datatype else None)

    used = {
        name: iri for name, iri in _TURTLE_PREFIXES.items() if any(iri in n.value for t in result.triples for n in t)
    }
    triples = (ox.Triple(term(s), term(p), term(o)) for s, p, o in result.triples)  # type: ignore[arg-type]
    return (ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=used) or b"").decode()


_WRITERS: dict[str, Callable[[Result], str]] = {"table": _table, "csv": _csv, "json": _json, "ttl": _turtle}
FORMATS = tuple(_WRITERS)


def render(result: Result, format: str) -> str:  # noqa: A002 - the command line calls it so
    """Give the text of an answer.

    Args:
        result: the answer.
        format: one of `FORMATS`. The table is plain text for a pipe, its columns aligned; csv is RFC 4180 with CRLF,
            and holds the values unchanged, also those a spreadsheet would take for a formula.

    Raises:
        QueryError: the format is unknown or cannot hold such an answer; the text says which can.

    >>> print(render(Result("SELECT", ("who",), ((Node("literal", "大会"),),)), "table"), end="")
    who
    ----
    大会
    """
    if format not in _WRITERS:
        raise QueryError(f"Unknown format “{format}”: choose from {', '.join(FORMATS)}.")
    return _WRITERS[format](result)
