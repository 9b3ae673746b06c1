"""One SPARQL request answered from a store, as a worker does it: examined, asked, written in the form that was agreed."""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from resograph.serve.formats import Format
from resograph.serve.frames import Reply, Status
from resograph.serve.protocol import Question, Refused, fields, question
from resograph.sparql import syntax_error

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class _TooLarge(Exception):  # noqa: N818 - a limit, not a fault
    """The answer outgrew its bound."""


class _Bounded(io.BytesIO):
    """A file in memory that refuses to grow beyond a bound."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most

    def write(self, data: ReadableBuffer) -> int:
        """Keep what is written."""
        if self.tell() + len(memoryview(data)) > self.most:
            raise _TooLarge
        return super().write(data)


def answer(store: ox.Store, asked: dict[str, Any], most: int) -> Reply:
    """Give the answer to a request, as a whole or not at all.

    The text is examined here and not by the server: to read 64 KiB of hostile text takes its time, too.

    Args:
        store: the data.
        asked: `method`, `url` (what stands behind its “?”), `body`, `type` and `accept` of the request, bytes of it as
            Latin-1; `version` (of the data), and `known` (validators of answers that the client has).
        most: bytes of the largest answer.
    """
    try:
        url, body = (asked[part].encode("latin-1") for part in ("url", "body"))
        found = question(fields(asked["method"], url, asked["type"], body), asked["accept"])
    except Refused as refused:
        return Reply(Status.REFUSED, refused.text.encode(), {"status": refused.status})
    about: dict[str, Any] = {"type": found.format.content_type}
    if found.steady:
        about["tag"] = _tag(found, asked["version"])
        if about["tag"] in asked["known"]:
            return Reply(Status.SAME, b"", about)
    try:
        return Reply(Status.DONE, _written(store, found, most), about)
    except SyntaxError as error:
        said = str(syntax_error("The query cannot be parsed", found.query, error))
        return Reply(Status.REFUSED, said.encode(), {"status": 400})
    except _TooLarge:
        return Reply(Status.TOO_LARGE)
    except (RuntimeError, ValueError, OSError) as error:
        return Reply(Status.REFUSED, f"The query failed: {error}".encode(), {"status": 400})


def _tag(asked: Question, version: str) -> str:
    """Give the validator of an answer: the same query in the same form on the same data."""
    parts = (version, asked.query, *asked.default_graphs, "", *asked.named_graphs, asked.format.name)
    return f'W/"{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()[:32]}"'


def _written(store: ox.Store, asked: Question, most: int) -> bytes:
    out = _Bounded(most)
    # A request that names graphs names the whole dataset (SPARQL 1.1 Protocol, 2.1.4): what it leaves out is empty.
    chosen = bool(asked.default_graphs or asked.named_graphs)
    found = store.query(
        asked.query,
        default_graph=[ox.NamedNode(g) for g in asked.default_graphs] if chosen else None,
        named_graphs=[ox.NamedNode(g) for g in asked.named_graphs] if chosen else None,
    )
    found.serialize(out, format=_engine_format(found, asked.format))
    return out.getvalue()


def _engine_format(found: object, wanted: Format) -> Any:  # noqa: ANN401 - two enumerations of the engine
    rows, rdf = ox.QueryResultsFormat, ox.RdfFormat
    if isinstance(found, ox.QueryTriples):
        return {"ttl": rdf.TURTLE, "nt": rdf.N_TRIPLES, "jsonld": rdf.JSON_LD, "rdf": rdf.RDF_XML}[wanted.name]
    return {"json": rows.JSON, "xml": rows.XML, "csv": rows.CSV, "tsv": rows.TSV}[wanted.name]
