"""From an address to a page: the only place that knows which page stands where.

Addresses are those of the graph: `id/A/RES/60/288.en.html` is the page in English of what `…/id/A/RES/60/288` names.
All links are relative, so that the same bytes serve at any place of any host.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment

from resograph import iri, vocab
from resograph.distribution import DUMPS, FULL, Download
from resograph.iri import UNBIS
from resograph.query import Query, catalogue
from resograph.site import structured
from resograph.site.accuracy import figures, of_kind
from resograph.site.asking import MOST as MOST_ROWS
from resograph.site.asking import asked as asked_of
from resograph.site.asking import ready, told
from resograph.site.context import Context, lasting, of_page, overleaf
from resograph.site.draw.kinds import drawings
from resograph.site.draw.svg import in_page
from resograph.site.facts import Facts
from resograph.site.framed import compact
from resograph.site.home import home, session
from resograph.site.keeping import Kept
from resograph.site.linking import ACTOR, is_document, official
from resograph.site.lookup.find import Index
from resograph.site.marks import Marker
from resograph.site.measures import by_addressee
from resograph.site.ontology import ontology
from resograph.site.quoting import quoted
from resograph.site.resolution import Resolution, resolution
from resograph.site.search import answered, choices
from resograph.site.sorting import COLUMNS, ordered
from resograph.site.templating import templates
from resograph.site.thing import Thing, by_language, thing
from resograph.site.words import Tongue
from resograph.void import LICENCE

if TYPE_CHECKING:
    import pyoxigraph as ox

_HERE = Path(__file__).parent
_ADDRESS = re.compile(r"id/(?P<local>[^#?]+)\.(?P<tag>[a-z]{2,3})\.html")
_SUBJECT = re.compile(r"subject/(?P<local>[0-9]+(?:~[0-9]+)?)\.(?P<tag>[a-z]{2,3})\.html")
_SESSION = re.compile(r"session/(?P<local>[a-z0-9-]+/[^#?/]+)\.(?P<tag>[a-z]{2,3})\.html")
# The pages that are there whatever the store holds, by their addresses without language and ending.
ALONE = ("index", "search", "query", "ontology", "data", "accuracy")
# Of these, the ones that show what is asked for, and are not for crawlers (`noindex`).
ASKED = frozenset({"search", "query"})
_ALONE = re.compile(rf"(?P<local>{'|'.join(ALONE)})\.(?P<tag>[a-z]{{2,3}})\.html")
STATIC = {
    path.relative_to(_HERE / "static").as_posix(): path.read_bytes()
    for path in sorted((_HERE / "static").rglob("*.*"))
    if path.suffix in {".css", ".js", ".txt", ".json", ".wasm", ".svg"}
}
# What a page may load: nothing from elsewhere, and no script in the page itself, so that a hostile title stays text.
# Pictures of the editor stand in its style sheet as data.
POLICY = "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'"


# How many rows are kept for the same page in another language. A row of a thing takes 2 kB, one of a document 15, with
# what is marked in its paragraphs.
_ROWS, _ROWS_OF_DOCUMENTS = 16_384, 4096


@dataclass(frozen=True, slots=True)
class Site:
    """What pages are made from.

    Args:
        facts: the store.
        documents: what their pages show, by symbol.
        things: what the pages of all others show, by IRI.
        tongues: the languages of the interface.
        templates: compiled.
        contexts: what templates may use on all pages, by language.
        queries: the catalogue of questions.
        index: of words; None where pages are written as files, which no server answers.
    """

    facts: Facts
    documents: Kept[Resolution]
    things: Kept[Thing]
    tongues: Mapping[str, Tongue]
    templates: Environment
    contexts: Mapping[str, Context]
    queries: tuple[Query, ...] = ()
    index: Index | None = None


class Mistaken(Exception):  # noqa: N818 - an answer, not a fault of the program
    """What was asked for has a mistake, and this is the page that says which."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.page = page


def site(
    store: ox.Store, tongues: Mapping[str, Tongue], index: Index | None = None, compiled: Path | None = None
) -> Site:
    """Give a site over a store.

    Args:
        store: its default graph is the union of all graphs.
        tongues: the languages of the interface.
        index: of words.
        compiled: a folder in which compiled templates are kept, if any.
    """
    figures()  # a worker that has given up its rights could not read them later
    facts = Facts(store)
    documents = Kept(partial(resolution, facts), _ROWS_OF_DOCUMENTS)
    things = Kept(partial(thing, facts), _ROWS)
    made = templates(compiled)
    return Site(facts, documents, things, tongues, made, lasting(facts, tongues, made), catalogue(), index)


