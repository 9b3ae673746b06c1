"""The graphs that documents share: each record says what the contract of the graph promises, and says it once."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import get_args

import pyoxigraph
import pytest
import rdflib

from resograph import iri, links, registry, vocab, vocabulary
from resograph.errors import RegistryError
from resograph.publish import turtle
from resograph.records import Act, Actor, ActorKind, Concept, Fact, Group, Instrument, Link, Subject, Validity
from resograph.registry import Registry
from resograph.terms import Quad, Term, literal
from resograph.terms import iri as term

PREF, ALT = term(vocab.PREFIXES["skos"] + "prefLabel"), term(vocab.PREFIXES["skos"] + "altLabel")
LINK = Link(
    subject_id="actor/body",
    predicate_id="skos:exactMatch",
    object_id="wd:Q1",
    mapping_justification="semapv:ManualMappingCuration",
    object_source="Wikidata",
    source="https://example.org/list",
    comment="as listed",
)
SAMPLE = Registry(
    actors={
        "part": Actor(id="part", kind="secretariat-entity", label={"en": "Part"}, parent="body"),
        "body": Actor(
            id="body",
            kind="subsidiary-body",
            label={"zh": "机构", "en": "Body"},
            names={"en": ["Body", "The Body", "The Body"]},
            short={"en": ["It"]},
            acronym=["B"],
            established_by="A/RES/60/1",
            member_of=["family"],
            valid=Validity(since=dt.date(2006, 3, 15)),
            note="A body.",
        ),
        "chair": Actor(id="chair", kind="official", label={"en": "Chair"}, parent="body"),
    },
    instruments={
        "convention": Instrument(
            id="convention",
            type="treaty",
            label={"en": "Convention"},
            contained_in="A/RES/55/25#annex1",
            treaty_registration="39574",
            status="in-force",
            adopted_on=dt.date(2000, 11, 15),
            sources={"treaty_registration": "A/RES/75/291, footnote 3", "adopted_on": "https://example.org/x"},
        ),
        "protocol": Instrument(id="protocol", type="treaty", label={"en": "Protocol"}, parent="convention"),
    },
    groups={"all": Group(id="all", label={"en": "All of them"}, issued_by="body")},
    bodies={},
    acts={"urge": Act(id="urge", force="urge", broader=["call"], label={"en": "urge"}, phrases={"en": ["urges"]})},
    qualifiers={},
    followups={},
    roles={},
    forces={"urge": Concept(id="urge", label={"en": "urge"}, definition={"en": "To press."})},
    subjects={"1001346": Subject(id="1001346", label={"en": "TERRORISM"}, source="UNBIS")},
    editorials={},
    links=(LINK,),
    languages={},
    interfaces={},
)


@cache
def shared() -> tuple[Quad, ...]:
    """Give everything that this checkout's data say, with the ontology."""
    return (*vocabulary.vocabulary_quads(registry.load()), *vocabulary.ontology_quads())


def block(subject: str) -> str:
    """Give what the sample says of one subject, as Turtle without declarations."""
    quads = [quad for quad in vocabulary.vocabulary_quads(SAMPLE) if quad[0] == term(subject)]
    return turtle.text(quads).partition("\n\n")[2]


def test_a_body_is_described() -> None:
    assert block(iri.entity("actor/body")) == (
        """\
actor:body
    a org:Organization, rg:Actor, rg:SubsidiaryBody ;
    skos:prefLabel "Body"@en, "机构"@zh ;
    skos:altLabel "The Body"@en ;
    skos:notation "B" ;
    rg:memberOf actor:family ;
    rg:establishedBy <A/RES/60/1> ;
    rg:validFrom "2006-03-15"^^xsd:date ;
    skos:note "A body."@en ;
    skos:exactMatch wd:Q1 .
"""
    )


def test_only_an_organisation_is_an_organisation_of_another() -> None:
    assert "org:subOrganizationOf actor:body" in block(iri.entity("actor/part"))
    assert "dcterms:isPartOf actor:body" in block(iri.entity("actor/chair"))
    assert "org:" not in block(iri.entity("actor/chair"))


