"""The endpoint as a client meets it: the protocol, what is refused, what happens to hostile queries and clients."""

from __future__ import annotations

import hashlib
import itertools
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pyoxigraph as ox
import pytest
import uvloop

from resograph import cli
from resograph.dataset import load
from resograph.query import bind, catalogue
from resograph.registry import Registry
from resograph.serve.frames import Reply, Status
from resograph.serve.limits import Limits
from resograph.serve.place import prepare
from resograph.serve.pool import Pool
from resograph.serve.protocol import Refused
from resograph.serve.shelf import Shelf
from resograph.site.pages import page, site
from resograph.site.words import FILE, kept, tongues
from served import Served, serving

ASK = "ASK { ?s ?p ?o }"
NUMBERS = itertools.count()
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
SECONDS, MEMORY = "2", "300"


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("served") / "dist"
    assert cli.main(["build", "--out", str(out)]) == 0
    return out


@pytest.fixture(scope="module")
def server(dist: Path) -> Iterator[Served]:
    with serving(dist, "--seconds", SECONDS, "--memory", MEMORY) as served:
        yield served


@pytest.fixture
def client(server: Served) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.address, timeout=30) as opened:
        yield opened


@pytest.mark.cases("protocol")
def test_a_request_is_answered_as_the_protocol_says(client: httpx.Client, case: dict[str, Any]) -> None:
    send = case["send"]
    body = send.get("body", "")
    if "nest" in send:
        inner = "(1 = 1)" if send["nest"] == "(" else "{ }"
        closing = {"(": ")", "{": "}"}[send["nest"]]
        body = body.replace(inner, send["nest"] * 5000 + inner + closing * 5000)
    body = body.replace("LONG", "x" * send.get("pad", 0)).encode(send.get("charset", "utf-8"))
    headers = {"Accept": send.get("accept", "*/*")} | ({"Content-Type": send["type"]} if "type" in send else {})
    params = [tuple(pair) for pair in send.get("params", [])]
    answer = client.request(send["method"], "/sparql", params=params, content=body or None, headers=headers)
    status, media_type = case["gives"]
    assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (status, media_type), answer.text
    assert answer.headers["access-control-allow-origin"] == "*"
    if "answers" in case:
        assert answer.json()["boolean"] is case["answers"]


@pytest.mark.parametrize("name", [q.name for q in catalogue() if all(p.default for p in q.params)])
def test_the_endpoint_answers_as_the_engine_does(client: httpx.Client, store: ox.Store, name: str) -> None:
    query = next(q for q in catalogue() if q.name == name)
    text = bind(query)
    found = store.query(text)
    if isinstance(found, ox.QueryTriples):
        served, direct = "nt", found.serialize(format=ox.RdfFormat.N_TRIPLES)
    else:
        served, direct = "tsv", found.serialize(format=ox.QueryResultsFormat.TSV)
    lines = client.post("/sparql", data={"query": text, "format": served}).text.splitlines()
    assert sorted(lines) == sorted((direct or b"").decode().splitlines())


@pytest.fixture(scope="module")
def store(dist: Path) -> ox.Store:
    return load([dist / "resograph.nq.zst"], named=True)


def ask(client: httpx.Client, query: str) -> httpx.Response:
    return client.post("/sparql", data={"query": query})


def is_well(client: httpx.Client) -> None:
    """Hold that the next query is answered, with the right answer, by a worker: no answer to it can have been kept."""
    answer = ask(client, f"{ASK} # {next(NUMBERS)}")
    assert (answer.status_code, answer.json().get("boolean")) == (200, True)


def test_small_queries_are_answered_while_one_client_asks_the_worst(client: httpx.Client, server: Served) -> None:
    worst = threading.Thread(target=lambda: httpx.post(f"{server.address}/sparql", data={"query": CROSS}, timeout=30))
    worst.start()
    time.sleep(0.3)
    answers = [httpx.get(f"{server.address}/healthz").status_code for _ in range(3)]
    worst.join()
    assert answers == [200] * 3
    is_well(client)


def test_a_query_stops_when_its_client_leaves(client: httpx.Client, server: Served) -> None:
    before = server.children()
    with pytest.raises(httpx.ReadTimeout):
        httpx.post(f"{server.address}/sparql", data={"query": CROSS}, timeout=0.5)
    until(lambda: not before <= server.children())
    is_well(client)


