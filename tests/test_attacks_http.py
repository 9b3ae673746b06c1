"""What hostile connections, addresses and data do to a server, and that it does not matter to the next client.

After each attack the same must hold as after a hostile query (tests/attacked.py).
"""

from __future__ import annotations

import csv
import io
import json
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import quote

import httpx
import pyoxigraph as ox
import pytest
from lxml import html

from attacked import MIB, PLACES, THING, WORDS, ask, memory, opened, statements
from served import Served

pytestmark = pytest.mark.usefixtures("unhurt")
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
TAGS = ("ar", "en", "es", "fr", "ru", "zh")
SAFE = ("http:", "https:", "/", ".", "#", "?", "id/", "data:image/")
ROWS = "SELECT ?s ?p ?o { ?s ?p ?o FILTER(?s = <https://w3id.org/resograph/id/A/RES/99/9>) }"


@pytest.fixture
def client(attacked: Served) -> Iterator[httpx.Client]:
    with opened(attacked) as made:
        yield made


@contextmanager
def connected(server: Served, count: int = 1) -> Iterator[list[socket.socket]]:
    """Give open connections."""
    port = int(server.address.rsplit(":", 1)[1])
    with ExitStack() as stack:
        yield [stack.enter_context(socket.create_connection(("127.0.0.1", port), 40)) for _ in range(count)]


def said(server: Served, request: bytes) -> bytes:
    """Give all that a server says to a request, up to where it closes the connection; b"" where it cuts it off."""
    with connected(server) as (line,):
        try:
            line.sendall(request)
            return b"".join(iter(lambda: line.recv(65536), b""))
        except ConnectionError:
            return b""


def get(path: str, *lines: str, method: str = "GET") -> bytes:
    """Give a request as bytes."""
    return "\r\n".join([f"{method} {path} HTTP/1.1", "Host: x", "Connection: close", *lines, "", ""]).encode("latin-1")


HEADS = {
    "nothing but a beginning": b"GET /sparql?query=",
    "line breaks": b"\r\n\r\n\r\n",
    "a head without end": b"GET / HTTP/1.1\r\nHost: x\r\nX: ",
    "a body that is promised": b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 99\r\n\r\nASK",
    "a body where none is read": b"POST /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\nx",
    "a second request that never ends": b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\nGET /heal",
}


def test_who_dawdles_is_sent_away(attacked: Served) -> None:
    """Why: each of them would keep a connection for ever, one byte a second."""
    with connected(attacked, len(HEADS)) as lines:
        open_ = dict(zip(HEADS, lines, strict=True))
        for name, line in open_.items():
            line.sendall(HEADS[name])
            line.settimeout(0.05)
        end = time.monotonic() + 30
        while open_:
            assert time.monotonic() < end, f"still open: {', '.join(open_)}"
            open_ = {name: line for name, line in open_.items() if drips(line, b"\r\n" if "breaks" in name else b"x")}
            time.sleep(0.5)


def drips(line: socket.socket, drop: bytes) -> bool:
    """Send a drop, and say whether the connection is still open."""
    try:
        line.sendall(drop)
        return bool(line.recv(65536))
    except TimeoutError:
        return True
    except ConnectionError:
        return False


def test_a_head_of_any_size_is_not_kept(attacked: Served) -> None:
    before = memory(attacked)
    assert said(attacked, get("/" + "x" * 50_000_000)) == b""
    assert said(attacked, get("/", *(f"x-{n}: {'y' * 1000}" for n in range(50_000)))) == b""
    assert said(attacked, get("/healthz", *(f"x-{n}: y" for n in range(2000)))).startswith(b"HTTP/1.1 200")
    assert memory(attacked) < before + 20 * MIB


def test_five_hundred_connections_are_borne(attacked: Served, client: httpx.Client) -> None:
    with connected(attacked, 500):
        assert client.get("/healthz").status_code == 200


def test_half_closed_sockets_end_what_they_asked(attacked: Served, client: httpx.Client) -> None:
    """Why: who shuts its side down may still read, or be gone; a worker must not be kept for it."""
    with connected(attacked, 200) as lines:
        for number, line in enumerate(lines):
            line.sendall(get(f"/sparql?query={quote(SLOW)}%23{number}", f"X-Forwarded-For: 10.3.0.{number}"))
            line.shutdown(socket.SHUT_WR)
        began = time.monotonic()
        assert ask(client, f"ASK {{ ?s ?p ?o }} #{began}").status_code in {200, 503}
        answers = [b"".join(iter(lambda line=line: line.recv(65536), b"")) for line in lines]  # type: ignore[misc]
    assert {answer[:12] for answer in answers} <= {b"", b"HTTP/1.1 503", b"HTTP/1.1 504"}


def test_clients_that_leave_at_once_leave_nothing(attacked: Served) -> None:
    for _ in range(5):
        with connected(attacked, 50) as lines:
            for number, line in enumerate(lines):
                line.sendall(get(f"/sparql?query={quote(SLOW)}%23{number}", f"X-Forwarded-For: 10.4.0.{number}"))


