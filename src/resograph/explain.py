"""A document or a provision as a person checks it: its words, and what was found in them, by which rule.

What is shown comes from the graph, so that it is what queries see too.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from resograph import iri
from resograph.errors import ResographError
from resograph.symbol import Symbol
from resograph.terms import EDITED_IN

if TYPE_CHECKING:
    import pyoxigraph as ox

_PREFIXES = f"""PREFIX rg: <{iri.RG}>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX dcterms: <http://purl.org/dc/terms/>
"""
_PROVISIONS = """SELECT ?eid ?class ?number ?text ?label WHERE {
  ?p rg:inDocument ?work ; rg:eId ?eid ; rg:position ?n ; a ?class .
  FILTER(STRSTARTS(STR(?class), STR(rg:)) && ?class != rg:Provision)
  OPTIONAL { ?p rg:number ?number }
  OPTIONAL { ?p rg:text ?text FILTER(LANG(?text) = ?language) }
  OPTIONAL { ?p rdfs:label ?label FILTER(LANG(?label) = ?edited) }
} ORDER BY ?n"""
_FINDINGS = """SELECT ?eid ?start ?end ?quote ?entity ?role ?rule ?act ?what ?label ?tag WHERE {
  ?p rg:inDocument ?work ; rg:eId ?eid .
  ?m rg:inProvision ?p ; rg:quote ?quote ; rg:start ?start ; rg:end ?end ; rg:ofEntity ?entity ; rg:role ?role ;
     rg:rule ?rule .
  FILTER(LANG(?quote) = ?language)
  OPTIONAL { ?m rg:ofAct ?act }
  OPTIONAL { ?entity rg:actType|rg:followUpType ?type }
  BIND(COALESCE(?type, ?entity) AS ?what)
  OPTIONAL { ?what skos:prefLabel ?label BIND(LANG(?label) AS ?tag) FILTER(LANG(?label) IN (?edited, ?language)) }
} ORDER BY ?start ?m ?what"""
_DOCUMENTS = "SELECT ?symbol WHERE { ?work rg:expression ?any ; rg:symbol ?symbol }"
_EXPRESSIONS = """SELECT ?tongue ?title WHERE {
  ?work rg:expression ?x . ?x dcterms:language ?tongue ; dcterms:title ?title } ORDER BY ?tongue"""
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Finding:
    """What a few characters of a provision were taken for.

    Args:
        start: offset of the first character in the text of the provision.
        end: offset behind the last.
        quote: the characters.
        kind: act, citation, follow-up, qualifier, or the role that an actor plays.
        entity: local name of what they stand for: "actor/unesco", "act/decide", "A/RES/49/60".
        label: how a reader calls it.
        rule: what found it.
        act: eId with number of the act in which the actor plays its role ("op3.b-a1"), or "".
    """

    start: int
    end: int
    quote: str
    kind: str
    entity: str
    label: str
    rule: str
    act: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A provision with what was found in it.

    Args:
        eid: its eId.
        kind: its class.
        number: its label as printed, or "".
        text: its words.
        label: what it is about, in English, or "".
        findings: in the order of the text.
    """

    eid: str
    kind: str
    number: str
    text: str
    label: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """A document, or a part of it, in one language."""

    symbol: str
    title: str
    language: str
    passages: tuple[Passage, ...]


def explain(store: ox.Store, place: str, language: str | None = None) -> Explanation:
    """Give the words of a document or provision, with everything that was found in them.

    Args:
        store: the graph, as the default graph of a store.
        place: a symbol, or a symbol with an eId (`A/RES/60/288#annex.II.7`); a provision comes with all below it.
        language: which language version; None is the first by its tag.

    Raises:
        InvalidSymbol: the place does not begin with a symbol.
        ResographError: the graph has no such document, language or provision; the text names what is near.
    """
    name, _, eid = place.partition("#")
    symbol = str(Symbol.parse(name))
    tag, title = _version(store, symbol, language)
    found = _findings(store, symbol, tag)
    passages = tuple(
        Passage(here, _local(kind), number, text, label, found.get(here, ()))
        for here, kind, number, text, label in _rows(store, _PROVISIONS, symbol, tag)
    )
    chosen = tuple(p for p in passages if not eid or p.eid == eid or p.eid.startswith(f"{eid}."))
    if not chosen:
        raise ResographError(f"{symbol}: no provision is called {eid}.{_near(eid, [p.eid for p in passages])}")
    return Explanation(symbol, title, tag, chosen)


