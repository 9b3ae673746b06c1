"""What one record of each authored file under data/ may hold: the schema of the registries."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
# BCP 47, as far as the United Nations needs it.
Tag = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
Line = Annotated[str, StringConstraints(min_length=1, pattern=r"^\S(.*\S)?$")]
Names = dict[Tag, list[Line]]
Force = Literal[
    "guided", "recall", "reaffirm", "recognize", "note", "welcome", "appreciate", "concern", "condemn", "emphasize",
    "decide", "resolve", "request", "urge", "call-upon", "invite", "encourage", "support", "authorize", "demand",
    "recommend", "other",
]  # fmt: skip
# What an enacting body does with these forces is to lead to conduct (design/ontology: Measure).
MEASURES: frozenset[Force] = frozenset(
    {
        "decide",
        "resolve",
        "request",
        "urge",
        "call-upon",
        "invite",
        "encourage",
        "support",
        "authorize",
        "demand",
        "recommend",
    }
)
# Those of them by which it asks others to act; by the rest it acts itself.
ASKING: frozenset[Force] = MEASURES - {"decide", "resolve", "support"}
ActorKind = Literal[
    "organ", "subsidiary-body", "agency", "secretariat-entity", "intergovernmental-organization", "organization", "official",
    "state", "state-group", "organization-group", "person-group", "listed-entity", "initiative",
]  # fmt: skip
InstrumentType = Literal[
    "treaty", "charter", "declaration", "outcome", "guidelines", "programme", "strategy", "statute", "other"
]
STATE: ActorKind = "state"
# Kinds of actors that are sets: several modifiers may share their heads, and a kind of them may be meant.
SETS = frozenset({"state-group", "organization-group", "person-group"})


# What a record may say only where a named source confirms it (`sources`): a guess would be worse than nothing.
Fact = Literal["established_by", "valid", "contained_in", "adopted_on", "treaty_registration", "status"]


class Record(BaseModel):
    """A record that admits no unknown field and does not change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Validity(Record):
    """From when to when a thing exists; either end may be open."""

    since: dt.date | None = None
    until: dt.date | None = None


class Example(Record):
    """A text that a pattern must match, and what it must find there."""

    text: Line
    finds: Line


class Pattern(Record):
    """A template for descriptions that no list of names can hold (kinds of persons, sets of bodies).

    `match` uses the named fields of the language ({modifier}, {gap} …) and literal text.
    """

    match: Line
    examples: list[Example] = Field(min_length=1)


class Codes(Record):
    """Codes of a State and its area: M49 of the UN Statistics Division, and ISO 3166-1."""

    m49: Annotated[str, StringConstraints(pattern=r"^[0-9]{3}$")]
    alpha2: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
    alpha3: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]


class Submission(Record):
    """How the publisher words who submitted a draft or how it was adopted; `means` says what a match gives."""

    id: Slug
    means: Literal["on-behalf", "aside", "sentence", "none", "without-vote", "by-vote"]
    match: Line
    examples: list[Example] = Field(min_length=1)


class Actor(Record):
    """Somebody who acts or is acted on."""

    id: Slug
    kind: ActorKind
    label: dict[Tag, Line]
    names: Names = {}
    short: Names = {}
    patterns: dict[Tag, list[Pattern]] = {}
    adjectives: Names = {}
    governments: Names = {}
    acronym: list[Line] = []
    parent: Slug | None = None
    established_by: str | None = None
    member_of: list[Slug] = []
    codes: Codes | None = None
    usual_role: Literal["target"] | None = None
    usual_in: Slug | None = None
    valid: Validity | None = None
    sources: dict[Fact, Line] = {}
    note: Line | None = None


class Instrument(Record):
    """A treaty, declaration, outcome or other text that resolutions name by its title."""

    id: Slug
    type: InstrumentType
    label: dict[Tag, Line]
    names: Names = {}
    short: Names = {}
    patterns: dict[Tag, list[Pattern]] = {}
    parent: Slug | None = None
    contained_in: str | None = None
    adopted_on: dt.date | None = None
    treaty_registration: str | None = None
    status: Literal["draft", "adopted", "in-force"] | None = None
    sources: dict[Fact, Line] = {}
    note: Line | None = None