def page(
    made: Site, address: str, asked: Mapping[str, str] | None = None, files: Sequence[Download] = ()
) -> bytes | None:
    """Give the page at an address, None if there is none.

    Args:
        made: the site.
        address: without a slash before it, as `id/actor/unesco.fr.html`.
        asked: what a form on the page asks for, by the names of its fields.
        files: what can be downloaded where the pages lie.

    Raises:
        Late: what is asked takes too long.
        Mistaken: what is asked has a mistake; it holds the page.
    """
    for pattern, show in (
        (_ALONE, _alone),
        (_ADDRESS, _id),
        (_SUBJECT, _subject),
        (_SESSION, _session),
    ):
        match = pattern.fullmatch(address)
        if match and match["tag"] in made.tongues:
            context = of_page(made.contexts[match["tag"]], address, asked or {}) | {"files": files}
            shown = show(made, match["local"], context)
            return shown.encode() if shown else None
    return None


def _alone(made: Site, name: str, context: Context) -> str:
    show = {"index": _home, "search": _search, "query": _query, "ontology": _ontology, "data": _dumps}
    return show.get(name, _accuracy)(made, context)


def _home(made: Site, context: Context) -> str:
    return made.templates.get_template("home.html").render(context, home=home(made.facts), entity=iri.entity)


def _search(made: Site, context: Context) -> str:
    tag = context["tongue"].tag
    it = answered(made.facts, made.index, context["asked"], tag) if made.index else None
    bodies, acts = (it.bodies, it.acts) if it else choices(made.facts, tag)
    show = made.templates.get_template("search.html").render
    return show(context, it=it, bodies=bodies, acts=acts, entity=iri.entity)


def _query(made: Site, context: Context) -> str:
    it = asked_of(made.facts, made.queries, context["asked"], context["tongue"].tag)
    shown = made.templates.get_template("query.html").render(
        context, it=it, queries=made.queries, served=made.index is not None, prefixes=vocab.PREFIXES, most=MOST_ROWS,
        compact=compact, told=partial(told, lang=context["tongue"].tag), policy=POLICY,
        ready=partial(ready, made.facts, lang=context["tongue"].tag),
    )  # fmt: skip
    if it.problem:
        raise Mistaken(shown.encode())
    return shown


def _ontology(made: Site, context: Context) -> str:
    it = ontology(made.facts, made.queries)
    told_in = partial(told, lang=context["tongue"].tag)
    return made.templates.get_template("ontology.html").render(
        context, it=it, iri=iri.ONTOLOGY, rg=iri.RG, compact=compact, told=told_in
    )


def _dumps(made: Site, context: Context) -> str:
    told = structured.dataset(context["files"], context["say"], context["root"], tuple(made.tongues))
    show = made.templates.get_template("dumps.html").render
    return show(context, dumps=DUMPS, full=FULL, licence=LICENCE, structured=told)


def _accuracy(made: Site, context: Context) -> str:
    return made.templates.get_template("accuracy.html").render(context, figures=figures(), spoken=made.tongues)


def _id(made: Site, name: str, context: Context) -> str | None:
    return (_document if name[:1].isupper() else _entity)(made, name, context)


def _entity(made: Site, name: str, context: Context) -> str | None:
    return _thing(made, iri.entity(name), context)


def _document(made: Site, name: str, context: Context) -> str | None:
    found = made.documents(name)
    if found is None:
        return None
    told, tongue = overleaf(context, iri.document(found.symbol)), context["tongue"]
    if found.turn.page > 1:
        return made.templates.get_template("citing.html").render(context, it=found, **told)
    made_of = {
        "official": official(tongue.tag, name),
        "entity": iri.entity,
        "in_page": in_page,
        "marker": Marker(context["name"], context["link"], context["say"]),
        "quoted": quoted(made.facts, found, tongue),
        "by_addressee": by_addressee(found.measures),
        "columns": COLUMNS,
        "figure": partial(of_kind, languages=sorted(found.languages, key=lambda tag: tag != tongue.tag)),
        "structured": structured.legislation(found, _told(context), is_document),
        "spoken": made.tongues,
        "measures": ordered(found.measures, context["asked"], made.facts, tongue.tag),
        "drawings": drawings(made.facts, tongue, found),
    }
    return made.templates.get_template("resolution.html").render(context, it=found, **told, **made_of)


def _thing(made: Site, name: str, context: Context) -> str | None:
    found = made.things(name)
    if found is None:
        return None
    names = by_language(found.names, context["tongue"].tag)
    told = structured.other(found, _told(context)) if found.turn.page == 1 else None
    made_of = {"names": names, "spoken": made.tongues, "rg": iri.RG, "structured": told}
    show = made.templates.get_template("thing.html").render
    return show(context, it=found, **overleaf(context, found.iri), **made_of)


def _told(context: Context) -> structured.Page:
    """Give what is said of a page in the words of schema.org."""
    stem, endings = context["root"] + context["bare"], [form for form, _ in context["forms"]]
    return structured.Page(context["tongue"].tag, stem, endings, context["name"])


def _subject(made: Site, name: str, context: Context) -> str | None:
    return _thing(made, UNBIS + name, context)


def _session(made: Site, name: str, context: Context) -> str | None:
    local_name, _, shelf = name.partition("/")
    body = iri.entity(ACTOR + local_name)
    entries = session(made.facts, body, shelf)
    show: Callable[..., str] = made.templates.get_template("session.html").render
    return show(context, body=body, shelf=shelf, entries=entries) if entries else None