def _version(store: ox.Store, symbol: str, language: str | None) -> tuple[str, str]:
    """Give the tag and the title of a language version."""
    versions = {iri_.rsplit("/", 1)[1]: title for iri_, title in _rows(store, _EXPRESSIONS, symbol)}
    if not versions:
        known = [row[0] for row in _rows(store, _DOCUMENTS)]
        raise ResographError(
            f"{symbol}: not in this graph.{_near(symbol, known)} Build its text, or name the file: --source FILE."
        )
    tag = language or next(iter(versions))
    if tag not in versions:
        raise ResographError(
            f"{symbol}: not in this graph in {tag}, but in {', '.join(versions)}. Choose another --lang."
        )
    return tag, versions[tag]


def _near(name: str, known: Sequence[str]) -> str:
    """Name those that are called much like it: they begin the same, or differ in a few characters."""
    stem = name.rsplit(".", 1)[0]
    near = difflib.get_close_matches(name, known, n=_SHOWN, cutoff=0.5)
    near += [other for other in known if other not in near and other.startswith(stem)]
    shown = near[:_SHOWN] or sorted(known)[:_SHOWN]
    return f" Near it: {', '.join(shown)}." if shown else " It holds no document."


def _findings(store: ox.Store, symbol: str, language: str) -> dict[str, tuple[Finding, ...]]:
    """Give what was found, by the eId of the provision."""
    rows = _rows(store, _FINDINGS, symbol, language)
    labels = {(row[8], row[10]): row[9] for row in rows if row[9]}
    found: dict[str, dict[Finding, None]] = {}
    for eid, start, end, quote, entity, role, rule, act, what, *_ in rows:
        label = labels.get((what, EDITED_IN)) or labels.get((what, language)) or _local(what).removeprefix(f"{symbol}#")
        kind = _kind(_local(entity), _local(what), _local(role))
        under = _local(act).removeprefix(f"{symbol}#")
        finding = Finding(int(start), int(end), quote, kind, _local(what), label, rule, under)
        found.setdefault(eid, {})[finding] = None
    return {eid: tuple(here) for eid, here in found.items()}


def _kind(entity: str, what: str, role: str) -> str:
    """Give what a finding is: the role of an actor, else act, follow-up, qualifier or citation."""
    if entity.startswith("actor/"):
        return role.removeprefix("role/")
    kinds = {"act": "act", "followup": "follow-up", "qualifier": "qualifier"}
    return kinds.get(what.partition("/")[0], "citation")


def _rows(store: ox.Store, query: str, symbol: str = "", language: str = "") -> list[tuple[str, ...]]:
    """Give the rows of a query with ?work, ?language and ?edited bound; what is unbound is ""."""
    import pyoxigraph

    values = (
        f"{pyoxigraph.NamedNode(iri.document(symbol))} {pyoxigraph.Literal(language)} {pyoxigraph.Literal(EDITED_IN)}"
    )
    bound = f"WHERE {{ VALUES (?work ?language ?edited) {{ ({values}) }}" if symbol else "WHERE {"
    answer = store.query(_PREFIXES + query.replace("WHERE {", bound, 1))
    assert isinstance(answer, pyoxigraph.QuerySolutions)  # noqa: S101 - a SELECT gives rows
    return [tuple("" if term is None else str(getattr(term, "value", term)) for term in row) for row in answer]


def _local(name: str) -> str:
    return name.removeprefix(iri.RG).removeprefix(iri.BASE)


def mark(passage: Passage) -> str:
    """Give the words of a passage with what was found set in brackets: `[会员国]{addressee}`.

    Findings of the same words share a bracket; words that cross the edge of another finding stay unmarked.
    """
    spans: dict[tuple[int, int], list[str]] = {}
    for finding in passage.findings:
        kinds = spans.setdefault((finding.start, finding.end), [])
        if finding.kind not in kinds:
            kinds.append(finding.kind)
    opening: dict[int, str] = {}
    closing: dict[int, str] = {}
    for (start, end), kinds in _nested(spans):
        opening[start] = opening.get(start, "") + "["
        closing[end] = f"]{{{', '.join(kinds)}}}" + closing.get(end, "")
    return "".join(
        closing.get(at, "") + opening.get(at, "") + passage.text[at : at + 1] for at in range(len(passage.text) + 1)
    )


def _nested(spans: dict[tuple[int, int], list[str]]) -> Iterator[tuple[tuple[int, int], list[str]]]:
    """Give spans that lie in or beside each other, outer ones first."""
    open_ends: list[int] = []
    for (start, end), kinds in sorted(spans.items(), key=lambda item: (item[0][0], -item[0][1])):
        while open_ends and open_ends[-1] <= start:
            open_ends.pop()
        if start < end and (not open_ends or end <= open_ends[-1]):
            open_ends.append(end)
            yield (start, end), kinds
