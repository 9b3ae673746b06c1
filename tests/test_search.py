"""Search: symbols as readers type them, words in six languages, filters, excerpts, and questions that are no syntax."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resograph.registry import Registry
from resograph.site.facts import Facts
from resograph.site.lookup import find
from resograph.site.lookup.find import Index, Late, Question
from resograph.site.lookup.index import FILE, build
from resograph.site.lookup.symbols import documents
from resograph.site.lookup.words import Words, habits, marked, wanted
from resograph.site.pages import Site, page, site
from resograph.site.search import answered, excerpt, plain
from resograph.site.words import tongues
from searched import BASE, CASES, quads, symbols_only


@pytest.fixture(scope="module")
def store() -> ox.Store:
    made = ox.Store()
    made.load(quads().encode(), format=ox.RdfFormat.N_TRIPLES)
    for quad in list(made):
        made.add(ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(f"{BASE}A/RES/99/9")))
    return made


@pytest.fixture(scope="module")
def index(store: ox.Store, registry: Registry, tmp_path_factory: pytest.TempPathFactory) -> Index:
    path = tmp_path_factory.mktemp("index") / FILE
    build(Facts(store), habits(registry), path)
    return Index(path)


@pytest.fixture(scope="module")
def made(store: ox.Store, registry: Registry, index: Index) -> Site:
    return site(store, tongues(registry), index)


@pytest.fixture(scope="module")
def symbols(registry: Registry, tmp_path_factory: pytest.TempPathFactory) -> Index:
    path = tmp_path_factory.mktemp("symbols") / FILE
    build(Facts(symbols_only()), habits(registry), path)
    return Index(path)


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda case: f"{case['type']}: {case['why']}")
def test_a_symbol_is_found_as_it_is_typed(symbols: Index, case: dict[str, Any]) -> None:
    assert list(documents(symbols.connection, case["type"], symbols.habits)) == case["finds"]


def names(index: Index, text: str, lang: str = "en", **filters: Any) -> list[str]:
    return [hit.name for hit in index.find(Question(text, **filters), lang, 0, 20).hits]


OP1, OP2 = "A/RES/99/9#op1", "A/RES/99/9#op2"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("terrorism", [OP1]),
        ("terror", [OP1]),
        ("COUNTER-TERRORISM", [OP1]),
        ('"climate change"', [OP2]),
        ('"change climate"', []),
        ("enfants", [OP2]),
        ("etats", [OP2]),
        ("oeuvre", [OP1]),
        ("niños", [OP2]),
        ("ninos", [OP2]),
        ("еще", [OP1]),
        ("ДЕТЕЙ", [OP2]),
        ("气候变化", [OP2]),
        ("气候", [OP2]),
        ("童", [OP2]),
        ("候气", []),
        ("反恐怖主义", [OP1]),
        ("الأطفال", [OP2]),
        ("أطفال", [OP2]),
        ("اطفال", [OP2]),
        ("وَالْأَطْفَال", [OP2]),
        ("تغير", [OP2]),
        ("\u200fالمناخ\u200f", [OP2]),
        ("climate 儿童", [OP2]),
        ("climate terrorism", []),
    ],
)
def test_words_are_found_as_readers_type_them(index: Index, text: str, found: list[str]) -> None:
    assert names(index, text) == found


def test_names_come_before_the_paragraphs_that_have_them(index: Index) -> None:
    assert names(index, "secretary-general") == ["actor/sg", OP1]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"tags": (("act", "act/request"),)}, [OP1]),
        ({"tags": (("actor", "actor/sg"),)}, [OP1]),
        ({"tags": (("subject", "http://metadata.un.org/thesaurus/1"),)}, ["A/RES/99/9", OP1, OP2]),
        ({"body": "ga"}, ["A/RES/99/9", OP1, OP2]),
        ({"body": "sc"}, []),
        ({"years": "2044"}, ["A/RES/99/9", OP1, OP2]),
        ({"years": "2040-2043"}, []),
    ],
)
def test_filters_need_no_words(index: Index, filters: dict[str, Any], found: list[str]) -> None:
    assert names(index, "", **filters) == found


def test_filters_narrow_words(index: Index) -> None:
    assert names(index, "the", tags=(("act", "act/request"),)) == [OP1]


@pytest.mark.parametrize(("tag", "word"), [("fr", "enfants"), ("ru", "детей"), ("zh", "儿童"), ("ar", "الأطفال")])
def test_the_excerpt_is_in_the_language_in_which_the_words_are(made: Site, tag: str, word: str) -> None:
    html = (page(made, f"search.{tag}.html", {"q": word}) or b"").decode()
    assert f"<mark>{word}</mark>" in html
    assert f'<p lang="{tag}" dir="{"rtl" if tag == "ar" else "ltr"}">' in html


def test_a_filter_is_named_in_words_or_by_its_id(made: Site, index: Index) -> None:
    for typed in ("sg", "actor/sg", "secretary-general"):
        found = answered(made.facts, index, {"actor": typed}, "en")
        assert [row.place for row in found.rows] == ["op1"]
        assert found.asked == {"actor": "sg"}
    assert answered(made.facts, index, {"actor": "nobody"}, "en").unknown == ("actor",)


def test_pages_are_turned(made: Site, index: Index) -> None:
    found = answered(made.facts, index, {"body": "ga", "page": "2"}, "en")
    assert (found.total, found.page, found.pages, found.rows) == (3, 2, 1, ())


def test_hostile_words_stay_words(made: Site) -> None:
    html = (page(made, "search.en.html", {"q": '"><script>alert(1)</script>', "actor": "<b>"}) or b"").decode()
    assert "<script>alert" not in html
    assert "<b>" not in html
    found = (page(made, "search.en.html", {"q": "ports"}) or b"").decode()
    assert "&lt;of&gt;" in found


@given(st.text(max_size=60))
def test_no_question_is_syntax(index: Index, text: str) -> None:
    index.find(Question(text), "en", 0, 20)


@pytest.mark.parametrize("text", ['" OR "', "NEAR(a b)", "en:children", "a* NOT b", "^climate", "{en}: x", "';--", "-"])
def test_signs_of_the_search_engine_mean_nothing(index: Index, text: str) -> None:
    index.find(Question(text), "en", 0, 20)


def test_a_search_that_takes_too_long_is_stopped(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(find, "SECONDS", -1.0)
    monkeypatch.setattr(find, "_STEPS", 1)
    with pytest.raises(Late):
        index.find(Question("climate"), "en", 0, 20)
    monkeypatch.undo()
    assert names(index, "climate") == [OP2]


def test_what_is_beyond_the_limit_is_said(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(find, "MOST", 2)
    found = index.find(Question("", body="ga"), "en", 0, 20)
    assert (found.total, found.cut, len(found.hits)) == (2, True, 2)


def test_an_index_cannot_be_written_to(index: Index) -> None:
    with pytest.raises(sqlite3.OperationalError):
        index.connection.execute("DELETE FROM entry")


def test_the_same_store_gives_the_same_index(store: ox.Store, registry: Registry, tmp_path: Path) -> None:
    for name in ("a", "b"):
        build(Facts(store), habits(registry), tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_programs_get_the_same_as_readers(made: Site, index: Index) -> None:
    found = plain(answered(made.facts, index, {"q": "climate change"}, "en"))
    assert json.loads(json.dumps(found)) == found
    assert [row["iri"] for row in found["results"]] == [BASE + OP2]
    assert found["results"][0]["marked"] == ["climate", "change"]


@given(st.text(max_size=600), st.integers(0, 600), st.integers(1, 20))
def test_an_excerpt_is_a_part_of_its_text(text: str, start: int, length: int) -> None:
    spans = [(start, start + length)] if start + length <= len(text) else []
    pieces = [text_ for text_, _ in excerpt(text, spans)]
    assert "".join(pieces).removeprefix("… ").removesuffix(" …") in text


def test_marks_are_where_the_words_are(registry: Registry) -> None:
    words = Words(habits(registry))
    text = "Le « changement » climatique et l’État"
    spans = marked(text, wanted("climat etat", words), words)
    assert [text[start:end] for start, end in spans] == ["climatique", "État"]
