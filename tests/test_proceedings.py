"""How a document was adopted: what the metadata of a file records, and what the graph says of it."""

from __future__ import annotations

import re
from typing import Any

import pytest

from resograph import iri, pipeline, vocab
from resograph.alignment import unite
from resograph.graph import to_graph
from resograph.proceedings import Ballot, Proceedings, differences, merged
from resograph.read.akn import parse_akn
from resograph.read.states import submitters
from resograph.registry import Registry
from resograph.terms import Quad

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
VOTES = (
    '<count value="2" refersTo="inFavour"><voters><organization>NORWAY</organization><organization>TÜRKİYE'
    '</organization></voters></count><count value="1" refersTo="against"><voters><organization>TOGO</organization>'
    "</voters></count>"
)


def document(code: str = "eng", votes: str = VOTES, steps: str = "", outcome: str = "adoptedRecordedVote") -> bytes:
    """Give a made-up resolution with a vote, as the publisher marks it up."""
    formula, title = {"eng": ("The General Assembly,", "Harbours"), "zho": ("大会，", "港口")}[code]
    decides = {"eng": "Decides to remain vigilant.", "zho": "决定保持警惕。"}[code]
    return f"""<akomaNtoso xmlns="{NAMESPACE}"><statement><meta><identification><FBRBExpression/>
      <FRBRExpression><FRBRlanguage language="{code}"/></FRBRExpression></identification>
      <classification source="DHLAUTH"><keyword dictionary="UNBIS Thesaurus" value="x" showAs="HARBOURS"
        href="http://metadata.un.org/thesaurus/1002801"/></classification>
      <classification source="http://metadata.un.org/sdg"><keyword value="14" href="http://metadata.un.org/sdg/14"/>
      </classification>
      <workflow><step outcome="draftResolution" as="A/70/L.1" by="Norway"/>
        <step outcome="draftResolutionAdditionalSponsors" by="Iceland and Togo"/>
        <step outcome="adopted" as="A/70/PV.33"/>{steps}</workflow>
      <analysis><parliamentary><voting outcome="{outcome}">{votes}</voting></parliamentary></analysis></meta>
      <coverPage><p><docNumber>A/RES/70/100</docNumber></p><p><inline name="agenda item">Agenda item 99 (x)</inline></p></coverPage>
      <preface><p><docNumber>70/100.</docNumber> <docTitle>{title}</docTitle></p></preface>
      <preamble><formula name="enactingFormula"><p>{formula}</p></formula></preamble>
      <mainBody><paragraph><num>1.</num><content><p>{decides}</p></content></paragraph></mainBody>
      </statement></akomaNtoso>""".encode()


def graph(registry: Registry, *sources: bytes) -> set[Quad]:
    readings = [pipeline.read(parse_akn(data, f"{n}.xml", registry), registry) for n, data in enumerate(sources)]
    return set(to_graph(unite(readings, registry), registry))


def values(quads: set[Quad], prop: str) -> set[str]:
    return {o for _, p, o, _ in quads if p == f"<{iri.RG}{prop}>"}


@pytest.mark.cases("submitters")
def test_submitters_are_read_from_lists_and_sentences(case: dict[str, Any], registry: Registry) -> None:
    found = submitters(case["text"], registry)
    assert list(found.states) == case["states"]
    assert list(found.groups) == case.get("groups", [])
    assert found.words == case.get("words")
    assert [issue.kind for issue in found.issues] == case.get("issues", [])


def test_every_wording_finds_its_examples(registry: Registry) -> None:
    for wording in registry.submissions.values():
        for example in wording.examples:
            match = re.search(wording.match, example.text)
            assert match is not None, wording.id
            assert example.finds in example.text
            assert example.text.startswith(match.group()) or match.group() in example.text


def test_the_graph_says_who_voted_how(registry: Registry) -> None:
    quads = graph(registry, document())
    votes = {s: o for s, p, o, _ in quads if p == f"<{vocab.choice}>"}
    base = f"{iri.BASE}A/RES/70/100#vote-"
    assert votes == {f"<{base}norway>": '"in-favour"', f"<{base}turkiye>": '"in-favour"', f"<{base}togo>": '"against"'}
    assert {v.partition('"^^')[0] for v in values(quads, "inFavourCount")} == {'"2'}
    assert values(quads, "voteOutcome") == {'"adopted-by-vote"'}


def test_the_graph_says_who_submitted_it_and_on_what_item(registry: Registry) -> None:
    quads = graph(registry, document())
    assert values(quads, "sponsor") == {f"<{iri.BASE}actor/{name}>" for name in ("norway", "iceland", "togo")}
    assert values(quads, "additionalSponsor") == {f"<{iri.BASE}actor/{name}>" for name in ("iceland", "togo")}
    assert values(quads, "agendaItem") == {f"<{iri.BASE}agenda/ga/70/99x>"}
    assert values(quads, "draft") == {f"<{iri.BASE}A/70/L.1>"}
    assert values(quads, "record") == {f"<{iri.BASE}A/70/PV.33>"}
    assert values(quads, "adoptedAt") == {f"<{iri.BASE}meeting/ga/70/33>"}


