"""Pages on the screen of a telephone, 360 pixels wide, from left to right and from right to left."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import httpx
import pytest

from browsed import needs_chromium, opened, shot
from resograph.site.facts import Value
from resograph.site.pages import Site, page
from resograph.site.thing import by_language
from served import Served

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PAGES = (
    "id/A/RES/60/288", "id/A/RES/46/51", "id/actor/unesco", "id/actor/france", "id/instrument/un-charter", "id/actor/ga",
    "id/act/request", "id/meeting/ga/60/99", "session/ga/60", "subject/1006330", "index", "query", "accuracy", "data",
    "ontology",
)  # fmt: skip
OUTSIDE = """() => {
  const out = [...document.querySelectorAll("body *")].filter((each) => {
    const { left, right, width } = each.getBoundingClientRect();
    return width && (right > innerWidth + 1 || left < -1) && !each.closest(".scroll, svg, .editor, pre, .skip");
  });
  return [...out.map((each) => each.outerHTML.slice(0, 80)), ...(document.documentElement.scrollWidth > innerWidth ? ["the page"] : [])];
}"""


@needs_chromium
@pytest.mark.parametrize("tag", ["en", "ar"])
def test_nothing_stands_beside_a_narrow_screen(browser: Browser, browsed: Served, made: Site, tag: str) -> None:
    there = [f"{bare}.{tag}.html" for bare in PAGES if page(made, f"{bare}.{tag}.html")]
    assert len(there) >= len(PAGES) - 1
    with opened(browser, browsed.address, f"/search.{tag}.html?q=terrorism") as shown:
        shown.set_viewport_size({"width": 360, "height": 800})
        wrong = {"search": shown.evaluate(OUTSIDE)}
        for address in there:
            shown.goto(f"/{address}")
            wrong[address] = shown.evaluate(OUTSIDE)
        shown.goto(f"/id/A/RES/60/288.{tag}.html")
        shown.focus(".m[data-note] >> nth=3")
        wrong["evidence"] = shown.evaluate(OUTSIDE)
        shot(shown, f"narrow-{tag}")
    assert not {name: found for name, found in wrong.items() if found}


@needs_chromium
def test_the_query_page_has_one_button_to_run(browser: Browser, browsed: Served) -> None:
    with opened(browser, browsed.address, "/query.en.html") as shown:
        shown.wait_for_selector("button.run")
        assert shown.locator("button:visible >> text=Run").count() == 1


def test_pages_have_an_icon(browsed: Served, made: Site) -> None:
    html = (page(made, "id/actor/ga.en.html") or b"").decode()
    assert '<link rel="icon" type="image/svg+xml" href="../../static/favicon.svg">' in html
    icon = httpx.get(f"{browsed.address}/static/favicon.svg")
    assert icon.headers["content-type"].startswith("image/svg+xml")


def test_names_stand_by_language_the_readers_first(made: Site) -> None:
    names = [Value("GA"), Value("大会", "zh"), Value("General Assembly", "en"), Value("Assembly", "en")]
    assert [lang for lang, _ in by_language(names, "zh")] == ["zh", "en", ""]
    html = (page(made, "id/actor/ga.fr.html") or b"").decode()
    shown = re.findall(r"<dd><bdi(?: lang=\"(\w+)\")?", html)
    assert shown[0] == ""
    assert "ar" in shown[1:]


def test_commas_are_those_of_the_language(made: Site) -> None:
    for tag, comma in (("ar", "، "), ("zh", "、"), ("en", ", ")):
        html = (page(made, f"id/A/RES/60/288.{tag}.html") or b"").decode()
        table = html[html.index('class="sortable measures"') :].partition("</table>")[0]
        assert f"</a>{comma}<a" in table


def test_times_are_told_in_the_language_of_the_reader(made: Site) -> None:
    html = (page(made, "id/A/RES/60/288.en.html") or b"").decode()
    assert re.search(r': <bdi lang="zh" dir="ltr">[^<]+</bdi>|: <bdi>2008-09-08</bdi>', html)


@needs_chromium
def test_what_is_printed_is_text_and_says_that_it_is_no_official_copy(browser: Browser, browsed: Served) -> None:
    """Paper has no fields to fill in, and goes where the page with its terms does not."""
    with opened(browser, browsed.address, "/id/A/RES/60/288.en.html") as shown:
        shown.emulate_media(media="print")
        for name in ("header nav", ".find", ".explore", ".filter", ".forces"):
            assert shown.locator(name).count(), name
            assert not [each for each in shown.locator(name).all() if each.is_visible()], name
        assert shown.locator("footer p").first.is_visible()
