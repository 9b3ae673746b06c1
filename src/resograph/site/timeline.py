"""What is to follow from a document, in the order of time: reports, reviews, meetings, ends of mandates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from resograph import vocab
from resograph.site.facts import Value, natural
from resograph.site.pairs import Pairs, all_of, is_a, one


@dataclass(frozen=True, slots=True)
class Due:
    """Something that is to follow.

    Args:
        eid: where it is stated.
        kind: IRI.
        date: when, as a date, or "".
        session: at which session, or "".
        words: the time as printed, by language.
        by: IRIs of those who are to do it.
        to: IRIs of those to whom it goes.
    """

    eid: str
    kind: str
    date: str
    session: str
    words: tuple[Value, ...]
    by: tuple[str, ...]
    to: tuple[str, ...]


def timeline(graph: Mapping[str, Pairs]) -> tuple[Due, ...]:
    """Give what follows: what has a date, then what has a session, then the rest in the order of the text.

    Args:
        graph: what the graph of a document says, values by property by subject.
    """
    found = [_due(name, pairs) for name, pairs in graph.items() if is_a(pairs, "FollowUp")]
    return tuple(sorted(found, key=_when))


def _due(name: str, pairs: Pairs) -> Due:
    return Due(
        name.partition("#")[2].rpartition("-f")[0],
        one(pairs, "followUpType"),
        one(pairs, "dueDate"),
        one(pairs, "dueSession"),
        tuple(pairs.get(vocab.dueText, ())),
        all_of(pairs, "by"),
        all_of(pairs, "to"),
    )


def _when(due: Due) -> tuple[int, str, int, tuple[tuple[int, str], ...]]:
    rank = 0 if due.date else 1 if due.session else 2
    return rank, due.date, int(due.session) if due.session.isdecimal() else 0, natural(due.eid)
