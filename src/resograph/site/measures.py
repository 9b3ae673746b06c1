"""The table of measures: who is to do what, with whom, for whom, by when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from resograph import vocab
from resograph.site.facts import Value
from resograph.site.pairs import Pairs, all_of, done_with, is_a, one, reading

ROLES = ("addressee", "partner", "beneficiary", "target")


@dataclass(frozen=True, slots=True)
class Measure:
    """A row of the table of measures: who is to do what, with whom, for whom, by when.

    Args:
        eid: where it is stated.
        fragment: of the act.
        force: IRI.
        act: IRI.
        words: verb phrase by language, and what follows it.
        parts: IRIs of actors by role.
        qualifiers: IRIs.
        follow_ups: IRI of the kind, and when it is due: the day, else as printed by language, else the session.
    """

    eid: str
    fragment: str
    force: str
    act: str
    words: tuple[Value, ...]
    content: tuple[Value, ...]
    parts: Mapping[str, tuple[str, ...]]
    qualifiers: tuple[str, ...]
    follow_ups: tuple[tuple[str, tuple[Value, ...]], ...]


def measures(names: Mapping[str, Pairs], graph: Mapping[str, Pairs]) -> Iterator[Measure]:
    """Give the measures in the order of reading.

    Args:
        names: what is said of the parts of a document, by their fragments.
        graph: the same and more, by IRI.
    """
    rows = {name: pairs for name, pairs in names.items() if is_a(pairs, "Measure")}
    for name, pairs in sorted(rows.items(), key=lambda item: _act_order(names, item[1])):
        yield Measure(
            one(pairs, "statedIn").partition("#")[2],
            name,
            one(pairs, "force"),
            one(pairs, "actType"),
            done_with(pairs),
            tuple(pairs.get(vocab.content, ())),
            {role: all_of(pairs, role) for role in ROLES},
            all_of(pairs, "qualifier"),
            tuple(_due(graph.get(follow_up, {})) for follow_up in all_of(pairs, "followUp")),
        )


def _act_order(names: Mapping[str, Pairs], pairs: Pairs) -> tuple[int, int]:
    return reading(names, one(pairs, "statedIn").partition("#")[2]), int(one(pairs, "position") or 0)


def _due(pairs: Pairs) -> tuple[str, tuple[Value, ...]]:
    times = (pairs.get(prop) for prop in (vocab.dueDate, vocab.dueText, vocab.dueSession))
    return one(pairs, "followUpType"), tuple(next((found for found in times if found), ()))


def by_addressee(found: Sequence[Measure]) -> list[tuple[str, list[Measure]]]:
    """Give the measures of a document by who is asked, those of whom most is asked first."""
    rows: dict[str, list[Measure]] = {}
    for measure in found:
        for actor in measure.parts["addressee"]:
            rows.setdefault(actor, []).append(measure)
    return sorted(rows.items(), key=lambda item: (-len(item[1]), item[0]))
