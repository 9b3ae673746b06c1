"""Queries on an endpoint that answers, misbehaves or is not there."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pyoxigraph as ox
import pytest

from resograph.errors import QueryError
from resograph.query import find, load, parse, run, run_remote

DATA = Path(__file__).parent / "queries" / "data.ttl"


@pytest.fixture(scope="module")
def store() -> ox.Store:
    return load([DATA])


class Endpoint(BaseHTTPRequestHandler):
    """A SPARQL endpoint on the sample data; its path says how it misbehaves."""

    store: ox.Store

    def do_POST(self) -> None:
        """Answer a query, or misbehave."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        status, kind, content = 200, "text/html", b"<html>hello</html>"
        if self.path == "/slow":
            time.sleep(3)
        if self.path == "/sparql":
            answer = self.store.query(parse_qs(body)["query"][0])
            if isinstance(answer, ox.QueryTriples):
                kind, content = "text/turtle", answer.serialize(format=ox.RdfFormat.TURTLE) or b""
            else:
                kind = "application/sparql-results+json"
                content = answer.serialize(format=ox.QueryResultsFormat.JSON) or b""
        elif self.path == "/odd":
            kind, content = (
                "application/sparql-results+json",
                b'{"head": {"vars": ["a"]}, "results": {"bindings": [{"a": 1}]}}',
            )
        elif self.path.strip("/").isdigit():
            status = int(self.path.strip("/"))
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """A server that does not wait for slow answers and does not tell when a client hangs up."""

    daemon_threads = True
    block_on_close = False

    def handle_error(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def endpoint(store: ox.Store) -> Iterator[str]:
    handler = type("Handler", (Endpoint,), {"store": store})
    with Server(("127.0.0.1", 0), handler) as server, pytest.MonkeyPatch.context() as patch:
        patch.setenv("no_proxy", "*")
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("name", ["what-is-asked-of", "asked-of-each-actor", "document-citations"])
def test_an_endpoint_answers_like_local_data(store: ox.Store, endpoint: str, name: str) -> None:
    assert run_remote(find(name), f"{endpoint}/sparql") == run(find(name), store)


def test_an_endpoint_gets_bound_values(store: ox.Store, endpoint: str) -> None:
    query = parse("q", "# param: x string — what\nSELECT ?x WHERE { BIND(1 AS ?one) }")
    for value in ('" } SELECT * WHERE { ?s ?p ?o } #', "\\u0022 } UNION { ?s ?p ?o } #", "恐怖\n\\"):
        assert run_remote(query, f"{endpoint}/sparql", {"x": value}) == run(query, store, {"x": value})
    assert run_remote(parse("q", "ASK { ?s ?p ?o }"), f"{endpoint}/sparql").boolean is True


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/html", "no SPARQL result"),
        ("/odd", "no SPARQL result"),
        ("/400", "refused the query"),
        ("/404", "refused the query"),
        ("/500", "refused the query"),
        ("/503", "answered 503"),
        ("/slow", "no answer within 1 s"),
    ],
)
def test_an_endpoint_that_misbehaves_is_named(endpoint: str, path: str, why: str) -> None:
    with pytest.raises(QueryError, match=f"{endpoint}{path}: .*{why}"):
        run_remote(find("what-is-asked-of"), endpoint + path, timeout=1)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://e/x", "example.org", "http://", "http://a b/"])
def test_what_is_no_http_url_is_refused(url: str) -> None:
    with pytest.raises(QueryError, match="not the URL of an endpoint"):
        run_remote(find("what-is-asked-of"), url)


def test_an_unreachable_endpoint_is_named() -> None:
    with pytest.raises(QueryError, match="cannot be reached"):
        run_remote(find("what-is-asked-of"), "http://127.0.0.1:9/sparql", timeout=2)
    with pytest.raises(QueryError, match="changes data"):
        run_remote(parse("q", "DROP ALL"), "http://127.0.0.1:9/sparql")
