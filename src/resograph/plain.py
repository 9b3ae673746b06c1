"""Mentions that plainly keep every rule: seen from their values, so that no engine has to be asked about each.

Three of four statements are of mentions, and what shapes and questions want of a mention can be told from its values and a
few facts beside it. A mention is plain only if all of that holds, in the very form in which graphs are written. All others
are left to the engines, and all mentions are once an engine finds something in one that stood for others. So what is found
is what the whole would give: tests/test_plain.py spoils mentions in every way that a shape or a question minds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from resograph import iri, vocab
from resograph.statements import EVIDENCE, IS_MENTION, TYPE, rg
from resograph.terms import Described, Term, unescaped
from resograph.terms import iri as term

# Said of what is there: it is true of everything.
_THERE = ((TYPE, term(vocab.PREFIXES["rdfs"] + "Resource")),)
_FORM = (TYPE, *map(rg, ("inProvision", "ofEntity", "role", "quote", "start", "end", "rule")))
_FORMS = frozenset({_FORM, (*_FORM, rg("ofAct"))})
_PARTS = {term(iri.concept("role", r)): rg(r) for r in ("agent", "addressee", "partner", "beneficiary", "target")}
_ROLES = frozenset({*_PARTS, term(iri.concept("role", "mentioned"))})
_PART_LINKS = frozenset(_PARTS.values())
_STATED_IN, _CITING, _FOLLOW_UP, _TEXT, _RESOLVED, _IN_DOCUMENT = map(
    rg, ("statedIn", "citingProvision", "followUp", "text", "resolved", "inDocument")
)
_MINDED = frozenset({TYPE, _STATED_IN, _CITING, _FOLLOW_UP, _TEXT, _RESOLVED, _IN_DOCUMENT}) | _PART_LINKS
# Narrower than what shapes and syntax allow: the engines judge the rest.
_BASE = re.escape(iri.BASE)
_PROVISION = re.compile(rf"(<{_BASE}[A-Z][A-Za-z0-9/().-]*)#[A-Za-z][A-Za-z0-9]*(?:\.[A-Za-z0-9_]+)*>")
_ACT = re.compile(_PROVISION.pattern[:-1] + "-a[1-9][0-9]*>")
_NAME = re.compile(r"-[a-z]{2,3}(?:-[A-Z][a-z]{3})?-m[1-9][0-9]*>")
_ENTITY = re.compile(rf"<{_BASE}[A-Za-z0-9_/().-]+(?:#[A-Za-z0-9_.-]+)?>")
_RULE = re.compile(r'"[^"\\\x00-\x1f\x7f\ud800-\udfff]+"')
_SIGNS = r'[^"\\\x00-\x1f\x7f\ud800-\udfff]*'
_QUOTE = re.compile(
    rf'"({_SIGNS}(?:\\(?:[tbnrf"\\]|u[0-9A-C][0-9A-F]{{3}}){_SIGNS})*)"@([a-z]{{2,3}}(?:-[A-Z][a-z]{{3}})?)'
)
_NUMBER = re.compile(r'"(0|[1-9][0-9]{0,8})"\^\^<http://www\.w3\.org/2001/XMLSchema#integer>')


@dataclass(frozen=True, slots=True)
class Sifted:
    """Graphs without most of their plain mentions.

    Args:
        quads: what the engines are asked about, as N-Quads.
        examples: the plain mentions that are among them and stand for others, as IRIs without brackets.
    """

    quads: str
    examples: frozenset[str]


class _Mention(NamedTuple):
    """A mention in the form in which graphs are written, with its N-Quads."""

    name: Term
    provision: Term
    entity: Term
    role: Term
    quote: Term
    start: Term
    end: Term
    rule: Term
    act: Term | None
    graph: Term
    text: str


class _Facts:
    """What is said beside mentions, as far as the rules of mentions look at it."""

    def __init__(self) -> None:
        self.subjects = set[Term]()
        self.objects = set[Term]()
        self.evidence: list[tuple[Term, Term]] = []
        self._typed = set[Term]()
        self._texts: dict[tuple[Term, str], set[Term]] = {}
        self._documents: dict[Term, set[Term]] = {}
        self._parts = set[tuple[Term, Term, Term]]()
        self._provisions: dict[Term, set[Term]] = {}
        self._shown = set[Term]()
        self._unresolved = set[Term]()
        self._read: dict[tuple[Term, str], str | None] = {}

    def note(self, subject: Described) -> None:
        """Take note of what is said of no mention."""
        name = subject.name
        self.subjects.add(name)
        for predicate, value in subject.pairs:
            if predicate == EVIDENCE:
                self.evidence.append((name, value))
                continue
            self.objects.add(value)
            if predicate in _MINDED:
                self._mind(name, predicate, value)

    def _mind(self, subject: Term, predicate: Term, value: Term) -> None:
        if predicate == TYPE:
            self._typed.add(subject)
        elif predicate == _TEXT:
            self._texts.setdefault((subject, value.rpartition('"@')[2]), set()).add(value)
        elif predicate == _IN_DOCUMENT:
            self._documents.setdefault(subject, set()).add(value)
        elif predicate in _PART_LINKS:
            self._parts.add((subject, predicate, value))
        elif predicate == _CITING:
            self._provisions.setdefault(subject, set()).add(value)
        elif predicate == _STATED_IN:
            self._provisions.setdefault(subject, set()).add(value)
            self._shown.add(subject)
        elif predicate == _FOLLOW_UP:
            self._shown.add(value)
        elif predicate == _RESOLVED and value.startswith('"false"'):
            self._unresolved.add(subject)

    def bear(self, mention: _Mention) -> bool:
        """Say whether a mention keeps the rules, beside those of what it is the evidence of."""
        name, provision, entity, role, quote, start, end, rule, act, graph, _ = mention
        said = _QUOTE.fullmatch(quote)
        begins, ends = _number(start), _number(end)
        if not said or begins is None or ends is None or begins >= ends:
            return False
        text = self._text(provision, said[2])
        return (
            text is not None
            and text[begins:ends] == (unescaped(said[1]) if "\\" in said[1] else said[1])
            and _document(provision) == graph
            and provision in self._typed
            and name.startswith(provision[:-1])
            and _NAME.fullmatch(name, len(provision) - 1) is not None
            and role in _ROLES
            and _has_form(_ENTITY, entity)
            and _has_form(_RULE, rule)
            and (act is None or self._plays(act, role, entity))
            and name not in self.subjects
            and name not in self.objects
        )

    def _plays(self, act: Term, role: Term, entity: Term) -> bool:
        link = _PARTS.get(role)
        return _has_form(_ACT, act) and act in self._typed and (link is None or (act, link, entity) in self._parts)

    def _text(self, provision: Term, tag: str) -> str | None:
        """Give what a provision says in a language; None if that is not one text."""
        place = (provision, tag)
        if place not in self._read:
            texts = [text[1 : -len(tag) - 2] for text in self._texts.get(place, ())]
            self._read[place] = unescaped(texts[0]) if len(texts) == 1 else None
        return self._read[place]

    def ill_shown(self, plain: Mapping[Term, _Mention]) -> set[Term]:
        """Give the mentions that are evidence of what they do not show, or of a citation whose finding quotes them."""
        return {
            name
            for thing, name in self.evidence
            if (mention := plain.get(name))
            and (
                thing in self._unresolved
                or any(provision != mention.provision for provision in self._provisions.get(thing, ()))
                or (thing in self._shown and mention.entity != thing)
            )
        }

    def examples(self, plain: Iterable[_Mention]) -> Iterator[Term]:
        """Give a mention of each role, and in each document of each actor with a part in an act: they are asked about."""
        players = {actor for _, _, actor in self._parts}
        seen = set[object]()
        for mention in plain:
            keys: set[object] = {mention.role}
            if mention.entity in players:
                keys.add((frozenset(self._documents.get(mention.provision, ())), mention.entity))
            if not keys <= seen:
                seen |= keys
                yield mention.name


@lru_cache(maxsize=16_384)
def _number(value: Term) -> int | None:
    found = _NUMBER.fullmatch(value)
    return int(found[1]) if found else None


@lru_cache(maxsize=16_384)
def _document(provision: Term) -> Term | None:
    found = _PROVISION.fullmatch(provision)
    return f"{found[1]}>" if found else None


@lru_cache(maxsize=16_384)
def _has_form(form: re.Pattern[str], value: Term) -> bool:
    return form.fullmatch(value) is not None


def sift(documents: Sequence[Sequence[Described]], texts: Sequence[Sequence[str]]) -> Sifted:
    """Give what the engines are to be asked about documents that are validated together.

    Args:
        documents: the graph of each, subject by subject.
        texts: the same as N-Quads, a text for each subject.
    """
    facts, asked = _Facts(), list[str]()
    found: dict[Term, _Mention] = {}
    for subjects, written in zip(documents, texts, strict=True):
        for mention in _split(subjects, written, facts, asked):
            if found.setdefault(mention.name, mention) is not mention:
                facts.subjects.add(mention.name)
                asked.append(mention.text)
    plain = {name: mention for name, mention in found.items() if facts.bear(mention)}
    for name in facts.ill_shown(plain):
        del plain[name]
    asked += (mention.text for name, mention in found.items() if name not in plain)
    examples = dict.fromkeys(facts.examples(plain.values()))
    asked += (plain[name].text for name in examples)
    shown = dict.fromkeys(name for _, name in facts.evidence if name in plain and name not in examples)
    asked += (Described(name, _THERE, plain[name].graph).text for name in shown)
    return Sifted("".join(asked), frozenset(name[1:-1] for name in examples))


def _split(subjects: Sequence[Described], texts: Sequence[str], facts: _Facts, asked: list[str]) -> Iterator[_Mention]:
    """Give the mentions of a graph that have the form; take note of all else, which is asked."""
    length = len(_FORM)
    for subject, text in zip(subjects, texts, strict=True):
        if IS_MENTION in subject.pairs[:1]:
            predicates, values = zip(*subject.pairs, strict=True)
            if predicates in _FORMS:
                act = values[length] if len(values) > length else None
                yield _Mention._make((subject.name, *values[1:length], act, subject.graph, text))
                continue
        facts.note(subject)
        asked.append(text)
