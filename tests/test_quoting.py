"""How pages say that a document, or a paragraph of it, is cited: the form that librarians copy."""

from __future__ import annotations

import re

import pyoxigraph as ox
import pytest

from resograph import iri, vocab
from resograph.registry import Registry
from resograph.site.pages import Site, page, site
from resograph.site.quoting import pinpoint
from resograph.site.words import tongues

BASE, RG = iri.BASE, iri.RG
DCTERMS, SKOS = vocab.PREFIXES["dcterms"], vocab.PREFIXES["skos"]
DATE = "http://www.w3.org/2001/XMLSchema#date"


@pytest.fixture
def made(registry: Registry) -> Site:
    rows = []
    for symbol, title in {
        "A/RES/60/288": "The <United Nations> Strategy",
        "A/DEC/76/414": "Election",
        "A/RES/53/243B": "A culture of peace",
        "A/RES/ES-10/21": "Protection of civilians",
        "A/RES/217A(III)": "Rights",
        "S/RES/1373(2001)": "Resolution 1373 (2001)",
        "E/RES/2022/24": "Forests",
    }.items():
        document, body = f"<{BASE}{symbol}>", {"A": "ga", "S": "sc", "E": "ecosoc"}[symbol[0]]
        rows += [f'{document} <{DCTERMS}title> "{title}"@en', f"{document} <{RG}adoptedBy> <{BASE}actor/{body}>"]
        rows.append(f'{document} <{RG}adoptedOn> "2006-09-01"^^<{DATE}>')
    for body, label in {"ga": "General Assembly", "sc": "Security Council", "ecosoc": "Council"}.items():
        rows.append(f'<{BASE}actor/{body}> <{SKOS}prefLabel> "{label}"@en')
    strategy = f"<{BASE}A/RES/60/288>"
    rows += [f"{strategy} <{RG}adoptedAt> <{BASE}meeting/ga/60/99>", f'{strategy} <{RG}inFavourCount> "3"']
    rows.append(f"<{BASE}meeting/ga/60/99> <{RG}record> <{BASE}A/60/PV.99>")
    store = ox.Store()
    store.load("".join(f"{row} .\n" for row in rows).encode(), format=ox.RdfFormat.N_QUADS)
    return site(store, tongues(registry))


def cited(made: Site, symbol: str, tag: str = "en") -> str:
    html = (page(made, f"id/{symbol}.{tag}.html") or b"").decode()
    found = re.search(r'<h2 id="how-to-cite">.*?<p class="quoted">(.*?)</p>', html, re.DOTALL)
    return found[1] if found else ""


@pytest.mark.parametrize(
    ("symbol", "said"),
    [
        ("A/RES/60/288", "General Assembly resolution 60/288, The &lt;United Nations&gt; Strategy, A/RES/60/288 (1 September 2006)"),
        ("A/DEC/76/414", "General Assembly decision 76/414, Election, A/DEC/76/414 (1 September 2006)"),
        ("A/RES/53/243B", "General Assembly resolution 53/243 B, A culture of peace, A/RES/53/243B (1 September 2006)"),
        ("A/RES/ES-10/21", "General Assembly resolution ES-10/21, Protection of civilians, A/RES/ES-10/21 (1 September 2006)"),
        ("A/RES/217A(III)", "General Assembly resolution 217 A (III), Rights, A/RES/217A(III) (1 September 2006)"),
        ("S/RES/1373(2001)", "Security Council resolution 1373 (2001), S/RES/1373(2001) (1 September 2006)"),
        ("E/RES/2022/24", "Council resolution 2022/24, Forests, E/RES/2022/24 (1 September 2006)"),
    ],
)  # fmt: skip
def test_a_document_says_how_it_is_cited(made: Site, symbol: str, said: str) -> None:
    assert cited(made, symbol) == f"{said}, available from https://docs.un.org/en/{symbol}"


@pytest.mark.parametrize(
    ("tag", "day"), [("fr", "1er septembre 2006"), ("zh", "2006年9月1日"), ("ar", "1 أيلول/سبتمبر 2006")]
)
def test_it_is_cited_in_the_language_of_the_page(made: Site, tag: str, day: str) -> None:
    assert f"({day})" in cited(made, "A/RES/60/288", tag)
    assert f"https://docs.un.org/{tag}/A/RES/60/288" in cited(made, "A/RES/60/288", tag)


@pytest.mark.parametrize(
    ("eid", "said"),
    [
        ("op3.a.ii", "para. 3 (a) (ii)"),
        ("pp2", "preambular para. 2"),
        ("annex.II.16", "annex, sect. II, para. 16"),
        ("annex.art5.2", "annex, art. 5, para. 2"),
        ("annex2.0", "annex 2"),
        ("fn3", "footnote 3"),
        ("draft.op1", "para. 1"),
        ("op2bis", "para. 2 bis"),
        ("annex.x1_2", "annex (x1_2)"),
    ],
)
def test_a_place_is_named_as_people_write_it(registry: Registry, eid: str, said: str) -> None:
    assert pinpoint(eid, tongues(registry)["en"]) == said


def test_the_place_stands_behind_the_number_and_in_chinese_without_gaps(registry: Registry) -> None:
    assert pinpoint("op3.a", tongues(registry)["zh"]) == "第3段(a)"


def test_the_vote_leads_to_the_record_of_the_meeting(made: Site) -> None:
    html = (page(made, "id/A/RES/60/288.fr.html") or b"").decode()
    vote = html.split('<h2 id="vote">')[1].split("<figure")[0]
    assert '<a href="https://docs.un.org/fr/A/60/PV.99">' in vote
