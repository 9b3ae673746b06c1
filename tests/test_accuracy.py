"""How often the rules are right: the pages say what docs/accuracy.md says, and of which texts."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest

from resograph.site.accuracy import figures, of_kind
from resograph.site.pages import Site, page
from served import Served

DOCUMENT = (Path(__file__).parents[1] / "docs" / "accuracy.md").read_text("utf-8")
CELL = re.compile(r"<t[dh][^>]*>(.*?)</t[dh]>")


def table(made: Site, texts: str, tag: str = "en") -> list[list[str]]:
    html = (page(made, f"accuracy.{tag}.html") or b"").decode()
    part = html[html.index(f'<h2 id="{texts}">') :].partition("</table>")[0].partition("<tbody>")[2]
    return [[re.sub("<[^>]+>", "", cell) for cell in CELL.findall(row)] for row in part.split("<tr>")[1:]]


@pytest.mark.parametrize("number", [0, 1])
def test_the_page_has_each_figure_of_the_tables_by_language(made: Site, number: int) -> None:
    written = DOCUMENT.split("| language | documents |")[number + 1].partition("\n\n")[0].splitlines()[2:]
    rows = {(name, row[0]): row[2:] for row in table(made, ("by-lot", "with-rules")[number]) for name in (row[1],)}
    assert len(rows) == 3 * len(written)
    own = {tongue.name: tongue.tag for tongue in made.tongues.values()}
    for line in written:
        name, documents, precision, recall, phrases, found, word = (c.strip() for c in line.strip("|").split("|"))
        tag = {"Arabic": "ar", "Chinese": "zh", "English": "en", "French": "fr", "Russian": "ru", "Spanish": "es"}[name]
        shown = {what: cells for (language, what), cells in rows.items() if own[language] == tag}
        phrases = phrases.replace(",", "")
        assert shown == {
            "Citations of resolutions and decisions": [documents, "", precision, recall],
            "Lead phrases, with an act": [documents, phrases, "", found],
            "Lead phrases, word for word": [documents, phrases, "", word],
        }


def test_the_page_has_each_figure_of_the_reading(made: Site) -> None:
    block = DOCUMENT.partition("```text measured")[2].partition("```")[0]
    written = re.findall(r"(\d\.\d{3}) +(\d\.\d{3}) +\d\.\d{3} +(\d+)", block)
    assert [(row[4], row[5], row[3]) for row in table(made, "reading")] == written
    assert len(written) == 15


def test_a_resolution_says_how_often_each_kind_of_rule_is_right_and_where_that_was_measured(made: Site) -> None:
    html = (page(made, "id/A/RES/60/288.en.html") or b"").decode()
    rules = html[html.index('<h2 id="how">') :].partition("</table>")[0]
    act = next(row for row in figures()["by-lot"] if row.language == "zh" and row.measure == "lead-phrases")
    assert '<td>Act</td><td class="figure">' in rules
    assert f'<td class="figure">{act.recall}</td><td><a href="../../../../accuracy.en.html#by-lot">' in rules
    assert '../accuracy.en.html#reading">' in rules
    assert of_kind("addressee", ["en"]) is None, "what was measured in Chinese says nothing of English"
    assert of_kind("citation", ["fr", "zh"]).language == "fr"  # type: ignore[union-attr]


def test_each_language_has_the_page(made: Site, browsed: Served) -> None:
    for tag in made.tongues:
        assert len(table(made, "by-lot", tag)) == len(figures()["by-lot"])
    assert (
        httpx.get(f"{browsed.address}/accuracy", headers={"Accept-Language": "es"}).text
        == (page(made, "accuracy.es.html") or b"").decode()
    )
