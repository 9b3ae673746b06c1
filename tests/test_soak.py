"""A server under mixed load while its workers are killed, one each second: no wrong answer, and no fault of its own.

`make soak` does this for ten minutes and says what was answered; as a test it takes SECONDS.
"""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from attacked import until
from resograph.query import bind, catalogue
from resograph.site.pages import Site, page
from served import Served, serving
from test_attacks import HOSTILE

SECONDS = float(os.environ.get("SOAK_SECONDS", "25"))
ASKING, ATTACKING, WORKERS = 6, 2, 2
# What limits promise: too long, too much memory, no worker free, too large, too much from one client.
PROMISED = frozenset({413, 429, 503, 504, 507})
SEARCHES = (
    "60/288",
    "terrorism",
    "国际刑事警察组织",
    '"human rights"',
    "A/RES/60/288",
    "терроризм",
    "nothing-like-this",
)
FORMS = ("ttl", "nt", "jsonld", "csv")


@dataclass(slots=True)
class Seen:
    """What came back: how often each status, and what was wrong."""

    statuses: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    killed: int = 0
    over: threading.Event = field(default_factory=threading.Event)

    def note(
        self, kind: str, answer: httpx.Response, right: Callable[[], bool], also: frozenset[int] = PROMISED
    ) -> None:
        """Count an answer; one of status 200 must be right, others must be those that limits promise."""
        self.statuses[f"{kind} {answer.status_code}"] += 1
        if answer.status_code not in also and not (answer.status_code == 200 and right()):
            self.wrong.append(f"{kind} {answer.status_code}: {answer.request.url} {answer.text[:200]}")


@dataclass(frozen=True)
class Known:
    """What is asked, with the answers to it that were made without a server."""

    rows: dict[str, list[str]]
    searches: dict[str, bytes]
    made: Site
    addresses: tuple[str, ...]


@pytest.fixture(scope="module")
def served(embedded: Path) -> Iterator[Served]:
    from pathlib import Path

    with serving(
        Path(embedded), "--seconds", "3", "--memory", "400", "--workers", str(WORKERS), "--behind-proxy"
    ) as it:
        yield it


@pytest.fixture(scope="module")
def known(made: Site, served: Served) -> Known:
    rows = {}
    for text in (bind(query) for query in catalogue() if all(param.default for param in query.params)):
        found = made.facts.store.query(text)
        if isinstance(found, ox.QuerySolutions):
            rows[text] = sorted((found.serialize(format=ox.QueryResultsFormat.TSV) or b"").decode().splitlines())
    with httpx.Client(base_url=served.address, timeout=30) as client:
        searches = {words: client.get("/search.en.html", params={"q": words}).content for words in SEARCHES}
    things = sorted({quad.subject.value for quad in made.facts.store if isinstance(quad.subject, ox.NamedNode)})
    names = [thing.partition("/id/")[2] for thing in things if "/id/" in thing and "#" not in thing]
    addresses = [f"id/{name}.{tag}.html" for name in names for tag in made.tongues]
    return Known(rows, searches, made, tuple(addresses))


def client(served: Served, chance: random.Random) -> httpx.Client:
    """Give a client of some address, as a proxy names it."""
    return httpx.Client(
        base_url=served.address, timeout=60, headers={"X-Forwarded-For": f"10.7.{chance.randrange(250)}.1"}
    )


def asks(served: Served, known: Known, seen: Seen, seed: int) -> None:
    """Ask one thing after the other, until it is over, and hold each answer against what is known."""
    chance = random.Random(seed)
    while not seen.over.is_set():
        with client(served, chance) as sent:
            for _ in range(20):
                chance.choice((_query, _query, _page, _search))(sent, known, seen, chance)


def _query(sent: httpx.Client, known: Known, seen: Seen, chance: random.Random) -> None:
    text, rows = chance.choice(list(known.rows.items()))
    fresh = f"{text}\n# {chance.random()}" if chance.random() < 0.7 else text
    answer = sent.post("/sparql", data={"query": fresh, "format": "tsv"})
    seen.note("query", answer, lambda: sorted(answer.text.splitlines()) == rows)


def _page(sent: httpx.Client, known: Known, seen: Seen, chance: random.Random) -> None:
    address = chance.choice(known.addresses)
    answer = sent.get(f"/{address}")
    seen.note("page", answer, lambda: answer.content == page(known.made, address))


def _search(sent: httpx.Client, known: Known, seen: Seen, chance: random.Random) -> None:
    words, content = chance.choice(list(known.searches.items()))
    answer = sent.get("/search.en.html", params={"q": words})
    seen.note("search", answer, lambda: answer.content == content)


def attacks(served: Served, seen: Seen, seed: int) -> None:
    """Send hostile queries, until it is over."""
    chance = random.Random(seed)
    while not seen.over.is_set():
        query, expected = chance.choice(list(HOSTILE.values()))
        with client(served, chance) as sent:
            answer = sent.post("/sparql", data={"query": f"{query}\n# {chance.random()}"})
            seen.note("attack", answer, lambda: False, PROMISED | expected)


def kills(served: Served, seen: Seen) -> None:
    """Kill a worker each second, until it is over."""
    chance = random.Random(1)
    while not seen.over.wait(1):
        with suppress(OSError, IndexError):
            os.kill(chance.choice(sorted(served.children())), signal.SIGKILL)
            seen.killed += 1


def test_no_answer_is_wrong_while_workers_are_killed(served: Served, known: Known) -> None:
    seen = Seen()
    work: list[Callable[[], None]] = [lambda: kills(served, seen)]
    work += [lambda seed=seed: asks(served, known, seen, seed) for seed in range(ASKING)]  # type: ignore[misc]
    work += [lambda seed=seed: attacks(served, seen, seed) for seed in range(ATTACKING)]  # type: ignore[misc]
    failed: list[Exception] = []

    def run(job: Callable[[], None]) -> None:
        try:
            job()
        except Exception as error:  # noqa: BLE001 - a broken connection is a failure of the server, too
            failed.append(error)

    threads = [threading.Thread(target=run, args=(job,)) for job in work]
    for thread in threads:
        thread.start()
    time.sleep(SECONDS)
    seen.over.set()
    for thread in threads:
        thread.join(120)
    print(  # noqa: T201 - what the ten minutes are for
        f"\n{SECONDS:g} s, {seen.killed} workers killed:",
        ", ".join(f"{n:,} × {what}" for what, n in sorted(seen.statuses.items())),
    )
    assert not failed
    assert not seen.wrong[:5]
    until(lambda: len(served.children()) == WORKERS, "the workers are there again")
    answered = sum(n for what, n in seen.statuses.items() if what.endswith("200") and not what.startswith("attack"))
    asked = sum(n for what, n in seen.statuses.items() if not what.startswith("attack"))
    assert answered > 0.5 * asked
