"""The pages in a real browser: search, languages, the query editor under its policy, and all of it without scripts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from browsed import hosted, needs_chromium, opened, written
from resograph.registry import Registry
from resograph.site.lookup.shards import shards
from resograph.site.lookup.words import Words, habits
from resograph.site.pages import STATIC, page, site
from resograph.site.words import tongues
from searched import CASES, TEXTS, symbols_only
from served import Served

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = needs_chromium


@pytest.mark.parametrize("scripts", [True, False])
def test_a_reader_searches_from_any_page_and_changes_the_language(
    browser: Browser, browsed: Served, scripts: bool
) -> None:
    with opened(browser, browsed.address, "/id/A/RES/60/288.zh.html", scripts=scripts) as page:
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


def test_the_editor_asks_completes_and_leads_to_pages(browser: Browser, browsed: Served) -> None:
    with opened(browser, browsed.address, "/query.en.html?example=what-is-asked-of") as page:
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


def test_the_plain_form_asks_without_scripts(browser: Browser, browsed: Served) -> None:
    with opened(browser, browsed.address, "/query.fr.html?example=what-is-asked-of", scripts=False) as page:
        page.fill("#param-actor", "unodc")
        page.click(".ask button")
        page.wait_for_selector("#results")
        assert page.locator("tbody tr").count() > 3
        page.click("tbody tr:first-child td a")
        assert "/id/A/RES/60/288.fr.html#" in page.url


def test_a_copy_without_a_server_is_searched(browser: Browser, copied: Path) -> None:
    with hosted(copied) as address, opened(browser, address, "/id/A/RES/60/288.en.html") as shown:
        shown.fill("header input[name=q]", "国际刑事警察组织")
        shown.press("header input[name=q]", "Enter")
        shown.wait_for_selector(".results mark")
        found = shown.locator(".results a").all_inner_texts()
        assert {"A/RES/60/288 annex.II.15"} <= set(found)
        for text, there in (('"organized crime"', True), ('"crime organized"', False)):
            shown.fill("#q", text)
            shown.press("#q", "Enter")
            shown.wait_for_selector("#answer > *")
            assert bool(shown.locator(".results mark").count()) == there
        shown.fill("#q", "res 1267")
        shown.press("#q", "Enter")
        shown.wait_for_selector(".symbols a")
        shown.click(".symbols a")
        shown.wait_for_selector("h1")
        assert shown.url.endswith("/id/S/RES/1267(1999).en.html")


def test_a_browser_reads_words_and_symbols_as_the_server_does(
    browser: Browser, registry: Registry, tmp_path: Path
) -> None:
    made = site(symbols_only(), tongues(registry))
    known = habits(registry)
    pages = {"search.en.html": page(made, "search.en.html") or b""}
    index = {name: make() for name, make in shards(made.facts, known)}
    written(tmp_path, {**pages, **index, **{f"static/{name}": content for name, content in STATIC.items()}})
    texts = [*(text for each in TEXTS.values() for text in each.values()), *(case["type"] for case in CASES["cases"])]
    with hosted(tmp_path) as address, opened(browser, address, "/search.en.html") as shown:
        asked = "texts => load('habits').then(h => { const w = wordsOf(h); return texts.map(t => w.of(t).map(x => x.word)); })"
        assert shown.evaluate(asked, texts) == [[t.word for t in Words(known).of(text)] for text in texts]
        asked = (
            "types => load('habits').then(h => Promise.all(types.map(t => symbols(t, h, wordsOf(h))))"
            ".then(all => all.map(found => found.toSorted())))"
        )
        found = shown.evaluate(asked, [case["type"] for case in CASES["cases"]])
        expected = [sorted(case["finds"]) for case in CASES["cases"]]
        wrong = [(c["type"], f, e) for c, f, e in zip(CASES["cases"], found, expected, strict=True) if f != e]
        assert not wrong