def test_a_client_that_never_reads_holds_nothing(attacked: Served) -> None:
    """Why: answers wait in memory for who does not read them; closing the connection frees them."""
    many = f"SELECT * {{ {' '.join(f'VALUES ?v{n} {{ {chr(32).join(map(str, range(60)))} }}' for n in range(3))} }}"
    with connected(attacked, 20) as lines:
        for number, line in enumerate(lines):
            line.sendall(get(f"/sparql?query={quote(many)}%23{number}", f"X-Forwarded-For: 10.5.0.{number}"))
        time.sleep(3)


PATHS = (
    "/data/../../etc/passwd", "/data/%2e%2e%2fpasswd", "/data/..%5c..%5cetc%5cpasswd", "/static/../site.py",
    "/static/%2e%2e/%2e%2e/pages.py", "/static//etc/passwd", "/static/..;/x", "/id/../../../etc/passwd",
    "/id/%2e%2e/%2e%2e/%2e%2e/etc/passwd.en.html", "/id/A/RES/99/9/../../../../etc/passwd.ttl", "//etc/passwd", "/.stores/",
    "/data/.stores", "/data/resograph.nq%00.zst", "/id/A%00.en.html", "/subject/..%2f..%2f1.en.html",
    "/session/ga/%2e%2e%2f99.en.html", "/ontology.%2e%2e%2fetc", "/%c0%ae%c0%ae/etc/passwd", "/id/" + "a/" * 5000,
    "/id/a%20b", "/id/%3Cx%3E.ttl", "/id/%ff%fe.en.html", "/id/%ed%a0%80.csv", "/id/%ef%bf%bf.nt", "/session/ga/%00.en.html", "/subject/%00",
)  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_nothing_else_of_the_disk_is_served(attacked: Served, path: str) -> None:
    answer = said(attacked, get(path))
    assert answer.split(b" ", 2)[1] in {b"400", b"404"}, answer[:200]
    assert b"root:" not in answer


INJECTED = "%0d%0aSet-Cookie:%20x=1%0d%0a%0d%0a<script>alert(1)</script>"


@pytest.mark.parametrize(
    "request_",
    [
        get(f"/search?q={INJECTED}"),
        get(f"/query?query=ASK{INJECTED}"),
        get(f"/sparql?query=ASK%7B%7D&format={INJECTED}"),
        get(f"/sparql?query=ASK%7B%7D&default-graph-uri=x:{INJECTED}"),
        get(f"/id/A/RES/99/9?format={INJECTED}"),
        get(f"/id/A/RES/99/9{INJECTED}.ttl"),
        get(f"/data/resograph.nq.zst{INJECTED}"),
        get(f"/index.en{INJECTED}.html"),
        get("/", "Accept-Language: en\r\n Set-Cookie: x=1"),
        get("/", "Accept: text/html\nSet-Cookie: x=1"),
        get("/", 'If-None-Match: "x"\rSet-Cookie: x=1'),
        get("/search", "Host: evil\r\nSet-Cookie: x=1"),
        get("/sparql?query=ASK%7B%7D", "Accept: \x00text/html\x7f"),
    ],
    ids=range(13),
)
def test_no_header_is_injected(attacked: Served, request_: bytes) -> None:
    answer = said(attacked, request_)
    head, _, body = answer.partition(b"\r\n\r\n")
    names = [line.partition(b":")[0].lower() for line in head.split(b"\r\n")[1:]]
    assert b"set-cookie" not in names
    assert b"\n" not in head.replace(b"\r\n", b"")
    assert answer.count(b"HTTP/1.1") <= 1
    if b"text/html" in head:
        assert b"<script>alert" not in body


SMUGGLED = {
    "two lengths": "POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 50\r\n\r\nASK",
    "length and chunks": "POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /data HTTP/1.1\r\nHost: x\r\n\r\n",
    "a chunk without measure": "POST /sparql HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\nASK",
    "a negative length": "POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\nASK",
    "another protocol": "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "no protocol": "\x16\x03\x01\x02\x00\x01\x00",
}


@pytest.mark.parametrize("name", SMUGGLED)
def test_a_request_of_two_meanings_is_refused(attacked: Served, name: str) -> None:
    answer = said(attacked, SMUGGLED[name].encode("latin-1"))
    assert answer.split(b" ", 2)[1:2] in ([b"400"], []), answer[:200]
    assert answer.count(b"HTTP/1.1") <= 1


