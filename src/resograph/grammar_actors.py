"""What a language file may hold about actors: how they are named, and which contexts give them their roles."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from resograph.grammar_rules import Finding, Rule, Template
from resograph.records import Force, Line, Record, Slug


class ActorGrammar(Record):
    """How names of actors are shortened and joined.

    Args:
        joints: what joins actors to one group (、 和 以及).
        heads: heads that several modifiers may share (国际、区域和次区域组织).
        modifiers: adjectives that may stand between a verb and a name, or inside a group.
        qualities: pattern of an adjective that may also stand before a name, where its role is read (*Palestinian* women).
        before_head: pattern of what in a row may stand before the name of a set, so that a part of it is meant (*flag* States).
        owning: pattern of what right behind a name in a row shows that it only owns who is meant (the Fund's *partners*).
        possessives: words for "its" before a weak name.
        demonstratives: words for "the said" before a weak name or a head.
        pronouns: words for a group named before, with the kinds of actors they can stand for; "any" for all.
        plural: those of them that stand for several.
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
        government_asked: pattern of what stands right before such a name where no demonstrative does (敦促政府).
        governments_alone: those that need no demonstrative before them (联邦政府).
        bridge: pattern of what joins two names in one row though others stand between whom no record names.
        longer: pattern of what right behind a name shows that it is part of a longer one (United Nations *Games*).
    """

    joints: list[Line]
    heads: list[Line]
    modifiers: list[Line]
    qualities: str = ""
    before_head: str = ""
    owning: str = ""
    possessives: list[Line]
    demonstratives: list[Line]
    pronouns: dict[Line, list[Line]]
    plural: list[Line] = []
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
    government_asked: str = ""
    governments_alone: list[Line] = []
    bridge: str = ""
    longer: str = ""


class RoleRule(Record):
    """A context that gives a group of actors its role: what stands before it and after it in its clause.

    `before` must match up to the group, `after` from its end, under an act of one of the `forces`, if any are named,
    and of none of `unless`; the first rule in the file that fits wins. A `default` is asked only of a group that no other
    rule reaches, and gives way to the role of a row.
    """

    id: Slug
    role: Literal["agent", "addressee", "partner", "beneficiary", "target", "mentioned"]
    before: str = ""
    after: str = ""
    kinds: list[Line] = []
    forces: list[Force] = []
    unless: list[Force] = []
    only: list[Slug] = []
    default: bool = False
    examples: list[Finding] = Field(min_length=1)


class ListedRule(Rule):
    """Where those stand in a row who have one role together, among them some whom no registry names.

    `match` begins after the phrase of the act, or `anywhere` behind it; its field `names` captures the row. `name` is how one of the row must
    look, as a whole, so that it counts though it is unknown: it is then a mention of the actor `unknown`.
    """

    role: Literal["addressee", "partner", "beneficiary"]
    anywhere: bool = False
    forces: list[Line]
    name: Template
    unknown: Slug