def test_tags_of_software_are_kept_apart_from_subjects_of_librarians(registry: Registry) -> None:
    quads = graph(registry, document())
    assert values(quads, "taggedSubject") == {"<http://metadata.un.org/sdg/14>"}
    subjects = {o for _, p, o, _ in quads if p.endswith("terms/subject>")}
    assert subjects == {"<http://metadata.un.org/thesaurus/1002801>"}


def test_a_draft_that_was_vetoed_was_not_adopted(registry: Registry) -> None:
    quads = graph(registry, document(steps='<step outcome="veto"/>'))
    assert values(quads, "voteOutcome") == {'"vetoed"'}
    assert not values(quads, "adoptedBy")
    assert values(quads, "submittedTo") == {f"<{iri.BASE}actor/ga>"}


def test_totals_that_do_not_add_up_are_an_issue(registry: Registry) -> None:
    reading = pipeline.read(parse_akn(document(votes=VOTES.replace('"2"', '"3"')), "x.xml", registry), registry)
    assert "vote-count-differs" in {issue.kind for issue in reading.issues}


def test_files_that_record_different_votes_are_an_issue_whatever_their_order(registry: Registry) -> None:
    english, chinese = document(), document("zho", VOTES.replace("TOGO", "FIJI"))
    one, other = (
        unite([pipeline.read(parse_akn(d, "x.xml", registry), registry) for d in order], registry)
        for order in ((english, chinese), (chinese, english))
    )
    assert [d.kind for d in one.disagreements] == [d.kind for d in other.disagreements] == ["records-differ"]


def test_records_complete_each_other() -> None:
    first, second = Proceedings(committee="x"), Proceedings(record="A/77/PV.1", votes=(Ballot("togo", "against"),))
    whole = merged([first, second])
    assert (whole.committee, whole.record, whole.votes) == ("x", "A/77/PV.1", second.votes)
    assert not list(differences(first, second))


def test_an_item_has_one_number_however_a_cover_prints_it(registry: Registry) -> None:
    for printed in ("99(x)", "99 (x)", "99\xa0(x)"):
        source = document().decode().replace("99 (x)", printed).encode()
        quads = graph(registry, source)
        item = next(o for _, p, o, _ in quads if p == f"<{vocab.agendaItem}>")
        assert item == f"<{iri.agenda_item('ga', 70, '99x')}>"
        assert {o for s, p, o, _ in quads if s == item and p == f"<{vocab.number}>"} == {'"99 (x)"'}


def test_a_letter_of_another_script_is_that_of_the_library(registry: Registry) -> None:
    library = '<keyword dictionary="agenda" refersTo="agenda" value="99x" showAs="HARBOURS."/>'
    source = (
        document().decode().replace("99 (x)", "99 (ز)").replace("</classification>", f"{library}</classification>", 1)
    )
    items = {o for _, p, o, _ in graph(registry, source.encode()) if p == f"<{vocab.agendaItem}>"}
    assert items == {f"<{iri.agenda_item('ga', 70, '99x')}>"}


def test_what_software_tagged_has_the_words_of_the_software(registry: Registry) -> None:
    """Without them a page would show bare addresses; goals have their official names in the vocabulary."""
    tagged = (
        '<classification source="http://eurovoc.europa.eu"><keyword value="x" href="http://eurovoc.europa.eu/5585" '
        'showAs="sustainable_development"/><keyword href="http://metadata.un.org/sdg/14.1" showAs="sdg_14.1"/>'
        '<keyword href="http://metadata.un.org/sdg/14" showAs="sdg_14"/></classification>'
    )
    quads = graph(registry, document().replace(b"<workflow>", tagged.encode() + b"<workflow>", 1))
    label = f"<{vocab.PREFIXES['rdfs']}label>"
    said = {
        s: o for s, p, o, _ in quads if p == label and s.startswith(("<http://eurovoc", "<http://metadata.un.org/sdg"))
    }
    assert said == {
        "<http://eurovoc.europa.eu/5585>": '"sustainable development"@en',
        "<http://metadata.un.org/sdg/14.1>": '"SDG 14.1"@en',
    }
    assert sorted(registry.goals, key=int) == [str(number) for number in range(1, 18)]
    assert all(set(goal.label) == set(registry.languages) for goal in registry.goals.values())


def test_a_meeting_has_a_name_in_each_language(registry: Registry) -> None:
    label, meeting = f"<{vocab.PREFIXES['rdfs']}label>", f"<{iri.meeting('ga', 70, 33)}>"
    names = {o for s, p, o, _ in graph(registry, document()) if s == meeting and p == label}
    assert len(names) == len(registry.languages)
    assert '"General Assembly, session 70, plenary meeting 33"@en' in names
    assert '"大会第70届会议第33次全体会议"@zh' in names
    assert all(set(body.meetings) == set(body.label) for body in registry.bodies.values())


def test_a_meeting_whose_session_is_not_known_is_named_without_it(registry: Registry) -> None:
    record = document().replace(b'as="A/70/PV.33"', b'as="A/PV.33"')
    label, meeting = f"<{vocab.PREFIXES['rdfs']}label>", f"<{iri.meeting('ga', None, 33)}>"
    names = {o for s, p, o, _ in graph(registry, record) if s == meeting and p == label}
    assert '"General Assembly, plenary meeting 33"@en' in names
    assert not any("[" in name for name in names)