def test_pipelined_requests_are_answered_in_their_order(attacked: Served) -> None:
    many = get("/healthz").replace(b"Connection: close\r\n", b"") * 500 + get("/nothing")
    answers = said(attacked, many)
    assert (answers.count(b"HTTP/1.1 200"), answers.count(b"HTTP/1.1 404")) == (500, 1)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <%s> { ?s ?p ?o } }",
        "SELECT * { SERVICE SILENT <%s> { ?s ?p ?o } }",
        "SELECT * { BIND(<%s> AS ?e) SERVICE ?e { ?s ?p ?o } }",
        "SELECT * { \\u0053ERVICE <%s> { ?s ?p ?o } }",
        "SELECT * FROM <%s> { ?s ?p ?o }",
        "SELECT * FROM NAMED <%s> { GRAPH ?g { ?s ?p ?o } }",
        "DESCRIBE <%s>",
        "LOAD <%s>",
    ],
)
@pytest.mark.parametrize("place", ["http", "file", "other"])
def test_a_query_reaches_no_file_and_no_address(client: httpx.Client, tmp_path: Path, query: str, place: str) -> None:
    """Why: behind the server lie a disk and a network that its clients must not see."""
    secret = tmp_path / "secret.nt"
    secret.write_text("<x:secret> <x:secret> <x:secret> .\n")
    with socket.create_server(("127.0.0.1", 0)) as listening:
        address = {
            "http": f"http://127.0.0.1:{listening.getsockname()[1]}/",
            "file": secret.as_uri(),
            "other": "gopher://[::1]/",
        }
        answers = [
            ask(client, query % address[place]),
            client.get("/sparql", params={"query": "SELECT * { ?s ?p ?o }", "default-graph-uri": address[place]}),
        ]
        listening.settimeout(0.2)
        with pytest.raises(TimeoutError):
            listening.accept()
    for answer in answers:
        assert answer.status_code in {200, 400, 403}
        assert "x:secret" not in answer.text
        assert answer.status_code != 200 or len(answer.text) < 300, "nothing is found there"


@pytest.mark.parametrize("field", ["q", "actor", "act", "subject", "body", "year", "page", "sort", "query", "name"])
@pytest.mark.parametrize(
    "value", ["\x00", "<x>", "a b", '"', "\ufffe", "%", "'; DROP TABLE x; --", "\u202e", "9" * 400]
)
def test_hostile_fields_are_words(client: httpx.Client, field: str, value: str) -> None:
    for page in ("search", "query"):
        answer = client.get(f"/{page}.en.html", params={"q": "terrorism", field: value})
        assert answer.status_code in {200, 400}, (page, answer.text[:200])


@pytest.mark.parametrize("tag", TAGS)
def test_hostile_words_and_iris_stay_text_on_pages(client: httpx.Client, tag: str) -> None:
    question = quote("SELECT ?o { ?s ?p ?o FILTER(?s = <" + THING + ">) }")
    for path in (
        f"/id/A/RES/99/9.{tag}.html",
        f"/query.{tag}.html?query={question}",
        f"/search.{tag}.html?q=script",
        f"/index.{tag}.html",
    ):
        answer = client.get(path)
        assert answer.status_code == 200
        assert "script-src" not in answer.headers["content-security-policy"], "scripts come from the server itself only"
        for element in html.fromstring(answer.content).iter():
            assert element.tag not in {"img", "iframe", "object", "base"}, path
            assert element.tag != "script" or not element.text or element.get("type") == "application/ld+json"
            for name, value in element.attrib.items():
                assert not name.startswith("on"), (path, name)
                assert name not in {"href", "src", "action"} or value.startswith(SAFE) or ":" not in value, (
                    path,
                    value,
                )


def test_hostile_words_and_iris_say_nothing_new_as_data(client: httpx.Client) -> None:
    graph = {q.triple for q in statements() if q.graph_name == ox.NamedNode(THING)}
    for ending, form in (
        ("ttl", ox.RdfFormat.TURTLE),
        ("nt", ox.RdfFormat.N_TRIPLES),
        ("jsonld", ox.RdfFormat.JSON_LD),
    ):
        answer = client.get(f"/id/A/RES/99/9.{ending}")
        assert {q.triple for q in ox.parse(answer.content, format=form)} <= graph
        assert {q.object.value for q in ox.parse(answer.content, format=form)} >= {*WORDS, *PLACES}
    for row in csv.reader(io.StringIO(client.get("/id/A/RES/99/9.csv").text, newline="")):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)


@pytest.mark.parametrize("form", ["json", "csv", "tsv", "xml"])
def test_hostile_words_make_no_row_of_an_answer(client: httpx.Client, form: str) -> None:
    count = len({q.triple for q in statements() if q.subject == ox.NamedNode(THING)})
    answer = ask(client, ROWS, format=form)
    if form == "json":
        rows = len(json.loads(answer.text)["results"]["bindings"])
    elif form == "xml":
        rows = answer.text.count("<result>")
    elif form == "csv":
        rows = sum(1 for _ in csv.reader(io.StringIO(answer.text, newline=""))) - 1
    else:
        rows = answer.text.rstrip("\n").count("\n")
    assert rows == count


def test_an_address_of_any_length_is_not_remembered(client: httpx.Client) -> None:
    for head, headers in (
        ("/id/A/", {}),
        ("/session/ga/", {}),
        ("/ontology.", {}),
        ("/id/A/", {"Accept": "text/turtle"}),
    ):
        answer = client.get(head + "9" * 20_000, headers=headers)
        assert (answer.status_code, "longer than 1000" in answer.text) == (404, True)
    assert "longer" not in client.get("/id/A/RES/" + "9" * 900).text
    packed = client.get("/id/A/RES/99/9.en.html", headers={"Accept-Encoding": "gzip, " + "x" * 100_000})
    assert (packed.status_code, packed.headers["content-encoding"]) == (200, "gzip")
