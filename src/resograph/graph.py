"""What is known of a resolution, as quads: one named graph, subject by subject in reading order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain

from resograph import iri, vocab
from resograph.adoption import adoption_pairs, adoption_subjects
from resograph.edges import described, edges, lettered, second_symbols, whole
from resograph.errors import InvalidSymbol
from resograph.evidence import act_name, citation_name, follow_up_name, mentions
from resograph.iri import UNBIS
from resograph.links import document_links
from resograph.model import Provision, Structure
from resograph.registry import Registry
from resograph.statements import (
    TYPE,
    Cast,
    Pairs,
    act_pairs,
    citation_pairs,
    follow_up_pairs,
    mention_pairs,
    rg,
    stating,
)
from resograph.symbol import Symbol
from resograph.terms import EDITED_IN, Described, Pair, Quad, Term, integer, literal
from resograph.terms import iri as term
from resograph.work import Disagreement, Stated, T, Work

_P = vocab.PREFIXES
_LABEL = term(_P["rdfs"] + "label")
_COMMENT = term(_P["rdfs"] + "comment")
_TITLE, _SUBJECT, _LANGUAGE, _FORMAT, _SOURCE, _PART_OF = (
    term(_P["dcterms"] + name) for name in ("title", "subject", "language", "format", "source", "isPartOf")
)
_SAME_AS = term(_P["owl"] + "sameAs")
_KINDS = {
    "resolution": vocab.Resolution,
    "decision": vocab.Decision,
    "presidential-statement": vocab.PresidentialStatement,
    "draft": vocab.DraftResolution,
    "report": vocab.Report,
    "meeting-record": vocab.MeetingRecord,
}
_EDITED = "The labels in English are editorial: short descriptions, no part of the resolution and no translation of it."


def to_graph(work: Work, registry: Registry) -> Iterator[Quad]:
    """Give the graph of a resolution.

    Args:
        work: all its language versions, understood and united.
        registry: bodies, editorial labels, links.
    """
    return chain.from_iterable(subject.quads for subject in describe(work, registry))


def describe(work: Work, registry: Registry) -> Iterator[Described]:
    """Give the graph of a resolution subject by subject.

    Args:
        work: as for `to_graph`.
        registry: same.
    """
    graph = term(iri.document(work.symbol))
    for name, pairs in chain(_named(_head(work, registry)), _provisions(work, registry), _named(_tail(work))):
        # a mention says nothing twice
        yield Described(name, pairs if isinstance(pairs, tuple) else tuple(dict.fromkeys(pairs)), graph)


def _named(subjects: Iterable[tuple[str, Pairs]]) -> Iterator[tuple[Term, Pairs]]:
    return ((term(subject), pairs) for subject, pairs in subjects)


def _head(work: Work, registry: Registry) -> Iterator[tuple[str, Pairs]]:
    """Give the document, and what is said of it as a whole."""
    structure, symbol = work.readings[0].structure, work.symbol
    yield iri.document(symbol), _document(work, registry)
    yield from adoption_subjects(structure, registry)
    for reading in work.readings:
        expression = iri.part(symbol, reading.structure.language)
        yield expression, _expression(reading.structure)
        yield f"{expression}-1", _manifestation(reading.structure)
    if symbol in registry.editorials:
        yield iri.part(symbol, f"labels-{EDITED_IN}"), _edited(symbol)


def _tail(work: Work) -> Iterator[tuple[str, Pairs]]:
    """Give what is odd, and the documents that are cited."""
    yield from _issues(work)
    second = second_symbols(work)
    for document in described(work):
        yield iri.document(document), _cited(document, second.get(document))


def _document(work: Work, registry: Registry) -> Pairs:
    symbol, structure = work.symbol, work.readings[0].structure
    parsed = Symbol.parse(symbol)
    yield from _stub(symbol)
    if not structure.adoption.adopted:
        yield TYPE, term(vocab.DraftResolution)
    for reading in work.readings:
        yield from _version(reading.structure)
    editorial = registry.editorials.get(symbol)
    for tag, title in sorted(editorial.title.items()) if editorial else ():
        yield _TITLE, literal(title, lang=tag)
    yield from adoption_pairs(structure)
    if parsed.session and parsed.session.isdecimal():
        yield rg("sessionNumber"), integer(int(parsed.session))
    if parsed.number:
        yield rg("number"), literal(parsed.number)
    for subject in editorial.subjects if editorial else ():
        yield _SUBJECT, term(UNBIS + subject)
    for target in edges(work):
        yield rg("cites"), term(iri.entity(target))
    yield from document_links(symbol, registry)


def _version(structure: Structure) -> Pairs:
    """Give what a language version says of its work: the title, and that there is this version."""
    yield _TITLE, literal(structure.title, lang=structure.language)
    yield rg("expression"), term(iri.part(structure.symbol, structure.language))


def _footnotes(provision: Provision, structure: Structure) -> list[str]:
    """Give the footnotes whose marks stand in a provision; a mark without a note has an issue, and no link."""
    notes = {p.number: p.eid for p in reversed(structure.provisions) if p.kind == "Footnote"} if provision.marks else {}
    return [notes[mark.number] for mark in provision.marks if mark.number in notes]


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


def _cited(symbol: str, also: str | None) -> Pairs:
    """Give what is known of a document that is cited: what its symbol tells, what it is a part of, its second symbol."""
    yield from _stub(symbol)
    if part := lettered(symbol):
        yield _PART_OF, term(iri.document(whole(part)))
    if also:
        yield _SAME_AS, term(iri.document(also))


def _expression(structure: Structure) -> Pairs:
    """Give a language version."""
    yield TYPE, rg("Expression")
    yield rg("expressionOf"), term(iri.document(structure.symbol))
    yield _LANGUAGE, term(iri.language(structure.language))
    yield _TITLE, literal(structure.title, lang=structure.language)
    yield rg("manifestation"), term(iri.part(structure.symbol, f"{structure.language}-1"))


def _manifestation(structure: Structure) -> Pairs:
    """Give a source file."""
    source = structure.manifestation
    yield TYPE, rg("Manifestation")
    yield _FORMAT, literal(source.media_type)
    yield rg("sha256"), literal(source.sha256)
    yield _SOURCE, literal(source.name)


def _issues(work: Work) -> Iterator[tuple[str, Pairs]]:
    """Give an issue for each place where the versions do not say the same, numbered by place."""
    numbers: Counter[str] = Counter()
    for found in work.disagreements:
        numbers[found.eid] += 1
        yield iri.part(work.symbol, f"{found.eid}-i{numbers[found.eid]}"), _issue(found, work)


def _issue(found: Disagreement, work: Work) -> Pairs:
    yield TYPE, term(vocab.Issue)
    yield rg("inDocument"), term(iri.document(work.symbol))
    yield rg("concerns"), term(iri.part(work.symbol, found.place) if found.place else iri.document(work.symbol))
    yield rg("issueKind"), literal(found.kind)
    for tag in found.lacking:
        yield rg("differingLanguage"), term(iri.language(tag))
    for tag, words in found.said.items():
        yield _COMMENT, literal(words, lang=tag)


def _edited(symbol: str) -> Pairs:
    yield TYPE, rg("EditorialNote")
    yield rg("inDocument"), term(iri.document(symbol))
    yield _COMMENT, literal(_EDITED, lang=EDITED_IN)


def _provisions(work: Work, registry: Registry) -> Iterator[tuple[Term, Pairs | tuple[Pair, ...]]]:
    """Give each provision, then what is stated in it: acts, follow-ups, citations, mentions language by language."""
    symbol, shown, cast = work.symbol, mentions(work), Cast(work)
    acts, citations, follow_ups = (_by_provision(found) for found in (work.acts, work.citations, work.follow_ups))
    for provision in work.provisions:
        eid = provision.eid
        place = term(iri.part(symbol, eid))
        here = {
            f"{place[:-1]}-{tag}-m{number}>": (mention, tag)
            for tag in provision.versions
            for number, mention in enumerate(shown[eid, tag], 1)
        }
        evidence: dict[str, list[Term]] = {}
        for name, (mention, _) in here.items():
            evidence.setdefault(mention.shows, []).append(name)
        yield place, _provision(provision, work, registry)
        for act in acts.get(eid, ()):
            name = act_name(act)
            due = [f for f in follow_ups.get(eid, ()) if f.first.act == act.number]
            yield term(iri.part(symbol, name)), act_pairs(act, provision, work, cast, due, evidence[name])
        for follow_up in follow_ups.get(eid, ()):
            name = follow_up_name(follow_up)
            yield term(iri.part(symbol, name)), follow_up_pairs(follow_up, provision, work, evidence[name])
        for citation in citations.get(eid, ()):
            name = citation_name(citation)
            yield term(iri.part(symbol, name)), citation_pairs(citation, provision, work, cast, evidence[name])
        for name, (mention, tag) in here.items():
            yield name, mention_pairs(mention, provision.versions[tag].text.text, tag, place)


def _by_provision(statements: Iterable[Stated[T]]) -> dict[str, list[Stated[T]]]:
    found: dict[str, list[Stated[T]]] = {}
    for stated in statements:
        found.setdefault(stated.eid, []).append(stated)
    return found


def _provision(stated: Stated[Provision], work: Work, registry: Registry) -> Pairs:
    """Give a provision, with its words in each language that has it."""
    symbol, provision = work.symbol, stated.first
    editorial = registry.editorials.get(symbol)
    note = editorial.provisions.get(provision.eid) if editorial else None
    yield TYPE, rg("Provision")
    yield TYPE, rg(provision.kind)
    if note:
        yield _LABEL, literal(note.en, lang=EDITED_IN)
    yield rg("eId"), literal(provision.eid)
    if provision.number:
        yield rg("number"), literal(provision.number)
    yield from _words(stated)
    yield rg("inDocument"), term(iri.document(symbol))
    yield rg("partOf"), term(iri.part(symbol, provision.parent) if provision.parent else iri.document(symbol))
    yield rg("position"), integer(stated.number)
    for reading in work.readings:
        if version := stated.versions.get(reading.structure.language):
            for note_eid in _footnotes(version, reading.structure):
                yield rg("footnote"), term(iri.part(symbol, note_eid))
            if version.source_eid:
                yield rg("sourceEId"), literal(version.source_eid)
    yield from stating(stated, work)
    for subject in note.subjects if note else ():
        yield _SUBJECT, term(UNBIS + subject)


def _words(stated: Stated[Provision]) -> Pairs:
    """Give the headings and the texts of a provision."""
    for tag, version in stated.versions.items():
        if version.heading:
            yield rg("heading"), literal(version.heading, lang=tag)
    for tag, version in stated.versions.items():
        if version.text.text:
            yield rg("text"), literal(version.text.text, lang=tag)
