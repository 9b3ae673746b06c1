"""The pages in a real browser: search, languages, the query editor under its policy, and all of it without scripts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from browsed import hosted, needs_chromium, opened, shot, typed, written
from resograph import cli
from resograph.dataset import load
from resograph.query import catalogue
from resograph.registry import Registry
from resograph.site.asking import ready
from resograph.site.facts import Facts
from resograph.site.lookup.shards import shards
from resograph.site.lookup.words import Words, habits
from resograph.site.pages import STATIC, page, site
from resograph.site.words import tongues
from resograph.sparql import form
from searched import CASES, TEXTS, symbols_only
from served import Served

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = needs_chromium


STRATEGY = "/id/A/RES/60/288.zh.html"


@pytest.mark.parametrize("scripts", [True, False])
def test_a_reader_goes_from_the_list_to_a_paragraph_and_on_to_what_it_cites(
    browser: Browser, browsed: Served, scripts: bool
) -> None:
    with opened(browser, browsed.address, "/index.zh.html", scripts=scripts) as page:
        page.click('a[href="id/A/RES/60/288.zh.html"]')
        page.click('.place a[href="#op1"]')
        assert page.locator(".passage:target").get_attribute("id") == "op1"
        page.check('.forces input[value="decide"]')
        shown = page.locator(".measures tbody tr:visible")
        assert 0 < shown.count() < page.locator(".measures tbody tr").count()
        assert all("decide" in (row.get_attribute("data-force") or "") for row in shown.all())
        page.click(".text a.citation >> nth=0")
        assert page.locator("h1").count() == 1
        assert "60/288" not in page.url


def test_a_page_is_read_by_keyboard_alone(browser: Browser, browsed: Served) -> None:
    with opened(browser, browsed.address, STRATEGY) as page:
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"
        page.focus(".place a >> nth=0")
        page.keyboard.press("Tab")
        said = page.evaluate("getComputedStyle(document.activeElement, '::after').content")
        assert page.evaluate("document.activeElement.dataset.note") in said
        shot(page, "evidence-by-keyboard")
        page.focus("table.measures thead button >> nth=0")
        first = page.locator("table.measures tbody tr >> nth=0")
        before = first.get_attribute("id")
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
        assert first.get_attribute("id") != before
        page.focus("#measures ~ input.filter >> nth=0")
        page.keyboard.type("INTERPOL")
        page.keyboard.press("Tab")
        assert page.locator("table.measures tbody tr:visible").count() < page.locator("table.measures tbody tr").count()


def test_arabic_is_set_from_right_to_left_and_chinese_inside_it_from_left_to_right(
    browser: Browser, browsed: Served
) -> None:
    with opened(browser, browsed.address, "/id/A/RES/60/288.ar.html") as page:
        directions = "each => [...document.querySelectorAll(each)].map(one => getComputedStyle(one).direction)"
        assert set(page.evaluate(directions, "main > h2, thead th")) == {"rtl"}
        assert set(page.evaluate(directions, ".words")) == {"ltr"}
        left, width = page.evaluate(
            "(({left, width}) => [left, width])(document.querySelector('.skip + header .site').getBoundingClientRect())"
        )
        assert left + width > 640  # of 1280: the name of the site stands at the right
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


# A made-up resolution in two languages, as text.
IN_TWO = {
    "en": "99/1. Safety of ports\n\nThe General Assembly,\n\nRecalling its resolution 60/288,\n\n1. Requests the Secretary-General to report on ports.\n",
    "zh": " 99/1. 港口安全\n\n 大会，\n\n 回顾其第60/288号决议，\n\n 1. 请秘书长就港口安全提出报告。\n",
}


def test_a_second_language_stands_beside_the_first(browser: Browser, registry: Registry, tmp_path: Path) -> None:
    written(tmp_path, {f"A_RES_99_1.{tag}.txt": text.encode() for tag, text in IN_TWO.items()})
    assert cli.main(["build", *map(str, sorted(tmp_path.glob("*.txt"))), "--out", str(tmp_path / "dist")]) == 0
    made = site(load([tmp_path / "dist" / "resograph.nq.zst"], named=True), tongues(registry))
    pages = {"id/A/RES/99/1.en.html": page(made, "id/A/RES/99/1.en.html") or b""}
    written(tmp_path, {**pages, **{f"static/{name}": content for name, content in STATIC.items()}})
    with hosted(tmp_path) as address, opened(browser, address, "/id/A/RES/99/1.en.html") as shown:
        shown.select_option(".legend + label select", "zh")
        second = shown.locator("#op1 > .second")
        assert "请秘书长就港口安全提出报告" in second.inner_text()
        assert second.get_attribute("lang") == "zh"
        shot(shown, "beside")
        shown.select_option(".legend + label select", "")
        assert not second.count()


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
        shot(page, f"found-{'with' if scripts else 'without'}-scripts")
        assert page.url.endswith("/id/A/RES/60/288.ar.html")


def test_the_editor_asks_completes_and_leads_to_pages(browser: Browser, browsed: Served) -> None:
    with opened(browser, browsed.address, "/query.fr.html?example=what-is-asked-of") as page:
        page.wait_for_selector(".editor .CodeMirror")
        assert not page.is_visible("#text")
        page.click("button.run")
        page.wait_for_selector("#answer td a")
        shot(page, "answer")
        assert page.locator('#answer td a[href^="id/A/RES/60/288.fr.html#"]').count()
        with page.expect_download() as saved:
            page.click("#answer button >> text=CSV")
        assert len(saved.value.path().read_bytes().splitlines()) == page.locator("#answer tbody tr").count() + 1
        typed(page, "PREFIX rg: <https://w3id.org/resograph/ontology#> SELECT * { ?x a rg:Act")
        page.keyboard.press("Control+Space")
        page.wait_for_selector(".CodeMirror-hints li >> text=rg:Actor")


def test_an_answer_is_shown_as_bars_and_as_a_network(browser: Browser, browsed: Served) -> None:
    with opened(browser, browsed.address, "/query.en.html") as page:
        page.wait_for_selector(".editor .CodeMirror")
        typed(page, "SELECT ?kind (COUNT(?x) AS ?n) WHERE { ?x a ?kind } GROUP BY ?kind")
        page.click("button.run")
        page.click(".views button >> text=As bars")
        assert page.locator(".chart rect").count() == min(40, int(page.inner_text("#answer-title")[9:-1]))
        shot(page, "answer-bars")
        typed(
            page,
            "CONSTRUCT { ?a ?p ?b } WHERE { ?a ?p ?b . ?a a <https://w3id.org/resograph/ontology#Citation> . ?b ?q ?c }",
        )
        page.click("button.run")
        page.click(".views button >> text=As a network")
        page.wait_for_selector(".network canvas >> nth=0")
        shot(page, "answer-network")


@pytest.mark.parametrize("is_copy", [False, True], ids=["served", "copy"])
def test_citations_are_explored_by_keyboard(browser: Browser, browsed: Served, copied: Path, is_copy: bool) -> None:
    with hosted(copied) as host, opened(browser, host if is_copy else browsed.address, STRATEGY) as page:
        page.focus(".explore > button")
        page.keyboard.press("Enter")
        page.wait_for_selector(".explored li >> nth=5")
        things = page.locator(".explored button")
        before = things.count()
        assert page.locator(".network canvas").count()
        assert page.locator("#explored-act option").count() > 1
        assert page.locator('.explored a[href$="/id/A/RES/60/288.zh.html"]').count() == 1
        page.focus(".explored li:nth-child(3) button")
        page.keyboard.press("Enter")
        page.wait_for_selector(".explored li:nth-child(3) button[aria-expanded=true]")
        assert things.count() >= before
        page.select_option("#explored-act", index=1)
        page.locator(".explore").scroll_into_view_if_needed()
        shot(page, f"explored-{'copy' if is_copy else 'served'}")


# Takes longer than any reader waits: all triples beside all others.
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def test_the_editor_says_what_is_wrong_and_stops(browser: Browser, browsed: Served, copied: Path) -> None:
    with hosted(copied) as host:
        for address in (browsed.address, host):
            with opened(browser, address, "/query.en.html") as page:
                page.wait_for_selector(".editor .CodeMirror")
                typed(page, "SELECT * WHERE { ?s ?p ")
                page.click("button.run")
                page.wait_for_selector("#answer [role=alert]")
                typed(page, ENDLESS)
                page.keyboard.press("Control+Enter")
                page.wait_for_selector("#answer [role=status]")
                page.click("button.stop")
                page.wait_for_selector("#answer:empty", state="attached")
                typed(page, "ASK { ?s ?p ?o }")
                page.click("button.run")
                page.wait_for_selector("#answer p >> text=Yes")


def test_a_copy_without_a_server_answers_the_questions_of_the_catalogue(
    browser: Browser, embedded: Path, copied: Path
) -> None:
    core = load([embedded / "resograph-core.nq.zst"], named=True)
    texts = {query.name: ready(Facts(core), query, "en") for query in catalogue() if form(query.text) == "SELECT"}
    with hosted(copied) as host, opened(browser, host, "/query.en.html") as page:
        asked = (
            "texts => import('/static/ask.js').then(({ ofWorker }) => ofWorker('/static/sparql.js')).then(({ ask }) =>"
            " Promise.all(texts.map(async text => JSON.parse(await ask(text, 'json')).results.bindings.length)))"
        )
        found = page.evaluate(asked, list(texts.values()))
        expected = {name: len(list(core.query(text))) for name, text in texts.items()}  # type: ignore[arg-type]
        assert dict(zip(texts, found, strict=True)) == expected
        page.locator("details", has=page.locator("pre[data-question=what-is-asked-of]")).locator("summary").click()
        page.click("pre[data-question=what-is-asked-of] >> xpath=preceding-sibling::button")
        page.click("button.run")
        page.wait_for_selector('#answer td a[href^="id/A/RES/60/288.en.html#"]')
        shot(page, "copy-answer")


def test_a_copy_answers_on_a_host_with_a_policy_that_lets_its_worker_compile(browser: Browser, copied: Path) -> None:
    policy = "default-src 'self'; img-src 'self' data:; script-src 'self' 'wasm-unsafe-eval'"  # as docs/serving.md says
    with hosted(copied, policy) as host, opened(browser, host, "/query.zh.html") as page:
        page.click("button.run")
        page.wait_for_selector("#answer tbody tr")
        first = page.locator("#answer tbody tr >> nth=0")
        page.click("#answer thead button >> nth=0")
        low = first.inner_text()
        page.click("#answer thead button >> nth=0")
        assert first.inner_text() != low


def test_the_plain_form_asks_without_scripts(browser: Browser, browsed: Served) -> None:
    with opened(browser, browsed.address, "/query.fr.html?example=what-is-asked-of", scripts=False) as page:
        page.fill("#param-actor", "unodc")
        page.click(".ask button")
        page.wait_for_selector("#results")
        assert page.locator("tbody tr").count() > 3
        shot(page, "asked-without-scripts")
        page.click("tbody tr:first-child td a")
        assert "/id/A/RES/60/288.fr.html#" in page.url


def test_a_copy_without_a_server_is_searched(browser: Browser, copied: Path) -> None:
    with hosted(copied) as address, opened(browser, address, "/id/A/RES/60/288.en.html") as shown:
        shown.fill("header input[name=q]", "国际刑事警察组织")
        shown.press("header input[name=q]", "Enter")
        shown.wait_for_selector(".results mark")
        shot(shown, "copy-found")
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
