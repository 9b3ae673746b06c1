"""The SPARQL 1.1 Protocol for queries: from a request to what is asked, or why it is refused.

Nothing here knows a web framework: a request is its method, its query string, its headers and its body.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import parse_qsl

from resograph.errors import QueryError
from resograph.serve.formats import BY_FORM, Format, named, negotiated
from resograph.sparql import check, form, tokens

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
_MOST_FIELDS = 200
_GRAPHS = ("default-graph-uri", "named-graph-uri")
# What makes an answer differ though the data are the same: such answers carry no validator.
_CHANGING = frozenset({"NOW", "RAND", "UUID", "STRUUID", "BNODE"})


class Refused(Exception):  # noqa: N818 - an answer, not a fault of the program
    """A request that is not answered: HTTP status, and what the client should do."""

    def __init__(self, status: int, text: str, retry_after: int | None = None) -> None:
        super().__init__(text)
        self.status, self.text, self.retry_after = status, text, retry_after


@dataclass(frozen=True, slots=True)
class Question:
    """A query as a client asks it.

    Args:
        query: its text.
        default_graphs: IRIs of the graphs that make the default graph; none means the whole dataset.
        named_graphs: IRIs of the named graphs; none means all.
        format: the form of the answer.
        steady: the same data always give the same answer.
    """

    query: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    format: Format
    steady: bool


def fields(method: str, query_string: bytes, content_type: str, body: bytes) -> list[tuple[str, str]]:
    """Give the parameters of a request, from its URL and its body (SPARQL 1.1 Protocol, 2.1).

    Args:
        method: GET, HEAD or POST.
        query_string: of the URL, undecoded.
        content_type: of the body, or "".
        body: as sent.

    Raises:
        Refused: the body is of another type, or is not UTF-8; or the request is an update.
    """
    found = _pairs(_utf8(query_string, "URL"))
    if method == "POST":
        kind = content_type.partition(";")[0].strip().lower()
        if kind == UPDATE:
            raise Refused(403, "This endpoint answers queries; it takes no updates.")
        if kind not in {FORM, QUERY}:
            raise Refused(415, f"Send a query as {QUERY}, or as the field “query” of {FORM}.")
        text = _utf8(body, "body")
        found += [("query", text)] if kind == QUERY else _pairs(text)
    if any(name in {"update", "using-graph-uri", "using-named-graph-uri"} for name, _ in found):
        raise Refused(403, "This endpoint answers queries; it takes no updates.")
    return found


def _utf8(sent: bytes, where: str) -> str:
    try:
        return sent.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused(400, f"Byte {error.start} of the {where} is not UTF-8. A query is sent in UTF-8.") from None


def _pairs(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)
    except UnicodeDecodeError:
        raise Refused(400, "A parameter is not UTF-8. Encode it in UTF-8, then percent-encode it.") from None
    except ValueError:
        raise Refused(400, f"More than {_MOST_FIELDS} parameters. Send fewer.") from None


def question(found: list[tuple[str, str]], accept: str) -> Question:
    """Give what is asked.

    Args:
        found: the parameters.
        accept: the Accept header; `format` among the parameters goes before it.

    Raises:
        Refused: there is not exactly one query, it must not run, or its answer has no form that the client takes.
    """
    queries = [value for name, value in found if name == "query"]
    if len(queries) != 1:
        raise Refused(400, f"Send exactly one “query”; this request has {len(queries)}.")
    kind, steady = _examined(queries[0])
    default, names = (tuple(v for n, v in found if n == name) for name in _GRAPHS)
    for graph in (*default, *names):
        if not graph or any(c.isspace() or c in '<>"{}|^`\\' for c in graph) or ":" not in graph:
            raise Refused(400, f"{graph!a} is not the IRI of a graph.")
    return Question(queries[0], default, names, _format(found, accept, BY_FORM[kind], kind), steady)


@lru_cache(maxsize=1024)
def _examined(query: str) -> tuple[str, bool]:
    try:
        check(query)
        kind = form(query)
    except QueryError as error:
        raise Refused(400, str(error)) from None
    return kind, not any(t.kind == "word" and t.text.upper() in _CHANGING for t in tokens(query))


def _format(found: list[tuple[str, str]], accept: str, offered: tuple[Format, ...], kind: str) -> Format:
    asked = [value for name, value in found if name in {"format", "output"} and value]
    chosen = named(asked[0], offered) if asked else negotiated(accept, offered)
    if chosen:
        return chosen
    types = ", ".join(f"{f.media_type} (format={f.name})" for f in offered)
    raise Refused(406, f"The answer to {kind} can be had as {types}.")
