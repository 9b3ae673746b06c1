"""Who plays which part: each group of actors takes the role that its context in the sentence gives it."""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

from resograph.grammar import Language
from resograph.grammar_actors import RoleRule
from resograph.interpret.rows import NO_RULE, PLACE, RowTables, in_rows, row_tables
from resograph.model import Provision, Structure
from resograph.reading import GOVERNMENT, SELF, TAKEN_UP, WEAK, Act, Findings, Naming, Role
from resograph.records import ASKING, STATE, Actor, Force
from resograph.registry import Registry
from resograph.sieve import Sieve, sieve
from resograph.templates import alternation, expand
from resograph.text import plain

_ENACTING = "enacting-body"
_SUBJECT = "subject of an act"
# Who goes on the row of those who have one of these roles has it too.
_IN_ROWS = frozenset({"addressee", "partner"})
# By these the body says how it feels or what it knows: nobody is a target of that.
_TELLING: frozenset[Force] = frozenset({"concern", "condemn", "note", "recall", "guided", "welcome", "appreciate"})


@dataclass(frozen=True, slots=True)
class _Rule:
    rule: RoleRule
    kinds: frozenset[str]
    forces: frozenset[str]
    before: Sieve | None
    after: re.Pattern[str] | None


_Open = Callable[[tuple[str, ...], str | None, bool], tuple[_Rule, ...]]


@dataclass(frozen=True, slots=True)
class _Tables:
    rules: _Open
    defaults: _Open
    actors: Mapping[str, Actor]
    sentence: re.Pattern[str]
    rows: RowTables
    bridge: re.Pattern[str] | None


def _compiled(language: Language, template: str) -> re.Pattern[str] | None:
    """Give a template of what stands around a name as a pattern without groups, or None for an empty one."""
    edge = "" if language.spaceless else r"(?<!\w)"
    fields = {
        **language.fields,
        "mods": f"(?:{alternation(language.actors.modifiers)}\\s*|(?:{language.actors.qualities or '(?!)'})\\s+)*",
        "self": f"{edge}{alternation(language.actors.self_names)}",
    }
    return re.compile(re.sub(r"\?P<[a-z_]+>", "?:", expand(template, fields))) if template else None


@lru_cache(maxsize=32)
def _bridge(registry: Registry, tag: str) -> re.Pattern[str] | None:
    """Give the pattern of what joins two names in one row though names that are not known stand between."""
    return _compiled(registry.languages[tag], registry.languages[tag].actors.bridge)


@lru_cache(maxsize=32)
def _rules(registry: Registry, tag: str) -> tuple[_Rule, ...]:
    compiled = partial(_compiled, registry.languages[tag])
    patterns = ((rule, compiled(rule.before), compiled(rule.after)) for rule in registry.languages[tag].roles)
    return tuple(
        _Rule(rule, frozenset(rule.kinds), frozenset(rule.forces), sieve(before) if before else None, after)
        for rule, before, after in patterns
    )


@lru_cache(maxsize=16_384)
def _open(  # noqa: PLR0913, PLR0917 - what tells which rules a group can meet
    registry: Registry, tag: str, body: str, default: bool, actors: tuple[str, ...], force: str | None, told: bool
) -> tuple[_Rule, ...]:
    """Give the rules of a language that a group can meet, whatever its words are, in their order.

    Args:
        registry: the actors and rules.
        tag: the language.
        body: who enacts the text.
        default: whether defaults are wanted, or the other rules.
        actors: of the group.
        force: of the act that the group stands in, or None.
        told: whether the group stands behind the words of that act, and the act is known.
    """
    kinds = frozenset(registry.actors[actor].kind for actor in actors)
    others = any(actor != body for actor in actors)
    targeted = all(_usual(registry.actors[actor]) == "target" for actor in actors)
    # who is usually acted against may be asked all the same ("Demands that the Houthis …")
    apart = {"target", "addressee"} if told and force in ASKING else {"target"}
    return tuple(
        candidate
        for candidate in _rules(registry, tag)
        if candidate.rule.default == default
        and not (others and candidate.rule.only == [_ENACTING])
        and not (targeted and candidate.rule.role not in apart)
        and not (force is not None and force in candidate.rule.unless)
        and not (candidate.kinds and not kinds <= candidate.kinds)
        and not (candidate.forces and not (told and force in candidate.forces))
    )


def interpret_roles(
    structure: Structure, findings: Findings, acts: Sequence[Act], registry: Registry
) -> tuple[Role, ...]:
    """Give the role of every naming of an actor.

    The rules of the language are tried in their order on each group; an actor that no rule reaches has its usual
    role, else it is mentioned. A pronoun that brings no new role is left out.
    """
    language = registry.languages[structure.language]
    tables = _Tables(
        partial(_open, registry, structure.language, structure.adoption.body, False),
        partial(_open, registry, structure.language, structure.adoption.body, True),
        registry.actors,
        re.compile(f"[{re.escape(language.sentence_end)}]"),
        row_tables(registry, structure.language),
        _bridge(registry, structure.language),
    )
    namings: dict[str, list[Naming]] = {}
    for naming in findings.namings:
        namings.setdefault(naming.eid, []).append(naming)
    stated: dict[str, list[Act]] = {}
    for act in acts:
        stated.setdefault(act.eid, []).append(act)
    return tuple(
        role
        for p in structure.provisions
        for role in _telling(_with_rows(p, namings.get(p.eid, []), stated.get(p.eid, []), tables))
    )


