"""Each shape against its files: tests/shapes/<file>/valid.ttl and invalid.<why>.ttl, with both engines.

The head of an invalid file names the shapes that report, one name a result: `# expects: rgs:act-force`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

from resograph import resources, vocab
from resograph.finding import SHAPES, Finding
from resograph.validate import check_shapes, shapes_text

SH = vocab.PREFIXES["sh"]
RG = vocab.PREFIXES["rg"]
HERE = Path(__file__).parent / "shapes"
FILES = sorted(HERE.glob("*/*.ttl"))
CONSTRAINTS = tuple(
    f"{SH}{name}"
    for name in [
        "datatype",
        "disjoint",
        "hasValue",
        "in",
        "languageIn",
        "lessThan",
        "maxCount",
        "minCount",
        "minInclusive",
        "minLength",
        "nodeKind",
        "not",
        "or",
        "pattern",
        "qualifiedMinCount",
        "uniqueLang",
        "xone",
    ]
)


def name(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def expected(path: Path) -> Counter[str]:
    head = re.match(r"# expects: (.+)\n", path.read_text("utf-8"))
    return Counter(head[1].replace("rgs:", "").split() if head else [])


def local(shape: object) -> str:
    return str(shape).strip("<>").removeprefix(SHAPES)


def found(path: Path, engine: str) -> tuple[Finding, ...]:
    return check_shapes(path.read_text("utf-8"), engine=engine)


@cache
def rules() -> tuple[ox.Quad, ...]:
    return tuple(ox.parse(shapes_text(), format=ox.RdfFormat.TURTLE))


def named_with(*predicates: str) -> set[str]:
    """Give the local names of the shapes that have one of these predicates."""
    return {
        local(quad.subject)
        for quad in rules()
        if quad.predicate.value in predicates and isinstance(quad.subject, ox.NamedNode)
    }


@pytest.mark.parametrize("path", FILES, ids=name)
def test_file_gives_exactly_what_it_expects(path: Path) -> None:
    assert Counter(finding.kind for finding in found(path, "shacl")) == expected(path)


@pytest.mark.parametrize("path", FILES, ids=name)
def test_engines_agree_result_by_result(path: Path) -> None:
    assert found(path, "shacl") == found(path, "pyshacl")


@pytest.mark.parametrize("path", sorted((resources.folder("shapes")).glob("*.ttl")), ids=lambda p: p.stem)
def test_each_shapes_file_has_a_valid_and_an_invalid_graph(path: Path) -> None:
    assert (HERE / path.stem / "valid.ttl").is_file()
    assert list((HERE / path.stem).glob("invalid.*.ttl"))


def test_each_invalid_file_expects_something_and_no_valid_one_does() -> None:
    assert [name(path) for path in FILES if bool(expected(path)) is (path.name == "valid.ttl")] == []


def test_each_shape_is_broken_by_a_file() -> None:
    broken = {kind for path in FILES for kind in expected(path)}
    assert sorted(named_with(*CONSTRAINTS) - broken) == []


def test_each_constraint_kind_in_use_is_known_to_this_test() -> None:
    ignored = "message path property severity targetClass targetSubjectsOf qualifiedMaxCount qualifiedValueShape"
    used = {quad.predicate.value for quad in rules() if quad.predicate.value.startswith(SH)}
    assert used - {SH + name for name in ignored.split()} <= set(CONSTRAINTS)


def test_each_shape_speaks_english_and_chinese_once() -> None:
    languages: dict[str, list[str | None]] = {}
    for quad in rules():
        if quad.predicate.value == SH + "message" and isinstance(quad.object, ox.Literal):
            languages.setdefault(local(quad.subject), []).append(quad.object.language)
    wrong = [kind for kind in named_with(*CONSTRAINTS) if sorted(map(str, languages.get(kind, []))) != ["en", "zh"]]
    assert wrong == []


def test_messages_are_sentences() -> None:
    texts = [q.object for q in rules() if q.predicate.value == SH + "message"]
    ends = {"en": ".", "zh": "。"}
    wrong = [
        t for t in texts if isinstance(t, ox.Literal) and not t.value.endswith((ends[t.language or ""], "。）", ".)"))
    ]
    assert wrong == []


def test_each_property_shape_belongs_to_a_node_shape() -> None:
    used = {quad.object for quad in rules() if quad.predicate.value == SH + "property"}
    assert {kind for kind in named_with(SH + "path") if ox.NamedNode(SHAPES + kind) not in used} == set()


def test_shapes_use_only_terms_of_the_ontology() -> None:
    terms = {value for value in vars(vocab).values() if isinstance(value, str) and value.startswith(RG)}
    used = {
        term.value
        for quad in rules()
        for term in (quad.subject, quad.object)
        if isinstance(term, ox.NamedNode) and term.value.startswith(RG)
    }
    assert used - terms == set()


def test_each_class_of_the_ontology_has_a_shape() -> None:
    classes = {
        value
        for term, value in vars(vocab).items()
        if term[0].isupper() and isinstance(value, str) and value.startswith(RG)
    }
    targets = {quad.object for quad in rules() if quad.predicate.value == SH + "targetClass"}
    assert {kind for kind in classes if ox.NamedNode(kind) not in targets} == set()


def test_engines_agree_on_what_the_files_do_not_hold() -> None:
    graph = """@prefix rg: <https://w3id.org/resograph/ontology#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
        @prefix id: <https://w3id.org/resograph/id/> . @base <https://w3id.org/resograph/id/> .
        <A/RES/60/288#op1> a rg:Provision, rg:Table ; rg:eId "op1\\n", "op1 ", "" ; rg:position "01"^^xsd:integer, "x"^^xsd:integer ;
            rg:text "段\\n"@zh, "\\u3000段"@ZH, "a"@zh-Hans ; rg:inDocument [ a rg:Document ] .
        <A/RES/60/288#op1-c1> a rg:Citation ; rg:resolved "1"^^xsd:boolean, "no"^^xsd:boolean ; rg:cites <actor/ga> .
        <A/RES/60/288#op1-zh-m1> a rg:Mention ; rg:start 12 ; rg:end 12.0, "x" ; rg:role <role/agent>, <role/Agent> .
        <A/RES/60/288#op1-f1> a rg:FollowUp ; rg:dueDate "2008-02-30"^^xsd:date, "2008-02-29Z"^^xsd:date ;
            rg:recurrence "2Y"^^xsd:duration, "P2Y"^^xsd:duration ."""
    fast, slow = (set(check_shapes(graph, engine=engine)) for engine in ("shacl", "pyshacl"))
    assert sorted(f"{f.kind} {f.component} {f.value}" for f in fast ^ slow) == []
    assert len(fast) > 20


# How a sound value is spoilt so that one constraint of its shape is broken: what takes its place, or stands beside it.
SPOILT: dict[str, tuple[bool, Callable[[ox.Literal | ox.NamedNode], ox.Literal | ox.NamedNode | None]]] = {
    "minCount": (False, lambda _: None),
    "maxCount": (True, lambda old: like(old, old.value + "1")),
    "nodeKind": (False, lambda old: ox.Literal(old.value)),
    "datatype": (False, lambda old: ox.Literal(old.value, datatype=ox.NamedNode("http://example.org/type"))),
    "pattern": (False, lambda old: like(old, "http://example.org/#")),
    "in": (False, lambda old: like(old, "http://example.org/")),
    "not": (
        True,
        lambda old: like(old, f" {old.value}") if isinstance(old, ox.Literal) else ox.NamedNode(RG + "Provision"),
    ),
    "uniqueLang": (True, lambda old: like(old, old.value + "1")),
    "minLength": (False, lambda old: like(old, "")),
    "minInclusive": (False, lambda old: like(old, "-1")),
}


def like(old: ox.Literal | ox.NamedNode, value: str) -> ox.Literal | ox.NamedNode:
    """Give a term of the same type with another value."""
    if isinstance(old, ox.NamedNode):
        return ox.NamedNode(value)
    if old.language:
        return ox.Literal(value, language=old.language)
    return ox.Literal(value, datatype=old.datatype)


def constraints() -> list[tuple[str, str, str]]:
    """Give shape, path and constraint for each constraint of a property shape that `SPOILT` can break."""
    paths = {quad.subject: local(quad.object) for quad in rules() if quad.predicate.value == SH + "path"}
    return [
        (local(quad.subject), paths[quad.subject], quad.predicate.value.removeprefix(SH))
        for quad in rules()
        if quad.predicate.value.removeprefix(SH) in SPOILT
        and quad.subject in paths
        and isinstance(quad.subject, ox.NamedNode)
    ]


@cache
def sound(kind: str) -> tuple[ox.Triple, ...]:
    """Give the valid graph beside the file that broke this shape."""
    path = next(path for path in FILES if kind in expected(path))
    text = (path.parent / "valid.ttl").read_text("utf-8")
    return tuple(quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE))


def spoilt(kind: str, path: str, constraint: str) -> str:
    """Give the valid graph as N-Triples with the first value of the path spoilt."""
    beside, change = SPOILT[constraint]
    triples = list(sound(kind))
    place = next(n for n, triple in enumerate(triples) if triple.predicate.value == path)
    here, old = (triples[place].subject, triples[place].predicate), triples[place].object
    assert isinstance(old, ox.Literal | ox.NamedNode)
    new = change(old)
    if new is None:
        triples = [triple for triple in triples if (triple.subject, triple.predicate) != here]
    else:
        triples[place : place + (not beside)] = [ox.Triple(*here, new)]
    data = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
    assert data is not None
    return data.decode()


@pytest.mark.parametrize(("kind", "path", "constraint"), constraints())
def test_each_constraint_holds_in_both_engines(kind: str, path: str, constraint: str) -> None:
    text = spoilt(kind, path, constraint)
    fast = check_shapes(text, engine="shacl")
    component = f"{constraint[0].upper()}{constraint[1:]}ConstraintComponent"
    assert (kind, component) in {(finding.kind, finding.component) for finding in fast}
    assert fast == check_shapes(text, engine="pyshacl")
