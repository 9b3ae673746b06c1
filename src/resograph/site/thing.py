"""Anything that is no document, as its page shows it: names, what is said of it, and where it occurs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from resograph import iri, vocab
from resograph.site.facts import TYPE, Facts, Value, in_language, local, names_in, texts
from resograph.site.home import Entry, entry, ordered_entries
from resograph.site.measures import ROLES
from resograph.site.pairs import done_with
from resograph.site.templating import kebab
from resograph.site.turning import LOOKED_AT, Turn, latest, turned

_SKOS = vocab.PREFIXES["skos"]
_NAMES = (_SKOS + "prefLabel", _SKOS + "altLabel", _SKOS + "notation", vocab.PREFIXES["rdfs"] + "label")
_LINKS = (
    *(_SKOS + name for name in ("exactMatch", "closeMatch", "relatedMatch")),
    vocab.PREFIXES["rdfs"] + "seeAlso",
    "http://xmlns.com/foaf/0.1/homepage",
    vocab.PREFIXES["owl"] + "sameAs",
)
# What leads from a statement to a thing whose page lists it.
_STATED = {prop: iri.RG + prop for prop in (*ROLES, "cites", "actType", "force")}
# What leads from a document to a thing whose page lists it.
_LISTED = (
    *(iri.RG + name for name in ("adoptedBy", "adoptedAt", "agendaItem", "committee", "sponsor", "additionalSponsor")),
    *(iri.RG + name for name in ("onBehalfOf", "taggedSubject")),
    vocab.PREFIXES["dcterms"] + "subject",
)
# What a row says of an act.
_TOLD = (vocab.actType, vocab.verbPhrase, vocab.leadPhrase, vocab.content)
_DEFINITION = _SKOS + "definition"
# Properties whose values are headed otherwise than by their names.
_HEADED = {
    "subOrganizationOf": "part-of", "isPartOf": "part-of", "relation": "related", "broader": "broader",
    "source": "source", "note": "note", "editorialNote": "source",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A row of a table of places: where, what the act is, and its words."""

    place: str
    fragment: str
    act: str
    words: tuple[Value, ...]
    content: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Ballot:
    """How a State voted on a document; choice: as the graph names it."""

    document: Entry
    choice: str


@dataclass(frozen=True, slots=True)
class Thing:
    """What the page of an actor, instrument, group or concept shows.

    Args:
        iri: its IRI.
        called: its names, one of a language, as links to it show them.
        kinds: IRIs of its classes.
        names: by language.
        definition: by language.
        facts: other properties, by IRI.
        links: IRIs of the same thing elsewhere.
        occurrences: rows by what the thing is in them: a role, `cites`, `actType`, `force`.
        documents: documents by what the thing is to them: `adoptedBy`, `agendaItem`, `subject` …
        ballots: how it voted, the latest session first.
        turn: which page of it this is; names and facts are on the first.
    """

    iri: str
    called: tuple[Value, ...]
    kinds: tuple[str, ...]
    names: tuple[Value, ...]
    definition: tuple[Value, ...]
    facts: Mapping[str, tuple[Value, ...]]
    links: tuple[str, ...]
    occurrences: Mapping[str, tuple[Occurrence, ...]]
    documents: Mapping[str, tuple[Entry, ...]]
    ballots: tuple[Ballot, ...]
    turn: Turn

    def __len__(self) -> int:
        """Give the number of its rows, the names and facts as one."""
        rows = (*self.occurrences.values(), *self.documents.values(), self.ballots)
        return 1 + sum(map(len, rows))

    def name(self, lang: str) -> Value:
        """Give its name in a language, else as it is known."""
        return in_language(self.called, lang) if self.called else Value(local(self.iri))


