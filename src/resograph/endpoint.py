"""Queries on a remote SPARQL endpoint."""

from __future__ import annotations

import json
import re
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError

from resograph.errors import QueryError
from resograph.results import Node, Result, graph_result

MAX_BYTES = 256 * 1024 * 1024
_URL = re.compile(r"https?://[^\s/]+(/\S*)?")
_KINDS = {"uri": "iri", "literal": "literal", "typed-literal": "literal", "bnode": "bnode"}
_SHOWN = 300  # characters of what an endpoint says that are repeated in an error


def _fetch(endpoint: str, text: str, returned: str, timeout: int) -> bytes:
    from SPARQLWrapper import POST, SPARQLWrapper
    from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

    wrapper = SPARQLWrapper(endpoint, returnFormat=returned, agent="resograph")
    wrapper.setOnlyConneg(True)  # strict endpoints refuse parameters that SPARQL Protocol does not know
    wrapper.setMethod(POST)
    wrapper.setTimeout(timeout)
    wrapper.setQuery(text)
    try:
        with wrapper.query().response as response:
            body: bytes = response.read(MAX_BYTES + 1)
    except SPARQLWrapperException as error:
        raise QueryError(f"{endpoint}: refused the query: {_said(error)}") from error
    except HTTPError as error:
        with error:
            raise QueryError(
                f"{endpoint}: answered {error.code} {error.reason}. Check the URL and the query."
            ) from error
    except TimeoutError as error:
        raise QueryError(f"{endpoint}: no answer within {timeout} s. Narrow the query or allow more time.") from error
    except (URLError, OSError, HTTPException, ValueError) as error:
        late = isinstance(getattr(error, "reason", None), TimeoutError)
        cause = f"no answer within {timeout} s" if late else f"cannot be reached ({_said(error)})"
        raise QueryError(f"{endpoint}: {cause}. Check the URL and the network.") from error
    if len(body) > MAX_BYTES:
        raise QueryError(f"{endpoint}: the answer is larger than {MAX_BYTES} bytes. Add a LIMIT.")
    return body


def _said(error: Exception) -> str:
    reason = getattr(error, "reason", None) or getattr(error, "msg", None) or error
    return "".join(char if char.isprintable() else " " for char in str(reason))[:_SHOWN]


def _node(value: Any) -> Node:  # noqa: ANN401 - JSON of a stranger
    lang, datatype = value.get("xml:lang", ""), value.get("datatype", "")
    plain = lang or datatype == "http://www.w3.org/2001/XMLSchema#string"
    kind = _KINDS[value["type"]]
    return Node(kind, str(value["value"]), str(lang), "" if plain else str(datatype))  # type: ignore[arg-type]


def _rows(form: str, body: bytes) -> Result:
    document = json.loads(body)
    if form == "ASK":
        if not isinstance(document["boolean"], bool):
            raise TypeError(document["boolean"])
        return Result(form, boolean=document["boolean"])
    names = tuple(str(name) for name in document["head"]["vars"])
    bindings = document["results"]["bindings"]
    rows = (tuple(_node(row[name]) if name in row else None for name in names) for row in bindings)
    return Result(form, names, tuple(rows))


def ask(endpoint: str, text: str, form: str, timeout: int) -> Result:
    """Give what an endpoint answers.

    Args:
        endpoint: its URL.
        text: a query with its parameters bound.
        form: SELECT, ASK, CONSTRUCT or DESCRIBE.
        timeout: seconds to wait.

    Raises:
        QueryError: the URL is no http URL, the endpoint cannot be reached, refuses, or gives no SPARQL answer.
    """
    import pyoxigraph as ox

    if not _URL.fullmatch(endpoint):
        raise QueryError(f"{endpoint!a} is not the URL of an endpoint: write it as https://example.org/sparql.")
    rows = form in {"SELECT", "ASK"}
    body = _fetch(endpoint, text, "json" if rows else "turtle", timeout)
    try:
        if rows:
            return _rows(form, body)
        return graph_result((quad.triple for quad in ox.parse(body, format=ox.RdfFormat.TURTLE)), form)
    except (ValueError, SyntaxError, TypeError, KeyError, AttributeError) as error:
        raise QueryError(f"{endpoint}: answered something that is no SPARQL result. Is this the query URL?") from error
