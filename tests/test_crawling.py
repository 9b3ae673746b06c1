"""What crawlers read first: lists of all pages with whole addresses, on a server and in a copy."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path
from urllib.parse import unquote, urlsplit
from urllib.robotparser import RobotFileParser

import httpx
import pytest

from resograph import cli, iri
from resograph.site import crawling
from resograph.site.pages import Site, page
from served import Served

LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
ROOT = "https://example.org/un"


def addresses(content: bytes | None) -> list[str]:
    assert content
    return [loc.text or "" for loc in ET.fromstring(content).iter(LOC)]


def listed(made: Site) -> list[str]:
    tags = tuple(made.tongues)
    found: list[str] = []
    for part in addresses(crawling.sitemap(made.facts, tags, crawling.MAP, ROOT)):
        found += addresses(crawling.sitemap(made.facts, tags, part.removeprefix(f"{ROOT}/"), ROOT))
    return found


def test_every_page_is_listed_once_in_each_language(made: Site) -> None:
    found = listed(made)
    assert len(found) == len(set(found)) == (len(crawling.bare(made.facts)) - 2) * len(made.tongues)
    assert f"{ROOT}/id/A/RES/60/288.zh.html" in found
    # what is marked noindex would only be fetched and thrown away
    assert not [address for address in found if "/search." in address or "/query." in address]
    for address in found[::97]:
        assert page(made, unquote(address.removeprefix(f"{ROOT}/"))), address


def test_a_long_list_is_cut_into_files(made: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = listed(made)
    monkeypatch.setattr(crawling, "MOST", 100)
    assert sorted(listed(made)) == sorted(whole)
    tags = tuple(made.tongues)
    assert len(list(crawling.maps(made.facts, tags))) == -(-(len(crawling.bare(made.facts)) - 2) // 100) * len(tags)
    for name in ("sitemap/en-0.xml", "sitemap/en-9999.xml", "sitemap/xx-1.xml", "sitemap/../x.xml", "x.xml"):
        assert crawling.sitemap(made.facts, tags, name, ROOT) is None


def test_the_lists_of_a_copy_name_its_files(copied: Path) -> None:
    robots = RobotFileParser()
    robots.parse((copied / "robots.txt").read_text("utf-8").splitlines())
    assert robots.site_maps() == [f"{iri.HOME}/sitemap.xml"]
    assert not robots.can_fetch("x", f"{iri.HOME}/sparql?query=ASK{{}}")
    parts = addresses((copied / "sitemap.xml").read_bytes())
    pages = [at for part in parts for at in addresses((copied / part.removeprefix(f"{iri.HOME}/")).read_bytes())]
    files = {path.relative_to(copied).as_posix() for path in copied.rglob("*.html")}
    asked = {name for name in files if name.startswith(("search.", "query."))}  # marked noindex
    assert {unquote(at.removeprefix(f"{iri.HOME}/")) for at in pages} == files - {"index.html"} - asked


def test_the_lists_of_a_server_bear_the_address_that_was_asked(browsed: Served) -> None:
    with httpx.Client(base_url=browsed.address) as client:
        assert f"Sitemap: {browsed.address}/sitemap.xml" in client.get("/robots.txt").text
        answer = client.get("/sitemap.xml")
        assert answer.headers["content-type"] == "application/xml"
        for part in addresses(answer.content):
            assert part.startswith(browsed.address)
            for address in addresses(client.get(part).content)[::151]:
                assert client.get(address).is_success, address
        assert client.get("/sitemap/en-2.xml").status_code == 404
        other = client.get("/sitemap.xml", headers={"Host": 'evil"<loc>&.example'})
        assert all(re.fullmatch(r"[a-z.:0-9\"<>&]+", urlsplit(at).netloc) for at in addresses(other.content))


def test_an_address_is_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["site", str(tmp_path / "out"), "--address", "example.org"])
    assert "begin it with https://" in capsys.readouterr().err