def test_an_instrument_is_described() -> None:
    text = block(iri.entity("instrument/convention"))
    assert 'rg:instrumentType "treaty" ;\n    rg:containedIn <A/RES/55/25#annex1> ;' in text
    assert 'rg:treatyRegistration "39574" ;\n    rg:instrumentStatus "in-force" ;' in text
    assert 'rg:adoptedOn "2000-11-15"^^xsd:date ;' in text
    assert '"adoptedOn: https://example.org/x"@en,' in text
    assert '"treatyRegistration: A/RES/75/291, footnote 3"@en .' in text
    assert "dcterms:relation instrument:convention" in block(iri.entity("instrument/protocol"))


def test_every_fact_names_where_it_is_confirmed() -> None:
    records: list[Actor | Instrument] = [*registry.load().actors.values(), *registry.load().instruments.values()]
    for record in records:
        said = {fact for fact in get_args(Fact) if getattr(record, fact, None)}
        assert said == set(record.sources), record.id


def test_a_group_is_described() -> None:
    text = block(iri.entity("group/all"))
    assert "a rg:InstrumentGroup ;" in text
    assert "rg:issuedBy actor:body" in text


def test_an_act_and_a_force_are_concepts() -> None:
    act, force = block(iri.concept("act", "urge")), block(iri.concept("force", "urge"))
    assert 'skos:altLabel "urges"@en' in act
    assert "rg:force force:urge" in act
    assert "skos:inScheme scheme:act ;\n    skos:broader act:call" in act
    assert 'skos:definition "To press."@en' in force
    assert "a skos:ConceptScheme" in block(iri.scheme("force"))


def test_a_subject_says_where_it_comes_from() -> None:
    text = block(iri.UNBIS + "1001346")
    assert 'a skos:Concept ;\n    skos:prefLabel "TERRORISM"@en ;\n    dcterms:source "UNBIS"' in text


def test_a_link_is_a_triple_and_says_who_says_so() -> None:
    links = [quad for quad in vocabulary.vocabulary_quads(SAMPLE) if quad[3] == term(iri.vocabulary("links"))]
    exact, wikidata = term(vocab.PREFIXES["skos"] + "exactMatch"), "<http://www.wikidata.org/entity/Q1>"
    assert links[0][:3] == (term(iri.entity("actor/body")), exact, wikidata)
    text = turtle.text(links)
    assert "dcterms:source <https://example.org/list>" in text
    assert "sssom:mapping_justification semapv:ManualMappingCuration" in text
    assert 'rdfs:comment "as listed"@en' in text


def test_a_link_that_is_told_twice_is_one() -> None:
    once = list(vocabulary.vocabulary_quads(SAMPLE))
    assert list(vocabulary.vocabulary_quads(replace(SAMPLE, links=(LINK, LINK)))) == once


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("actor/unesco", iri.entity("actor/unesco")),
        ("actor:unesco", iri.entity("actor/unesco")),
        ("base:act/reaffirm", iri.concept("act", "reaffirm")),
        (iri.entity("instrument/untoc"), iri.entity("instrument/untoc")),
        ("A/RES/60/288#op3.b", iri.part("A/RES/60/288", "op3.b")),
        ("S/RES/1267(1999)", iri.document("S/RES/1267(1999)")),
        ("subject/1001346", iri.UNBIS + "1001346"),
        ("http://example.org/x", "http://example.org/x"),
    ],
)
def test_a_link_may_name_our_things_in_several_ways(subject: str, expected: str) -> None:
    link = LINK.model_copy(update={"subject_id": subject})
    source = term(vocab.PREFIXES["owl"] + "annotatedSource")
    sources = [q[2] for q in vocabulary.vocabulary_quads(replace(SAMPLE, links=(link,))) if q[1] == source]
    assert sources == [term(expected)]


def test_a_link_of_a_document_lies_in_its_own_graph() -> None:
    link = LINK.model_copy(update={"subject_id": "S/RES/1267(1999)"})
    registry = replace(SAMPLE, links=(link,))
    assert not [q for q in vocabulary.vocabulary_quads(registry) if q[0] == term(iri.document("S/RES/1267(1999)"))]
    assert len(list(links.document_links("S/RES/1267(1999)", registry))) == 1


