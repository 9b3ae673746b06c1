"""Language versions of one work, set side by side: every provision, act, citation and follow-up once for all of them.

Provisions align by eId, which every language mints from the same printed labels; what a provision states aligns within
it. The order of the languages follows from the registry, never from the order of files.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from resograph.disagreements import disagreements
from resograph.model import Provision
from resograph.proceedings import merged
from resograph.reading import Act, Citation, FollowUp, Reading
from resograph.registry import Registry
from resograph.work import Stated, T, Work

# For each statement of one more version, the place of the known one that it is, or None.
_Places = list[int | None]
_Beside = Callable[[Sequence[T], Sequence[T]], _Places]
_Numbers = Mapping[tuple[str, int], int]


def unite(readings: Sequence[Reading], registry: Registry) -> Work:
    """Give a work from its language versions, in any order; one version is a work too.

    Args:
        readings: at most one for each language, all of one symbol.
        registry: tells in which languages texts are understood best; these come first and number the statements.
    """
    ordered = in_order(readings, registry)
    provisions = _provisions(ordered)
    eids = [provision.eid for provision in provisions]
    acts = _align(((r.structure.language, r.acts) for r in ordered), eids, _acts_beside)
    if len(ordered) > 1:
        numbers = _numbers(acts)
        ordered = tuple(_renumbered(r, numbers.get(r.structure.language, {})) for r in ordered)
        placed = {r.structure.language: {(a.eid, a.position): a for a in r.acts} for r in ordered}
        acts = tuple(Stated(a.eid, a.number, {t: placed[t][a.eid, a.number] for t in a.versions}) for a in acts)
    work = Work(
        ordered,
        provisions,
        acts,
        _align(((r.structure.language, r.citations) for r in ordered), eids, _citations_beside),
        _align(((r.structure.language, r.follow_ups) for r in ordered), eids, _follow_ups_beside),
    )
    return replace(work, disagreements=tuple(disagreements(work, registry)))


def in_order(readings: Sequence[Reading], registry: Registry) -> tuple[Reading, ...]:
    """Give the readings of a work, that of the language with the most rules for roles first, whatever order they had.

    The first carries what the files of all languages record of how the work came about.
    """

    def rank(reading: Reading) -> tuple[int, str]:
        tag = reading.structure.language
        return -len(registry.languages[tag].roles), tag

    first, *others = sorted(readings, key=rank)
    records = [r.structure.adoption.proceedings for r in (first, *others) if r.structure.adoption.proceedings]
    if records and others:
        adoption = replace(first.structure.adoption, proceedings=merged(records))
        first = replace(first, structure=replace(first.structure, adoption=adoption))
    return first, *others


def _provisions(readings: Sequence[Reading]) -> tuple[Stated[Provision], ...]:
    """Give the provisions of all versions; one that the first lacks stands after the one it follows elsewhere."""
    order = [provision.eid for provision in readings[0].structure.provisions]
    versions: dict[str, dict[str, Provision]] = {eid: {} for eid in order}
    for reading in readings:
        before: str | None = None
        for provision in reading.structure.provisions:
            if provision.eid not in versions:
                versions[provision.eid] = {}
                order.insert(_place(provision, before, order), provision.eid)
            versions[provision.eid][reading.structure.language] = provision
            before = provision.eid
    return tuple(Stated(eid, number, versions[eid]) for number, eid in enumerate(order, 1))


def _place(provision: Provision, before: str | None, order: Sequence[str]) -> int:
    """Give where a provision stands: behind the one it follows and the one it is part of, before its own parts."""
    behind = max(order.index(eid) + 1 if eid in order else 0 for eid in (before, provision.parent))
    parts = (at for at, eid in enumerate(order) if eid.startswith(f"{provision.eid}."))
    return min(behind if before else len(order), next(parts, len(order)))


def _align(
    versions: Iterable[tuple[str, Sequence[T]]],
    eids: Sequence[str],
    beside: Callable[[Sequence[T], Sequence[T]], _Places],
) -> tuple[Stated[T], ...]:
    """Give the statements of all versions, by provision; those that the first lacks have the last numbers."""
    known: dict[str, list[dict[str, T]]] = {}
    for tag, statements in versions:
        here: dict[str, list[T]] = {}
        for statement in statements:
            here.setdefault(statement.eid, []).append(statement)
        for eid, added in here.items():
            rows = known.setdefault(eid, [])
            places = beside([next(iter(row.values())) for row in rows], added) if rows else [None] * len(added)
            for place, statement in zip(places, added, strict=True):
                if place is None:
                    rows.append({tag: statement})
                else:
                    rows[place][tag] = statement
    return tuple(Stated(eid, n, row) for eid in eids for n, row in enumerate(known.get(eid, ()), 1))


def _acts_beside(known: Sequence[Act], added: Sequence[Act]) -> _Places:
    """Align acts in their order: where the forces differ, same acts are the anchors, then same forces, then the order.

    Same acts that are left then meet in whatever order they stand.
    """
    if [a.force for a in known] == [a.force for a in added]:
        return list(range(len(known)))
    places: _Places = [None] * len(added)
    keys: tuple[Callable[[Act], str], ...] = (lambda a: a.act, lambda a: a.force)
    _anchor(known, added, (0, len(known), 0, len(added)), keys, places)
    return _crossing(known, added, places)


def _crossing(known: Sequence[Act], added: Sequence[Act], places: _Places) -> _Places:
    """Give the places with those of same acts that stand in another order: some languages decide first, then recall."""
    taken = {place for place in places if place is not None}
    waiting: dict[str, deque[int]] = defaultdict(deque)
    for place, act in enumerate(known):
        if place not in taken:
            waiting[act.act].append(place)
    return [
        waiting[act.act].popleft() if place is None and waiting.get(act.act) else place
        for place, act in zip(places, added, strict=True)
    ]


def _anchor(
    known: Sequence[Act],
    added: Sequence[Act],
    region: tuple[int, int, int, int],
    keys: Sequence[Callable[[Act], str]],
    places: _Places,
) -> None:
    """Align a region of two sequences by the first key, and what lies between by the next; at last, if as many, by order."""
    first, last, start, end = region
    if not keys:
        if last - first == end - start:
            places[start:end] = range(first, last)
        return
    key, *others = keys
    left, right = ([key(a) for a in part] for part in (known[first:last], added[start:end]))
    for kind, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if kind == "equal":
            places[start + c : start + d] = range(first + a, first + b)
        elif kind == "replace":
            _anchor(known, added, (first + a, first + b, start + c, start + d), others, places)


def _citations_beside(known: Sequence[Citation], added: Sequence[Citation]) -> _Places:
    """Align citations of one target and place, then of one target; those without a target by their order."""
    places = (lambda c: (c.first.target, c.first.pinpoints, c.first.pinpoint_span is None), lambda c: c.first.target)
    return _by_keys(known, added, places)


def _follow_ups_beside(known: Sequence[FollowUp], added: Sequence[FollowUp]) -> _Places:
    """Align follow-ups of one kind that one act orders, then of one kind."""
    return _by_keys(known, added, (lambda f: (f.type, f.act), lambda f: f.type))


def _by_keys(known: Sequence[T], added: Sequence[T], keys: Sequence[Callable[[T], Hashable]]) -> _Places:
    """Align what has the same key, each in its order, by the first key first; languages have orders of their own."""
    places: _Places = [None] * len(added)
    free = dict.fromkeys(range(len(known)))
    for key in keys:
        waiting: dict[Hashable, deque[int]] = defaultdict(deque)
        for place in free:
            waiting[key(known[place])].append(place)
        for at, statement in enumerate(added):
            if places[at] is None and (fitting := waiting.get(key(statement))):
                places[at] = place = fitting.popleft()
                del free[place]
    return places


def _numbers(acts: Sequence[Stated[Act]]) -> dict[str, dict[tuple[str, int], int]]:
    """Give, by language, the number in the work of the act at a position of a provision."""
    numbers: dict[str, dict[tuple[str, int], int]] = {}
    for stated in acts:
        for tag, act in stated.versions.items():
            numbers.setdefault(tag, {})[act.eid, act.position] = stated.number
    return numbers


def _renumbered(reading: Reading, numbers: _Numbers) -> Reading:
    """Give a reading with the numbers that acts have in the work; the order stays that of the text."""
    moved = {place: number for place, number in numbers.items() if place[1] != number}
    if not moved:
        return reading
    return replace(
        reading,
        acts=tuple(_renamed(act, moved) for act in reading.acts),
        roles=tuple(
            replace(r, act=moved[r.naming.eid, r.act]) if r.act and (r.naming.eid, r.act) in moved else r
            for r in reading.roles
        ),
        follow_ups=tuple(
            replace(f, act=moved[f.eid, f.act]) if (f.eid, f.act) in moved else f for f in reading.follow_ups
        ),
    )


def _renamed(act: Act, moved: Mapping[tuple[str, int], int]) -> Act:
    """Give an act with the number that it has in the work, and that of the act it stands under."""
    place, lead = (act.eid, act.position), act.governed_by
    if place not in moved and lead not in moved:
        return act
    above = (lead[0], moved[lead]) if lead and lead in moved else lead
    return replace(act, position=moved.get(place, act.position), governed_by=above)
