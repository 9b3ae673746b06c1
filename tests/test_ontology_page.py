"""The page of the ontology: every term with its meaning in the language of the reader, where it stands, and who asks for it."""

from __future__ import annotations

import re

import pyoxigraph as ox
import pytest

from resograph import iri, vocab
from resograph.query import catalogue
from resograph.registry import Registry
from resograph.site.data import ONTOLOGY, data
from resograph.site.facts import TYPE, Value, local
from resograph.site.ontology import ontology, used
from resograph.site.pages import Site, page, site
from resograph.site.words import tongues
from test_site import Seen

TERMS = {value.removeprefix(iri.RG) for value in vars(vocab).values() if str(value).startswith(iri.RG)} - {""}
HOSTILE = """
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<https://w3id.org/resograph/ontology#Evil> a <http://www.w3.org/2002/07/owl#Class> ;
    rdfs:label "<script>alert(1)</script>"@en ;
    skos:definition "\\" onmouseover=\\"alert(2)"@en ;
    skos:example "<img src=x onerror=alert(3)>"@en ;
    rdfs:seeAlso <javascript:alert(4)> .
<https://w3id.org/resograph/id/A/RES/99/9> a <https://w3id.org/resograph/ontology#Evil> .
"""


@pytest.mark.parametrize("tag", ["ar", "en", "es", "fr", "ru", "zh"])
def test_every_term_has_its_place_on_the_page(made: Site, tag: str) -> None:
    html = (page(made, f"{ONTOLOGY}.{tag}.html") or b"").decode()
    seen = Seen(html)
    assert not seen.open
    assert len(seen.ids) == len(set(seen.ids))
    assert set(seen.ids) >= TERMS
    concepts = made.facts.subjects(vocab.PREFIXES["skos"] + "inScheme", iri.scheme("act"), 1000)
    assert {f"id/{local(concept)}.{tag}.html" for concept in concepts} <= set(seen.links)


def test_a_term_says_what_it_means_in_the_language_of_the_reader(made: Site) -> None:
    html = (page(made, f"{ONTOLOGY}.zh.html") or b"").decode()
    term = html[html.index('id="addressee"') :].partition("</section>")[0]
    assert re.search(r"[\u4e00-\u9fff]", term.partition("</h3>")[0])
    assert '<a href="id/A/RES/60/288.zh.html#' in term
    assert 'href="query.zh.html?example=what-is-asked-of"' in term


def test_every_question_is_named_by_the_terms_that_it_uses(made: Site) -> None:
    it = ontology(made.facts, made.queries)
    told = {(term.iri, query.name) for term in (*it.classes, *it.properties) for query in term.queries}
    asked = {(name, query.name) for query in catalogue() for name in used(query.text) if name.startswith(iri.RG)}
    assert told == asked


def test_examples_are_statements_of_the_data(made: Site) -> None:
    it = ontology(made.facts, made.queries)
    seen = {term.iri: term.seen for term in (*it.classes, *it.properties) if term.seen}
    assert {vocab.Act, vocab.addressee, vocab.statedIn, vocab.text} <= set(seen)
    for term, example in seen.items():
        values = made.facts.about(example.thing)
        assert (example.value or Value(term, is_iri=True)) in values[term if example.value else TYPE]
        assert made.facts.knows(example.place)


def test_hostile_words_of_an_ontology_stay_words(registry: Registry) -> None:
    store = ox.Store()
    store.load(HOSTILE.encode(), format=ox.RdfFormat.TURTLE)
    html = (page(site(store, tongues(registry)), f"{ONTOLOGY}.en.html") or b"").decode()
    assert "&lt;script&gt;" in html
    assert "<script>alert" not in html
    assert "<img" not in html
    assert '" onmouseover' not in html
    assert 'href="javascript' not in html


def test_a_dataset_without_an_ontology_has_the_page_all_the_same(registry: Registry) -> None:
    few = site(ox.Store(), tongues(registry))
    assert page(few, f"{ONTOLOGY}.en.html")
    assert data(few.facts, ONTOLOGY, "ttl") is None


def test_the_data_of_the_ontology_are_its_graph(made: Site) -> None:
    graph = {q.triple for q in made.facts.store.quads_for_pattern(None, None, None, ox.NamedNode(iri.ONTOLOGY))}
    for form, kind in (("ttl", ox.RdfFormat.TURTLE), ("nt", ox.RdfFormat.N_TRIPLES), ("jsonld", ox.RdfFormat.JSON_LD)):
        content = data(made.facts, ONTOLOGY, form) or b""
        assert {q.triple for q in ox.parse(content, format=kind)} == graph
