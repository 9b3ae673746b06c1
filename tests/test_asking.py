"""The query page: questions of the catalogue, parameters, answers as a table, and what is wrong with a query."""

from __future__ import annotations

from html import unescape

import pyoxigraph as ox
import pytest

from resograph import cli
from resograph.dataset import load
from resograph.query import Query, catalogue, run
from resograph.registry import Registry
from resograph.site.asking import MOST, Asked, asked
from resograph.site.lookup.find import Index
from resograph.site.lookup.index import FILE, build
from resograph.site.lookup.words import habits
from resograph.site.pages import Mistaken, Site, page, site
from resograph.site.words import tongues


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, registry: Registry) -> Site:
    out = tmp_path_factory.mktemp("asked") / "dist"
    assert cli.main(["build", "--out", str(out)]) == 0
    files = site(load([out / "resograph.nq.zst"], named=True), tongues(registry))
    build(files.facts, habits(registry), out / FILE)
    return site(files.facts.store, tongues(registry), Index(out / FILE))


def shown(made: Site, tag: str = "en", **fields: str) -> str:
    return (page(made, f"query.{tag}.html", fields) or b"").decode()


def ask(made: Site, text: str, **values: str) -> Asked:
    return asked(made.facts, made.queries, {"query": text, **{f"param-{n}": v for n, v in values.items()}}, "en")


@pytest.mark.parametrize("query", catalogue(), ids=lambda query: query.name)
def test_each_question_can_be_asked_as_it_is_shown(made: Site, query: Query) -> None:
    """What the page answers is what the command line answers."""
    store = made.facts.store
    answer = ask(made, query.text)
    expected = run(query, store)
    assert answer.table
    assert not answer.problem
    assert len(answer.table.rows) == min(MOST, len(expected.rows) or len(expected.triples))
    if expected.form == "SELECT":
        assert answer.table.columns == expected.variables


@pytest.mark.parametrize("tag", ["ar", "en", "es", "fr", "ru", "zh"])
def test_a_question_is_explained_in_each_language_of_the_interface(made: Site, tag: str) -> None:
    html = shown(made, tag, example="what-is-asked-of")
    assert 'name="param-actor" value="actor/interpol"' in html
    assert f'name="param-lang" value="{tag}"' in html
    query = next(query for query in catalogue() if query.name == "what-is-asked-of")
    told = f'<h2><span lang="{tag}" dir="{"rtl" if tag == "ar" else "ltr"}">{dict(query.titles)[tag]}</span></h2>'
    assert told in html
    assert told in shown(made, tag, query=query.text.replace("\n", "\r\n"), **{"param-actor": "interpol"})
    assert (told in shown(made, tag, query=query.text + "#")) is (tag in {"en", "zh"}), "what the head says stays"


def test_a_question_about_a_document_asks_about_one_that_is_here(registry: Registry) -> None:
    """A default that names a document of another dataset would be answered with nothing."""
    base, rg = "https://w3id.org/resograph/id/", "https://w3id.org/resograph/ontology#"
    store = ox.Store()
    here = f"""<{base}A/RES/99/7> <{rg}symbol> "A/RES/99/7" ; <{rg}expression> <{base}A/RES/99/7/fr> .
    <{base}A/RES/60/288> <{rg}symbol> "A/RES/60/288" ."""
    store.load(here.encode(), format=ox.RdfFormat.TURTLE)
    html = shown(site(store, tongues(registry)), example="outline")
    assert 'name="param-symbol" value="A/RES/99/7"' in html
    assert 'VALUES (?symbol) { ("A/RES/99/7") }' in unescape(html)


def test_an_answer_links_to_pages_and_downloads(made: Site) -> None:
    text = next(query.text for query in catalogue() if query.name == "what-is-asked-of")
    html = shown(made, "zh", query=text, **{"param-actor": "interpol"})
    assert '<a href="id/A/RES/60/288.zh.html#' in html
    assert "sparql?query=" in html
    assert "format=csv" in html
    assert "VALUES+%28%3Factor" in html


def test_yes_or_no(made: Site) -> None:
    assert "<p>Oui</p>" in shown(made, "fr", query="ASK { ?s ?p ?o }")


def test_a_long_answer_is_cut_and_says_so(made: Site) -> None:
    answer = ask(made, "SELECT * { ?s ?p ?o }").table
    assert answer
    assert (len(answer.rows), answer.cut) == (MOST, True)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("SELECT", "line 1, column 7"),
        ("DROP ALL", "DROP changes data"),
        ("SELECT * { SERVICE <http://localhost/> { ?s ?p ?o } }", "SERVICE is not allowed"),
        ("# param: x — y\nASK {}", "write “# param"),
        ("ASK { " + "{" * 300 + "}" * 300 + " }", "nested"),
        ("# param: day date 1 — a day\nSELECT * WHERE { ?s ?p ?day }", "expected a date"),
    ],
)
def test_what_is_wrong_is_said_on_the_page(made: Site, text: str, problem: str) -> None:
    assert problem in ask(made, text).problem
    with pytest.raises(Mistaken) as caught:
        shown(made, query=text)
    assert b'role="alert"' in caught.value.page


def test_hostile_words_stay_words(made: Site) -> None:
    html = shown(made, query='SELECT ("<script>alert(1)</script>" AS ?x) (IRI("javascript:alert(2)") AS ?y) {}')
    assert "<script>alert" not in html
    assert 'href="javascript' not in html


def test_things_are_shown_by_their_names_in_the_language_of_the_page(made: Site) -> None:
    text = "SELECT * { BIND(<https://w3id.org/resograph/id/actor/unodc> AS ?x) BIND(<http://example.org/y> AS ?y) }"
    html = shown(made, tag="zh", query=text)
    assert ">联合国毒品和犯罪问题办公室</a>" in html
    assert ">http://example.org/y</a>" in html


def test_a_copy_without_a_server_shows_the_questions(registry: Registry) -> None:
    html = shown(site(ox.Store(), tongues(registry)))
    assert "without a server" in html
    assert " hidden data-base" in html  # until a script puts the editor in the place of the form
    assert "SELECT DISTINCT ?symbol ?outcome" in html
