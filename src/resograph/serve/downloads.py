"""The dumps that `build` wrote, as whoever downloads them needs to know them: what they hold, bytes, SHA-256 (DCAT 3)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from resograph import vocab
from resograph.graph import EDITED_IN
from resograph.serve.description import DATASET, GRAPH
from resograph.terms import Quad, Term, integer, literal
from resograph.terms import iri as term

# Name of each file, its media type, and what it holds.
DUMPS: Mapping[str, tuple[str, str]] = {
    "resograph.nq.zst": ("application/n-quads", "Everything: a graph for each document, the vocabulary, the ontology"),
    "resograph-core.nq.zst": ("application/n-quads", "The same without the words that show each statement"),
    "resograph.ttl": ("text/turtle", "The documents, to be read by people"),
    "vocabulary.ttl": ("text/turtle", "Actors, instruments, groups, schemes and links"),
    "ontology.ttl": ("text/turtle", "The ontology with its labels and alignments"),
    "report.json": ("application/json", "What the build found: totals, what cannot be read, what does not conform"),
}
_DCAT = "http://www.w3.org/ns/dcat#"
_SPDX = "http://spdx.org/rdf/terms#"
_IANA = "https://www.iana.org/assignments/media-types/"
_TYPE = term(vocab.PREFIXES["rdf"] + "type")
_TITLE = term(vocab.PREFIXES["dcterms"] + "title")


@dataclass(frozen=True, slots=True)
class Download:
    """A file to download: its name, bytes and SHA-256."""

    name: str
    size: int
    sha256: str


def downloads(folder: Path) -> tuple[Download, ...]:
    """Give the dumps that are in a folder, in the order of `DUMPS`."""
    found = ((folder / name, (folder / name).stat()) for name in DUMPS if (folder / name).is_file())
    return tuple(Download(path.name, at.st_size, _digest(path, at.st_size, at.st_mtime_ns)) for path, at in found)


@lru_cache(maxsize=64)
def _digest(path: Path, _size: int, _changed: int) -> str:
    """Give the SHA-256 of a file, once for each version of it."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def counts(folder: Path) -> Mapping[str, int]:
    """Give what the report of the build counted, by the local name of a VoID property; nothing where there is none."""
    try:
        report = json.loads((folder / "report.json").read_bytes())
        totals, shared = report["totals"], report["statements"]
        return {"documents": totals["documents"], "triples": totals["statements"] + sum(shared.values())}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def download_quads(address: str, files: Sequence[Download]) -> Iterator[Quad]:
    """Give the dumps as DCAT describes them.

    Args:
        address: URL of the server, without a slash at its end.
        files: what there is.
    """
    dataset, graph = term(DATASET), term(GRAPH)
    if files:
        yield dataset, _TYPE, term(_DCAT + "Dataset"), graph
    for file in files:
        media, holds = DUMPS[file.name]
        url = f"{address}/data/{file.name}"
        seal = term(f"{url}#sha256")
        facts: list[tuple[Term, Term]] = [
            (_TYPE, term(_DCAT + "Distribution")),
            (_TITLE, literal(holds, lang=EDITED_IN)),
            (term(_DCAT + "downloadURL"), term(url)),
            (term(_DCAT + "mediaType"), term(_IANA + media)),
            (term(_DCAT + "byteSize"), integer(file.size)),
            (term(_SPDX + "checksum"), seal),
        ]
        if file.name.endswith(".zst"):
            facts.append((term(_DCAT + "compressFormat"), term(_IANA + "application/zstd")))
        yield dataset, term(_DCAT + "distribution"), term(url), graph
        for predicate, value in facts:
            yield term(url), predicate, value, graph
        yield seal, _TYPE, term(_SPDX + "Checksum"), graph
        yield seal, term(_SPDX + "algorithm"), term(_SPDX + "checksumAlgorithm_sha256"), graph
        yield seal, term(_SPDX + "checksumValue"), literal(file.sha256), graph