class Group(Record):
    """An unnumbered set of instruments ("all Security Council resolutions on international terrorism")."""

    id: Slug
    label: dict[Tag, Line]
    issued_by: Slug | None = None
    patterns: dict[Tag, list[Pattern]] = {}
    names: Names = {}
    note: Line | None = None


class Body(Record):
    """A body that adopts resolutions.

    `session` says how it counts: by its sessions, by the year, or through all years; `council` that "the Council" may
    mean it. A body that counts its sessions held the first in the year `opened`, and holds `sessions_a_year`; one that
    `runs_over` sits on into the next year. `since` is the first session whose number stands before a stroke (31/1; those
    before it are Roman: 3541 (XXX)), `decisions_from` the number at which its decisions begin, so that they are never
    taken for resolutions. `meetings` names one of its meetings by {body}, {session} and {number}; what stands in square brackets is left
    out where the session is not known.
    """

    id: Slug
    prefix: Line
    label: dict[Tag, Line]
    formula: Names
    members: Slug
    symbols: list[Line] = Field(min_length=1)
    session: Literal["ordinal", "year", "none"]
    council: bool = False
    meetings: dict[Tag, Line] = {}
    opened: int | None = None
    sessions_a_year: int = Field(default=1, ge=1)
    runs_over: bool = False
    since: int = 1
    decisions_from: int = 1


class Act(Record):
    """What an enacting body does with words, with the phrases that lead to it."""

    id: Slug
    force: Force
    broader: list[Slug] = []
    label: dict[Tag, Line]
    phrases: Names


class Concept(Record):
    """A concept of one of the small schemes: force, role, follow-up, qualifier."""

    id: Slug
    label: dict[Tag, Line]
    definition: dict[Tag, Line] = {}
    phrases: Names = {}


class Subject(Record):
    """A concept of the UNBIS Thesaurus or a goal (SDG), with the source that shows its identifier."""

    id: Annotated[str, StringConstraints(pattern=r"^[0-9]+$")]
    label: dict[Tag, Line]
    source: Line


class Note(Record):
    """What an editor says of one provision: a short English label, and UNBIS subjects."""

    en: Line
    subjects: list[str] = []


class Editorial(Record):
    """What an editor says of one document; never part of the text."""

    symbol: str
    title: dict[Tag, Line]
    subjects: list[str] = []
    provisions: dict[str, Note] = {}


class Link(Record):
    """One row of an SSSOM mapping set: our thing, a relation, somebody else's identifier, and who says so."""

    subject_id: Line
    subject_label: str = ""
    predicate_id: Line
    object_id: Line
    object_label: str = ""
    mapping_justification: Line
    object_source: Line
    source: Line
    comment: str = ""


class SearchWords(Record):
    """What readers of a language type when they search.

    Args:
        kinds: words for a kind of document (resolution, decision, presidential-statement), in full and short.
        bodies: short names of bodies that stand in no text, by the id of the body.
        fillers: words beside a number that say nothing.
        folding: letters that readers exchange, and what is indexed for them, where Unicode does not tell.
        leading: what is written together with the word that follows, such as articles.
    """

    kinds: dict[Slug, list[Line]] = {}
    bodies: dict[Slug, list[Line]] = {}
    fillers: list[Line] = []
    folding: dict[Line, Line] = {}
    leading: list[Line] = []


class Interface(Record):
    """What the pages say in a language, beside the texts: headings, buttons, explanations.

    Args:
        tag: the language.
        direction: in which it is written.
        name: the language's own name.
        messages: by the key under which the templates ask for them; every language has the same keys.
    """

    tag: Tag
    direction: Literal["ltr", "rtl"]
    name: Line
    messages: dict[Slug, Line]