@pytest.mark.parametrize("curie", ["nobody:1", "no colon", "/akn/un"])
def test_an_unknown_prefix_is_a_fault(curie: str) -> None:
    with pytest.raises(RegistryError, match="no CURIE with a known prefix"):
        links.expand(curie)


@pytest.mark.parametrize("kind", get_args(ActorKind))
def test_every_kind_of_actor_has_a_class(kind: ActorKind) -> None:
    sample = replace(SAMPLE, actors={"x": Actor(id="x", kind=kind, label={"en": "X"})})
    types = {value for _, _, value, _ in vocabulary.vocabulary_quads(sample) if value.startswith(f"<{iri.RG}")}
    known = {term(value) for value in vars(vocab).values() if isinstance(value, str)}
    assert len(types & known) > 2
    assert types <= known


def test_nothing_has_a_blank_node() -> None:
    assert not [quad for quad in shared() if any(value.startswith("_") for value in quad)]


def test_the_same_data_give_the_same_bytes() -> None:
    again = (*vocabulary.vocabulary_quads(registry.load()), *vocabulary.ontology_quads())
    assert turtle.text(again) == turtle.text(shared())
    backwards = replace(registry.load(), actors=dict(reversed(list(registry.load().actors.items()))))
    assert tuple(vocabulary.vocabulary_quads(backwards)) == tuple(vocabulary.vocabulary_quads(registry.load()))


def test_a_preferred_label_is_one_in_each_language_and_no_other_label() -> None:
    labels: Counter[tuple[Term, str]] = Counter()
    for subject, predicate, value, _ in shared():
        if predicate == PREF:
            labels[subject, value.rpartition("@")[2]] += 1
    assert not [label for label, times in labels.items() if times > 1]
    pairs = {predicate: {(s, v) for s, p, v, _ in shared() if p == predicate} for predicate in (PREF, ALT)}
    assert not pairs[PREF] & pairs[ALT]


def test_no_quad_is_told_twice() -> None:
    assert not [quad for quad, times in Counter(shared()).items() if times > 1]


def test_two_parsers_count_the_same_triples() -> None:
    text = turtle.text(shared())
    triples = {quad[:3] for quad in shared()}
    assert len(list(pyoxigraph.parse(text.encode(), format=pyoxigraph.RdfFormat.TURTLE))) == len(triples)
    assert len(rdflib.Graph().parse(data=text, format="turtle")) == len(triples)


def test_every_thing_of_the_registries_has_its_name() -> None:
    data = registry.load()
    named = {subject for subject, predicate, _, _ in shared() if predicate == PREF}
    kinds = {"actor": data.actors, "instrument": data.instruments, "group": data.groups, "act": data.acts}
    assert {term(iri.entity(f"{kind}/{name}")) for kind, names in kinds.items() for name in names} <= named


def test_the_ontology_is_read_with_labels_and_alignments(tmp_path: Path) -> None:
    for name in ("labels", "alignments"):
        (tmp_path / name).mkdir()
    (tmp_path / "a.ttl").write_text('<x:b> <x:p> "b" . <x:a> <x:p> "a" .')
    (tmp_path / "labels" / "zh.ttl").write_text('<x:b> <x:p> "乙"@zh .', "utf-8")
    (tmp_path / "alignments" / "o.ttl").write_text('<x:b> <x:p> "b" .')
    graph = term(iri.ONTOLOGY)
    assert list(vocabulary.ontology_quads(tmp_path)) == [
        ("<x:b>", "<x:p>", literal("b"), graph),
        ("<x:a>", "<x:p>", literal("a"), graph),
        ("<x:b>", "<x:p>", literal("乙", "zh"), graph),
    ]


@pytest.mark.parametrize(
    ("content", "message"), [("<x:a> <x:p> [] .", "a blank node beside <x:p>"), ("<x:a> <x:p>\n.", "line 2")]
)
def test_a_faulty_ontology_is_told_with_its_file(tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "a.ttl").write_text(content)
    with pytest.raises(RegistryError, match=message) as caught:
        list(vocabulary.ontology_quads(tmp_path))
    assert str(tmp_path / "a.ttl") in str(caught.value)
