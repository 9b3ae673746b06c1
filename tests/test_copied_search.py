"""The filters of the search in a copy without a server leave what the server finds."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import httpx
import pytest

from browsed import hosted, needs_chromium, opened
from resograph.site.lookup.shards import _runs
from served import Served

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ASKED = (
    {"q": "恐怖主义", "body": "ga"},
    {"q": "恐怖主义", "body": "ga", "act": "encourage"},
    {"q": "恐怖主义", "year": "2006"},
    {"q": "恐怖主义", "year": "2001-2005"},
    {"q": "恐怖主义", "body": "sc"},
    {"act": "encourage"},
    {"year": "2000-2010"},
    {"body": "ga", "act": "request", "year": "2006"},
    {"q": "", "act": "no-such-act", "body": "ga"},
    {"actor": "interpol"},
    {"q": "恐怖主义", "actor": "国际刑事警察组织", "act": "encourage", "subject": ""},
    {"actor": "INTERPOL", "year": "2006"},
    {"subject": "TERRORISM FINANCING"},
    {"q": "恐怖主义", "subject": "no such subject"},
)  # fmt: skip


@needs_chromium
def test_filters_of_a_copy_leave_what_the_server_finds(browser: Browser, browsed: Served, copied: Path) -> None:
    with hosted(copied) as address, opened(browser, address, "/search.zh.html") as shown:
        for asked in ASKED:
            served = httpx.get(f"{browsed.address}/search", params={**asked, "format": "json"}).json()
            total = 0 if served["unknown"] else served["total"]
            shown.goto(f"/search.zh.html?{urlencode(asked)}")
            shown.wait_for_selector("#answer > *")
            heading = shown.locator("#answer h2").all_inner_texts()
            assert (int(re.sub(r"\D", "", heading[0])) if heading else 0) == total, asked
            names = {row["iri"].rpartition("/id/")[2] for row in served["results"]}
            links = {link.get_attribute("href") or "" for link in shown.locator(".results a").all()}
            if 0 < total <= 20:
                assert {link.removeprefix("id/").replace(".zh.html", "") for link in links} == names
            named = {"actor", "subject"} & set(served["unknown"])
            assert shown.locator("#answer > .note").count() == len(named)
            for name in ("body", "year", "act"):
                offered = name == "year" or shown.locator(f'#{name} option[value="{asked.get(name)}"]').count()
                assert shown.input_value(f"#{name}") == (asked.get(name, "") if offered else "")


@needs_chromium
def test_a_reader_of_a_copy_turns_the_page_and_changes_the_language_with_the_filters(
    browser: Browser, copied: Path
) -> None:
    with hosted(copied) as address, opened(browser, address, "/search.zh.html") as shown:
        shown.select_option("#body", "ga")
        shown.fill("#year", "2006")
        shown.click("main .find button")
        shown.wait_for_selector(".results li:nth-child(20)")
        shown.click("#answer nav a")
        shown.wait_for_selector(".results[start='21']")
        assert shown.input_value("#body") == "ga"
        shown.click('.tongues a[hreflang="en"]')
        shown.wait_for_selector("html[lang=en] .results li")
        assert shown.input_value("#year") == "2006"
        assert shown.locator(".results p[lang=zh]").count(), "words in another language where the reader's has none"


@needs_chromium
def test_a_reader_of_a_copy_chooses_an_actor_by_name(browser: Browser, copied: Path) -> None:
    with hosted(copied) as address, opened(browser, address, "/search.fr.html") as shown:
        shown.focus("#actor")
        shown.wait_for_selector("#actor-names option", state="attached")
        offered = shown.locator("#actor-names option").evaluate_all("all => all.map((each) => each.value)")
        assert len(offered) > 20
        shown.fill("#actor", "interpol")
        shown.click("main .find button")
        shown.wait_for_selector(".results li")
        assert "INTERPOL" in shown.input_value("#actor").upper() or "police criminelle" in shown.input_value("#actor")


@pytest.mark.parametrize("numbers", [[], [0], [0, 1, 2], [5], [0, 2, 3, 9]])
def test_runs_hold_numbers(numbers: list[int]) -> None:
    at = 0
    found: list[int] = []
    for n, count in enumerate(_runs(numbers)):
        found += range(at, at + count) if n % 2 else ()
        at += count
    assert found == numbers
