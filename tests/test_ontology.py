"""The ontology: complete, worded in English and Chinese, OWL 2 DL, consistent, and asked for by the queries."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import owlrl
import pytest
import yaml
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, VANN, XSD, BNode, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from resograph import pipeline, vocab, vocabulary
from resograph.publish import turtle
from resograph.read.text import read_text
from resograph.registry import load

ROOT = Path(__file__).resolve().parents[1]
ONTOLOGY = ROOT / "ontology"
RG = Namespace(vocab.PREFIXES["rg"])
UNDO, ELI, PROV, OA = (Namespace(vocab.PREFIXES[prefix]) for prefix in ("undo", "eli", "prov", "oa"))
CASES = yaml.safe_load((ROOT / "tests/cases/ontology-terms.yml").read_text(encoding="utf-8"))
KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
PROPERTIES = KINDS[1:]
# The datatype map of OWL 2 as far as we use it: https://www.w3.org/TR/owl2-syntax/#Datatype_Maps
DATATYPES = {XSD.string, XSD.integer, XSD.boolean, RDF.PlainLiteral}
BUILT_IN = tuple(str(space) for space in (OWL, RDF, RDFS, XSD))
SAMPLE = (ROOT / "tests/cases/ontology-sample.ttl").read_text(encoding="utf-8")
WRONG: dict[str, str] = CASES["wrong"]
LISTED: list[str] = [name for group in CASES["declared"] for name in group["terms"]]
VALID = sorted([*ROOT.glob("tests/queries/**/data.ttl"), *ROOT.glob("tests/shapes/*/valid*.ttl")])


@cache
def parsed(*paths: Path) -> Graph:
    graph = Graph()
    for path in paths:
        graph.parse(path)
    return graph


@cache
def files() -> tuple[Path, ...]:
    return (
        ONTOLOGY / "resograph.ttl",
        *sorted(ONTOLOGY.glob("labels/*.ttl")),
        *sorted(ONTOLOGY.glob("alignments/*.ttl")),
    )


def declared() -> set[str]:
    """Give the local names of the terms that resograph.ttl declares."""
    graph = parsed(ONTOLOGY / "resograph.ttl")
    subjects = {str(node) for kind in KINDS for node in graph.subjects(RDF.type, kind)}
    return {text.removeprefix(str(RG)) for text in subjects if text.startswith(str(RG))}


def kinds_of(graph: Graph, node: Node) -> set[Node]:
    return {kind for kind in KINDS if (node, RDF.type, kind) in graph}


@pytest.mark.parametrize("name", LISTED)
def test_term_is_declared(name: str) -> None:
    assert name in declared()


def test_every_term_is_listed_with_a_reason_and_once() -> None:
    assert sorted(declared() - set(LISTED)) == []
    assert [name for name, count in Counter(LISTED).items() if count > 1] == []


@pytest.mark.parametrize("tag", ["en", "zh"])
@pytest.mark.parametrize(
    "predicate", [RDFS.label, SKOS.definition, SKOS.example], ids=["label", "definition", "example"]
)
def test_every_term_is_worded_once_in_each_language(predicate: URIRef, tag: str) -> None:
    graph = parsed(*files())
    found = {
        name: [o for o in graph.objects(RG[name], predicate) if isinstance(o, Literal) and o.language == tag]
        for name in declared()
    }
    assert {name: texts for name, texts in found.items() if len(texts) != 1 or not str(texts[0]).strip()} == {}


@pytest.mark.parametrize("tag", ["en", "zh"])
@pytest.mark.parametrize("kind", KINDS[:3], ids=["class", "object", "datatype"])
def test_no_two_terms_of_a_kind_share_a_label(kind: URIRef, tag: str) -> None:
    graph = parsed(*files())
    labels = Counter(
        str(label)
        for node in graph.subjects(RDF.type, kind)
        for label in graph.objects(node, RDFS.label)
        if isinstance(label, Literal) and label.language == tag
    )
    assert [label for label, count in labels.items() if count > 1] == []


def test_chinese_wording_is_chinese() -> None:
    graph = parsed(*sorted(ONTOLOGY.glob("labels/zh.ttl")))
    wording = [o for p in (RDFS.label, SKOS.definition) for o in graph.objects(None, p)]
    assert [str(o) for o in wording if not re.search(r"[\u4e00-\u9fff]", str(o))] == []


def test_every_term_says_where_it_is_defined() -> None:
    graph = parsed(ONTOLOGY / "resograph.ttl")
    ontology = URIRef(str(RG).removesuffix("#"))
    assert sorted(name for name in declared() if (RG[name], RDFS.isDefinedBy, ontology) not in graph) == []


def test_ontology_is_described_and_imports_nothing() -> None:
    graph = parsed(*files())
    (ontology,) = graph.subjects(RDF.type, OWL.Ontology)
    assert str(ontology) == str(RG).removesuffix("#")
    described = set(graph.predicates(ontology))
    assert described >= {OWL.versionInfo, DCTERMS.title, DCTERMS.license, DCTERMS.creator}
    assert described >= {VANN.preferredNamespacePrefix, VANN.preferredNamespaceUri}
    assert list(graph.objects(None, OWL.imports)) == []


@pytest.mark.parametrize("path", sorted(ONTOLOGY.glob("alignments/*.ttl")), ids=lambda path: path.stem)
def test_alignment_names_what_it_aligns_and_its_source(path: Path) -> None:
    first, second = path.read_text(encoding="utf-8").split("\n")[:2]
    assert first.startswith("# Aligns resograph with ")
    assert second.startswith("# Source: http")
    others = {str(node) for triple in parsed(path) for node in triple} - {str(OWL.Class)}
    assert any(node.startswith(vocab.PREFIXES[path.stem]) for node in others), "nothing of that vocabulary in it"


def test_nothing_is_of_two_kinds() -> None:
    graph = parsed(*files())
    assert {str(node): kinds for node in graph.subjects() if len(kinds := kinds_of(graph, node)) > 1} == {}


def test_no_blank_nodes() -> None:
    assert [node for triple in parsed(*files()) for node in triple if isinstance(node, BNode)] == []


def test_all_that_axioms_speak_of_is_declared() -> None:
    graph = parsed(*files())
    axioms = (RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range, OWL.disjointWith, OWL.inverseOf)
    used = {node for axiom in axioms for s, o in graph.subject_objects(axiom) for node in (s, o)}
    used |= {p for p in graph.predicates() if not str(p).startswith(BUILT_IN)}
    assert sorted(str(node) for node in used if not kinds_of(graph, node) and node not in DATATYPES) == []


def test_axioms_join_what_they_may_join() -> None:
    graph = parsed(*files())
    faults: list[tuple[Node, Node, Node]] = []
    for axiom in (RDFS.subClassOf, OWL.disjointWith):
        faults += [
            (s, axiom, o)
            for s, o in graph.subject_objects(axiom)
            if kinds_of(graph, s) | kinds_of(graph, o) != {OWL.Class}
        ]
    for axiom in (RDFS.subPropertyOf, OWL.inverseOf):
        for s, o in graph.subject_objects(axiom):
            if kinds_of(graph, s) != kinds_of(graph, o) or not kinds_of(graph, s) <= set(PROPERTIES):
                faults.append((s, axiom, o))
    faults += [(s, RDFS.domain, o) for s, o in graph.subject_objects(RDFS.domain) if kinds_of(graph, o) != {OWL.Class}]
    for s, o in graph.subject_objects(RDFS.range):
        fits = o in DATATYPES if OWL.DatatypeProperty in kinds_of(graph, s) else kinds_of(graph, o) == {OWL.Class}
        if not fits:
            faults.append((s, RDFS.range, o))
    only_object = (
        OWL.AsymmetricProperty,
        OWL.IrreflexiveProperty,
        OWL.TransitiveProperty,
        OWL.InverseFunctionalProperty,
    )
    for characteristic in only_object:
        for s in graph.subjects(RDF.type, characteristic):
            if OWL.ObjectProperty not in kinds_of(graph, s):
                faults.append((s, RDF.type, characteristic))
    assert faults == []


def test_no_term_of_the_ontology_is_used_as_an_individual() -> None:
    graph = parsed(*files())
    types = {o for s, o in graph.subject_objects(RDF.type) if str(s).startswith(str(RG))}
    assert [str(o) for o in types if not str(o).startswith(str(OWL))] == []


def used_names(path: Path) -> set[str]:
    """Give the rg: names a Turtle or SPARQL file uses, comments left out."""
    source = re.sub(r"(?m)(^|\s)#.*$", "", path.read_text(encoding="utf-8"))
    return set(re.findall(rf"(?:\brg:|<{re.escape(str(RG))})([A-Za-z]\w*)", source))


@pytest.mark.parametrize("folder", ["ontology", "shapes", "queries"])
def test_no_file_uses_an_undeclared_term(folder: str) -> None:
    found = {
        path.relative_to(ROOT).as_posix(): sorted(unknown)
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in {".ttl", ".rq"} and (unknown := used_names(path) - declared())
    }
    assert found == {}


def test_used_names_sees_terms_and_not_comments(tmp_path: Path) -> None:
    path = tmp_path / "x.rq"
    path.write_text(
        f"PREFIX rg: <{RG}>\nSELECT * {{ ?a rg:agent/rg:by ?b ; <{RG}text> ?t }} # rg:nothing\n", encoding="utf-8"
    )
    assert used_names(path) == {"agent", "by", "text"}


def closure(data: str) -> Graph:
    """Give the OWL RL closure of ontology, alignments and some individuals."""
    graph = Graph()
    for triple in parsed(*files()):
        if triple[1] not in {RDFS.label, SKOS.definition, SKOS.example, RDFS.isDefinedBy}:
            graph.add(triple)
    graph.parse(data=data, format="turtle")
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return graph


def faults(graph: Graph) -> list[str]:
    """Give what makes a closed graph inconsistent, where different IRIs of ours stand for different things."""
    error = URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")
    found = [str(message) for message in graph.objects(None, error)]
    found += [f"{s} is nothing" for s in graph.subjects(RDF.type, OWL.Nothing)]
    for a, b in graph.subject_objects(OWL.disjointWith):
        found += [f"{s} is in {a} and {b}" for s in graph.subjects(RDF.type, a) if (s, RDF.type, b) in graph]
    base = vocab.PREFIXES["base"]
    for s, o in graph.subject_objects(OWL.sameAs):
        if s != o and str(s).startswith(base) and str(o).startswith(base):
            found.append(f"{s} is the same as {o}")
    for p in graph.subjects(RDF.type, OWL.FunctionalProperty):
        values = Counter(s for s, o in graph.subject_objects(p) if isinstance(o, Literal))
        found += [f"{s} has {count} values of {p}" for s, count in values.items() if count > 1]
    return found


@pytest.fixture(scope="module")
def closed() -> Graph:
    return closure(SAMPLE)


def test_ontology_alignments_and_sample_are_consistent(closed: Graph) -> None:
    assert faults(closed) == []


def test_the_built_data_is_consistent() -> None:
    """The Strategy with the registries it points to: OWL RL finds no contradiction, and does find one put in."""
    registry = load()
    source = ROOT / "data" / "sources" / "A_RES_60_288.zh.txt"
    built = turtle.text([*pipeline.run(read_text(source, registry), registry), *vocabulary.vocabulary_quads(registry)])
    assert faults(closure(built)) == []
    wrong = "<https://w3id.org/resograph/id/actor/sg> a <https://w3id.org/resograph/ontology#Organ> ."
    assert faults(closure(built + wrong))


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.relative_to(ROOT / "tests").as_posix())
def test_what_other_tests_call_valid_is_consistent(path: Path) -> None:
    assert faults(closure(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("more", WRONG.values(), ids=WRONG)
def test_a_wrong_individual_is_found(more: str) -> None:
    assert faults(closure(SAMPLE + more)) != []


@pytest.mark.parametrize(
    ("subject", "class_"),
    [
        ("", UNDO.Resolution), ("", ELI.LegalResource), ("#op1.a", ELI.LegalResourceSubdivision), ("#zh", ELI.LegalExpression),
        ("#zh-1", ELI.Format), ("#op1.a-zh-m1", OA.SpecificResource), ("#op1.a-c1", URIRef(vocab.PREFIXES["cito"] + "Citation")),
    ],
)  # fmt: skip
def test_other_vocabularies_are_entailed(closed: Graph, subject: str, class_: URIRef) -> None:
    assert (URIRef(vocab.PREFIXES["base"] + "R2" + subject), RDF.type, class_) in closed


def test_inverse_and_attribution_are_entailed(closed: Graph) -> None:
    document = URIRef(vocab.PREFIXES["base"] + "R2")
    assert (URIRef(document + "#zh"), RG.expressionOf, document) in closed
    assert list(closed.objects(document, PROV.wasAttributedTo)) == list(closed.objects(document, RG.adoptedBy))


def test_generated_files_are_up_to_date() -> None:
    run = subprocess.run(
        [sys.executable, "tools/generate.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stderr) == (0, "")


def test_every_constant_is_a_term_and_every_term_a_constant() -> None:
    constants = {
        name: value for name, value in vars(vocab).items() if isinstance(value, str) and value.startswith(str(RG))
    }
    assert constants == {name: str(RG) + name for name in declared()}


def test_every_term_is_asked_for_by_a_competency_question() -> None:
    queries = sorted((ROOT / "queries/competency").glob("*.rq"))
    asked = {name for path in queries for name in used_names(path)}
    assert sorted(declared() - asked) == [], "terms that no competency question uses"