def thing(facts: Facts, key: str) -> Thing | None:
    """Give a thing as its page shows it; None if the store knows nothing of it, or there is no such page.

    Args:
        facts: the store.
        key: its IRI; behind `~` the number of a further page.
    """
    name, number = turned(key)
    own = facts.about(name)
    if not own:
        return None
    found, listed, cast = _pointing(facts, name)
    turn = Turn({prop: len(rows) for prop, rows in {**found, **listed, "votes": cast}.items() if rows}, number)
    if number > turn.pages:
        return None
    told = (*_NAMES, *_LINKS, _DEFINITION, TYPE, _SKOS + "inScheme", _SKOS + "topConceptOf")
    return Thing(
        name,
        names_in(own),
        tuple(texts(own, TYPE)),
        tuple(v for prop in _NAMES for v in own.get(prop, ())),
        tuple(own.get(_DEFINITION, ())),
        {prop: tuple(values) for prop, values in own.items() if prop not in told},
        tuple(v.text for prop in _LINKS for v in own.get(prop, ())),
        {prop: tuple(_occurrences(facts, here)) for prop, rows in found.items() if (here := turn.here(rows))},
        {prop: _entries(facts, here) for prop, rows in listed.items() if (here := turn.here(rows))},
        _ballots(facts, turn.here(cast)),
        turn,
    )


@lru_cache(maxsize=1024)
def headed(prop: str) -> tuple[str, str]:
    """Give the bare name of a property, and the key of the message that heads its values.

    >>> headed("http://purl.org/dc/terms/isPartOf"), headed("https://w3id.org/resograph/ontology#adoptedBy")
    (('isPartOf', 'part-of'), ('adoptedBy', 'adopted-by'))
    """
    bare = local(prop).split("#")[-1].split("/")[-1]
    return bare, _HEADED.get(bare) or kebab(bare)


def further(facts: Facts, name: str) -> int:
    """Give how many pages a thing has.

    Args:
        facts: the store.
        name: its IRI.
    """
    found, listed, cast = _pointing(facts, name)
    return Turn({prop: len(rows) for prop, rows in {**found, **listed, "votes": cast}.items()}).pages


def _pointing(facts: Facts, name: str) -> tuple[dict[str, Sequence[str]], dict[str, Sequence[str]], Sequence[str]]:
    """Give statements and documents that lead to a thing, by what it is to them, and its votes; each as it is listed."""
    pointing = facts.pointing((*_STATED.values(), vocab.castBy, *_LISTED), name, LOOKED_AT)
    found = {short: latest(pointing[prop]) for short, prop in _STATED.items()}
    # a document of which only a paragraph is named is listed as a whole
    whole = {local(prop): tuple(dict.fromkeys(d.partition("#")[0] for d in pointing[prop])) for prop in _LISTED}
    return found, {prop: latest(documents) for prop, documents in whole.items()}, latest(pointing[vocab.castBy])


def by_language(names: Sequence[Value], lang: str) -> list[tuple[str, list[Value]]]:
    """Give names by language, those of the reader first, those of none last.

    >>> by_language([Value("Organe", "fr"), Value("GA"), Value("Organ", "en")], "en")[0]
    ('en', [Value(text='Organ', lang='en', is_iri=False, datatype='')])
    """
    found: dict[str, list[Value]] = {}
    for name in names:
        found.setdefault(name.lang, []).append(name)
    return sorted(found.items(), key=lambda item: (item[0] != lang, not item[0], item[0]))


def _entries(facts: Facts, documents: Sequence[str]) -> tuple[Entry, ...]:
    return ordered_entries(entry(facts, document) for document in documents)


def _ballots(facts: Facts, votes: Sequence[str]) -> tuple[Ballot, ...]:
    """Give how a State voted."""
    choices = {vote.partition("#")[0]: facts.first(vote, vocab.choice) for vote in votes}
    entries = ordered_entries(entry(facts, document) for document in choices)
    said = ((document, choices[iri.document(document.symbol)]) for document in entries)
    return tuple(Ballot(document, choice.text if choice else "") for document, choice in said)


def _occurrences(facts: Facts, statements: Sequence[str]) -> Iterator[Occurrence]:
    for statement in statements:
        if "#" not in statement:
            continue
        stated = facts.first(statement, vocab.statedIn)
        place = stated or facts.first(statement, vocab.citingProvision)
        act = statement if stated else _text(facts.first(statement, vocab.underAct))
        told = {prop: facts.of(act or statement, prop) for prop in _TOLD}
        yield Occurrence(
            place.text if place else statement,
            statement.partition("#")[2],
            next((v.text for v in told[vocab.actType]), ""),
            done_with(told),
            tuple(told[vocab.content]),
        )


def _text(value: Value | None) -> str:
    return value.text if value else ""
