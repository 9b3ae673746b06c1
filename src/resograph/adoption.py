"""How a document was adopted, as predicates and objects: meeting, vote, sponsors, drafts, agenda, subjects."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from resograph import iri, vocab
from resograph.iri import GOALS, UNBIS
from resograph.links import NOTES_IN
from resograph.model import Structure
from resograph.proceedings import Item, Proceedings
from resograph.registry import Registry
from resograph.statements import TYPE, Pairs, rg
from resograph.symbol import Symbol
from resograph.terms import date, integer, literal
from resograph.terms import iri as term

# The publisher words the records beside a text in the language in which our registries are noted.
RECORDED_IN = NOTES_IN
_NOTHING = Proceedings()
_P = vocab.PREFIXES
_LABEL = term(_P["rdfs"] + "label")
_SUBJECT, _DATE, _ALTERNATIVE = (term(_P["dcterms"] + name) for name in ("subject", "date", "alternative"))
_CONCEPT, _PREF = (term(_P["skos"] + name) for name in ("Concept", "prefLabel"))
# Of a body that does not say how it names its meetings.
_MEETING = {RECORDED_IN: "{body}[, {session}], {number}"}
_COUNTS = {"in-favour": "inFavourCount", "against": "againstCount", "abstaining": "abstainingCount"}


def adoption_pairs(structure: Structure) -> Pairs:
    """Give what the graph says of a document about its adoption; of a draft that was not adopted, where it was put.

    Args:
        structure: the document, with what its file records.
    """
    adoption, symbol = structure.adoption, structure.symbol
    found = adoption.proceedings or _NOTHING
    yield rg("adoptedBy" if adoption.adopted else "submittedTo"), term(iri.entity(f"actor/{adoption.body}"))
    if adoption.date:
        yield rg("adoptedOn") if adoption.adopted else _DATE, date(adoption.date)
    if meeting := _meeting(structure):
        yield rg("adoptedAt" if adoption.adopted else "votedAt"), term(meeting)
    yield from _course(found, structure)
    if found.outcome:
        yield rg("voteOutcome"), literal(found.outcome)
    for choice, count in found.counts:
        yield rg(_COUNTS[choice]), integer(count)
    for ballot in found.votes:
        yield rg("vote"), term(iri.part(symbol, f"vote-{ballot.member}"))
    yield from _subjects(found)


def _course(found: Proceedings, structure: Structure) -> Pairs:
    """Give the way of a document to its adoption."""
    if found.committee:
        yield rg("committee"), term(iri.entity(f"actor/{found.committee}"))
    for item in found.items:
        yield rg("agendaItem"), term(_item(item, structure))
    for draft in found.drafts:
        if draft != structure.symbol:
            yield rg("draft"), term(iri.document(draft))
    for origin in found.origins:
        yield rg("originatingDocument"), term(iri.document(origin))
    for sponsor in (*found.sponsors, *found.additional):
        yield rg("sponsor"), term(iri.entity(f"actor/{sponsor}"))
    for sponsor in found.additional:
        yield rg("additionalSponsor"), term(iri.entity(f"actor/{sponsor}"))
    for group in found.on_behalf:
        yield rg("onBehalfOf"), term(iri.entity(f"actor/{group}"))
    for words in found.submissions:
        yield rg("submissionText"), literal(words, lang=RECORDED_IN)


def _subjects(found: Proceedings) -> Pairs:
    """Give subjects: those that librarians chose, then those that software tagged."""
    if found.title:
        yield _ALTERNATIVE, literal(found.title, lang=RECORDED_IN)
    for heading in found.headings:
        if heading.concept:
            yield _SUBJECT, term(UNBIS + heading.concept)
        yield rg("subjectHeading"), literal(heading.words, lang=RECORDED_IN)
    for name in found.authorities:
        yield rg("authorityName"), literal(name)
    for tag in found.tags:
        yield rg("taggedSubject"), term(tag.concept)


def adoption_subjects(structure: Structure, registry: Registry) -> Iterator[tuple[str, Pairs]]:
    """Give what the adoption of a document brings with it: meeting, votes, items, documents, concepts.

    Args:
        structure: the document, with what its file records.
        registry: names of bodies, concepts that the vocabulary describes.
    """
    found = structure.adoption.proceedings or _NOTHING
    if meeting := _meeting(structure):
        yield meeting, _meeting_pairs(structure, registry)
        if found.record:
            yield iri.document(found.record), _named(found.record, "MeetingRecord")
    for ballot in found.votes:
        yield iri.part(structure.symbol, f"vote-{ballot.member}"), _vote_pairs(ballot.member, ballot.choice)
    for item in found.items:
        yield _item(item, structure), _item_pairs(item, structure)
    for draft in found.drafts:
        if draft != structure.symbol:
            yield iri.document(draft), _named(draft, "DraftResolution")
    for origin in found.origins:
        yield iri.document(origin), _named(origin)
    yield from _concepts(found, registry)


def _concepts(found: Proceedings, registry: Registry) -> Iterator[tuple[str, Pairs]]:
    """Give the names of the concepts that the vocabulary does not describe."""
    for heading in found.headings:
        if heading.concept and heading.concept not in registry.subjects:
            yield UNBIS + heading.concept, _concept_pairs(heading.words)
    headed = {UNBIS + heading.concept for heading in found.headings if heading.concept}
    for tag in found.tags:
        if tag.words and tag.concept not in headed and tag.concept not in _described(registry):
            yield tag.concept, iter([(_LABEL, literal(tag.words, lang=RECORDED_IN))])


@lru_cache(maxsize=4)
def _described(registry: Registry) -> frozenset[str]:
    return frozenset({*(UNBIS + name for name in registry.subjects), *(GOALS + name for name in registry.goals)})


def _vote_pairs(member: str, choice: str) -> Pairs:
    yield TYPE, rg("Vote")
    yield rg("castBy"), term(iri.entity(f"actor/{member}"))
    yield rg("choice"), literal(choice)


def _concept_pairs(words: str) -> Pairs:
    yield TYPE, _CONCEPT
    yield _PREF, literal(words, lang=RECORDED_IN)


def _named(symbol: str, kind: str | None = None) -> Pairs:
    """Give a document of which only the symbol is known, and perhaps what it is."""
    yield TYPE, rg("Document")
    if kind:
        yield TYPE, rg(kind)
    yield _LABEL, literal(symbol)
    yield rg("symbol"), literal(symbol)


def _place(structure: Structure) -> str | None:
    """Give the session of a document, or the year by which its body counts sessions."""
    symbol = Symbol.parse(structure.symbol)
    return symbol.session or (str(symbol.year) if symbol.year else None)


def _sitting(structure: Structure) -> tuple[str | None, int] | None:
    """Give session and number of the meeting; a body that counts its meetings through all years has no session."""
    found = structure.adoption.proceedings or _NOTHING
    record = Symbol.parse(found.record) if found.record else None
    digits = re.search(r"[0-9]+", record.number or "") if record else None
    number = structure.adoption.meeting or (int(digits.group()) if digits else None)
    return (record.session if record else _place(structure), number) if number else None


def _meeting(structure: Structure) -> str | None:
    sitting = _sitting(structure)
    return iri.meeting(structure.adoption.body, *sitting) if sitting else None


def _meeting_pairs(structure: Structure, registry: Registry) -> Pairs:
    session, number = _sitting(structure) or (None, 0)
    body = registry.bodies[structure.adoption.body]
    yield TYPE, rg("Meeting")
    for tag, name in (body.meetings or _MEETING).items():
        held = re.sub(r"\[(.*?)\]", r"\1" if session else "", name)
        yield _LABEL, literal(held.format(body=body.label[tag], session=session, number=number), lang=tag)
    if session and session.isdecimal():
        yield rg("sessionNumber"), integer(int(session))
    yield rg("number"), literal(str(number))
    yield rg("heldBy"), term(iri.entity(f"actor/{structure.adoption.body}"))
    if structure.adoption.proceedings and (record := structure.adoption.proceedings.record):
        yield rg("record"), term(iri.document(record))


def _item(item: Item, structure: Structure) -> str:
    """Give the IRI of an agenda item: by its number in a session, or by its name where the body has no numbers."""
    if item.number:
        return iri.agenda_item(structure.adoption.body, _place(structure), item.key)
    name = unicodedata.normalize("NFKD", item.names[0][1]).encode("ascii", "ignore").decode().lower()
    return iri.agenda_item(structure.adoption.body, None, re.sub(r"[^a-z0-9]+", "-", name).strip("-"))


def _item_pairs(item: Item, structure: Structure) -> Pairs:
    yield TYPE, rg("AgendaItem")
    for tag, name in item.names or ((None, f"item {item.number}"),):
        yield _LABEL, literal(name, lang=tag or RECORDED_IN)
    session = _place(structure) if item.number else None
    if session and session.isdecimal():
        yield rg("sessionNumber"), integer(int(session))
    if item.number:
        yield rg("number"), literal(item.number)
