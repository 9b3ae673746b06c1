"""What a crawler is told: which pages there are (sitemaps.org), and what it need not fetch (RFC 9309)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import quote, urlsplit
from xml.sax.saxutils import escape

from resograph.iri import UNBIS
from resograph.site.facts import ALL, CONCEPT, TYPE, Facts, local, things
from resograph.site.home import home
from resograph.site.linking import ACTOR
from resograph.site.pages import ALONE, ASKED

MAP, MAPS, ROBOTS = "sitemap.xml", "sitemap", "robots.txt"
# A file may list 50,000 addresses and have 50 MB; half of that is soon read.
MOST = 25_000
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NAME = re.compile(rf"{MAPS}/(?P<tag>[a-z]{{2,3}})-(?P<number>[1-9][0-9]{{0,4}})\.xml")
# Signs that an address may hold as they are (RFC 3986, 3.3).
_PLAIN = "/()!*,;:@&=+$-._~'"


def lists(facts: Facts) -> list[str]:
    """Give the addresses, without language and ending, of the pages that list documents of a subject or session."""
    shelves = ((local(body), name) for body, held in home(facts).shelves.items() for name in held)
    sessions = [f"session/{body.removeprefix(ACTOR)}/{name}" for body, name in shelves if body.startswith(ACTOR)]
    concepts = facts.subjects(TYPE, CONCEPT, ALL)
    return [*sessions, *(f"subject/{c.removeprefix(UNBIS)}" for c in concepts if c.startswith(UNBIS))]


def bare(facts: Facts) -> list[str]:
    """Give the addresses of all pages, without language and ending."""
    return [*ALONE, *(f"id/{name}" for name in things(facts)), *lists(facts)]


def _listed(facts: Facts) -> list[str]:
    return [at for at in bare(facts) if at not in ASKED]


def maps(facts: Facts, tags: Sequence[str]) -> Iterator[str]:
    """Give the addresses of the files that list the pages, by language."""
    count = -(-len(_listed(facts)) // MOST)
    for tag in tags:
        yield from (f"{MAPS}/{tag}-{number}.xml" for number in range(1, count + 1))


def sitemap(facts: Facts, tags: Sequence[str], name: str, root: str) -> bytes | None:
    """Give the list of all lists, or one of them; None if there is none of that name.

    Args:
        facts: the store.
        tags: languages of the interface.
        name: `sitemap.xml`, or `sitemap/en-1.xml`.
        root: URL that the pages lie under, without a slash at its end: an address in a list is whole.
    """
    if name == MAP:
        return _written("sitemapindex", "sitemap", (f"{root}/{each}" for each in maps(facts, tags)))
    match = _NAME.fullmatch(name)
    if not match or match["tag"] not in tags:
        return None
    end = int(match["number"]) * MOST
    if not (part := _listed(facts)[end - MOST : end]):
        return None
    return _written("urlset", "url", (f"{root}/{quote(at, _PLAIN)}.{match['tag']}.html" for at in part))


def _written(whole: str, part: str, addresses: Iterator[str]) -> bytes:
    rows = "".join(f"<{part}><loc>{escape(address)}</loc></{part}>\n" for address in addresses)
    return f'{_HEAD}<{whole} xmlns="{_SCHEMA}">\n{rows}</{whole}>\n'.encode()


def robots(root: str) -> bytes:
    """Tell crawlers where the list of pages is, and to ask nothing: answers, searches and sorted tables are no pages.

    Args:
        root: URL that the pages lie under, without a slash at its end.
    """
    under = urlsplit(root).path
    refused = "".join(f"Disallow: {under}{path}\n" for path in ("/sparql", "/metrics", "/*?"))
    return f"User-agent: *\n{refused}\nSitemap: {root}/{MAP}\n".encode()