def until(holds: Any, seconds: float = 20) -> None:
    """Wait until something holds."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it never came to hold"
        time.sleep(0.05)


def test_workers_that_are_killed_lose_no_query(client: httpx.Client, server: Served) -> None:
    for _ in range(5):
        os.kill(min(server.children()), signal.SIGKILL)
        for _ in range(5):
            is_well(client)


def test_no_worker_outlives_the_server(dist: Path) -> None:
    with serving(dist) as served:
        workers = served.children()
        assert workers
        served.process.kill()
        served.process.wait(10)
        until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in workers))


def test_new_data_are_served_without_a_restart(tmp_path: Path) -> None:
    copy = tmp_path / "dist"
    copy.mkdir()
    dump = copy / "resograph.nq"
    dump.write_text("<a:a> <a:b> <a:c> <a:g> .\n")
    count = "SELECT (COUNT(*) AS ?n) { ?s <a:b> ?o }"
    with serving(dump) as served, httpx.Client(base_url=served.address) as client:
        first = ask(client, count)
        aside = copy / "aside"
        aside.write_text("<a:a> <a:b> <a:c> <a:g> .\n<a:a> <a:b> <a:d> <a:h> .\n")
        aside.rename(dump)
        until(lambda: ask(client, count).headers["etag"] != first.headers["etag"])
        assert ask(client, count).json()["results"]["bindings"][0]["n"]["value"] == "2"
        dump.write_text("no data at all")
        time.sleep(3)
        assert ask(client, count).json()["results"]["bindings"][0]["n"]["value"] == "2"


def test_an_answer_is_not_sent_twice(client: httpx.Client) -> None:
    first = client.get("/sparql", params={"query": ASK})
    again = client.get("/sparql", params={"query": ASK}, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert "etag" not in client.get("/sparql", params={"query": "SELECT (NOW() AS ?n) {}"}).headers


def test_a_browser_of_another_origin_may_ask(client: httpx.Client) -> None:
    answer = client.options("/sparql", headers={"Origin": "https://example.org"})
    assert answer.status_code == 204
    assert "POST" in answer.headers["access-control-allow-methods"]


def test_the_service_describes_itself(client: httpx.Client, server: Served) -> None:
    for path in ("/sparql", "/.well-known/void"):
        graph = ox.Store()
        graph.load(client.get(path, headers={"Accept": "text/turtle"}).content, format=ox.RdfFormat.TURTLE)
        sd = "http://www.w3.org/ns/sparql-service-description#"
        assert graph.query(f"ASK {{ <{server.address}/sparql> a <{sd}Service> ; <{sd}resultFormat> ?form }}")
        assert graph.query("ASK { ?q a <http://www.w3.org/ns/shacl#SPARQLSelectExecutable> }")


def test_a_query_finds_what_the_dataset_says_of_itself(client: httpx.Client, dist: Path) -> None:
    """An editor that knows nothing but the endpoint finds examples, prefixes, counts and dumps there."""
    prefixes = "".join(
        f"PREFIX {name}: <{iri}> "
        for name, iri in (
            ("sh", "http://www.w3.org/ns/shacl#"),
            ("void", "http://rdfs.org/ns/void#"),
            ("dcat", "http://www.w3.org/ns/dcat#"),
        )
    )
    size = (dist / "resograph.nq.zst").stat().st_size
    for pattern in (
        "?q a sh:SPARQLSelectExecutable ; sh:select ?text",
        '?d sh:declare [ sh:prefix "rg" ; sh:namespace ?iri ]',
        "?d a void:Dataset, dcat:Dataset ; void:documents 1 ; void:triples ?n",
        f"?d dcat:distribution [ dcat:byteSize {size} ]",
        "GRAPH ?g { ?q a sh:SPARQLExecutable }",
    ):
        assert ask(client, f"{prefixes} ASK {{ {pattern} }}").json()["boolean"] is True, pattern


def test_the_dumps_are_there(client: httpx.Client, dist: Path) -> None:
    assert client.get("/data/resograph.nq.zst").content == (dist / "resograph.nq.zst").read_bytes()


def test_the_dumps_are_listed_in_the_language_of_the_reader(client: httpx.Client, dist: Path) -> None:
    answer = client.get("/data", headers={"Accept-Language": "fr"})
    assert answer.status_code == 200
    assert '<html lang="fr"' in answer.text
    assert hashlib.sha256((dist / "shapes.ttl").read_bytes()).hexdigest() in answer.text
    assert client.get("/data.xx.html").status_code == 404
    assert client.get("/void.ttl").content == client.get("/.well-known/void").content


def test_metrics_count_requests(client: httpx.Client) -> None:
    is_well(client)
    assert 'resograph_requests_total{route="/sparql",status="200"}' in client.get("/metrics").text


def test_a_missing_dump_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["serve", "--data", str(tmp_path)]) == 3
    assert "resograph build" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [("text/html", "text/html"), ("text/turtle", "text/turtle"), ("application/ld+json", "application/ld+json"), ("*/*", "text/html")],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/id/A/RES/60/288", "/ontology"])
def test_an_iri_answers_in_the_form_that_is_asked_for(
    client: httpx.Client, path: str, accept: str, media_type: str
) -> None:
    answer = client.get(path, headers={"Accept": accept, "Accept-Language": "zh"})
    assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, media_type)
    assert answer.headers["vary"].startswith("Accept, Accept-Language")


@pytest.mark.parametrize("path", ["/id/A/RES/60/288", "/ontology"])
def test_the_same_page_is_served_as_is_written(
    client: httpx.Client, store: ox.Store, registry: Registry, path: str
) -> None:
    served = client.get(path, headers={"Accept": "text/html", "Accept-Language": "ar"})
    assert served.content == page(site(store, tongues(registry)), f"{path[1:]}.ar.html")
    assert "default-src 'self'" in served.headers["content-security-policy"]
    again = client.get(
        path,
        headers={"Accept": "text/html", "Accept-Language": "ar", "If-None-Match": served.headers["etag"]},
    )
    assert again.status_code == 304


def test_the_first_page_is_in_the_language_of_the_reader(client: httpx.Client) -> None:
    answer = client.get("/", headers={"Accept-Language": "ru"}, follow_redirects=True)
    assert answer.url.path == "/index.ru.html"
    assert 'lang="ru"' in answer.text
    assert client.get("/static/site.css").status_code == 200
    assert client.get("/id/actor/nobody").status_code == 404


def test_a_search_leads_to_the_page_in_the_language_of_the_reader(client: httpx.Client) -> None:
    answer = client.get(
        "/search", params={"q": "决议 60/288"}, headers={"Accept-Language": "fr"}, follow_redirects=True
    )
    assert (answer.status_code, answer.url.path) == (200, "/search.fr.html")
    assert '<a href="id/A/RES/60/288.fr.html">' in answer.text
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    again = client.get(str(answer.url), headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304


def test_a_search_is_answered_as_json(client: httpx.Client) -> None:
    found = client.get("/search", params={"q": "国际刑事警察组织", "act": "encourage", "format": "json"}).json()
    assert "annex.II.15" in {row.get("eId") for row in found["results"]}
    assert client.get("/search", headers={"Accept": "image/png"}).status_code == 406


@pytest.mark.parametrize("text", ["x" * 5000, '"*' * 500, "a " * 500, "\u0000", "第" * 300])
def test_a_hostile_search_ends(client: httpx.Client, text: str) -> None:
    assert (
        client.get("/search.en.html", params={"q": text, "page": "9" * 30, "year": "(", "odd": "x"}).status_code == 200
    )
    assert client.get("/search.xx.html").status_code == 404


def test_a_query_is_asked_on_a_page(client: httpx.Client) -> None:
    answer = client.get("/query", params={"query": COUNT}, headers={"Accept-Language": "es"}, follow_redirects=True)
    assert (answer.status_code, answer.url.path) == (200, "/query.es.html")
    assert client.get("/query.en.html", params={"query": "SELECT"}).status_code == 400
    assert client.get("/query.en.html", params={"query": CROSS}).status_code in {504, 507}
    assert client.get("/query.en.html").status_code == 200


def test_a_store_of_an_earlier_resograph_gets_the_words_of_this_one(dist: Path, tmp_path: Path) -> None:
    copy = tmp_path / "resograph.nq.zst"
    copy.write_bytes((dist / copy.name).read_bytes())
    folder = prepare(copy).folder
    (folder / FILE).write_text("{}", "utf-8")
    assert prepare(copy).folder == folder
    assert kept(folder)


def test_pages_of_another_program_are_other_pages(client: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from resograph.serve import reading

    usual = reading._edition()
    assert f"-{usual}-" in client.get("/id/A/RES/60/288.en.html").headers["etag"]
    reading._edition.cache_clear()
    monkeypatch.setattr(reading, "program", lambda: "another")
    assert reading._edition() != usual
    monkeypatch.undo()
    reading._edition.cache_clear()
    assert reading._edition() == usual


def test_the_dumps_are_described_with_size_and_seal(client: httpx.Client, dist: Path) -> None:
    answer = client.get("/.well-known/void", headers={"Accept": "application/n-triples"})
    seal = hashlib.sha256((dist / "resograph.nq.zst").read_bytes()).hexdigest()
    url = f"{client.base_url}/data/resograph.nq.zst".replace("//data", "/data")
    assert f'<{url}#sha256> <http://spdx.org/rdf/terms#checksumValue> "{seal}" .' in answer.text
    size = (dist / "resograph.nq.zst").stat().st_size
    assert f'<{url}> <http://www.w3.org/ns/dcat#byteSize> "{size}"^^' in answer.text
    assert hashlib.sha256(client.get(url).content).hexdigest() == seal
    assert '<http://rdfs.org/ns/void#documents> "1"^^' in answer.text
    assert "resograph-core.nq.zst" not in answer.text


def test_answers_are_kept_for_each_form_and_each_way_to_pack(client: httpx.Client) -> None:
    query = {"query": "SELECT ?s { ?s a ?class } ORDER BY ?s LIMIT 200"}
    for _ in range(2):
        bodies = {
            (form, packed): client.get("/sparql", params={**query, "format": form}, headers={"Accept-Encoding": packed})
            for form in ("json", "csv")
            for packed in ("gzip", "identity", "gzip;q=0")
        }
        for form in ("json", "csv"):
            assert bodies[form, "gzip"].headers["content-encoding"] == "gzip"
            assert "content-encoding" not in bodies[form, "gzip;q=0"].headers
            assert len({bodies[form, packed].content for packed in ("gzip", "identity", "gzip;q=0")}) == 1
        assert bodies["json", "identity"].content != bodies["csv", "identity"].content


def test_a_shelf_holds_no_more_than_it_may() -> None:
    shelf = Shelf(10_000)
    assert shelf.get("one", "a") is None
    for number in range(100):
        shelf.put("one", str(number), Reply(Status.DONE, b"x" * 1000))
    assert 0 < sum(shelf.get("one", str(n)) is not None for n in range(100)) < 10
    assert shelf.get("one", "99")
    shelf.put("one", "large", Reply(Status.DONE, bytes(3_000_000)))
    assert shelf.get("one", "large") is None
    assert shelf.get("two", "99") is None
    shelf.put("one", "late", Reply(Status.DONE, b"x"))  # an answer from the data before
    assert shelf.get("two", "late") is None


def test_a_long_query_lets_others_go_first(dist: Path) -> None:
    """Why: a worker that computes for half a minute would keep the server and the other workers from a processor."""
    with serving(dist, "--seconds", "3") as served, httpx.Client(base_url=served.address, timeout=30) as client:
        asked = threading.Thread(target=ask, args=(client, CROSS))
        asked.start()
        until(lambda: sorted(policies(served)) == [os.SCHED_OTHER, os.SCHED_IDLE])
        asked.join()
        until(lambda: policies(served) == [os.SCHED_OTHER] * 2)


def policies(served: Served) -> list[int]:
    """Give how each worker shares processors with others."""
    found = []
    for pid in served.children():
        with suppress(ProcessLookupError):
            found.append(os.sched_getscheduler(pid))
    return found


def test_a_fault_of_the_program_is_told_as_one(dist: Path) -> None:
    """Why: a fault looked like a query that takes too much memory, and nobody searched for it."""

    async def status() -> int:
        pool = Pool(prepare(dist / "resograph.nq.zst").folder, Limits(workers=1))
        await pool.start()
        try:
            with pytest.raises(Refused) as refused:
                await pool.run("somebody", {"do": "what nobody has written"})
        finally:
            await pool.close()
        return refused.value.status

    assert uvloop.run(status()) == 500
