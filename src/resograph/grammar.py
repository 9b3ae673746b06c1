"""What one language file under data/languages may hold: the schema of a language, and its templates.

A template is a regular expression in which `{name}` stands for a field of the language. Its first use in a template
captures under that name. A template may use only fields that the language (or the code that reads it) names, and each
carries examples that it must match.
"""

from __future__ import annotations

from typing import Literal

from resograph.grammar_actors import ActorGrammar, ListedRule, RoleRule
from resograph.grammar_rules import Rule, Template
from resograph.records import Force, Line, Record, SearchWords, Slug, Tag


class LabelRule(Rule):
    """How a list label is printed; the field `label` captures what counts.

    `level` says where it stands in the tree; labels of annexes, and of articles in them, fill their line.
    """

    level: Literal["annex", "article", "section", "paragraph", "item"]


class ArticleLabelRule(LabelRule):
    """How a label is printed inside an article; `counts` says which signs of other languages its numerals stand for."""

    counts: Literal["letter", "roman"] | None = None


class FrameRule(Rule):
    """A line that stands outside the provisions."""

    kind: Literal["title", "adoption-date", "meeting"]


class Inner(Record):
    """Words inside act phrases: one of `words` may stand before one of `nouns` (its *unwavering* support)."""

    nouns: list[Line] = []
    words: list[Line] = []


class ToldGrammar(Record):
    """How a decision tells, in the past, what the body did.

    Args:
        names: by body, the words that name it as the one who did it.
        forms: templates of how the `{name}` and the `{phrase}` stand together, with what may stand between them.
        acts: templates of the phrases; the id of each is that of the act in data/acts.yml.
        decoys: patterns of what looks like such a phrase and is none (the report *adopted by* the Committee).
        following: acts that may stand behind another without the name, where not all may (决定邀请…，请… is one decision).
        naming: acts whose items name somebody, and open with no verb ("appointed the following persons: (a) …").
    """

    names: dict[Slug, list[Line]] = {}
    forms: list[Rule] = []
    acts: list[Rule] = []
    decoys: list[Template] = []
    following: list[Slug] = []
    naming: list[Slug] = []


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
        following: by form of the first act, forms that a later one may have too (*To identify victims, and underscores …*).
        spoken: forms in which only the members speak, who name themselves before the first of them (we recall … and call).
        proclitics: words that are written together with the next one (و).
        inner: words that may stand before the noun at the end of a phrase and leave the act as it is.
        adverb_end: pattern of what must follow an adverb behind a phrase, so that it is no adjective (*further* steps).
        verb_alone: by body, pattern of phrases whose field `verb` its editors take for the whole ("Reaffirming its …").
        others_do: what follows the phrase of a lead-in whose items are what others do ("that the Mission shall:").
        asides: phrases of acts said beside another, whose orders go on behind them (请…，同时铭记…，并报告…).
        prepositional: templates of what opens like an act and is a preposition (通过加强合作, *by* strengthening).
        reported: templates of what opens a clause on what another text says (其中大会…); what follows is no act of this one.
        told: how a decision tells what the body did.
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
    following: dict[str, list[str]] = {}
    spoken: list[Line] = []
    proclitics: list[Line] = []
    inner: Inner = Inner()
    adverb_end: str = ""
    verb_alone: dict[Slug, Template] = {}
    others_do: list[Rule] = []
    asides: list[Line] = []
    prepositional: list[Rule] = []
    reported: list[Rule] = []
    told: ToldGrammar = ToldGrammar()


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
        fallback_asked: True if the fallback stands only for what others are asked to do.
        marked: True if an item opens with a verb only behind a modal, or with a known one that nothing in `nominal` follows.
        nominal: pattern of what right behind a word shows that it is a noun ("Use *of* …").
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
    fallback_asked: bool = False
    marked: bool = False
    nominal: str = ""


