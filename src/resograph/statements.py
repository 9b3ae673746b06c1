"""What is stated in a provision, as predicates and objects: acts, follow-ups, citations, mentions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import TypeVar

from resograph import iri, vocab
from resograph.evidence import Mention, follow_up_name
from resograph.model import Provision
from resograph.reading import Act, Citation, FollowUp, Reference
from resograph.records import MEASURES
from resograph.terms import Pair, Term, boolean, date, integer, literal, repeated
from resograph.terms import iri as term
from resograph.work import Stated, T, Work

_V = TypeVar("_V")
Pairs = Iterator[tuple[Term, Term]]

TYPE = term(vocab.PREFIXES["rdf"] + "type")
_XSD_DURATION = vocab.PREFIXES["xsd"] + "duration"
# The parts that an actor can have in an act.
_PARTS = ("addressee", "partner", "beneficiary", "target")
# What may stand around the content of an act and is no part of it.
_AROUND = " ，；。,;."


@lru_cache(maxsize=4096)
def rg(local: str) -> Term:
    """Give a term of the ontology by its local name."""
    return term(iri.RG + local)


_IN_PROVISION, _OF_ENTITY, _ROLE, _QUOTE, _START, _END, _RULE, _OF_ACT = map(
    rg, ("inProvision", "ofEntity", "role", "quote", "start", "end", "rule", "ofAct")
)
EVIDENCE, IS_MENTION = rg("evidence"), (TYPE, rg("Mention"))


class Cast:
    """Who plays which role in which act of a work, gathered once: asked for each act, time grows with the square."""

    def __init__(self, work: Work) -> None:
        order = {provision.eid: provision.number for provision in work.provisions}
        self._leads = {(act.eid, act.number): _lead(act, order) for act in work.acts}
        self._acts = {(act.eid, act.number): act for act in work.acts}
        self._provisions = {provision.eid: provision for provision in work.provisions}
        self._roles: dict[tuple[str, int | None, str], dict[str, None]] = {}
        self._shown: dict[tuple[str, int], dict[tuple[str, str], set[str]]] = {}
        for reading in work.readings:
            for role in reading.roles:
                eid, actor = role.naming.eid, role.naming.actor
                self._roles.setdefault((eid, role.act, role.role), {})[actor] = None
                if role.act and role.role in _PARTS:
                    shown = self._shown.setdefault((eid, role.act), {})
                    shown.setdefault((role.role, actor), set()).add(reading.structure.language)
        self._stated: dict[tuple[str, str], list[Act]] = {}
        for reading in work.readings:
            for act in reading.acts:
                self._stated.setdefault((reading.structure.language, act.eid), []).append(act)

    def lead(self, act: Stated[Act]) -> tuple[str, int] | None:
        """Give the act that an act stands under: its provision, and its number there."""
        return self._leads[act.eid, act.number]

    def lead_phrase(self, act: Stated[Act], tag: str) -> str:
        """Give the phrase of the nearest lead-in that has one of its own: with it the body does what an item asks."""
        lead = self.lead(act)
        above = self._acts[lead] if lead else act
        if above is act or tag not in above.versions:
            return ""
        if above.versions[tag].is_asked:
            return self.lead_phrase(above, tag)
        return self._provisions[above.eid].versions[tag].text.text[slice(*above.versions[tag].phrase.span)]

    def parts(self, act: Stated[Act]) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Give the actors of an act by role; an item without addressee has those of its lead-in (GUIDE: inherit)."""
        for role in _PARTS:
            actors = tuple(self._roles.get((act.eid, act.number, role), ()))
            lead = self._leads[act.eid, act.number]
            while role == "addressee" and not actors and lead:
                actors = tuple(self._roles.get((*lead, role), ()))
                lead = self._leads.get(lead)
            yield role, actors

    def speakers(self, act: Stated[Act]) -> tuple[str, ...]:
        """Give the actors whom the words show as agents (We, the Heads of State and Government, …)."""
        return tuple(self._roles.get((act.eid, act.number, "agent"), ()))

    def over(self, reference: Reference, tag: str) -> Act | None:
        """Give the act that a reference hangs on: the last that begins before it; before the first, that one."""
        here = self._stated.get((tag, reference.eid), [])
        before = [act for act in here if act.phrase.clause <= reference.span[0]]
        return before[-1] if before else here[0] if here else None

    def carried_over_to(self, act: Stated[Act], due: Sequence[Stated[FollowUp]]) -> list[str]:
        """Give the languages of an act that do not show all that others show of its parts and follow-ups."""
        shown = [*self._shown.get((act.eid, act.number), {}).values(), *(set(f.versions) for f in due)]
        return [tag for tag in act.versions if any(tag not in languages for languages in shown)]


def _lead(act: Stated[Act], order: Mapping[str, int]) -> tuple[str, int] | None:
    """Give the act that an act stands under, in the first language that says so and has it before it."""
    leads = (version.governed_by for version in act.versions.values() if version.governed_by)
    return next((lead for lead in leads if (order[lead[0]], lead[1]) < (order[act.eid], act.number)), None)


