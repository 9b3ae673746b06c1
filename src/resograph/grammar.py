"""What one language file under data/languages may hold: the schema of a language, and its templates.

A template is a regular expression in which `{name}` stands for a field of the language. Its first use in a template
captures under that name. A template may use only fields that the language (or the code that reads it) names, and each
carries examples that it must match.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from resograph.records import Force, Line, Record, SearchWords, Slug, Tag

Template = Annotated[str, StringConstraints(min_length=1)]


class Finding(Record):
    """A text that a rule must match, the words it must find there, and why the example is kept."""

    text: Template
    finds: Template
    gives: dict[str, str] = {}
    why: Line | None = None


class Rule(Record):
    """A template with an id and examples."""

    id: Slug
    match: Template
    examples: list[Finding] = Field(min_length=1)


class LabelRule(Rule):
    """How a list label is printed; the field `label` captures what counts.

    `level` says where it stands in the tree; annex labels fill their line.
    """

    level: Literal["annex", "section", "paragraph", "item"]


class FrameRule(Rule):
    """A line that stands outside the provisions."""

    kind: Literal["title", "adoption-date", "meeting"]


class Inner(Record):
    """Words inside act phrases: one of `words` may stand before one of `nouns` (its *unwavering* support)."""

    nouns: list[Line] = []
    words: list[Line] = []


class ActGrammar(Record):
    """Where the act phrases of data/acts.yml may stand, and what may stand before them.

    Args:
        adverbs: words that are part of the phrase as printed (又, 还, 再次).
        connectives: words before a later act that are not part of it (并, 但, 在这方面).
        subjects: words by which the enacting body names itself when it acts.
        fronted: templates of what may stand between the subject and the phrase (对…表示感谢).
        apposition: pattern of what may stand between subject and phrase ("We, the States Members …, resolve").
        initial_only: phrases that open a provision or follow a subject, since elsewhere they are ordinary verbs.
        decoys: patterns of what looks like a later act and is none (requests for …, where it is a noun).
        conjunctions: words that begin a clause without a comma (and).
        forms: patterns of the forms of verbs, by name; none where verbs have no forms.
        subordinate: forms that a later act may have though the first has another, with the forces that they allow.
        spoken: forms in which only the members speak, who name themselves before the first of them (we recall … and call).
        proclitics: words that are written together with the next one (و).
        inner: words that may stand before the noun at the end of a phrase and leave the act as it is.
    """

    adverbs: list[Line]
    connectives: list[Line]
    subjects: list[Line]
    fronted: list[Rule]
    apposition: Template
    initial_only: list[Line]
    decoys: list[Template] = []
    conjunctions: list[Line] = []
    forms: dict[str, Template] = {}
    subordinate: dict[str, list[Force]] = {}
    spoken: list[Line] = []
    proclitics: list[Line] = []
    inner: Inner = Inner()


class VerbGrammar(Record):
    """How the leading verb phrase of an item is found that stands under "resolve to" or "decides:".

    Args:
        skip: templates of adverbial phrases before the verb.
        modals: words before the verb that never stand for it (将).
        promises: those of them by which a sentence of the members goes on to what they will do.
        adverbs: words that are part of the verb phrase.
        aspects: adverbs that stand for the verb where an adverbial phrase cuts them off from it (继续在…).
        verbs: verbs, longest match first.
        joints: what joins verbs to one phrase (和, 、).
        repeating: verbs that open an act of their own after a connective (考虑).
        fallback: pattern of what to take where no verb is known; empty for none.
    """

    skip: list[Rule]
    modals: list[Line]
    promises: list[Line]
    adverbs: list[Line]
    aspects: list[Line]
    verbs: list[Line]
    joints: list[Line]
    repeating: list[Line]
    fallback: str = ""


class CitationRule(Rule):
    """A form in which numbered documents are cited; `kind` says what is read from its fields."""

    kind: Literal["resolution", "decision", "symbol", "self", "place"]


class PlaceRule(Rule):
    """How one level of a pinpoint is printed; the field `label` captures its number, list or range."""

    level: Literal["annex", "section", "paragraph", "preambular"]


class CitationGrammar(Record):
    """How a language cites.

    Args:
        rules: forms of numbered citations; `{items}` is a list of numbers, `{pinpoint}` a place.
        item: one number of such a list (field `resnum`), with what may stand before it (`date`, `body` …).
        separators: what may stand between two numbers of a list.
        signs: what is printed in numbers in the letters of the language, and what symbols have for it (باء for B).
        bodies: words for the adopting bodies by id of the body; "self" for the enacting body, "council" for a council
            that the context names.
        foreign: words for other bodies, whose numbers are none of the series that resograph knows.
        including: words that open a clause which lists some of what the clause before names ("including").
        records: by body, words for the official records in which its texts are printed: they tell whose numbers follow.
        pinpoints: the levels of a pinpoint, outermost first.
        pinpoint_join: what may stand between a citation and its pinpoint.
        pinpoint_glue: what may stand between two levels of a pinpoint.
        pinpoint_before: what may stand between a pinpoint and the citation after it; empty where none comes before.
        pinpoint_text: a place that is described, not numbered ("the section on terrorism").
        lists: words that join the numbers of a list.
        ranges: words that join the ends of a range.
        title: how a title is printed; the field `title` captures it.
        titles_quoted: True if titles stand in title marks, so that bare words are none.
        strong_short: short titles that need no full title before them ("the Charter").
        title_stop: titles of publications and the like that are no instruments.
        defined_short: a defined short form right after a title; the field `title` captures it.
        anaphora: words for an instrument named before, by its type.
        reports: words that take their symbol from the footnote that hangs on them.
    """

    rules: list[CitationRule]
    item: Template
    separators: Template
    signs: dict[Line, str] = {}
    bodies: dict[Slug, list[Line]]
    foreign: list[Line]
    records: dict[Slug, list[Line]] = {}
    including: list[Line] = []
    pinpoints: list[PlaceRule]
    pinpoint_join: str
    pinpoint_glue: str = ""
    pinpoint_before: str = ""
    pinpoint_text: Template
    lists: list[Line]
    ranges: list[Line]
    title: Template
    titles_quoted: bool
    strong_short: list[Line] = []
    title_stop: list[Line]
    defined_short: Template
    anaphora: dict[Slug, list[Line]]
    reports: list[Rule]


class ActorGrammar(Record):
    """How names of actors are shortened and joined.

    Args:
        joints: what joins actors to one group (、 和 以及).
        heads: heads that several modifiers may share (国际、区域和次区域组织).
        modifiers: adjectives that may stand between a verb and a name, or inside a group.
        qualities: pattern of an adjective that may also stand before a name, where its role is read (*Palestinian* women).
        possessives: words for "its" before a weak name.
        demonstratives: words for "the said" before a weak name or a head.
        pronouns: words for a group named before, with the kinds of actors they can stand for; "any" for all.
        self_names: words by which the members speak of themselves (我们).
        decoys: words that contain a name but name nobody (各国际… is not 各国).
        predicates: templates of what is said of somebody ("become parties to"), where a name names nobody.
        tails: last words of names that a demonstrative may take up (该办事处).
        tail_end: pattern of what must follow such a word, so that it is not the beginning of a longer name.
        quotes: pairs of marks between which no actor is named.
        proclitics: words that may be written together with a name after them (و, ب).
        contractions: how a name begins where such a word is drawn into it (ال: لل).
        governments: forms in which the government of a `{state}` is named for it, also by an `{adjective}`.
        the_government: weak names for the last government named.
        longer: pattern of what right behind a name shows that it is part of a longer one (United Nations *Games*).
    """

    joints: list[Line]
    heads: list[Line]
    modifiers: list[Line]
    qualities: str = ""
    possessives: list[Line]
    demonstratives: list[Line]
    pronouns: dict[Line, list[Line]]
    self_names: list[Line]
    decoys: list[Line]
    predicates: list[Rule]
    tails: list[Line]
    tail_end: str = ""
    quotes: list[tuple[Line, Line]]
    proclitics: list[Line] = []
    contractions: dict[Line, Line] = {}
    governments: list[Line] = []
    the_government: list[Line] = []
    longer: str = ""


class RoleRule(Record):
    """A context that gives a group of actors its role: what stands before it and after it in its clause.

    `before` must match up to the group, `after` from its end, under an act of one of the `forces`, if any are named,
    and of none of `unless`; the first rule in the file that fits wins.
    """

    id: Slug
    role: Literal["agent", "addressee", "partner", "beneficiary", "target", "mentioned"]
    before: str = ""
    after: str = ""
    kinds: list[Line] = []
    forces: list[Force] = []
    unless: list[Force] = []
    only: list[Slug] = []
    examples: list[Finding] = Field(min_length=1)


class ListedRule(Rule):
    """Where those stand in a row who have one role together, among them some whom no registry names.

    `match` begins after the phrase of the act; its field `names` captures the row. `name` is how one of the row must
    look, as a whole, so that it counts though it is unknown: it is then a mention of the actor `unknown`.
    """

    role: Literal["addressee", "partner", "beneficiary"]
    forces: list[Line]
    name: Template
    unknown: Slug


class FollowUpRule(Rule):
    """A form in which a future deliverable is ordered.

    The parts `due`, `date`, `sessions`, `years`, `yearly`, `every`, `to` are read; a digit behind the name tells
    alternatives apart (`due2`). Of two forms of one type that overlap, the longer counts.
    """

    type: Slug
    forces: list[Line] = []


class Language(Record):
    """Everything that resograph knows of one language.

    Args:
        marks: signs that may stand on a letter or not (vowel signs), so that a word is found with and without them.
    """

    tag: Tag
    name: dict[Tag, Line]
    script: Line
    spaceless: bool
    words: list[Line]
    numerals: dict[Line, int]
    terminals: Line
    sentence_end: Line
    clause_break: Line
    marks: str = ""
    fields: dict[Line, Line]
    labels: list[LabelRule]
    frame: list[FrameRule]
    acts: ActGrammar
    verbs: VerbGrammar
    citations: CitationGrammar
    actors: ActorGrammar
    roles: list[RoleRule]
    listed: list[ListedRule] = []
    follow_ups: list[FollowUpRule]
    lead_phrases: dict[Slug, list[Line]] = {}
    search: SearchWords = SearchWords()
