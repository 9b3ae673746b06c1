"""Names of actors in a text: full names, shared heads, descriptions, weak names, pronouns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import takewhile

from resograph.extract.actor_tables import NOBODY, ActorTables, actor_tables
from resograph.model import Provision, Structure
from resograph.reading import GOVERNMENT, SELF, TAKEN_UP, WEAK, Naming
from resograph.records import SETS, Body
from resograph.registry import Registry
from resograph.templates import alternation
from resograph.text import Span, Text, plain

# A name of this kind may have that of the person behind it.
_WITH_PERSON = "official"


def find_namings(structure: Structure, registry: Registry) -> tuple[Naming, ...]:
    """Give every naming of an actor in a text, in reading order.

    A weak name counts once its actor, or the one it belongs to, has been named, or is usual in texts of the body; a
    pronoun stands for the last group of actors of a kind that it can stand for. Those in the title are named before all.
    """
    tables = actor_tables(registry, structure.language)
    body = registry.bodies[structure.adoption.body]
    title = Provision("", "Title", None, None, Text(plain(structure.title)))
    found = _in_provision(title, [], tables, body)
    before = len(found)
    for printed in structure.provisions:
        text = plain(printed.text.text)
        provision = printed if text == printed.text.text else replace(printed, text=Text(text))
        found += _in_provision(provision, found, tables, body)
    return tuple(found[before:])


def _in_provision(provision: Provision, before: list[Naming], tables: ActorTables, body: Body) -> list[Naming]:
    text = provision.text.text
    named = [*_named(provision, tables), *_described(provision, tables)]
    strong = _apart([*named, *_joined(provision, named, tables)])
    short = list(_weak(provision, before, strong, tables, body.id))
    taken = {n.span for n in short}
    weak = _apart([*(n for n in strong if n.span not in taken), *short])
    closed = [*_quoted_spans(text, tables)]
    weak = [n for n in weak if n.actor and not any(a < n.span[0] and n.span[1] < b for a, b in closed)]
    own = [
        Naming(provision.eid, m.span(), body.members, SELF)
        for m in tables.self_names.finditer(text)
        if not any(a < m.start() < b for a, b in closed)
    ]
    here = sorted([*weak, *own], key=lambda n: (n.span, n.actor))
    named = sorted([*here, *_taken_up(provision, before, here, tables)], key=lambda n: (n.span, n.actor))
    grouped = _groups(text, (n for n in named if n.rule != SELF), tables)
    numbers = {n.span: number for number, group in enumerate(grouped) for n in group}
    return [n if n.rule == SELF else Naming(n.eid, n.span, n.actor, n.rule, numbers[n.span]) for n in named]


def _named(provision: Provision, tables: ActorTables) -> Iterator[Naming]:
    text = provision.text.text
    for start, end, index in tables.automaton.find(text):
        if tables.spaceless or _whole_words(text, start, end, tables.grammar.proclitics):
            name, owner = tables.names[index], tables.owners[index]
            rule = GOVERNMENT if name in tables.governments else "name"
            if owner and tables.actors[owner].kind != _WITH_PERSON and tables.longer.match(text, end):
                owner = NOBODY
            yield Naming(provision.eid, (start, end), owner, f"{rule} {name}")
    for pattern in tables.predicates:
        for match in pattern.finditer(text):
            yield Naming(provision.eid, match.span(), NOBODY, "a predicate, no actor")


def _whole_words(text: str, start: int, end: int, proclitics: list[str]) -> bool:
    if text[end : end + 1].isalnum():
        return False
    if not text[start - 1 : start].isalnum():
        return True
    bounds = (start - len(p) for p in proclitics if text.endswith(p, 0, start))
    return any(not text[at - 1 : at].isalnum() for at in bounds)


def _joined(provision: Provision, named: list[Naming], tables: ActorTables) -> Iterator[Naming]:
    """Give rows of modifiers before one head; a row begins behind the end of a name that began before it."""
    for head, pattern, owners in tables.shared:
        at = 0
        while match := next(pattern.finditer(provision.text.text, at), None):
            crossed = [n.span[1] for n in named if n.span[0] < match.start() < n.span[1] < match.end()]
            at = max(crossed, default=match.end())
            words = re.findall(alternation(owners), match.group("modifiers")) if not crossed else []
            for word in dict.fromkeys(words):
                yield Naming(provision.eid, match.span(), owners[word], f"shared head {head}")


def _described(provision: Provision, tables: ActorTables) -> Iterator[Naming]:
    for actor, pattern in (
        tables.patterns[number] for number in sorted(tables.describing.fitting(provision.text.text))
    ):
        for match in pattern.finditer(provision.text.text):
            yield Naming(provision.eid, match.span(), actor, f"description of {actor}")


def _weak(
    provision: Provision, before: list[Naming], here: list[Naming], tables: ActorTables, body: str
) -> Iterator[Naming]:
    """Give weak names: with a possessive of an owner named before, else of the latest named, or the body."""
    text = provision.text.text
    for match in tables.the_government.finditer(text) if tables.the_government else ():
        named = (n for n in (*reversed(here), *reversed(before)) if n.rule.startswith(GOVERNMENT))
        if latest_one := next((n for n in named if n.eid != provision.eid or n.span[0] < match.start()), None):
            yield Naming(provision.eid, match.span("name"), latest_one.actor, f"{GOVERNMENT} named before")
    there = [(name, actors) for name, actors in tables.short.items() if name in text]
    ends = {m.end(): m.start() for m in tables.possessives.finditer(text)} if there else {}
    for name, actors in there:
        for match in re.finditer(re.escape(name), text):
            earlier = [n.actor for n in (*before, *(x for x in here if x.span[0] < match.start()))]
            owned = [a for a in actors if tables.actors[a].parent in earlier] if match.start() in ends else []
            usual = next((a for a in actors if body in (a, tables.actors[a].usual_in)), None)
            latest = next((a for a in reversed(earlier) if a in actors), usual)
            if owned:
                yield Naming(provision.eid, (ends[match.start()], match.end()), owned[0], f"its {name}")
            elif latest:
                yield Naming(provision.eid, match.span(), latest, f"{WEAK} {name}")


def _apart(namings: Iterable[Naming]) -> list[Naming]:
    """Give the namings that do not overlap, longer ones first; those of one span stay together."""
    chosen: list[Naming] = []
    for one in sorted(namings, key=lambda n: (n.span[0] - n.span[1], n.span[0])):
        if all((one.span == x.span and one.actor != x.actor) or not _overlap(one.span, x.span) for x in chosen):
            chosen.append(one)
    return sorted(chosen, key=lambda n: n.span)


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _quoted_spans(text: str, tables: ActorTables) -> Iterator[Span]:
    """Give what stands between quotation marks, without what is a name as a whole, or a statement from its beginning."""
    for pattern in tables.quoted:
        for match in pattern.finditer(text, 1):
            if match.group()[1:-1] not in tables.names:
                yield match.span()


def _taken_up(provision: Provision, before: list[Naming], here: list[Naming], tables: ActorTables) -> Iterator[Naming]:
    """Give pronouns and demonstratives, each for every actor of the group that it takes up."""
    text = provision.text.text
    for match in tables.demonstratives.finditer(text):
        earlier = [*before, *(n for n in here if n.span[1] <= match.start())]
        last = _latest_headed(earlier, match.group("tail"), tables)
        if last and not any(_overlap(n.span, match.span()) for n in here):
            yield Naming(provision.eid, match.span(), last.actor, f"{match.group()}: {TAKEN_UP}")
    for match in tables.pronouns.finditer(text) if tables.pronouns else ():
        kinds = tables.grammar.pronouns[match.group()]
        earlier = [n for n in here if n.span[1] <= match.start()]
        fitting = [n for n in earlier if tables.actors[n.actor].kind in kinds]
        for actor in _last_group(text, fitting, tables, plural=match.group() in tables.grammar.plural):
            yield Naming(provision.eid, match.span(), actor, f"{match.group()}: {TAKEN_UP}")


def _latest_headed(namings: Sequence[Naming], head: str, tables: ActorTables) -> Naming | None:
    """Give the latest naming of an actor of whose names one has a head; each actor is looked at once."""
    others = set[str]()
    for naming in reversed(namings):
        if naming.actor not in others:
            if any(_headed(name, head) for name in tables.full[naming.actor]):
                return naming
            others.add(naming.actor)
    return None


@lru_cache(maxsize=16_384)
def _headed(name: str, head: str) -> bool:
    """Say whether a name has a head: its last word, or the last before a small one ("the Institute for Training")."""
    leading = " ".join(takewhile(lambda word: not word[0].islower(), name.split()))
    return name.endswith(head) or leading.endswith(head)


def _last_group(text: str, namings: list[Naming], tables: ActorTables, *, plural: bool) -> list[str]:
    """Give the actors of the last group among namings, leaving out what the members call themselves.

    A plural stands for several, or for a set; where there is none, for whom else it can.
    """
    groups = _groups(text, [n for n in namings if n.rule != SELF], tables)
    several = [g for g in groups if len({n.actor for n in g}) > 1 or tables.actors[g[0].actor].kind in SETS]
    last = (plural and several) or groups
    return list(dict.fromkeys(n.actor for n in last[-1])) if last else []


def _groups(text: str, namings: Iterable[Naming], tables: ActorTables) -> list[list[Naming]]:
    """Give namings gathered into groups: those joined by "and", a comma of a list, or "including"."""
    gathered: list[list[Naming]] = []
    for one in sorted(namings, key=lambda n: n.span):
        last = gathered[-1][-1] if gathered else None
        if last and (last.span == one.span or tables.between.fullmatch(text, last.span[1], one.span[0])):
            gathered[-1].append(one)
        else:
            gathered.append([one])
    return gathered
