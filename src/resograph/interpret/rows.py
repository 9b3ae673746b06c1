"""Those who stand in a row and have one role together, among them some whom no registry names."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import lru_cache

from resograph.grammar_actors import ListedRule
from resograph.reading import Act, Naming, Role
from resograph.records import SETS
from resograph.registry import Registry
from resograph.templates import alternation, compile_template
from resograph.text import Span

# The rules by which a naming has no role yet that a row could not give it. The name of a State is also that of a place,
# which plays no role, unless those in a row with it do.
NO_RULE = "no rule"
PLACE = "a place"


@dataclass(frozen=True, slots=True)
class _Row:
    rule: ListedRule
    row: re.Pattern[str]
    name: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class RowTables:
    """Rows in one language, compiled: their rules, what joins the names, and what may stand before and behind one.

    `yielding` are the rules whose role gives way to that of a row.
    """

    rules: tuple[_Row, ...]
    joint: re.Pattern[str]
    before_name: re.Pattern[str]
    before_head: re.Pattern[str]
    owning: re.Pattern[str]
    sets: frozenset[str]
    yielding: frozenset[str]


@lru_cache(maxsize=32)
def row_tables(registry: Registry, tag: str) -> RowTables:
    """Give the rules for rows of a language, compiled."""
    language = registry.languages[tag]
    grammar = language.actors
    edge, space = ("", r"\s*") if language.spaceless else (r"(?:(?<!\w)|(?!\w))", r"\s+")
    return RowTables(
        tuple(
            _Row(rule, compile_template(rule.match, language.fields), compile_template(rule.name, language.fields))
            for rule in language.listed
        ),
        re.compile(rf"\s*{edge}{alternation(grammar.joints)}{space}"),
        re.compile(rf"(?:(?:{alternation(grammar.modifiers)}|{grammar.qualities or '(?!)'}){space})*"),
        compile_template(grammar.before_head or "(?!)", language.fields),
        compile_template(grammar.owning or "(?!)", language.fields),
        frozenset(a.id for a in registry.actors.values() if a.kind in SETS),
        frozenset({NO_RULE, PLACE, *(rule.id for rule in language.roles if rule.default)}),
    )


def in_rows(text: str, roles: Iterable[Role], acts: Sequence[Act], tables: RowTables) -> list[Role]:
    """Give the roles in a text; who stands in a row behind the phrase of an act has the role of the row."""
    found = list(roles)
    for act in acts:
        for row in tables.rules if act.phrase.act else ():
            if act.force in row.rule.forces:
                for match in _rows(text, act, row):
                    names = list(_names(text, match.span("names"), found, row, tables))
                    found = list(_sharing(found, names, act, row, tables))
    return found


def _rows(text: str, act: Act, row: _Row) -> Iterator[re.Match[str]]:
    start, end = act.phrase.span[1], act.phrase.content[1]
    if row.rule.anywhere:
        yield from row.row.finditer(text, start, end)
    elif first := row.row.match(text, start, end):
        yield first


def _names(text: str, within: Span, roles: Sequence[Role], row: _Row, tables: RowTables) -> Iterator[tuple[Span, bool]]:
    """Give the words of each in a row, and whether it is known; what is no name goes on with the name before it."""
    sets = {r.naming.span[0] for r in roles if r.naming.actor in tables.sets}
    named = {r.naming.span[0] for r in roles if not tables.owning.match(text, r.naming.span[1])}
    unknown: Span | None = None
    half: int | None = None
    for start, end in _parts(text, within, [r.naming.span for r in roles], tables):
        known = _begins(text, (start, end), named, sets, tables)
        if known is None and unknown and not row.name.fullmatch(text, start, end):
            unknown = unknown[0], end
            continue
        if unknown:
            yield unknown, False
        # of "the financial and banking institutions" the first words are no name yet
        begin, unknown = start if half is None else half, None
        if known is not None:
            yield (known if half is None else begin, end), True
            half = None
        elif row.name.fullmatch(text, begin, end):
            unknown, half = (begin, end), None
        elif half is None and start == within[0]:
            half = start
        elif half is not None:
            return
    if unknown:
        yield unknown, False


def _parts(text: str, within: Span, inside: Sequence[Span], tables: RowTables) -> Iterator[Span]:
    """Give what stands between the joints of a row; those that a name holds, if only in part, join nothing."""
    joints = (m.span() for m in tables.joint.finditer(text, *within))
    ends = [(a, b) for a, b in joints if not any(start < b and a < end for start, end in inside)]
    return zip([within[0], *(b for _, b in ends)], [*(a for a, _ in ends), within[1]], strict=True)


def _begins(text: str, part: Span, named: AbstractSet[int], sets: AbstractSet[int], tables: RowTables) -> int | None:
    """Give where the known name begins that a part of a row is, or of the set of which it is a kind (*flag* States)."""
    start, end = part
    match = tables.before_name.match(text, start, end)
    plain = (at for at in named if start <= at <= (match.end() if match else start))
    kinds = (at for at in sets if start < at < end and tables.before_head.fullmatch(text, start, at))
    return min(itertools.chain(plain, kinds), default=None)


def _sharing(
    roles: Sequence[Role], names: Sequence[tuple[Span, bool]], act: Act, row: _Row, tables: RowTables
) -> Iterator[Role]:
    rule = row.rule
    begins = [role.naming.span[0] for role in roles]
    # what stands later in the words of one is part of its name ("the Department of … of the Secretariat")
    heads = {min((at for at in begins if a <= at < b), default=a) for (a, b), known in names if known}
    for role in roles:
        taken = role.naming.span[0] in heads and role.rule in tables.yielding
        yield replace(role, role=rule.role, rule=rule.id) if taken else role
    for span, known in names:
        if not known:
            yield Role(Naming(act.eid, span, rule.unknown, rule.id), rule.role, act.position, rule.id)
