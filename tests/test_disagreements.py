"""Where language versions do not say the same: what a person should look at, and what is none of that."""

from __future__ import annotations

import re
from string import Formatter
from typing import Any

import pytest

from resograph import iri, pipeline, validate, vocab
from resograph.alignment import unite
from resograph.graph import to_graph
from resograph.read.text import parse_text
from resograph.registry import load
from resograph.work import Work

# What stands around the paragraphs of a case, so that the language can be told.
AROUND = {
    "en": ("Water\n\n The General Assembly,", "Encourages Member States to work together in this matter."),
    "fr": ("Eau\n\n L’Assemblée générale,", "Encourage les États Membres à travailler ensemble dans ce domaine."),
    "es": ("Agua\n\n La Asamblea General,", "Alienta a los Estados Miembros a que colaboren en la cuestión."),
}


def united(texts: dict[str, str]) -> Work:
    readings = []
    for tag, text in texts.items():
        opening, last = AROUND[tag]
        paragraphs = text.replace("\n\n", "\n\n ")
        source = f" 71/900. {opening}\n\n {paragraphs}\n\n 1. {last}\n"
        readings.append(pipeline.read(parse_text(source.encode(), "x.txt", load()), load()))
    assert {r.structure.language for r in readings} == set(texts)
    return unite(readings, load())


@pytest.mark.cases("disagreements")
def test_versions_disagree(case: dict[str, Any]) -> None:
    found = united(case["texts"]).disagreements
    assert {(d.kind, d.eid, *d.lacking) for d in found} == {tuple(want[:3]) for want in case["finds"]}
    # the order in which languages are named is that of the work
    said = {frozenset(d.said["en"].replace(",", "").split()) for d in found}
    assert said == {frozenset(want[3].replace(",", "").split()) for want in case["finds"]}


def test_the_graph_names_the_place_and_the_version_that_stands_alone() -> None:
    work = united(
        {
            "en": "Recalling its resolution 60/217,",
            "fr": "Rappelant sa résolution 60/127,",
            "es": "Recordando su resolución 60/217,",
        }
    )
    quads = tuple(to_graph(work, load()))
    said = {(p, o) for s, p, o, _ in quads if s == f"<{iri.part('A/RES/71/900', 'pp1-i1')}>"}
    assert (f"<{vocab.concerns}>", f"<{iri.part('A/RES/71/900', 'pp1')}>") in said
    assert (f"<{vocab.differingLanguage}>", f"<{iri.language('fr')}>") in said
    assert (f"<{vocab.issueKind}>", '"citation-differs"') in said
    assert [f for f in validate.validate(quads).findings if f.severity == "violation"] == []


def test_figures_without_end_are_no_fault() -> None:
    """Python makes no number of more than 4,300 digits, and says so with an error."""
    figures = "9" * 5000
    assert united({"en": f"Noting {figures} cases,", "fr": f"Notant {figures} cas,"}).disagreements == ()


def test_each_reader_is_told_in_the_own_language() -> None:
    """The sentence is a message of the interface: what was found stands in its fields, in every language."""
    (found,) = united(
        {"en": "Noting that 1,834 persons fled,", "fr": "Notant que 1 833 personnes ont fui,", "es": "Observando que huyeron 1.834 personas,"}
    ).disagreements  # fmt: skip
    assert set(found.said) == set(load().interfaces)
    assert all({"fr", "1 833", "1,834"} <= set(re.findall(r"fr|1[ ,]83\d", words)) for words in found.said.values())
    assert len(set(found.said.values())) == len(found.said)


def test_a_message_has_the_same_fields_in_every_language() -> None:
    said = [record.messages for record in load().interfaces.values()]
    for key in said[0]:
        fields = {frozenset(name for _, name, _, _ in Formatter().parse(messages[key]) if name) for messages in said}
        assert len(fields) == 1, key
