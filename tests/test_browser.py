"""The pages in a real browser: search, languages, the query editor under its policy, and all of it without scripts."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from resograph import cli
from served import Served, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: make build")
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this machine (Debian: the package chromium)")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    out = tmp_path_factory.mktemp("browsed") / "dist"
    assert cli.main(["build", "--out", str(out)]) == 0
    with serving(out) as served:
        yield served


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_api.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@contextmanager
def opened(browser: Browser, server: Served, path: str, *, scripts: bool = True) -> Iterator[Page]:
    """Open a page; what breaks the policy or a script fails the test."""
    context = browser.new_context(java_script_enabled=scripts, base_url=server.address)
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(said.text) if "Security Policy" in said.text else None)
    page.goto(path)
    yield page
    context.close()
    assert not wrong


@pytest.mark.parametrize("scripts", [True, False])
def test_a_reader_searches_from_any_page_and_changes_the_language(
    browser: Browser, server: Served, scripts: bool
) -> None:
    with opened(browser, server, "/id/A/RES/60/288.zh.html", scripts=scripts) as page:
        page.fill("header input[name=q]", "国际刑事警察组织")
        page.press("header input[name=q]", "Enter")
        page.wait_for_selector(".results mark")
        page.click('nav a[hreflang="ar"]')
        page.wait_for_selector('html[dir="rtl"]')
        assert page.input_value("#q") == "国际刑事警察组织"
        page.fill("#q", "القرار ٦٠/٢٨٨")
        page.press("#q", "Enter")
        page.click(".symbols a")
        page.wait_for_selector("#pp1")
        assert page.url.endswith("/id/A/RES/60/288.ar.html")


def test_the_editor_asks_completes_and_leads_to_pages(browser: Browser, server: Served) -> None:
    with opened(browser, server, "/query.en.html?example=what-is-asked-of") as page:
        page.wait_for_selector(".editor .CodeMirror")
        assert not page.is_visible("#text")
        page.click(".yasqe_queryButton")
        page.wait_for_selector(".yasr_results td a")
        text = "PREFIX rg: <https://w3id.org/resograph/ontology#> SELECT * { ?x a rg:Reso"
        page.evaluate(
            "text => { const editor = document.querySelector('.CodeMirror').CodeMirror;"
            " editor.setValue(text); editor.focus(); editor.setCursor(0, text.length); }",
            text,
        )
        page.keyboard.press("Control+Space")
        page.wait_for_function(
            "document.querySelector('.CodeMirror').CodeMirror.getValue().includes('rg:Resolution')"
            " || document.querySelector('.CodeMirror-hints')?.textContent.includes('rg:Resolution')"
        )


def test_the_plain_form_asks_without_scripts(browser: Browser, server: Served) -> None:
    with opened(browser, server, "/query.fr.html?example=what-is-asked-of", scripts=False) as page:
        page.fill("#param-actor", "unodc")
        page.click(".ask button")
        page.wait_for_selector("#results")
        assert page.locator("tbody tr").count() > 3
        page.click("tbody tr:first-child td a")
        assert "/id/A/RES/60/288.fr.html#" in page.url