def act_pairs(
    stated: Stated[Act],
    provision: Stated[Provision],
    work: Work,
    cast: Cast,
    due: Sequence[Stated[FollowUp]],
    evidence: Sequence[Term],
) -> Pairs:
    """Give an act; `due` are its follow-ups, `evidence` the mentions that show it."""
    symbol, act = work.symbol, stated.first
    yield TYPE, rg("Act")
    if act.force in MEASURES:
        yield TYPE, rg("Measure")
    yield rg("statedIn"), term(iri.part(symbol, act.eid))
    yield rg("position"), integer(stated.number)
    yield rg("actType"), term(iri.concept("act", act.act))
    yield rg("force"), term(iri.concept("force", act.force))
    yield from _act_words(stated, provision, cast)
    for agent in (*(version.agent for version in stated.versions.values()), *cast.speakers(stated)):
        yield rg("agent"), term(iri.entity(f"actor/{agent}"))
    for role, actors in cast.parts(stated):
        for actor in actors:
            yield rg(role), term(iri.entity(f"actor/{actor}"))
    for version in stated.versions.values():
        for qualifier, _ in version.qualifiers:
            yield rg("qualifier"), term(iri.concept("qualifier", qualifier))
    for follow_up in due:
        yield rg("followUp"), term(iri.part(symbol, follow_up_name(follow_up)))
    if lead := cast.lead(stated):
        yield rg("governedBy"), term(iri.part(symbol, "{}-a{}".format(*lead)))
    yield from stating(stated, work)
    for tag in cast.carried_over_to(stated, due):
        yield rg("carriedOverTo"), term(iri.language(tag))
    yield from _shown(evidence)


def _act_words(stated: Stated[Act], provision: Stated[Provision], cast: Cast) -> Pairs:
    """Give the words of an act in each of its languages; those of an item that is asked are all content."""
    for tag, version in stated.versions.items():
        text, (begin, end) = provision.versions[tag].text.text, version.phrase.content
        if version.is_asked and (lead := cast.lead_phrase(stated, tag)):
            yield rg("leadPhrase"), literal(lead, lang=tag)
            begin = version.phrase.clause
        else:
            yield rg("verbPhrase"), literal(text[slice(*version.phrase.span)], lang=tag)
        if content := text[begin:end].strip(_AROUND):
            yield rg("content"), literal(content, lang=tag)


def stating(stated: Stated[T], work: Work) -> Pairs:
    """Give the languages that state something, where some version of the work does not."""
    if len(stated.versions) < len(work.readings):
        for tag in stated.versions:
            yield rg("statedInLanguage"), term(iri.language(tag))


def _shown(evidence: Sequence[Term]) -> Pairs:
    return ((EVIDENCE, name) for name in evidence)


def follow_up_pairs(
    stated: Stated[FollowUp], provision: Stated[Provision], work: Work, evidence: Sequence[Term]
) -> Pairs:
    """Give a follow-up; what its first language does not say of it, the next one does."""
    versions = tuple(stated.versions.values())
    yield TYPE, rg("FollowUp")
    yield rg("followUpType"), term(iri.concept("followup", stated.first.type))
    if by := _given(v.by for v in versions):
        yield rg("by"), term(iri.entity(f"actor/{by}"))
    if to := _given(v.to for v in versions):
        yield rg("to"), term(iri.entity(f"actor/{to}"))
    for tag, version in stated.versions.items():
        if version.due:
            yield rg("dueText"), literal(provision.versions[tag].text.text[slice(*version.due)], lang=tag)
    if day := _given(v.date for v in versions):
        yield rg("dueDate"), date(day)
    if session := _given(v.session for v in versions):
        yield rg("dueSession"), integer(session)
    if recurrence := _given(v.recurrence for v in versions):
        yield rg("recurrence"), literal(recurrence, datatype=_XSD_DURATION)
    yield from stating(stated, work)
    yield from _shown(evidence)


def _given(values: Iterable[_V | None]) -> _V | None:
    """Give the first value that there is."""
    return next((value for value in values if value), None)


def citation_pairs(
    stated: Stated[Citation], provision: Stated[Provision], work: Work, cast: Cast, evidence: Sequence[Term]
) -> Pairs:
    """Give a citation, with the places of the cited that any of its languages names."""
    symbol, target = work.symbol, stated.first.first.target
    yield TYPE, rg("Citation")
    yield rg("citingProvision"), term(iri.part(symbol, stated.eid))
    if target:
        yield rg("cites"), term(iri.entity(target))
    for citation in stated.versions.values():
        for pinpoint in citation.first.pinpoints:
            yield rg("pinpoint"), term(iri.entity(pinpoint))
    for tag, citation in stated.versions.items():
        if span := citation.first.pinpoint_span:
            yield rg("pinpointText"), literal(provision.versions[tag].text.text[slice(*span)], lang=tag)
    if day := _given(r.date for c in stated.versions.values() for r in c.references):
        yield rg("citedDate"), date(day)
    for reading in work.readings:
        citation_here = stated.versions.get(reading.structure.language)
        for reference in citation_here.references if citation_here else ():
            if act := cast.over(reference, reading.structure.language):
                yield rg("underAct"), term(iri.part(symbol, f"{act.eid}-a{act.position}"))
    yield rg("resolved"), boolean(target is not None)
    yield from stating(stated, work)
    yield from _shown(evidence)


def mention_pairs(mention: Mention, text: str, tag: str, place: Term) -> tuple[Pair, ...]:
    """Give a mention in a provision, a place with a text in one language; most statements of a graph are of mentions."""
    start, end = mention.span
    pairs = (
        IS_MENTION,
        (_IN_PROVISION, place),
        (_OF_ENTITY, term(mention.entity)),
        (_ROLE, _role(mention.role)),
        (_QUOTE, literal(text[start:end], lang=tag)),
        (_START, integer(start)),
        (_END, integer(end)),
        (_RULE, repeated(mention.rule)),
    )
    return (*pairs, (_OF_ACT, f"{place[:-1]}-a{mention.act}>")) if mention.act else pairs


@cache
def _role(role: str) -> Term:
    return term(iri.concept("role", role))
