"""One work in several languages: everything stated once, with the words of each."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from resograph import iri, pipeline, validate, vocab
from resograph.alignment import unite
from resograph.graph import to_graph
from resograph.model import Provision
from resograph.read.text import parse_text
from resograph.reading import Reading
from resograph.registry import load
from resograph.terms import Quad
from resograph.work import Work

ZH = """ 71/900. 水事合作

 大会，

 回顾其第 60/1 号决议，

 1. 鼓励会员国共同努力；

 2. 决定继续处理此案。
"""
EN = """ 71/900. Cooperation on water

 The General Assembly,

 Recalling its resolutions 60/1 and 60/2,

 1. Encourages Member States to work together;

 2. Decides to remain seized of the matter;

 3. Requests the Secretary-General to report to it annually.
"""
FR = """ 71/900. Coopération dans le domaine de l’eau

 L’Assemblée générale,

 Rappelant ses résolutions 60/2 et 60/1,

 1. Encourage les États Membres à travailler ensemble ;

 2. Décide de rester saisie de la question ;

 3. Prie M. Dupont de lui faire rapport.
"""
NODE = f"{iri.BASE}A/RES/71/900#"


def read(text: str) -> Reading:
    registry = load()
    return pipeline.read(parse_text(text.encode(), "a.txt", registry), registry)


@pytest.fixture(name="readings", scope="module")
def readings_() -> tuple[Reading, ...]:
    return tuple(read(text) for text in (EN, FR, ZH))


@pytest.fixture(name="work", scope="module")
def work_(readings: tuple[Reading, ...]) -> Work:
    return unite(readings, load())


@pytest.fixture(name="quads", scope="module")
def quads_(work: Work) -> list[Quad]:
    return list(to_graph(work, load()))


def said(quads: list[Quad], fragment: str, predicate: str) -> set[str]:
    return {o for s, p, o, _ in quads if s == f"<{NODE}{fragment}>" and p == f"<{vocab.PREFIXES['rg']}{predicate}>"}


def tags(literals: set[str]) -> set[str]:
    return {text.rpartition("@")[2] for text in literals}


def languages(*given: str) -> set[str]:
    return {f"<{iri.language(tag)}>" for tag in given}


def test_the_graph_does_not_depend_on_the_order_of_files(readings: tuple[Reading, ...], quads: list[Quad]) -> None:
    for order in itertools.permutations(readings):
        assert list(to_graph(unite(order, load()), load())) == quads


def test_the_language_with_most_rules_for_roles_comes_first(work: Work) -> None:
    rules = [len(load().languages[tag].roles) for tag in work.languages]
    assert rules == sorted(rules, reverse=True)


def test_a_provision_has_its_words_in_each_language(quads: list[Quad]) -> None:
    assert tags(said(quads, "op1", "text")) == {"en", "fr", "zh"}
    assert said(quads, "op1", "statedInLanguage") == set()


def test_an_act_is_stated_once_with_the_words_of_each(quads: list[Quad]) -> None:
    assert said(quads, "op1-a1", "verbPhrase") == {'"Encourages"@en', '"Encourage"@fr', '"鼓励"@zh'}
    assert said(quads, "op1-a2", "verbPhrase") == set()
    evidence = said(quads, "op1-a1", "evidence")
    assert {e.split("-")[1] for e in evidence} == {"en", "fr", "zh"}


def test_citations_align_by_what_they_cite_whatever_their_order(quads: list[Quad]) -> None:
    cited = {said(quads, f"pp1-c{n}", "cites").pop(): said(quads, f"pp1-c{n}", "statedInLanguage") for n in (1, 2)}
    assert cited == {f"<{iri.BASE}A/RES/60/1>": set(), f"<{iri.BASE}A/RES/60/2>": languages("en", "fr")}
    assert said(quads, "pp1-c3", "cites") == set()


def test_what_some_versions_lack_says_in_which_it_stands(quads: list[Quad]) -> None:
    for fragment in ("op3", "op3-a1"):
        assert said(quads, fragment, "statedInLanguage") == languages("en", "fr")


def test_roles_are_carried_over_where_the_words_of_a_language_show_none(quads: list[Quad]) -> None:
    assert said(quads, "op3-a1", "addressee") == {f"<{iri.BASE}actor/sg>"}
    assert said(quads, "op3-a1", "carriedOverTo") == languages("fr")
    assert said(quads, "op1-a1", "carriedOverTo") == set()


def test_a_graph_of_several_versions_conforms(quads: list[Quad]) -> None:
    report = validate.validate(quads)
    assert [f for f in report.findings if f.severity == "violation"] == []


def test_acts_that_only_another_version_has_come_last(readings: tuple[Reading, ...]) -> None:
    """Their numbers are those of the work; the mentions of each version follow."""
    shorter = replace(readings[0], acts=tuple(a for a in readings[0].acts if a.eid != "op1"))
    work = unite([shorter, *readings[1:]], load())
    assert [tuple(a.versions) for a in work.acts if a.eid == "op1"] == [tuple(t for t in work.languages if t != "en")]


def test_same_acts_meet_whatever_their_order() -> None:
    """Arabic tells first that the Assembly decided, and behind that what it recalled."""
    english, french = (
        EN.replace("2. Decides", "2. Recalling its plan, decides"),
        FR.replace("2. Décide de", "2. Décide, rappelant son plan, de"),
    )
    acts = [a for a in unite((read(english), read(french)), load()).acts if a.eid == "op2"]
    assert [(a.number, {tag: act.act for tag, act in a.versions.items()}) for a in acts] == [
        (1, {"en": "recall", "fr": "recall"}),
        (2, {"en": "decide", "fr": "decide"}),
    ]


def test_one_version_is_a_work_of_its_own(readings: tuple[Reading, ...]) -> None:
    for reading in readings:
        work = unite([reading], load())
        assert work.disagreements == ()
        assert work.readings == (reading,)
        assert [next(iter(s.versions.values())) for s in work.acts] == list(reading.acts)


def test_what_one_version_lacks_is_named_with_its_place(work: Work, readings: tuple[Reading, ...]) -> None:
    cites = ("citation-differs", "pp1", ("zh",))
    assert {(d.kind, d.eid, d.lacking) for d in work.disagreements} == {("provision-missing", "op3", ("zh",)), cites}
    same = replace(readings[2], structure=replace(readings[2].structure, provisions=spoken(readings[0], readings[2])))
    assert [(d.kind, d.eid, d.lacking) for d in unite([readings[0], same], load()).disagreements] == [cites]


def test_what_follows_one_another_and_lacks_in_the_same_is_told_once(readings: tuple[Reading, ...]) -> None:
    """Where a table or treaty is numbered otherwise in one language, hundreds of provisions lack there."""
    first = readings[0].structure.provisions
    short = replace(readings[1], structure=replace(readings[1].structure, provisions=first[:1]))
    (found,) = (d for d in unite([readings[0], short], load()).disagreements if d.kind == "provision-missing")
    assert found.eid == first[1].eid
    assert found.said["en"].startswith(f"{first[1].eid} to {first[-1].eid} ({len(first) - 1}) are in")


def spoken(whole: Reading, short: Reading) -> tuple[Provision, ...]:
    """Give the provisions of a short version, with those of a whole one that it lacks."""
    here = {p.eid for p in short.structure.provisions}
    return (*short.structure.provisions, *(p for p in whole.structure.provisions if p.eid not in here))


def test_a_provision_stands_behind_its_whole_and_before_its_parts(readings: tuple[Reading, ...]) -> None:
    """A version that lacks a label has the paragraphs of a part elsewhere (A/RES/76/246, section XIII.D)."""

    def version(tag: int, *eids: str) -> Reading:
        whole = readings[tag]
        parents = {eid: eid.rpartition(".")[0] or None for eid in eids}
        made = (replace(whole.structure.provisions[0], eid=eid, parent=parents[eid]) for eid in eids)
        return replace(
            whole,
            structure=replace(whole.structure, provisions=tuple(made)),
            acts=(),
            roles=(),
            citations=(),
            follow_ups=(),
        )

    united = unite([version(0, "I", "I.p1.op2", "II"), version(1, "I", "II", "I.p1", "I.p1.op2")], load())
    order = [p.eid for p in united.provisions]
    assert order.index("I") < order.index("I.p1") < order.index("I.p1.op2")
