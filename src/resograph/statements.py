"""What is stated in a provision, as predicates and objects: acts, follow-ups, citations, mentions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from resograph import iri, vocab
from resograph.evidence import Mention
from resograph.model import Provision, Structure
from resograph.reading import Act, Citation, FollowUp, Reading, Reference
from resograph.records import MEASURES
from resograph.terms import Term, boolean, date, integer, literal
from resograph.terms import iri as term

Pairs = Iterator[tuple[Term, Term]]

TYPE = term(vocab.PREFIXES["rdf"] + "type")
_XSD_DURATION = vocab.PREFIXES["xsd"] + "duration"


@lru_cache(maxsize=4096)
def rg(local: str) -> Term:
    """Give a term of the ontology by its local name."""
    return term(iri.RG + local)


class Cast:
    """Who plays which role in which act of a reading, gathered once: asked for each act, time grows with the square."""

    def __init__(self, reading: Reading) -> None:
        self._leads = {(act.eid, act.position): act.governed_by for act in reading.acts}
        self._roles: dict[tuple[str, int | None, str], dict[str, None]] = {}
        for role in reading.roles:
            self._roles.setdefault((role.naming.eid, role.act, role.role), {})[role.naming.actor] = None

    def parts(self, act: Act) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Give the actors of an act by role; an item without addressee has those of its lead-in (GUIDE: inherit)."""
        for role in ("addressee", "partner", "beneficiary", "target"):
            actors = tuple(self._roles.get((act.eid, act.position, role), ()))
            lead = act.governed_by
            while role == "addressee" and not actors and lead:
                actors = tuple(self._roles.get((*lead, role), ()))
                lead = self._leads.get(lead)
            yield role, actors


def act_pairs(act: Act, text: str, reading: Reading, cast: Cast, due: Sequence[str], evidence: Sequence[str]) -> Pairs:
    """Give an act; `due` are the fragments of its follow-ups, `evidence` those of the mentions that show it."""
    symbol, language = reading.structure.symbol, reading.structure.language
    yield TYPE, rg("Act")
    if act.force in MEASURES:
        yield TYPE, rg("Measure")
    yield rg("statedIn"), term(iri.part(symbol, act.eid))
    yield rg("position"), integer(act.position)
    yield rg("actType"), term(iri.concept("act", act.act))
    yield rg("force"), term(iri.concept("force", act.force))
    yield rg("verbPhrase"), literal(text[slice(*act.phrase.span)], lang=language)
    if content := text[slice(*act.phrase.content)].strip(" ，；。,;."):
        yield rg("content"), literal(content, lang=language)
    yield rg("agent"), term(iri.entity(f"actor/{act.agent}"))
    for role, actors in cast.parts(act):
        for actor in actors:
            yield rg(role), term(iri.entity(f"actor/{actor}"))
    for qualifier, _ in act.qualifiers:
        yield rg("qualifier"), term(iri.concept("qualifier", qualifier))
    for name in due:
        yield rg("followUp"), term(iri.part(symbol, name))
    if act.governed_by:
        yield rg("governedBy"), term(iri.part(symbol, "{}-a{}".format(*act.governed_by)))
    for name in evidence:
        yield rg("evidence"), term(iri.part(symbol, name))


def follow_up_pairs(follow_up: FollowUp, text: str, structure: Structure, evidence: Sequence[str]) -> Pairs:
    """Give a follow-up."""
    yield TYPE, rg("FollowUp")
    yield rg("followUpType"), term(iri.concept("followup", follow_up.type))
    if follow_up.by:
        yield rg("by"), term(iri.entity(f"actor/{follow_up.by}"))
    if follow_up.to:
        yield rg("to"), term(iri.entity(f"actor/{follow_up.to}"))
    if follow_up.due:
        yield rg("dueText"), literal(text[slice(*follow_up.due)], lang=structure.language)
    if follow_up.date:
        yield rg("dueDate"), date(follow_up.date)
    if follow_up.session:
        yield rg("dueSession"), integer(follow_up.session)
    if follow_up.recurrence:
        yield rg("recurrence"), literal(follow_up.recurrence, datatype=_XSD_DURATION)
    for name in evidence:
        yield rg("evidence"), term(iri.part(structure.symbol, name))


def citation_pairs(citation: Citation, text: str, reading: Reading, evidence: Sequence[str]) -> Pairs:
    """Give a citation."""
    symbol, language = reading.structure.symbol, reading.structure.language
    first = citation.first
    yield TYPE, rg("Citation")
    yield rg("citingProvision"), term(iri.part(symbol, citation.eid))
    if first.target:
        yield rg("cites"), term(iri.entity(first.target))
    for pinpoint in first.pinpoints:
        yield rg("pinpoint"), term(iri.entity(pinpoint))
    if first.pinpoint_span:
        yield rg("pinpointText"), literal(text[slice(*first.pinpoint_span)], lang=language)
    if day := next((r.date for r in citation.references if r.date), None):
        yield rg("citedDate"), date(day)
    for reference in citation.references:
        if act := _act_over(reference, reading.acts):
            yield rg("underAct"), term(iri.part(symbol, f"{act.eid}-a{act.position}"))
    yield rg("resolved"), boolean(first.target is not None)
    for name in evidence:
        yield rg("evidence"), term(iri.part(symbol, name))


def _act_over(reference: Reference, acts: Sequence[Act]) -> Act | None:
    """Give the act that a reference hangs on: the last that begins before it; before the first, that one."""
    here = [a for a in acts if a.eid == reference.eid]
    before = [a for a in here if a.phrase.clause <= reference.span[0]]
    return before[-1] if before else here[0] if here else None


def mention_pairs(mention: Mention, provision: Provision, structure: Structure) -> Pairs:
    """Give a mention."""
    symbol = structure.symbol
    start, end = mention.span
    yield TYPE, rg("Mention")
    yield rg("inProvision"), term(iri.part(symbol, provision.eid))
    yield rg("ofEntity"), term(mention.entity)
    yield rg("role"), term(iri.concept("role", mention.role))
    yield rg("quote"), literal(provision.text.text[start:end], lang=structure.language)
    yield rg("start"), integer(start)
    yield rg("end"), integer(end)
    yield rg("rule"), literal(mention.rule)
    if mention.act:
        yield rg("ofAct"), term(iri.part(symbol, f"{provision.eid}-a{mention.act}"))
