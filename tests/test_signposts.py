"""What programs find on a page without reading it: links to what it is about and its data, and words of schema.org."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

import httpx
import pyoxigraph as ox
import pytest

from browsed import needs_chromium, opened
from resograph import iri
from resograph.distribution import Download
from resograph.registry import Registry
from resograph.site.pages import Site, page, site
from resograph.site.signposts import header
from resograph.site.words import tongues
from served import Served

if TYPE_CHECKING:
    from playwright.sync_api import Browser

STRATEGY = f"{iri.BASE}A/RES/60/288"
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
PAGES = ("id/A/RES/60/288", "id/actor/interpol", "id/act/reaffirm", "id/instrument/un-charter", "ontology", "data")


def html(made: Site, address: str, files: tuple[Download, ...] = ()) -> str:
    return (page(made, address, None, files) or b"").decode()


def told(made: Site, address: str, files: tuple[Download, ...] = ()) -> dict[str, Any]:
    blocks = BLOCK.findall(html(made, address, files))
    assert len(blocks) == 1
    found: dict[str, Any] = json.loads(blocks[0])
    return found


@pytest.mark.parametrize("bare", PAGES)
def test_the_head_and_the_header_say_the_same(made: Site, browsed: Served, bare: str) -> None:
    elements = re.findall(
        r'<link rel="(cite-as|describedby|item|license|type)"(?: type="([^"]*)")? href="([^"]*)">',
        html(made, f"{bare}.fr.html"),
    )
    answer = httpx.get(f"{browsed.address}/{bare}.fr.html")
    sent = [link for link in answer.headers.get_list("link", split_commas=True) if link]
    parsed = [re.fullmatch(r' ?<([^>]*)>; rel="([^"]*)"(?:; type="([^"]*)")?', link) for link in sent]
    assert [(m[2], m[3] or "", m[1]) for m in parsed if m] == elements
    assert {rel for rel, _, _ in elements} >= {"cite-as", "describedby", "license", "type"}


@pytest.mark.parametrize("path", ["/id/A/RES/60/288", "/id/actor/interpol", "/ontology"])
def test_signposts_lead_to_the_data_and_back(browsed: Served, path: str) -> None:
    answer = httpx.get(browsed.address + path, headers={"Accept": "text/html"})
    links = {
        (rel, media): urljoin(str(answer.url), href)
        for href, rel, media in re.findall(r'<([^>]*)>; rel="([^"]*)"(?:; type="([^"]*)")?', answer.headers["link"])
    }
    assert links["cite-as", ""] == iri.HOME + path
    for (rel, media), address in links.items():
        if rel in {"describedby", "item"}:
            data = httpx.get(address)
            assert data.is_success
            assert data.headers["content-type"].startswith(media)
            back = re.search(r'<([^>]*)>; rel="describes"', data.headers["link"])
            assert back
            assert urljoin(address, back[1]) == browsed.address + path


def test_subjects_have_data_too(made: Site, browsed: Served) -> None:
    subject = next(iter(made.facts.values("http://purl.org/dc/terms/subject")))
    number = subject.rpartition("/")[2]
    text = httpx.get(f"{browsed.address}/subject/{number}.nt").text
    assert f"<{subject}> <http://www.w3.org/2004/02/skos/core#prefLabel>" in text
    assert f'href="../subject/{number}.ttl"' in html(made, f"subject/{number}.en.html")


@pytest.mark.parametrize("path", ['id/x"><script>', "id/x\r\nSet-Cookie: a=b", "id/决议"])
def test_no_address_breaks_out_of_the_header(path: str) -> None:
    link = header(path, is_page=True)
    assert link.isascii()
    assert link.isprintable()
    assert "<script" not in link


def test_a_resolution_is_told_in_the_words_of_schema_org(made: Site) -> None:
    said = told(made, "id/A/RES/60/288.en.html")
    assert said["@context"] == "https://schema.org"
    assert (said["@type"], said["@id"], said["legislationIdentifier"]) == ("Legislation", STRATEGY, "A/RES/60/288")
    assert said["legislationDate"] == "2006-09-08"
    assert said["inLanguage"] == ["zh"]
    assert said["legislationPassedBy"][0]["@id"] == f"{iri.BASE}actor/ga"
    cited = {one["@id"]: one["@type"] for one in said["citation"]}
    assert cited[f"{iri.BASE}A/RES/46/51"] == "Legislation"
    assert cited[f"{iri.BASE}instrument/un-charter"] == "CreativeWork"
    assert len(said["citation"]) == len(cited)
    assert {one["encodingFormat"] for one in said["subjectOf"]} >= {"text/turtle", "application/ld+json"}


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("id/actor/interpol", "Organization"),
        ("id/actor/france", "Country"),
        ("id/act/reaffirm", "DefinedTerm"),
        ("id/instrument/un-charter", "CreativeWork"),
        ("id/meeting/ga/60/99", "Event"),
    ],
)
def test_other_things_are_told_by_their_kind(made: Site, address: str, kind: str) -> None:
    said = told(made, f"{address}.zh.html")
    assert said["@type"] == kind
    assert said["@id"] == iri.entity(address.removeprefix("id/"))
    assert said["name"] in html(made, f"{address}.zh.html")


def test_the_dumps_are_told_to_engines_that_list_datasets(made: Site) -> None:
    said = told(made, "data.ar.html", (Download("resograph.ttl", 12, "ab" * 32),))
    assert said["@type"] == "Dataset"
    assert 50 <= len(said["description"]) <= 5000  # what Google asks of a description
    assert said["distribution"][0] == {
        "@type": "DataDownload",
        "name": made.tongues["ar"].messages["dump-turtle"],
        "encodingFormat": "text/turtle",
        "contentUrl": "data/resograph.ttl",
        "contentSize": "12 B",
        "sha256": "ab" * 32,
    }


def test_a_hostile_title_does_not_end_the_block(registry: Registry) -> None:
    name, title = f"{iri.BASE}A/RES/99/9", "</script><script>alert(1)</script><!--"
    store = ox.Store()
    triple = ox.NamedNode(name), ox.NamedNode("http://purl.org/dc/terms/title"), ox.Literal(title, language="en")
    store.extend([ox.Quad(*triple, ox.NamedNode(name)), ox.Quad(*triple)])
    made = site(store, tongues(registry))
    assert told(made, "id/A/RES/99/9.en.html")["name"] == title
    assert "<script>alert" not in html(made, "id/A/RES/99/9.en.html")


@needs_chromium
def test_a_browser_reads_the_block_under_the_policy_and_runs_nothing_of_it(browser: Browser, browsed: Served) -> None:
    with opened(browser, browsed.address, "/id/A/RES/60/288.en.html") as shown:
        text = shown.locator('script[type="application/ld+json"]').text_content()
        assert text
        assert json.loads(text)["@id"] == STRATEGY
