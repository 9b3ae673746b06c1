"""What a paragraph cites: numbers, lists, pinpoints, titles, short forms, groups."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from resograph.extract.places import container, home
from resograph.extract.references import find_references
from resograph.model import Mark, Provision, Structure
from resograph.reading import Reading
from resograph.registry import Registry
from resograph.text import Text

Read = Callable[[dict[str, Any]], Reading]
Last = Callable[[Reading], Provision]


@pytest.mark.cases("citations")
def test_a_paragraph_cites(case: dict[str, Any], read_case: Read, last: Last, registry: Registry) -> None:
    reading = read_case(case)
    provision = last(reading)
    found = [
        [provision.text.text[slice(*r.span)], r.target, *r.pinpoints]
        for r in find_references(reading.structure, registry)
        if r.eid == provision.eid
    ]
    assert found == case["finds"]


@pytest.mark.cases("citations")
def test_the_words_of_a_pinpoint_stand_inside_the_citation(case: dict[str, Any], read_case: Read) -> None:
    for r in (r for c in read_case(case).citations for r in c.references):
        assert (r.pinpoint_span is None) or (r.span[0] <= r.pinpoint_span[0] and r.pinpoint_span[1] <= r.span[1])
        assert r.rule


@pytest.mark.parametrize(
    ("citing", "at_home", "within"),
    [
        ("op3.a", "", "op3"),
        ("pp2", "", "pp2"),
        ("annex.2", "annex", "annex"),
        ("annex.II.12.a", "annex", "annex.II"),
        ("annex2.I.3", "annex2", "annex2.I"),
        ("fn3", None, "fn3"),
    ],
)
def test_a_place_is_counted_from_where_it_is_cited(citing: str, at_home: str | None, within: str) -> None:
    assert home(citing) == at_home
    assert container(citing) == within


def test_numbers_that_begin_anew_mean_the_nearest(one_provision: Callable[..., Structure], registry: Registry) -> None:
    """S/RES/2776 and the composites of the budget: each part counts its paragraphs from 1."""
    structure = one_provision("Decides to review the sum approved under paragraph 1 above;", tag="en", eid="B.op3")
    others = [Provision(eid, "OperativeParagraph", None, "1", Text("")) for eid in ("A.op1", "B.op1", "C.op1")]
    structure = replace(structure, provisions=(*structure.provisions, *others))
    (found,) = find_references(structure, registry)
    assert found.pinpoints == ("A/RES/70/100#B.op1",)


def test_a_thing_cited_twice_in_a_paragraph_is_cited_once(read_case: Read, last: Last) -> None:
    """GUIDE of the gold readings: one entry for each distinct reference, with every place that shows it."""
    reading = read_case({"text": "1. 重申《儿童权利公约》，并敦促各国执行《儿童权利公约》；"})
    found = [c for c in reading.citations if c.eid == last(reading).eid]
    assert [len(c.references) for c in found] == [2]


def test_a_note_takes_its_target_from_the_note_before(
    one_provision: Callable[..., Structure], registry: Registry
) -> None:
    """It is what the note before cites, with its place unless "Ibid." says more; a note that cites nothing ends the row."""
    notes = [
        "Resolution 2200 A (XXI), annex.",
        "Ibid.",
        "Ibid., para. 3.",
        "Ibid., chap. IV.",
        "United Nations, Treaty Series, vol. 1.",
        "Ibid.",
    ]
    structure = one_provision("1. Reaffirms them;", tag="en")
    footnotes = tuple(
        Provision(f"fn{n}", "Footnote", None, str(n), Text(text)) for n, text in enumerate(notes, 1)
    )  # fmt: skip
    found = find_references(replace(structure, provisions=(*structure.provisions, *footnotes)), registry)
    assert [(r.eid, r.target, r.pinpoints) for r in found if r.rule == "ibid"] == [
        ("fn2", "A/RES/2200A(XXI)", ("A/RES/2200A(XXI)#annex",)),
        ("fn3", "A/RES/2200A(XXI)", ("A/RES/2200A(XXI)#op3",)),
        ("fn4", "A/RES/2200A(XXI)", ()),
    ]


def _marked(eid: str, words: str) -> Provision:
    """Give a paragraph whose marks of notes are written `^1`."""
    parts = re.split(r"\^(\d)", words)
    places = itertools.accumulate(len(part) for part in parts[::2])
    marks = tuple(Mark(number, place) for number, place in zip(parts[1::2], places, strict=False))
    kind = "PreambularParagraph" if ".pp" in f".{eid}" else "OperativeParagraph"
    return Provision(eid, kind, None, None, Text("".join(parts[::2])), marks=marks)


@pytest.mark.cases("reports")
def test_a_report_has_the_symbol_of_its_footnote(
    case: dict[str, Any], one_provision: Callable[..., Structure], registry: Registry
) -> None:
    """In the cases, `^1` is the mark of the first note; `eids` are those of the paragraphs, if not `pp1`, `op1` and so on."""
    count = len(case["paragraphs"])
    eids = case.get("eids", ["pp1", *(f"op{n}" for n in range(1, count))])
    provisions = [
        *(_marked(eid, words) for eid, words in zip(eids, case["paragraphs"], strict=True)),
        *(Provision(f"fn{n}", "Footnote", None, str(n), Text(text)) for n, text in enumerate(case["notes"], 1)),
    ]
    structure = one_provision(provisions[0].text.text, tag=case["language"], eid=eids[0])
    texts = {p.eid: p.text.text for p in provisions}
    found = find_references(replace(structure, provisions=tuple(provisions)), registry)
    named = [[r.eid, texts[r.eid][slice(*r.span)], r.target, *r.pinpoints] for r in found]
    assert [one for one in named if not str(one[0]).startswith("fn")] == case["finds"]
