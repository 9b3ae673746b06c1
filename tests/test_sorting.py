"""The table of measures sorts by links of its headings, on a server without a script and in a copy with one."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from browsed import hosted, needs_chromium, opened
from resograph.site.draw.svg import Cell
from resograph.site.pages import Site, page
from resograph.site.sorting import COLUMNS, arranged
from served import Served

if TYPE_CHECKING:
    from playwright.sync_api import Browser

BARE = "id/A/RES/60/288"


def table(html: str) -> str:
    return html[html.index('<table class="sortable measures">') :].partition("</table>")[0]


def column(html: str, number: int) -> list[str]:
    rows = table(html).split("<tr id=")[1:]
    return [
        re.sub(r"<[^>]+>", "", re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.DOTALL)[number]).strip() for row in rows
    ]


def shown(made: Site, tag: str, **asked: str) -> str:
    return (page(made, f"{BARE}.{tag}.html", asked) or b"").decode()


@pytest.mark.parametrize("name", COLUMNS)
def test_a_table_has_the_same_rows_in_any_order_and_says_which(made: Site, name: str) -> None:
    plain = shown(made, "en")
    up, down = shown(made, "en", sort=name), shown(made, "en", sort=name, order="descending")
    for html, order in ((up, "ascending"), (down, "descending")):
        assert table(html).count("aria-sort") == 1
        heading = re.search(rf'<th scope="col" aria-sort="{order}"><a href="([^"]+)"', html)
        assert heading
        assert ("order=descending" in heading[1]) is (order == "ascending")
        assert sorted(re.findall(r'<tr id="([^"]+)"', table(html))) == sorted(
            re.findall(r'<tr id="([^"]+)"', table(plain))
        )
    assert "aria-sort" not in plain


def test_rows_are_sorted_by_what_they_show_and_empty_cells_stand_last(made: Site) -> None:
    for tag in ("en", "fr", "zh"):
        at = COLUMNS.index("addressee")
        up = column(shown(made, tag, sort="addressee"), at)
        down = column(shown(made, tag, sort="addressee", order="descending"), at)
        filled = sum(map(bool, up))
        assert 0 < filled < len(up)
        assert not any(up[filled:])
        assert not any(down[filled:])
        assert up[:filled] != down[:filled] != column(shown(made, tag), at)
        assert set(up) == set(down)


def test_the_place_sorts_in_the_order_of_reading(made: Site) -> None:
    plain = column(shown(made, "en"), 0)
    assert column(shown(made, "en", sort="where"), 0) == plain
    assert column(shown(made, "en", sort="where", order="descending"), 0) == plain[::-1]


def test_another_language_keeps_the_order_and_nothing_else_of_the_address(browsed: Served) -> None:
    address = f"{browsed.address}/{BARE}.en.html"
    html = httpx.get(address, params={"sort": "force", "x": '"><script>'}).text
    assert 'href="../../../../id/A/RES/60/288.fr.html?sort=force"' in html
    assert "script>&" not in html
    assert httpx.get(address, params={"sort": "colour"}).text == httpx.get(address).text
    assert column(html, 1) == sorted(column(html, 1), key=str.casefold)


@needs_chromium
def test_a_reader_sorts_by_links_where_no_script_runs(browser: Browser, browsed: Served) -> None:
    with opened(browser, browsed.address, f"/{BARE}.en.html", scripts=False) as shown:
        shown.click('.measures thead a[href*="sort=force"]')
        assert shown.url.endswith("?sort=force#measures")
        first = shown.locator(".measures tbody tr >> nth=0").get_attribute("id")
        shown.click('.measures thead [aria-sort="ascending"] a')
        assert shown.locator('.measures thead [aria-sort="descending"]').count() == 1
        assert shown.locator(".measures tbody tr >> nth=0").get_attribute("id") != first


@needs_chromium
def test_a_copy_sorts_by_its_script_what_a_link_of_a_server_asks_for(browser: Browser, copied: Path) -> None:
    with (
        hosted(copied) as address,
        opened(browser, address, f"/{BARE}.en.html?sort=addressee&order=descending") as shown,
    ):
        head = shown.locator('.measures thead [aria-sort="descending"]')
        assert head.inner_text().startswith("Addressee")
        cells = shown.locator(f".measures tbody tr > :nth-child({COLUMNS.index('addressee') + 1})").all_inner_texts()
        filled = [cell for cell in cells if cell]
        assert cells[: len(filled)] == filled == sorted(filled, key=str.casefold, reverse=True)
        head.locator("button").click()
        assert shown.locator('.measures thead [aria-sort="ascending"]').count() == 1


@pytest.mark.parametrize(
    ("address", "table", "column"),
    [
        ("id/A/RES/60/288", "cites", "document"),
        ("id/A/RES/60/288", "cites", "act"),
        ("id/A/RES/46/51", "cited-by", "act"),
        ("id/actor/interpol", "addressee", "what"),
        ("id/act/reaffirm", "actType", "where"),
        ("id/instrument/un-charter", "cites", "act"),
        ("id/actor/ga", "adoptedBy", "title"),
        ("session/ga/60", "documents", "adopted-on"),
    ],
)
def test_other_tables_sort_by_links_too(made: Site, address: str, table: str, column: str) -> None:
    def rows(**asked: str) -> list[str]:
        html = (page(made, f"{address}.en.html", asked) or b"").decode()
        head = html.index(f'href="?sort={table}.{column}')
        part = html[head:].partition("</table>")[0]
        assert ("aria-sort" in html) is bool(asked)
        return re.findall(r"<tr>(.*?)</tr>", part, re.DOTALL)

    plain, key = rows(), f"{table}.{column}"
    up, down = rows(sort=key), rows(sort=key, order="descending")
    assert sorted(up) == sorted(down) == sorted(plain)
    if len({row.partition("</th>")[2] for row in plain}) > 1 or column == "where":
        assert up == plain or up != down


def test_a_page_sorts_one_table_and_no_other(made: Site) -> None:
    plain, sorted_one = (shown(made, "en", **asked) for asked in ({}, {"sort": "cites.act", "order": "descending"}))
    assert table(plain) == table(sorted_one)
    cited = [html[html.index('<h2 id="cites">') :].partition("</table>")[0] for html in (plain, sorted_one)]
    acts = [re.findall(r"/act/[^>]*>([^<]*)</a></td>", text) for text in cited]
    assert acts[0] != acts[1] == sorted(acts[1], key=str.casefold, reverse=True)
    assert sorted(acts[0]) == sorted(acts[1])


def test_votes_sort_by_state_and_by_vote() -> None:
    rows = tuple((Cell(state), Cell(vote)) for state, vote in (("Peru", "No"), ("Åland", "Yes"), ("Cuba", "")))

    def states(**asked: str) -> list[str]:
        return [row[0].text for row in arranged(rows, "votes", asked=asked, name=str, lang="en")]

    assert states() == ["Peru", "Åland", "Cuba"]
    assert states(sort="votes.state") == ["Åland", "Cuba", "Peru"]
    assert states(sort="votes.vote", order="descending") == ["Åland", "Peru", "Cuba"]
    assert states(sort="votes.colour") == states(sort="cites.state") == states()