class CitationRule(Rule):
    """A form in which numbered documents are cited; `kind` says what is read from its fields.

    A `place` is one of the citing text ("paragraph 3 above"), a `bare-place` is one if the text has it. What points back
    takes its target from what is cited before it: from the last ("back"), from each of the last row ("back-each"), from
    the footnote before ("ibid"), from the same `number` with its year ("yearless").
    """

    kind: Literal[
        "resolution", "decision", "symbol", "self", "place", "bare-place", "back", "back-each", "ibid", "yearless"
    ]


class PlaceRule(Rule):
    """How one level of a pinpoint is printed; the field `label` captures its number, list or range."""

    level: Literal["annex", "section", "paragraph", "item", "preambular"]


class TitlePlaceRule(Rule):
    """Words on one side of a title that say where in it ("Chapter VII of"); the field `place` is what they name."""

    side: Literal["before", "behind"]


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
        adopted_by: what follows a number that one of these bodies, `{foreign}`, gave ("…, adopted by the …").
        including: words that open a clause which lists some of what the clause before names ("including").
        records: by body, words for the official records in which its texts are printed: they tell whose numbers follow.
        pinpoints: the levels of a pinpoint, outermost first.
        pinpoint_join: what may stand between a citation and its pinpoint.
        pinpoint_glue: what may stand between two levels of a pinpoint.
        pinpoint_again: what follows a place in an annex where a further one in it is named (", as well as paragraphs 13 and 14").
        pinpoint_before: what may stand between a pinpoint and the citation after it; empty where none comes before.
        title_places: places in what is named by title: chapters and articles, which have no eIds.
        pinpoint_text: a place that is described, not numbered ("the section on terrorism").
        lists: words that join the numbers of a list.
        ranges: words that join the ends of a range.
        title: how a title is printed; the field `title` captures it.
        titles_quoted: True if titles stand in title marks, so that bare words are none.
        strong_short: short titles that need no full title before them ("the Charter").
        title_stop: titles of publications and the like that are no instruments.
        defined_short: a defined short form right after a title; the field `title` captures it.
        anaphora: words for an instrument named before, by its type; in a language with spaces, their last word is in its title.
        anaphora_end: pattern of what must follow them, so that they are not the beginning of another title.
        longer_title: pattern of how a title goes on behind such a word ("Convention *on Cluster* …").
        part_of_name: pattern of what before a title makes it part of the name of a conference.
        entitled: pattern of what stands before quotation marks that hold a title, though titles are not quoted else.
        reports: words that take their symbol from the footnote that hangs on them.
        report_author: who made such a report; the field `author` captures the words, from where they begin.
        reports_again: a place in a report that was named before: `all` of it, its `pinpoint` and the `author`.
    """

    rules: list[CitationRule]
    item: Template
    separators: Template
    signs: dict[Line, str] = {}
    bodies: dict[Slug, list[Line]]
    foreign: list[Line]
    adopted_by: str = ""
    records: dict[Slug, list[Line]] = {}
    including: list[Line] = []
    pinpoints: list[PlaceRule]
    pinpoint_join: str
    pinpoint_glue: str = ""
    pinpoint_again: str = ""
    pinpoint_before: str = ""
    title_places: list[TitlePlaceRule] = []
    pinpoint_text: Template
    lists: list[Line]
    ranges: list[Line]
    title: Template
    titles_quoted: bool
    strong_short: list[Line] = []
    title_stop: list[Line]
    defined_short: Template
    anaphora: dict[Slug, list[Line]]
    anaphora_end: str = ""
    longer_title: str = ""
    part_of_name: str = ""
    entitled: str = ""
    reports: list[Rule]
    report_author: Template = "(?!)(?P<author>x)"
    reports_again: list[Rule] = []


class FollowUpRule(Rule):
    """A form in which a future deliverable is ordered.

    The parts `due`, `date`, `sessions`, `years`, `yearly`, `every`, `to` are read; a digit behind the name tells
    alternatives apart (`due2`). Of two forms of one type that overlap, the longer counts. A form that stands `alone` is
    looked for where none of those before it was found in the act.
    """

    type: Slug
    forces: list[Line] = []
    alone: bool = False


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
    article_labels: list[ArticleLabelRule] = []
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
