"""Measure the server beside two others, and what one hostile client does to the rest (docs/benchmarks.md).

`make bench-serve` runs it. Each server has the same data (those that `resograph build` wrote), the same requests and the
same load: wrk, on connections that stay open, as many requests as are answered. The others are rdflib-endpoint, as its
command starts it, and the server of Oxigraph, on the very store that resograph reads; both stand in an environment of
their own (`.venv/peers`), since rdflib-endpoint wants versions of libraries that resograph does not choose.

- small queries: what is said of a thing, what points to it, its labels; for every thing in the data. Different ones
  bear a number each, so that no answer can have been kept; the same ones are twenty, again and again.
- pages: every page of every thing in six languages, first when it must be made, none twice, then when it was kept.
- attack: one client sends the worst queries, eight at a time, while others ask small ones.

Requests to resograph name eight clients, as a reverse proxy would: one client alone may not have all workers.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from importlib.metadata import version
from pathlib import Path
from urllib.parse import quote

from bench import machine, table
from servers import OURS, ROWS, Server, running

_MAIN = "import sys; from resograph.cli import main; sys.exit(main())"
_PEERS = Path(sys.prefix) / "peers" / "bin"
_LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"
SMALL = (
    "SELECT ?p ?o {{ <{0}> ?p ?o }} LIMIT 20",
    "SELECT ?s ?p {{ ?s ?p <{0}> }} LIMIT 20",
    f"SELECT ?label {{{{ <{{0}}> {_LABEL} ?label }}}}",
)
WORST = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f",
    "SELECT (COUNT(*) AS ?n) { ?a (!<x:y>|^!<x:y>)* ?b . ?b (!<x:y>|^!<x:y>)* ?c }",
    "SELECT (GROUP_CONCAT(?x) AS ?y) { ?a ?b ?c . ?d ?e ?x . ?g ?h ?i }",
    'SELECT * { ?s ?p ?o . ?t ?q ?r FILTER REGEX(CONCAT(STR(?o), STR(?r)), "(a*)*(.*)*(.+)+b$") }',
)
_STORM, _CLIENTS, _CONNECTIONS, _FEW = 8, 8, 16, 20
_FASTER = 1.2  # how much more than it did in one second a server may do in the next
_KEPT, _MADE = "en", ("ar", "es", "fr", "ru", "zh")
COLUMNS = ("server", "requests", "a second", "p50, ms", "p99, ms", "CPU ms each", "refused or late")
# Requests in the order of a file; `again` of them over and over, each with a number of its own where that is asked.
_LUA = """
local paths, at, count = {{}}, {start}, 0
for line in io.lines("{file}") do paths[#paths + 1] = line end
request = function()
  at = at % #paths + 1
  count = count + 1
  local path = paths[at]
  if {numbered} then path = path .. "%20%23" .. count end
  return wrk.format("GET", path, {{["Accept"] = "{accept}", ["Accept-Encoding"] = "{encoding}",
    ["X-Forwarded-For"] = "10.0.0." .. count % {clients} + 1}})
end
done = function(summary, latency, requests)
  local e = summary.errors
  print(string.format('{{"requests": %d, "seconds": %f, "p50": %f, "p99": %f, "bad": %d}}', summary.requests,
    summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    e.status + e.connect + e.read + e.write + e.timeout))
end
"""


def load(server: Server, paths: Sequence[str], seconds: float, start: int = 0, **how: str) -> dict[str, float]:
    """Send requests for some seconds and give their number, their time, percentiles (ms) and how many failed.

    Args:
        server: to send them to.
        paths: of the requests, the first after the last.
        seconds: to go on.
        start: how many paths to leave out at first.
        how: `numbered` ("true" gives each request a number in a comment), `accept`, `encoding`.
    """
    with tempfile.TemporaryDirectory() as folder:
        file, script = Path(folder) / "paths", Path(folder) / "load.lua"
        file.write_text("\n".join(paths) + "\n", "utf-8")
        given = {"numbered": "false", "accept": ROWS, "encoding": "identity"} | how
        script.write_text(_LUA.format(file=file, clients=_CLIENTS, start=start, **given), "utf-8")
        line = ["wrk", "-t1", f"-c{_CONNECTIONS}", f"-d{seconds:.0f}", "--timeout", "30s", "-s", str(script)]
        before = server.cpu()
        printed = subprocess.run([*line, server.address], check=True, capture_output=True, text=True).stdout
        used = server.cpu() - before
    figures: dict[str, float] = json.loads(printed.strip().rsplit("\n", 1)[-1])
    return figures | {"cpu": 1000 * used / max(1, figures["requests"])}


def row(server: Server, what: str, figures: dict[str, float]) -> tuple[str, ...]:
    """Give a row of the table."""
    if not figures["requests"]:
        return (server.name, what, "0", "", "", "", f"{figures['bad']:.0f}")
    rate = figures["requests"] / figures["seconds"]
    exact = (f"{figures['p50']:.2f}", f"{figures['p99']:.2f}", f"{figures['cpu']:.2f}")
    return (server.name, what, f"{rate:,.0f}", *exact, f"{figures['bad']:.0f}")


@contextmanager
def attacked(server: Server) -> Iterator[None]:
    """Have one client send the worst queries, several at a time, while the block runs."""
    over = threading.Event()

    def attack(at: int) -> None:
        while not over.is_set():
            at += 1
            with suppress(OSError):
                server.ask(f"{WORST[at % len(WORST)]} # {random.random()}", "10.0.9.9", 30)
            over.wait(0.05)

    threads = [threading.Thread(target=attack, args=(at,), daemon=True) for at in range(_STORM)]
    for thread in threads:
        thread.start()
    time.sleep(2)
    yield
    over.set()  # what still waits ends when the server does


def measured(server: Server, things: Sequence[str], seconds: float) -> list[tuple[str, ...]]:
    """Give the rows of a server."""
    small = [f"{server.path}?query={quote(form.format(thing))}" for thing in things for form in SMALL]
    load(server, small, 2, numbered="true")
    rows = [
        row(server, "small queries, all different", load(server, small, seconds, numbered="true")),
        row(server, "small queries, the same twenty", load(server, small[:_FEW], seconds)),
    ]
    if server.name == OURS:
        rows += pages(server, things, seconds)
    with attacked(server):
        what = "small queries, all different, under attack"
        rows.append(row(server, what, load(server, small, 2 * seconds, start=len(small) // 2, numbered="true")))
    return rows


def pages(server: Server, things: Sequence[str], seconds: float) -> Iterator[tuple[str, ...]]:
    """Give the rows of pages: made, and kept."""
    roots = sorted({"/id/" + thing.partition("/id/")[2] for thing in things if "/id/" in thing and "#" not in thing})
    there = [root for root in roots if _is_there(server, f"{root}.{_KEPT}.html")]  # and is kept from now on
    made = [f"{root}.{tag}.html" for tag in _MADE for root in there]
    random.Random(1).shuffle(made)
    html = {"accept": "text/html", "encoding": "gzip"}
    yield row(server, "pages, made", _made(server, made, **html))
    yield row(server, "pages, kept", load(server, [f"{root}.{_KEPT}.html" for root in there], seconds, **html))


def _made(server: Server, paths: Sequence[str], **how: str) -> dict[str, float]:
    """Give the figures of as many seconds as there are pages for, none of which was asked for before.

    Raises:
        SystemExit: the server was so fast that some were asked for again, and are no made pages.
    """
    first = int(load(server, paths, 1, **how)["requests"]) + _CONNECTIONS
    seconds = int((len(paths) - first) / (first * _FASTER))
    figures = load(server, paths, max(1, seconds), start=first, **how)
    if first + figures["requests"] > len(paths):
        raise SystemExit(f"Of {len(paths)} pages some were made before they were counted: more are wanted.")
    return figures


def _is_there(server: Server, path: str) -> bool:
    headers = {"Accept": "text/html", "Accept-Encoding": "gzip", "X-Forwarded-For": f"10.0.2.{random.randrange(250)}"}
    with suppress(urllib.error.HTTPError):
        urllib.request.urlopen(urllib.request.Request(server.address + path, headers=headers)).close()
        return True
    return False


def same(servers: Sequence[Server], things: Sequence[str]) -> None:
    """End all if the servers differ in what they answer."""
    for thing in random.Random(1).sample(list(things), 30):
        for form in SMALL:
            query = form.format(thing).replace(" LIMIT 20", "")
            found = {server.name: _rows(server.ask(query)[1]) for server in servers}
            if len({frozenset(rows) for rows in found.values()}) != 1:
                raise SystemExit(f"The servers differ: {query} { ({name: len(rows) for name, rows in found.items()}) }")


def _rows(body: bytes) -> list[str]:
    return [
        " ".join(f"{name} {node['value']} {node.get('xml:lang', '').lower()}" for name, node in sorted(found.items()))
        for found in json.loads(body)["results"]["bindings"]
    ]


def things_of(dump: Path, plain: Path) -> list[str]:
    """Give the IRIs of all things of which a dump says something, and write the dump without compression."""
    import zstandard

    with dump.open("rb") as file:
        content = zstandard.ZstdDecompressor().stream_reader(file, read_across_frames=True).read()
    plain.write_bytes(content)
    return sorted({line.partition(b">")[0][1:].decode() for line in content.splitlines()})


def commands(data: Path) -> dict[str, tuple[str, list[str]]]:
    """Give the path of the endpoint and the command of each server; all data are those of a folder."""
    from resograph.serve.place import prepare

    store = prepare(data / "resograph.nq.zst").folder
    return {
        OURS: ("/sparql", [
            sys.executable, "-c", _MAIN, "serve", "--quiet", "--behind-proxy", "--data", str(data), "--port", "{port}",
        ]),
        "Oxigraph server": ("/query", [
            str(_PEERS / "oxigraph"), "serve-read-only", "--location", str(store), "--bind", "127.0.0.1:{port}",
        ]),
        "rdflib-endpoint": ("/", [
            str(_PEERS / "rdflib-endpoint"), "serve", "--host", "127.0.0.1", "--port", "{port}", str(data / "all.nq"),
        ]),
    }  # fmt: skip


def versions() -> str:
    """Say what is measured and with what."""
    asked = "from importlib.metadata import version; print(version('oxigraph'), version('rdflib-endpoint'))"
    oxigraph, endpoint = subprocess.check_output([_PEERS / "python", "-c", asked], text=True).split()
    wrk = subprocess.run(["wrk", "-v"], check=False, capture_output=True, text=True).stdout.split()[1]
    ours = ", ".join(f"{name} {version(name)}" for name in ("uvicorn", "starlette", "httptools", "uvloop", "isal"))
    return f"{ours}, oxigraph {oxigraph}, rdflib-endpoint {endpoint}, wrk {wrk}; load of the machine before: {os.getloadavg()[0]:.1f}"


def main() -> None:
    """Print the tables, as Markdown."""
    arguments = argparse.ArgumentParser(description="Measure the server beside two others.")
    arguments.add_argument("--seconds", type=float, default=8, help="of each measurement (default: 8)")
    arguments.add_argument("--only", help="measure this server only")
    given = arguments.parse_args()
    print("\n".join([*machine(), versions(), ""]), flush=True)
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "dist"
        subprocess.run(
            [sys.executable, "-c", _MAIN, "build", "--out", str(data)], check=True, stdout=subprocess.DEVNULL
        )
        things = things_of(data / "resograph.nq.zst", data / "all.nq")
        servers = {name: line for name, line in commands(data).items() if given.only in {None, name}}
        with ExitStack() as stack:
            same([stack.enter_context(running(name, *line)) for name, line in servers.items()], things)
        print("\n".join(table(COLUMNS, ())), flush=True)
        for name, line in servers.items():
            with running(name, *line) as server:
                for found in measured(server, things, given.seconds):
                    print(table(COLUMNS, (found,))[-1], flush=True)


if __name__ == "__main__":
    main()
