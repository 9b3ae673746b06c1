"""What one language version says and means: the values from extraction on, each frozen."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from resograph.model import Issue, Structure
from resograph.text import Span


@dataclass(frozen=True, slots=True)
class Reference:
    """Words that cite something.

    Args:
        eid: the provision that cites.
        span: the words, as offsets of its text.
        target: local name of what is cited (`A/RES/49/60`, `instrument/un-charter`, `group/…`), None if unknown.
        pinpoints: local names of the cited provisions (`A/RES/49/60#annex`).
        pinpoint_span: the words of the pinpoint, or None.
        date: the date that the words give to the cited document.
        rule: the template or list entry that found it.
        also: the second symbol of a document that has two (S/26560 of A/48/486-S/26560), None if it has one.
    """

    eid: str
    span: Span
    target: str | None
    pinpoints: tuple[str, ...] = ()
    pinpoint_span: Span | None = None
    date: dt.date | None = None
    rule: str = ""
    also: str | None = None


# Rules by which a naming was found that its interpretation must know.
SELF = "self name"
TAKEN_UP = "named before"
WEAK = "short name"
GOVERNMENT = "government"


@dataclass(frozen=True, slots=True)
class Naming:
    """Words that name an actor, before its role is known.

    Args:
        eid: the provision.
        span: the words, as offsets of its text.
        actor: id in the registry.
        rule: the name or template that found it.
        group: number of the group in its provision ("Member States and the United Nations" is one); -1 for SELF.
    """

    eid: str
    span: Span
    actor: str
    rule: str
    group: int = -1


@dataclass(frozen=True, slots=True)
class ActPhrase:
    """Words with which the enacting body does something.

    Args:
        eid: the provision.
        clause: where the act begins, with the connectives and adverbial phrases before its verb.
        span: the verb phrase, as offsets of its text.
        content: what follows it up to the next act.
        act: id of the act concept; None for an infinitive that takes its act from its lead-in.
        subject: span of the words that name who acts ("我们"), or None.
        rule: the phrase or pattern that found it.
        is_asked: it opens an item that others are to do; the words of the act are those of the lead-in.
        is_told: a decision tells it in the past; what stands before it says when and why that was done.
    """

    eid: str
    clause: int
    span: Span
    content: Span
    act: str | None
    subject: Span | None
    rule: str
    is_asked: bool = False
    is_told: bool = False


@dataclass(frozen=True, slots=True)
class Findings:
    """What one language version says, before it is understood."""

    references: tuple[Reference, ...]
    namings: tuple[Naming, ...]
    phrases: tuple[ActPhrase, ...]


@dataclass(frozen=True, slots=True)
class Role:
    """A naming with the part its actor plays, and the act it plays it in (position in the provision, from 1)."""

    naming: Naming
    role: str
    act: int | None
    rule: str


@dataclass(frozen=True, slots=True)
class Citation:
    """What a provision cites, with all the references that make it: at least one, in reading order."""

    eid: str
    references: tuple[Reference, ...]

    @property
    def first(self) -> Reference:
        """The first of its references; target and pinpoints are those of all."""
        return self.references[0]


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A concrete future deliverable that an act orders.

    Args:
        type: id in the follow-up scheme.
        act: position of the act in its provision.
        span: the words that show it.
        by: actor that delivers.
        to: actor that receives.
        due: span of the words that say when.
        date: when due, if a date.
        session: when due, if a session.
        recurrence: ISO 8601 duration.
    """

    eid: str
    type: str
    act: int
    span: Span
    by: str | None = None
    to: str | None = None
    due: Span | None = None
    date: dt.date | None = None
    session: int | None = None
    recurrence: str | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """An act of the enacting body, understood.

    Args:
        eid: the provision that states it.
        position: its place among the acts of the provision, from 1.
        phrase: what was found.
        act: id of the act concept.
        force: id of its force.
        agent: actor that acts.
        governed_by: (eId, position) of the act of the lead-in that it stands under.
        qualifiers: ids with the spans that show them.
    """

    eid: str
    position: int
    phrase: ActPhrase
    act: str
    force: str
    agent: str
    governed_by: tuple[str, int] | None
    qualifiers: tuple[tuple[str, Span], ...] = ()

    @property
    def is_asked(self) -> bool:
        """Whether it is an item that others are asked to do: done with the phrase of its lead-in, with no one of its own.

        Source: the conventions of the readings (infinitives under one act are content; items under what the body itself
        decides or resolves are not).
        """
        return self.phrase.is_asked and self.governed_by is not None


@dataclass(frozen=True, slots=True)
class Reading:
    """One language version, understood."""

    structure: Structure
    citations: tuple[Citation, ...]
    acts: tuple[Act, ...]
    roles: tuple[Role, ...]
    follow_ups: tuple[FollowUp, ...]
    issues: tuple[Issue, ...]
