"""The whole site as files: the same pages from the same functions, for any host that serves a folder."""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from resograph import iri
from resograph.corpus.shards import core
from resograph.distribution import Download, counts, downloads
from resograph.publish import dumps
from resograph.site.crawling import MAP, ROBOTS, bare, maps, robots, sitemap
from resograph.site.data import ONTOLOGY, SUBJECT, data
from resograph.site.facts import Facts, local
from resograph.site.framed import CONTEXT
from resograph.site.linking import is_document
from resograph.site.lookup.shards import shards
from resograph.site.lookup.words import Habits
from resograph.site.pages import STATIC, Site, page
from resograph.site.resolution import leaves
from resograph.site.signposts import DESCRIPTION, cited, forms
from resograph.site.thing import further
from resograph.site.turning import TURNED
from resograph.terms import Quad
from resograph.void import dataset_quads, download_quads

if TYPE_CHECKING:
    import pyoxigraph as ox

# The data that a browser answers queries from, in a form that it can unpack.
BROWSED = "data/browser.nq.gz"
Tell = Callable[[str, int, int], None]


def addresses(made: Site, files: Sequence[Download] = ()) -> Iterator[tuple[str, Callable[[], bytes | None]]]:
    """Give the address of each file of the site, and what makes it.

    Args:
        made: the site.
        files: what can be downloaded beside the pages.
    """
    for name, content in STATIC.items():
        yield f"static/{name}", partial(bytes, content)
    shown = bare(made.facts)
    turned = [f"{each}{TURNED}{n}" for each in shown for n in range(2, _pages(made.facts, each) + 1)]
    for tag in made.tongues:
        for address in (f"{each}.{tag}.html" for each in (*shown, *turned)):
            yield address, partial(page, made, address, None, files)
    if made.facts.knows(iri.ONTOLOGY):
        for form in ("ttl", "nt", "jsonld"):
            yield f"{ONTOLOGY}.{form}", partial(data, made.facts, ONTOLOGY, form)
    yield f"{ONTOLOGY}/{CONTEXT.name}", CONTEXT.read_bytes
    for each in shown:
        for form in forms(each) if each != ONTOLOGY else ():
            yield f"{each}.{form}", partial(data, made.facts, each.removeprefix("id/"), form)


def _pages(facts: Facts, bare: str) -> int:
    """Give how many pages there are at an address without language and ending."""
    if not bare.startswith(("id/", SUBJECT)):
        return 1
    name = cited(bare)
    return leaves(facts, local(name)) if is_document(name) else further(facts, name)


def described(made: Site, folder: Path, files: Sequence[Download]) -> bytes:
    """Give what the dataset says of itself, with links from beside the pages: Turtle, one statement a line."""
    titles = {tag: tongue.messages for tag, tongue in made.tongues.items()}
    quads = (*dataset_quads(counts(folder)), *download_quads(".", files, titles))
    return "".join(f"{s} {p} {o} .\n" for s, p, o, _ in quads).encode()


def browsed(facts: Facts) -> bytes:
    """Give the statements without mentions as N-Quads, compressed with gzip; the same store gives the same bytes."""
    graphs = sorted(facts.store.named_graphs(), key=str)
    quads = (core(_plain(quad) for quad in facts.store.quads_for_pattern(None, None, None, graph)) for graph in graphs)
    lines = "".join(line for graph in quads for line in sorted(f"{s} {p} {o} {g} .\n" for s, p, o, g in graph))
    return gzip.compress(lines.encode(), mtime=0)


def _plain(quad: ox.Quad) -> Quad:
    return str(quad.subject), str(quad.predicate), str(quad.object), str(quad.graph_name)


def crawled(made: Site, address: str) -> Iterator[tuple[str, Callable[[], bytes | None]]]:
    """Give what crawlers read first: where the pages are.

    Args:
        made: the site.
        address: URL that the pages will lie under, without a slash at its end.
    """
    tags = tuple(made.tongues)
    for name in (MAP, *maps(made.facts, tags)):
        yield name, partial(sitemap, made.facts, tags, name, address)
    yield ROBOTS, partial(robots, address)


def export(made: Site, habits: Habits, folder: Path, out: Path, tell: Tell, address: str = iri.HOME) -> int:
    """Write the site into a folder in one step, and give the number of its files.

    Args:
        made: the site.
        habits: what the languages say of words that are searched.
        folder: that the dataset lies in; its dumps are copied.
        out: the folder.
        tell: told of the progress.
        address: URL that the pages will lie under, for crawlers; all other links are relative.

    Raises:
        OutputError: the folder cannot be written; it is as it was.
    """
    there = downloads(folder)
    files = dict(addresses(made, there)) | dict(shards(made.facts, habits))
    files["index.html"] = partial(page, made, f"index.{next(iter(made.tongues))}.html")
    files |= dict(crawled(made, address.rstrip("/")))
    files[BROWSED] = partial(browsed, made.facts)
    files[DESCRIPTION] = partial(described, made, folder, there)
    done = iter(range(len(files)))

    def write(make: Callable[[], bytes | None], to: BinaryIO) -> None:
        tell("Writing pages", next(done), len(files))
        to.write(make() or b"")

    copies = {f"data/{file.name}": partial(_copy, folder / file.name) for file in there}
    dumps.publish(out, {address: partial(write, make) for address, make in files.items()} | copies)
    return len(files) + len(copies)


def _copy(path: Path, to: BinaryIO) -> None:
    with path.open("rb") as stream:
        shutil.copyfileobj(stream, to)