def _in_provision(
    provision: Provision, namings: Sequence[Naming], acts: Sequence[Act], tables: _Tables
) -> Iterator[Role]:
    text = plain(provision.text.text)
    for naming in namings:
        if naming.rule == SELF:
            act = _act_at(naming.span[0], acts)
            speaks = act is None or acts[act - 1].agent == naming.actor
            yield Role(naming, "agent" if speaks else "mentioned", act, SELF)
    breaks = [m.end() for m in tables.sentence.finditer(text)] if namings else []
    last: dict[str, str] = {}
    row: tuple[RoleRule, int | None, int] | None = None
    for _, members in itertools.groupby(sorted(namings, key=lambda n: n.group), key=lambda n: n.group):
        group = [n for n in members if n.rule != SELF]
        if not group:
            continue
        act = _act_at(group[0].span[0], acts)
        subject = acts[act - 1].phrase.subject if act else None
        if subject and act and subject[0] <= group[0].span[0] < subject[1] and group[0].actor == acts[act - 1].agent:
            yield from (Role(naming, "agent", act, _SUBJECT) for naming in group)
            continue
        stated = acts[act - 1] if act else None
        found = _fitting(text, breaks, group, stated, tables.rules) or _going_on(text, row, act, group, tables)
        default = None if found else _fitting(text, breaks, group, stated, tables.defaults)
        row = (found, act, max(n.span[1] for n in group)) if found and found.role in _IN_ROWS else None
        for naming in group:
            if found:
                yield Role(naming, found.role, act, found.id)
            else:
                yield _unreached(naming, last.get(naming.actor), default, (stated, act), tables)
            last[naming.actor] = found.role if found else last.get(naming.actor, "mentioned")


def _unreached(
    naming: Naming, before: str | None, default: RoleRule | None, under: tuple[Act | None, int | None], tables: _Tables
) -> Role:
    """Give the role of a naming that no rule reaches but a default.

    Args:
        naming: who is named.
        before: the role that its actor had before in the provision.
        default: the default rule that fits, if one does.
        under: the act it stands under, and its position.
        tables: what is known of roles and actors.
    """
    stated, act = under
    if naming.rule.startswith(WEAK) and before:
        return Role(naming, before, act, "same as before")
    if default:
        return Role(naming, default.role, act, default.id)
    if tables.actors[naming.actor].kind == STATE and not naming.rule.startswith(GOVERNMENT):
        return Role(naming, "mentioned", act, PLACE)
    told = stated is not None and stated.force in _TELLING
    return Role(naming, "mentioned" if told else _usual(tables.actors[naming.actor]), act, NO_RULE)


def _with_rows(provision: Provision, namings: Sequence[Naming], acts: Sequence[Act], tables: _Tables) -> list[Role]:
    """Give the roles of a provision; those who stand in one row with others, known or not, have the role of the row."""
    roles = in_rows(plain(provision.text.text), _in_provision(provision, namings, acts, tables), acts, tables.rows)
    return [role for role in roles if role.rule != PLACE]


def _act_at(position: int, acts: Sequence[Act]) -> int | None:
    """Give the position of the act whose words a place belongs to; what stands before the first belongs to it."""
    before = [a.position for a in acts if a.phrase.clause <= position]
    return before[-1] if before else acts[0].position if acts else None


def _fitting(
    text: str, breaks: Sequence[int], group: Sequence[Naming], stated: Act | None, rules: _Open
) -> RoleRule | None:
    """Give the rule that a group under an act meets first; `breaks` are where sentences of the text end."""
    start, end = group[0].span[0], max(n.span[1] for n in group)
    before, behind = bisect.bisect_right(breaks, start), bisect.bisect_left(breaks, end)
    first = breaks[before - 1] if before else 0
    last = breaks[behind] if behind < len(breaks) else len(text)
    content = stated.phrase.span[1] if stated and stated.phrase.span[1] <= start else None
    after = text[end:last].lstrip("）)")
    force = stated.force if stated else None
    told = content is not None and stated is not None and stated.phrase.act is not None
    sentence, clause = text[first:start], text[first if content is None else content : start]
    for candidate in rules(tuple(n.actor for n in group), force, told):
        # what follows is tried at one place only, so it is asked for first
        if candidate.after and not candidate.after.match(after):
            continue
        if candidate.before and not candidate.before.search(clause if candidate.forces else sentence):
            continue
        return candidate.rule
    return None


def _going_on(
    text: str,
    row: tuple[RoleRule, int | None, int] | None,
    act: int | None,
    group: Sequence[Naming],
    tables: _Tables,
) -> RoleRule | None:
    """Give the rule of those who stand before, if a group goes on their row."""
    if row is None or tables.bridge is None or row[1] != act:
        return None
    return row[0] if tables.bridge.fullmatch(text, row[2], group[0].span[0]) else None


def _usual(actor: Actor) -> str:
    return actor.usual_role or ("target" if actor.kind == "listed-entity" else "mentioned")


def _telling(roles: Sequence[Role]) -> Iterator[Role]:
    """Give roles without the pronouns that say nothing new of an act."""
    named = {(r.naming.actor, r.role, r.act) for r in roles if not r.naming.rule.endswith(TAKEN_UP)}
    for role in sorted(roles, key=lambda r: (r.naming.span, r.naming.actor)):
        pronoun = role.naming.rule.endswith(TAKEN_UP)
        if not pronoun or (role.role != "mentioned" and (role.naming.actor, role.role, role.act) not in named):
            yield role
