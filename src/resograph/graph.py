"""What is known of a resolution, as quads: one named graph, subject by subject in reading order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from resograph import iri, vocab
from resograph.errors import InvalidSymbol
from resograph.evidence import citation_names, follow_up_names, mentions
from resograph.links import UNBIS, document_links
from resograph.model import Provision, Structure
from resograph.reading import Reading
from resograph.registry import Registry
from resograph.statements import TYPE, Cast, Pairs, act_pairs, citation_pairs, follow_up_pairs, mention_pairs, rg
from resograph.symbol import Symbol
from resograph.terms import Quad, Term, date, integer, literal
from resograph.terms import iri as term

_T = TypeVar("_T")
_P = vocab.PREFIXES
_LABEL = term(_P["rdfs"] + "label")
_COMMENT = term(_P["rdfs"] + "comment")
_TITLE, _SUBJECT, _LANGUAGE, _FORMAT, _SOURCE = (
    term(_P["dcterms"] + name) for name in ("title", "subject", "language", "format", "source")
)
_KINDS = {
    "resolution": vocab.Resolution,
    "decision": vocab.Decision,
    "presidential-statement": vocab.PresidentialStatement,
    "draft": vocab.DraftResolution,
    "report": vocab.Report,
    "meeting-record": vocab.MeetingRecord,
}
# Labels that an editor adds are in English (data/labels); the graph says that they are no part of the text.
EDITED_IN = "en"
_EDITED = "The labels in English are editorial: short descriptions, no part of the resolution and no translation of it."


def to_graph(reading: Reading, registry: Registry) -> Iterator[Quad]:
    """Give the graph of a resolution.

    Args:
        reading: one language version, understood.
        registry: bodies, editorial labels, links.
    """
    graph = term(iri.document(reading.structure.symbol))
    for subject, pairs in _subjects(reading, registry):
        name = term(subject)
        seen: set[tuple[Term, Term]] = set()
        for pair in pairs:
            if pair not in seen:
                seen.add(pair)
                yield name, *pair, graph


def _subjects(reading: Reading, registry: Registry) -> Iterator[tuple[str, Pairs]]:
    structure = reading.structure
    symbol = structure.symbol
    yield iri.document(symbol), _document(reading, registry)
    meeting = _meeting(structure)
    if meeting:
        yield meeting, _meeting_pairs(structure, registry)
    expression = iri.part(symbol, structure.language)
    yield expression, expression_pairs(structure)
    yield f"{expression}-1", manifestation_pairs(structure)
    if symbol in registry.editorials:
        yield iri.part(symbol, f"labels-{EDITED_IN}"), _edited(symbol)
    yield from _provisions(reading, registry)
    for target in _targets(reading):
        if not target.startswith(("instrument/", "group/")):
            yield iri.document(target), _stub(target)


def _document(reading: Reading, registry: Registry) -> Pairs:
    structure = reading.structure
    symbol, adoption = structure.symbol, structure.adoption
    parsed = Symbol.parse(symbol)
    yield from _stub(symbol)
    yield from title_pairs(structure)
    editorial = registry.editorials.get(symbol)
    for tag, title in sorted(editorial.title.items()) if editorial else ():
        yield _TITLE, literal(title, lang=tag)
    yield rg("adoptedBy"), term(iri.entity(f"actor/{adoption.body}"))
    if adoption.date:
        yield rg("adoptedOn"), date(adoption.date)
    if meeting := _meeting(structure):
        yield rg("adoptedAt"), term(meeting)
    if parsed.session and parsed.session.isdecimal():
        yield rg("sessionNumber"), integer(int(parsed.session))
    if parsed.number:
        yield rg("number"), literal(parsed.number)
    for subject in editorial.subjects if editorial else ():
        yield _SUBJECT, term(UNBIS + subject)
    for target in _targets(reading):
        yield rg("cites"), term(iri.entity(target))
    yield from document_links(symbol, registry)


def title_pairs(structure: Structure) -> Pairs:
    """Give what a language version says of its work: the title, and that there is this version."""
    yield _TITLE, literal(structure.title, lang=structure.language)
    yield rg("expression"), term(iri.part(structure.symbol, structure.language))


def _footnotes(provision: Provision, structure: Structure) -> list[str]:
    """Give the footnotes whose marks stand in a provision; a mark without a note has an issue, and no link."""
    notes = {p.number: p.eid for p in reversed(structure.provisions) if p.kind == "Footnote"} if provision.marks else {}
    return [notes[mark.number] for mark in provision.marks if mark.number in notes]


def _targets(reading: Reading) -> list[str]:
    """Give the local names of what a resolution cites, without itself."""
    return sorted({c.first.target for c in reading.citations if c.first.target} - {reading.structure.symbol})


def _stub(symbol: str) -> Pairs:
    """Give what a symbol alone tells of a document."""
    yield TYPE, rg("Document")
    try:
        kind = _KINDS.get(Symbol.parse(symbol).kind)
    except InvalidSymbol:
        kind = None
    if kind:
        yield TYPE, term(kind)
    yield _LABEL, literal(symbol)
    yield rg("symbol"), literal(symbol)


def _meeting(structure: Structure) -> str | None:
    session = Symbol.parse(structure.symbol).session
    number = structure.adoption.meeting
    return iri.meeting(structure.adoption.body, session, number) if session and number else None


def _meeting_pairs(structure: Structure, registry: Registry) -> Pairs:
    session, number = Symbol.parse(structure.symbol).session or "", structure.adoption.meeting or 0
    body = registry.bodies[structure.adoption.body].label[EDITED_IN]
    yield TYPE, rg("Meeting")
    yield _LABEL, literal(f"{body}, session {session}, plenary meeting {number}", lang=EDITED_IN)
    if session.isdecimal():
        yield rg("sessionNumber"), integer(int(session))
    yield rg("number"), literal(str(number))
    yield rg("heldBy"), term(iri.entity(f"actor/{structure.adoption.body}"))


def expression_pairs(structure: Structure) -> Pairs:
    """Give a language version."""
    yield TYPE, rg("Expression")
    yield rg("expressionOf"), term(iri.document(structure.symbol))
    yield _LANGUAGE, term(iri.language(structure.language))
    yield _TITLE, literal(structure.title, lang=structure.language)
    yield rg("manifestation"), term(iri.part(structure.symbol, f"{structure.language}-1"))


def manifestation_pairs(structure: Structure) -> Pairs:
    """Give a source file."""
    source = structure.manifestation
    yield TYPE, rg("Manifestation")
    yield _FORMAT, literal(source.media_type)
    yield rg("sha256"), literal(source.sha256)
    yield _SOURCE, literal(source.name)


def _edited(symbol: str) -> Pairs:
    yield TYPE, rg("EditorialNote")
    yield rg("inDocument"), term(iri.document(symbol))
    yield _COMMENT, literal(_EDITED, lang=EDITED_IN)


def _provisions(reading: Reading, registry: Registry) -> Iterator[tuple[str, Pairs]]:
    """Give each provision, then what is stated in it: acts, follow-ups, citations, mentions."""
    structure = reading.structure
    symbol, language = structure.symbol, structure.language
    shown = mentions(reading)
    cast = Cast(reading)
    acts = _by_provision((a.eid, a) for a in reading.acts)
    citations = _by_provision((c.eid, (n, c)) for n, c in zip(citation_names(reading), reading.citations, strict=True))
    follow_ups = _by_provision(
        (f.eid, (n, f)) for n, f in zip(follow_up_names(reading), reading.follow_ups, strict=True)
    )
    for position, provision in enumerate(structure.provisions, 1):
        eid, text = provision.eid, provision.text.text
        here = shown[eid]
        evidence: dict[str, list[str]] = {}
        for number, mention in enumerate(here, 1):
            evidence.setdefault(mention.shows, []).append(f"{eid}-{language}-m{number}")
        yield iri.part(symbol, eid), provision_pairs(provision, position, structure, registry)
        for act in acts.get(eid, ()):
            name = f"{eid}-a{act.position}"
            due = [n for n, f in follow_ups.get(eid, ()) if f.act == act.position]
            yield iri.part(symbol, name), act_pairs(act, text, reading, cast, due, evidence[name])
        for name, follow_up in follow_ups.get(eid, ()):
            yield iri.part(symbol, name), follow_up_pairs(follow_up, text, structure, evidence[name])
        for name, citation in citations.get(eid, ()):
            yield iri.part(symbol, name), citation_pairs(citation, text, reading, evidence[name])
        for number, mention in enumerate(here, 1):
            yield iri.part(symbol, f"{eid}-{language}-m{number}"), mention_pairs(mention, provision, structure)


def _by_provision(values: Iterable[tuple[str, _T]]) -> dict[str, list[_T]]:
    found: dict[str, list[_T]] = {}
    for eid, value in values:
        found.setdefault(eid, []).append(value)
    return found


def provision_pairs(provision: Provision, position: int, structure: Structure, registry: Registry) -> Pairs:
    """Give a provision in one language."""
    symbol, language = structure.symbol, structure.language
    editorial = registry.editorials.get(symbol)
    note = editorial.provisions.get(provision.eid) if editorial else None
    yield TYPE, rg("Provision")
    yield TYPE, rg(provision.kind)
    if note:
        yield _LABEL, literal(note.en, lang=EDITED_IN)
    yield rg("eId"), literal(provision.eid)
    if provision.number:
        yield rg("number"), literal(provision.number)
    if provision.heading:
        yield rg("heading"), literal(provision.heading, lang=language)
    if provision.text.text:
        yield rg("text"), literal(provision.text.text, lang=language)
    yield rg("inDocument"), term(iri.document(symbol))
    yield rg("partOf"), term(iri.part(symbol, provision.parent) if provision.parent else iri.document(symbol))
    yield rg("position"), integer(position)
    for note_eid in _footnotes(provision, structure):
        yield rg("footnote"), term(iri.part(symbol, note_eid))
    if provision.source_eid:
        yield rg("sourceEId"), literal(provision.source_eid)
    for subject in note.subjects if note else ():
        yield _SUBJECT, term(UNBIS + subject)
