"""The values that flow from stage to stage; each is frozen and knows nothing of the stage that made it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from resograph.text import Span, Text


@dataclass(frozen=True, slots=True)
class Issue:
    """Something odd in a source, with its place; the run goes on.

    Args:
        kind: a kebab-case name ("number-missing").
        message: what is odd and what was done about it, for a reader.
        place: an eId, or "line 12" where there is none.
    """

    kind: str
    message: str
    place: str


@dataclass(frozen=True, slots=True)
class Manifestation:
    """One source file: its name, media type and SHA-256 in hexadecimal."""

    name: str
    media_type: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Expression:
    """One language version as read: the whole text of one file, unchanged but for its decoding."""

    language: str
    source: str
    manifestation: Manifestation


@dataclass(frozen=True, slots=True)
class Mark:
    """A footnote mark: its printed number, and the offset in the provision's text that it hangs on (its end)."""

    number: str
    position: int


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph as printed, before its place in the tree is known.

    Args:
        text: its characters, without line breaks, furniture and marks.
        marks: footnote marks inside it.
    """

    text: Text
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote as printed: its number, where the number stands, and its body."""

    number: str
    label: Span
    body: Text


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the provisions: title, enacting formula, date, meeting, labels, page furniture, marks.

    `kind` is one of cover, title, enacting-formula, adoption-date, meeting, annex-label, label, mark, furniture.
    """

    kind: str
    spans: tuple[Span, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Layout:
    """A source cut into paragraphs, footnotes and furniture."""

    blocks: tuple[Block, ...]
    notes: tuple[Note, ...]
    frame: tuple[Frame, ...]
    issues: tuple[Issue, ...]


@dataclass(frozen=True, slots=True)
class Provision:
    """A structural part of a resolution in one language.

    Args:
        eid: its eId.
        kind: its class, a local name of the ontology (`OperativeParagraph`).
        parent: eId of the provision it is part of, or None for a top one.
        number: its label as printed, or None.
        text: its own words, without those of its children.
        heading: a heading set above it, or None.
        marks: footnote marks in its text.
    """

    eid: str
    kind: str
    parent: str | None
    number: str | None
    text: Text
    heading: str | None = None
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Adoption:
    """By whom, when and at which meeting a resolution was adopted, as far as the text says."""

    body: str
    date: dt.date | None = None
    meeting: int | None = None


@dataclass(frozen=True, slots=True)
class Structure:
    """One language version as a tree of provisions in reading order.

    `leads` says which lead-in an item stands under: its parent or the chapeau beside it, where that ends in a colon.
    """

    symbol: str
    language: str
    title: str
    adoption: Adoption
    provisions: tuple[Provision, ...]
    leads: Mapping[str, str]
    frame: tuple[Frame, ...]
    manifestation: Manifestation
    issues: tuple[Issue, ...]


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
    """

    eid: str
    span: Span
    target: str | None
    pinpoints: tuple[str, ...] = ()
    pinpoint_span: Span | None = None
    date: dt.date | None = None
    rule: str = ""


# Rules by which a naming was found that its interpretation must know.
SELF = "self name"
TAKEN_UP = "named before"
WEAK = "short name"


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
        span: the verb phrase, as offsets of its text.
        content: what follows it up to the next act.
        act: id of the act concept; None for an infinitive that takes its act from its lead-in.
        subject: span of the words that name who acts ("我们"), or None.
        initial: it opens the provision, or a sentence of it.
        rule: the phrase or pattern that found it.
    """

    eid: str
    span: Span
    content: Span
    act: str | None
    subject: Span | None
    initial: bool
    rule: str


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


@dataclass(frozen=True, slots=True)
class Reading:
    """One language version, understood."""

    structure: Structure
    references: tuple[Reference, ...]
    acts: tuple[Act, ...]
    roles: tuple[Role, ...]
    follow_ups: tuple[FollowUp, ...]
    issues: tuple[Issue, ...]
