"""The names of actors in a language as compiled patterns."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from daachorse import MATCH_KIND_LEFTMOST_LONGEST, CharwiseDoubleArrayAhoCorasick

from resograph.grammar_actors import ActorGrammar
from resograph.records import SETS, STATE, Actor, Instrument
from resograph.registry import Registry
from resograph.sieve import Sieve, Sieves, sieve, sieves
from resograph.templates import alternation, compile_template, quotation

# A decoy is a name that names nobody: it keeps a shorter name inside it from being found.
NOBODY = ""
# The script of acronyms: they are words in languages of that script only.
_ACRONYMS = "LATIN"
# Heads are shared by adjectives (国际 区域 次区域, "subregional"), not by whole names.
_LONGEST_MODIFIER = 18


@dataclass(frozen=True, slots=True)
class ActorTables:
    """Names of actors in one language, compiled; `full` are those of each that identify it anywhere."""

    grammar: ActorGrammar
    spaceless: bool
    actors: Mapping[str, Actor]
    full: Mapping[str, Sequence[str]]
    names: tuple[str, ...]
    owners: tuple[str, ...]
    automaton: CharwiseDoubleArrayAhoCorasick
    shared: tuple[tuple[str, Sieve, Mapping[str, str]], ...]
    patterns: tuple[tuple[str, Sieve], ...]
    describing: Sieves
    short: Mapping[str, tuple[str, ...]]
    governments: Mapping[str, str]
    the_government: Sieve | None
    longer: re.Pattern[str]
    possessives: re.Pattern[str]
    pronouns: re.Pattern[str] | None
    demonstratives: Sieve
    self_names: Sieve
    predicates: tuple[Sieve, ...]
    between: re.Pattern[str]
    quoted: tuple[Sieve, ...]


@lru_cache(maxsize=32)
def actor_tables(registry: Registry, tag: str) -> ActorTables:
    """Give the names of all actors in a language, compiled."""
    language = registry.languages[tag]
    grammar = language.actors
    acronyms = {n: a.id for a in registry.actors.values() for n in a.acronym} if language.script == _ACRONYMS else {}
    names = _names(registry, tag, acronyms)
    governments = _governments(registry.actors.values(), acronyms, tag, grammar)
    names |= governments
    sets = {n: a for n, a in names.items() if a and registry.actors[a].kind in SETS}
    patterns = [
        (a.id, sieve(compile_template(p.match, language.fields)))
        for a in registry.actors.values()
        for p in a.patterns.get(tag, [])
    ]
    short = [(n, a.id) for a in registry.actors.values() for n in a.short.get(tag, [])]
    tails = alternation(grammar.tails)
    edge = "" if language.spaceless else r"\b"
    return ActorTables(
        grammar,
        language.spaceless,
        registry.actors,
        {a.id: full_names(a, tag) for a in registry.actors.values()},
        tuple(names),
        tuple(names.values()),
        CharwiseDoubleArrayAhoCorasick(list(names), match_kind=MATCH_KIND_LEFTMOST_LONGEST),
        tuple(_shared_head(head, sets, names, grammar) for head in grammar.heads),
        tuple(patterns),
        sieves(pattern for _, pattern in patterns),
        {name: tuple(a for n, a in short if n == name) for name, _ in short},
        governments,
        _the_government(grammar, edge),
        compile_template(grammar.longer or "(?!)", language.fields),
        re.compile(rf"{edge}{alternation(grammar.possessives)}\s*"),
        re.compile(f"{edge}{alternation(grammar.pronouns)}{edge}") if grammar.pronouns else None,
        sieve(re.compile(rf"{alternation(grammar.demonstratives)}\s*(?P<tail>{tails}){grammar.tail_end}")),
        sieve(re.compile(f"{edge}{alternation(grammar.self_names)}{edge}")),
        tuple(sieve(compile_template(r.match, language.fields)) for r in grammar.predicates),
        re.compile(
            rf"(?:\s*\([^()]{{1,40}}\))?[）)]?\s*{alternation(grammar.joints)}\s*(?:{alternation(grammar.modifiers)}\s*)*"
        ),
        tuple(sieve(re.compile(quotation([pair]))) for pair in grammar.quotes),
    )


def _names(registry: Registry, tag: str, acronyms: Mapping[str, str]) -> dict[str, str]:
    """Give the names that may stand anywhere, each with its actor; titles and decoys are of nobody."""
    language = registry.languages[tag]
    names = {**acronyms, **{n: a.id for a in registry.actors.values() for n in full_names(a, tag)}}
    if not language.citations.titles_quoted:
        names |= dict.fromkeys((n for i in registry.instruments.values() for n in _titles(i, tag)), NOBODY)
    names |= dict.fromkeys(language.actors.decoys, NOBODY)
    return names | {
        new + n.removeprefix(old): a
        for old, new in language.actors.contractions.items()
        for n, a in names.items()
        if n.startswith(old)
    }


def full_names(actor: Actor, tag: str) -> list[str]:
    """Give the names that identify an actor anywhere in a text of a language."""
    return [*([actor.label[tag]] if tag in actor.label else []), *actor.names.get(tag, [])]


def _governments(
    actors: Iterable[Actor], acronyms: Mapping[str, str], tag: str, grammar: ActorGrammar
) -> dict[str, str]:
    """Give the names of the governments of States, each with its State; an acronym is a name, and an adjective too."""
    states = [a for a in actors if a.kind == STATE]
    named = {name: state.id for state in states for name in state.governments.get(tag, [])}
    return named | {
        form.format(state=name, adjective=name): state.id
        for form in grammar.governments
        for state in states
        for name in [
            *(state.adjectives.get(tag, []) if "{adjective}" in form else full_names(state, tag)),
            *(n for n in state.acronym if n in acronyms),
        ]
    }


def _the_government(grammar: ActorGrammar, edge: str) -> Sieve | None:
    if not grammar.the_government:
        return None
    alone = f"|(?={alternation(grammar.governments_alone)})" if grammar.governments_alone else ""
    alone += f"|(?:{grammar.government_asked})" if grammar.government_asked else ""
    names = f"(?P<name>{alternation([*grammar.the_government, *grammar.governments_alone])})"
    return sieve(re.compile(rf"{edge}(?:{alternation(grammar.demonstratives)}\s*{alone}){names}{edge}"))


def _titles(instrument: Instrument, tag: str) -> list[str]:
    return [*([instrument.label[tag]] if tag in instrument.label else []), *instrument.names.get(tag, [])]


def _shared_head(
    head: str, sets: Mapping[str, str], names: Container[str], grammar: ActorGrammar
) -> tuple[str, Sieve, Mapping[str, str]]:
    """Give the pattern of several modifiers before one head, and the actor that each makes with it.

    What is a name by itself is no modifier: "the United Nations, regional organizations".
    """
    owners = {
        modifier: a
        for n, a in sets.items()
        if n.endswith(head) and 1 < len(n) - len(head) <= _LONGEST_MODIFIER
        if (modifier := n[: -len(head)].strip()) not in names
    }
    if not owners:
        return head, sieve(re.compile(r"(?!)")), owners
    one, joint, of = alternation(owners), alternation(grammar.joints), f"{alternation(grammar.modifiers)}?"
    row = rf"(?P<modifiers>{one}(?:\s*{joint}\s*{of}\s*{one})+){of}\s*{re.escape(head)}"
    return head, sieve(re.compile(row)), owners
