"""Act phrases: the words with which the enacting body does something, and the verbs of items under a lead-in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from resograph.grammar import Language, alternation, expand
from resograph.model import Provision, Structure
from resograph.reading import ActPhrase
from resograph.records import MEASURES
from resograph.registry import Registry

_SILENT = frozenset({"Footnote", "Annex", "Section", "Table"})


@dataclass(frozen=True, slots=True)
class ActTables:
    """Act phrases of one language, compiled.

    `opening` fits where a provision begins, `later` after a break of clause; both capture `subject` and `phrase`.
    `infinitive` fits the verb phrase of an item after what may stand before it (`skip`), `fallback` one whose verb is
    not known; `promise` fits what opens a sentence on what the members will do.
    """

    language: Language
    acts: Mapping[str, str]
    forces: Mapping[str, str]
    opening: re.Pattern[str]
    later: re.Pattern[str]
    infinitive: re.Pattern[str]
    fallback: re.Pattern[str]
    repeated: re.Pattern[str]
    promise: re.Pattern[str]
    breaks: re.Pattern[str]
    quoted: re.Pattern[str]


@lru_cache(maxsize=32)
def act_tables(registry: Registry, tag: str) -> ActTables:
    """Give the act phrases of a language, compiled."""
    language = registry.languages[tag]
    grammar, verbs = language.acts, language.verbs
    acts = {p: a.id for a in registry.acts.values() for p in a.phrases.get(tag, [])}
    adverbs = f"{alternation(grammar.adverbs)}*"
    joined = alternation(c for c in grammar.connectives if c not in grammar.adverbs)
    subject = f"(?P<subject>{alternation(grammar.subjects)})(?:，[^，；。]{{1,30}}，)?"
    later = [p for p in acts if p not in grammar.initial_only]
    verb = alternation(verbs.verbs)
    chain = f"{verb}(?:{alternation(verbs.joints)}{verb})*"
    fronted = "(?:" + "|".join(_nameless(expand(r.match, language.fields)) for r in grammar.fronted) + ")?"
    modal, aspect = alternation(verbs.modals), alternation(verbs.aspects)
    phrase = f"(?P<phrase>(?:{alternation([*verbs.adverbs, *verbs.modals])}*{chain})|{aspect})"
    skip = "(?P<skip>(?:" + "|".join(_nameless(expand(r.match, language.fields)) for r in verbs.skip) + "){0,4})"
    fallback = f"{skip}(?P<phrase>\\w{{{verbs.fallback}}})" if verbs.fallback else "(?!)"
    return ActTables(
        language,
        acts,
        {a.id: a.force for a in registry.acts.values()},
        re.compile(f"(?:{joined}，?)*(?:{subject})?{fronted}(?P<phrase>{adverbs}{alternation(acts)})"),
        re.compile(
            f"(?:{alternation(grammar.connectives)}，?)*"
            f"(?:(?:{subject})(?P<full>{adverbs}{alternation(acts)})|{fronted}(?P<phrase>{adverbs}{alternation(later)}))"
        ),
        re.compile(f"{modal}?{skip}{phrase}"),
        re.compile(fallback),
        re.compile(f"(?:{alternation(grammar.connectives)})+(?P<phrase>{alternation(verbs.repeating)})"),
        re.compile(
            f"(?:{alternation(grammar.connectives)}，?)*(?:(?P<subject>{alternation(language.actors.self_names)})|(?={modal}))"
        ),
        re.compile(f"[{re.escape(language.clause_break)}] ?"),
        re.compile("|".join(f"{re.escape(a)}[^{re.escape(b)}]*{re.escape(b)}" for a, b in language.actors.quotes)),
    )


def _nameless(pattern: str) -> str:
    return re.sub(r"\?P<[a-z_]+>", "?:", pattern)


def find_phrases(structure: Structure, registry: Registry) -> tuple[ActPhrase, ...]:
    """Give the act phrases of a text, in reading order.

    An item that stands under a lead-in ending in a colon, whose last act is to lead to conduct, opens with a verb
    phrase of its own; its act is None until it is interpreted.
    """
    tables = act_tables(registry, structure.language)
    found: dict[str, list[ActPhrase]] = {}
    for provision in structure.provisions:
        if provision.kind in _SILENT:
            found[provision.eid] = []
            continue
        governed = _leads(found.get(structure.leads.get(provision.eid, ""), []), tables)
        found[provision.eid] = _bounded(list(_phrases(provision, tables, governed=governed)), provision)
    return tuple(p for phrases in found.values() for p in phrases)


def _leads(phrases: list[ActPhrase], tables: ActTables) -> bool:
    return any(p.act is None or tables.forces[p.act] in MEASURES for p in phrases)


def _phrases(provision: Provision, tables: ActTables, *, governed: bool) -> Iterator[ActPhrase]:
    text = provision.text.text
    closed = [m.span() for m in tables.quoted.finditer(text)]
    starts = [m.end() for m in tables.breaks.finditer(text) if not any(a < m.end() <= b for a, b in closed)]
    first = _item(provision, tables) if governed else _match(provision, tables.opening, 0, tables, initial=True)
    last = 0
    promising = False
    if first:
        yield first
        last = first.span[1]
    for start in starts:
        if start < last:
            continue
        sentence = text[:start].rstrip().endswith(tuple(tables.language.sentence_end))
        promising = promising and not sentence
        one = _match(provision, tables.later, start, tables, initial=sentence)
        if one is None and governed and (match := tables.repeated.match(text, start)):
            one = _made(provision, match, None, initial=False)
        if one is None:
            one = _promise(provision, start, tables, promising=promising)
        if one:
            promising = promising or one.subject is not None
            yield one
            last = one.span[1]


def _match(
    provision: Provision, pattern: re.Pattern[str], start: int, tables: ActTables, *, initial: bool
) -> ActPhrase | None:
    match = pattern.match(provision.text.text, start)
    if match is None:
        return None
    printed = match.groupdict().get("full") or match.group("phrase")
    act = max((p for p in tables.acts if printed.endswith(p)), key=len)
    return _made(provision, match, tables.acts[act], initial=initial)


def _item(provision: Provision, tables: ActTables) -> ActPhrase | None:
    """Give the leading verb phrase of an item, or the act phrase it opens with if that is as long."""
    text = provision.text.text
    verb = tables.infinitive.match(text)
    opening = None if verb and verb.group("skip") else _match(provision, tables.opening, 0, tables, initial=True)
    if opening and (verb is None or opening.span[1] >= verb.end("phrase")):
        return opening
    verb = verb or tables.fallback.match(text)
    return _made(provision, verb, None, initial=True) if verb else None


def _promise(provision: Provision, start: int, tables: ActTables, *, promising: bool) -> ActPhrase | None:
    """Give what the members say that they will do: after their own name, or going on in such a sentence."""
    lead = tables.promise.match(provision.text.text, start)
    if lead is None or (lead.group("subject") is None and not promising):
        return None
    verb = tables.infinitive.match(provision.text.text, lead.end())
    subject = lead.span("subject") if lead.group("subject") else None
    made = _made(provision, verb, None, initial=bool(subject)) if verb else None
    return replace(made, subject=subject, clause=start) if made else None


def _made(provision: Provision, match: re.Match[str], act: str | None, *, initial: bool) -> ActPhrase:
    groups = match.groupdict()
    name = "full" if groups.get("full") else "phrase"
    subject = match.span("subject") if groups.get("subject") else None
    rule = f"act {act}" if act else "verb under a lead-in"
    return ActPhrase(
        provision.eid, match.start(), match.span(name), (match.end(name), match.end(name)), act, subject, initial, rule
    )


def _bounded(phrases: list[ActPhrase], provision: Provision) -> list[ActPhrase]:
    """Give the phrases with their contents: what follows each, up to the next."""
    ends = [*(p.clause for p in phrases[1:]), len(provision.text.text)][: len(phrases)]
    return [replace(p, content=(p.span[1], max(end, p.span[1]))) for p, end in zip(phrases, ends, strict=True)]
