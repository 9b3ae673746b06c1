"""How well a graph says what people read in the same text: precision, recall and F1 for each kind of statement.

A measure compares two sets: what people found and what the graph says; nothing is half right.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from resograph import iri
from resograph.errors import InputError
from resograph.gold import Gold, GoldUnit

if TYPE_CHECKING:
    import pyoxigraph as ox

KINDS = ("numbered", "named", "group")
ROLES = ("addressee", "partner", "beneficiary", "target", "agent")
_PREFIXES = f"PREFIX rg: <{iri.RG}>\nPREFIX dcterms: <http://purl.org/dc/terms/>\n"
# Compared texts leave aside what extractors treat differently: white space, hyphens, the width of brackets.
_ASIDE = re.compile(r"[\s\u00a0\u200b-\u200f\u2011\u00ad‑–—-]+")
_WIDTHS = str.maketrans({"（": "(", "）": ")", "’": "'"})

Statement = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """One measure.

    Args:
        name: what was compared.
        right: how many statements both have.
        missed: what only people found.
        surplus: what only the graph says.
    """

    name: str
    right: int
    missed: tuple[Statement, ...]
    surplus: tuple[Statement, ...]

    @property
    def want(self) -> int:
        """How many statements people found."""
        return self.right + len(self.missed)

    @property
    def precision(self) -> float:
        """Which part of what the graph says is right; 1 where it says nothing."""
        said = self.right + len(self.surplus)
        return self.right / said if said else 1.0

    @property
    def recall(self) -> float:
        """Which part of what people found the graph says; 1 where they found nothing."""
        return self.right / self.want if self.want else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def evaluate(gold: Gold, store: ox.Store) -> tuple[Score, ...]:
    """Give the scores of a graph against a gold reading, one a measure.

    Args:
        gold: what people read.
        store: the graph, as the default graph of a store.

    Raises:
        InputError: the document is not in the graph.
    """
    symbol = re.sub(r"\s", "", gold.document.symbol)
    languages = _languages(store, iri.document(symbol))
    language = gold.document.language or next(iter(languages), "")
    if language not in languages:
        raise InputError(
            f"{symbol}: not in the graph in {language or 'any language'}. Build its text, or name its graph."
        )
    graph = _Graph(store, iri.document(symbol), language)
    return (
        *_structure(gold.units, graph),
        *_citations(gold.units, graph),
        *_actors(gold.units, graph),
        _score("acts (eId + phrase)", ((u.eid, act) for u in gold.units for act in u.acts), graph.acts()),
        *_follow_ups(gold, graph),
    )


def total(scores: Iterable[Sequence[Score]]) -> tuple[Score, ...]:
    """Give the scores of several documents together: their statements added up, measure by measure."""
    parts: dict[str, list[Score]] = defaultdict(list)
    for document in scores:
        for score in document:
            parts[score.name].append(score)
    return tuple(
        Score(
            name,
            sum(score.right for score in found),
            tuple(missed for score in found for missed in score.missed),
            tuple(surplus for score in found for surplus in score.surplus),
        )
        for name, found in parts.items()
    )


def _score(name: str, want: Iterable[Statement], got: Iterable[Statement]) -> Score:
    wanted, said = set(want), set(got)
    missed, surplus = sorted(wanted - said, key=str), sorted(said - wanted, key=str)
    return Score(name, len(wanted & said), tuple(missed), tuple(surplus))


def _structure(units: Sequence[GoldUnit], graph: _Graph) -> Iterator[Score]:
    found = list(graph.provisions())
    yield _score("paragraphs (eId + class)", ((u.eid, u.kind) for u in units), ((e, kind) for e, kind, _ in found))
    want = ((u.eid, _squash(u.text)) for u in units)
    yield _score("paragraph text", want, ((e, _squash(text or "")) for e, _, text in found))


def _citations(units: Sequence[GoldUnit], graph: _Graph) -> Iterator[Score]:
    cited = list(graph.citing("rg:cites"))
    for kind in KINDS:
        want = [(u.eid, r.target) for u in units for r in u.references if r.kind == kind]
        yield _score(f"citations, {kind}", want, [c for c in cited if _kind(c[1]) == kind])
    pinpoints = ((u.eid, pinpoint) for u in units for r in u.references for pinpoint in r.pinpoints)
    yield _score("citation pinpoints", pinpoints, graph.citing("rg:pinpoint"))


def _actors(units: Sequence[GoldUnit], graph: _Graph) -> Iterator[Score]:
    want = [(u.eid, actor.id, actor.role) for u in units for actor in u.actors]
    said = list(graph.actors())
    yield _score("actors (eId + actor)", ((e, a) for e, a, _ in want), ((e, a) for e, a, _ in said))
    yield _score("actors with role", want, said)
    for role in ROLES:
        wanted, found = ([(e, a) for e, a, r in part if r == role] for part in (want, said))
        yield _score(f"role {role}", wanted, found)


def _follow_ups(gold: Gold, graph: _Graph) -> Iterator[Score]:
    if gold.follow_ups:
        yield _score("follow-ups (eId + kind)", ((f.eid, f.what) for f in gold.follow_ups), graph.follow_ups())


class _Graph:
    """One document in a store, in one language, as the sets that are compared."""

    def __init__(self, store: ox.Store, work: str, language: str) -> None:
        import pyoxigraph

        self.store = store
        self.work, self.language = pyoxigraph.NamedNode(work), pyoxigraph.Literal(language)

    def provisions(self) -> Iterator[tuple[str, str, str | None]]:
        """Give eId, class and text of each provision."""
        pattern = """?p rg:inDocument ?work ; rg:eId ?eid ; a ?class . OPTIONAL { ?p rg:text ?t FILTER(LANG(?t) = ?language) }
            FILTER(STRSTARTS(STR(?class), STR(rg:)) && ?class != rg:Provision)"""
        for eid, kind, text in self._rows("?eid ?class ?t", pattern):
            yield str(eid), str(kind).removeprefix(iri.RG), text

    def citing(self, link: str) -> Iterator[tuple[str, str]]:
        """Give eId and target of each citation by one of its links."""
        pattern = f"?c rg:citingProvision ?p ; {link} ?target . ?p rg:inDocument ?work ; rg:eId ?eid"
        for eid, target in self._rows("?eid ?target", pattern):
            yield str(eid), _local(target)

    def actors(self) -> Iterator[tuple[str, str, str]]:
        """Give eId, actor and role of each mention of an actor."""
        pattern = """?m a rg:Mention ; rg:inProvision ?p ; rg:ofEntity ?actor ; rg:role ?role ; rg:quote ?q .
            ?p rg:inDocument ?work ; rg:eId ?eid FILTER(LANG(?q) = ?language)"""
        for eid, actor, role in self._rows("?eid ?actor ?role", pattern):
            if _local(actor).startswith("actor/"):
                yield str(eid), _local(actor), _local(role).removeprefix("role/")

    def acts(self) -> Iterator[tuple[str, str]]:
        """Give eId and verb phrase of each act."""
        pattern = """?act a rg:Act ; rg:statedIn ?p ; rg:position ?n ; rg:verbPhrase ?phrase .
            ?p rg:inDocument ?work ; rg:eId ?eid FILTER(LANG(?phrase) = ?language)"""
        for eid, phrase in self._rows("?eid ?phrase", pattern):
            yield str(eid), str(phrase)

    def follow_ups(self) -> Iterator[tuple[str, str]]:
        """Give eId and type of each follow-up."""
        pattern = (
            "?act rg:followUp ?f ; rg:statedIn ?p . ?f rg:followUpType ?type . ?p rg:inDocument ?work ; rg:eId ?eid"
        )
        for eid, kind in self._rows("?eid ?type", pattern):
            yield str(eid), _local(kind).removeprefix("followup/")

    def _rows(self, names: str, pattern: str) -> list[tuple[str | None, ...]]:
        values = f"VALUES (?work ?language) {{ ({self.work} {self.language}) }}"
        return _select(self.store, f"SELECT {names} WHERE {{ {values} {pattern} }}")


def _languages(store: ox.Store, work: str) -> tuple[str, ...]:
    """Give the tags of the languages in which a graph has the text of a document."""
    pattern = f"<{work}> rg:expression ?x . ?x dcterms:language ?language"
    return tuple(
        str(row[0]).rsplit("/", 1)[-1] for row in _select(store, f"SELECT ?language {{ {pattern} }} ORDER BY ?language")
    )


def _select(store: ox.Store, query: str) -> list[tuple[str | None, ...]]:
    import pyoxigraph

    solutions = store.query(_PREFIXES + query)
    assert isinstance(solutions, pyoxigraph.QuerySolutions)  # noqa: S101 - a SELECT gives rows
    return [tuple(None if term is None else _value(term) for term in row) for row in solutions]


def _value(term: object) -> str:
    return str(getattr(term, "value", term))


def _local(name: str | None) -> str:
    return (name or "").removeprefix(iri.BASE)


def _kind(target: str) -> str:
    return "group" if target.startswith("group/") else "named" if target.startswith("instrument/") else "numbered"


def _squash(text: str) -> str:
    """Give a text without what extractors treat differently."""
    return _ASIDE.sub("", text).translate(_WIDTHS)
