"""What axe finds on the pages (WCAG 2.2 AA): nothing serious, in light and dark, left to right and right to left."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from browsed import hosted, needs_chromium, opened, shot, typed
from served import Served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = needs_chromium
STRATEGY = "id/A/RES/60/288"
# The name of each page's picture, its address, what must be there before axe looks, and what to do first.
PAGES = {
    "home": ("index.en.html", "details[open]"),
    "resolution": (f"{STRATEGY}.en.html", ".measures button"),
    "resolution-zh": (f"{STRATEGY}.zh.html", ".measures button"),
    "resolution-ar": (f"{STRATEGY}.ar.html", "[dir=rtl] .measures button"),
    "measures": (f"{STRATEGY}.fr.html#measures", ".measures button"),
    "actor": ("id/actor/unodc.en.html", "table button"),
    "act": ("id/act/request.ru.html", "h1"),
    "search": ("search.en.html?q=terror", ".results mark"),
    "query": ("query.en.html", ".editor .CodeMirror"),
    "query-asked": ("query.es.html?example=what-is-asked-of", ".editor .CodeMirror"),
}


def violations(page: Page, *rules: str) -> list[str]:
    """Give what axe calls serious or critical on a page, each with the element and why; by these rules, else by all."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed: make build")
    options = {"resultTypes": ["violations"]} | ({"runOnly": list(rules)} if rules else {})
    found = axe.Axe().run(page, options=options).response["violations"]
    return [
        f"{rule['impact']} {rule['id']}: {node['html'][:200]} {node['failureSummary']}"
        for rule in found
        if rule["impact"] in {"serious", "critical"}
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_serious(browser: Browser, browsed: Served, name: str) -> None:
    address, ready = PAGES[name]
    with opened(browser, browsed.address, f"/{address}") as page:
        page.wait_for_selector(ready, state="attached")
        shot(page, f"{name}.light")
        assert not violations(page)
        page.emulate_media(color_scheme="dark")
        shot(page, f"{name}.dark")
        assert not violations(page, "color-contrast")


@pytest.mark.parametrize("name", ["resolution-ar", "search", "query"])
def test_axe_finds_nothing_serious_in_a_copy_without_a_server(browser: Browser, copied: Path, name: str) -> None:
    address, _ = PAGES[name]
    with hosted(copied) as host, opened(browser, host, f"/{address}") as page:
        page.wait_for_load_state("networkidle")
        shot(page, f"copy-{name}")
        assert not violations(page)


def test_axe_finds_nothing_serious_in_an_answer(browser: Browser, browsed: Served) -> None:
    with opened(browser, browsed.address, "/query.en.html?example=what-is-asked-of") as page:
        page.click("button.run")
        page.wait_for_selector("#answer td a")
        shot(page, "query-answer")
        assert not violations(page)
        typed(page, "SELECT ?a ?b (1 AS ?n) WHERE { ?a a ?b } LIMIT 20")
        page.click("button.run")
        page.click(".views button >> nth=1")
        assert not violations(page)
        page.click(".views button >> nth=2")
        page.wait_for_selector(".network canvas >> nth=0")
        assert not violations(page)


def test_axe_finds_nothing_serious_in_the_explorer(browser: Browser, browsed: Served) -> None:
    with opened(browser, browsed.address, f"/{STRATEGY}.fr.html") as page:
        page.click(".explore > button")
        page.wait_for_selector(".explored li >> nth=5")
        assert not violations(page)
