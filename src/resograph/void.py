"""What a dataset says of itself: VoID with counts, its dumps as DCAT 3 describes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from resograph import iri, vocab
from resograph.distribution import DUMPS, Download
from resograph.terms import EDITED_IN, Quad, Term, integer, literal
from resograph.terms import iri as term

DATASET = iri.entity("dataset")
GRAPH = iri.vocabulary("examples")
LICENCE = "https://creativecommons.org/publicdomain/zero/1.0/"
VOID = "http://rdfs.org/ns/void#"
_DCAT = "http://www.w3.org/ns/dcat#"
_SPDX = "http://spdx.org/rdf/terms#"
_IANA = "https://www.iana.org/assignments/media-types/"
_DCTERMS = vocab.PREFIXES["dcterms"]
_TYPE = term(vocab.PREFIXES["rdf"] + "type")


def dataset_quads(counts: Mapping[str, int]) -> Iterator[Quad]:
    """Give the dataset as VoID describes it.

    Args:
        counts: what there is, by the local name of a VoID property (`triples`, `documents` …).
    """
    graph, dataset = term(GRAPH), term(DATASET)
    facts: list[tuple[Term, Term]] = [
        (_TYPE, term(VOID + "Dataset")),
        (term(_DCTERMS + "title"), literal("United Nations resolutions as a knowledge graph", lang=EDITED_IN)),
        (term(_DCTERMS + "license"), term(LICENCE)),
        (term(VOID + "uriSpace"), literal(iri.BASE)),
        (term(VOID + "vocabulary"), term(iri.ONTOLOGY)),
        *((term(VOID + name), integer(count)) for name, count in sorted(counts.items())),
    ]
    for predicate, value in facts:
        yield dataset, predicate, value, graph


def download_quads(address: str, files: Sequence[Download], titles: Mapping[str, Mapping[str, str]]) -> Iterator[Quad]:
    """Give the dumps as DCAT describes them.

    Args:
        address: URL of the place whose `data/` they lie in, without a slash at its end.
        files: what there is.
        titles: messages of the interface by language, of which those of `DUMPS` say what a file holds.
    """
    dataset, graph = term(DATASET), term(GRAPH)
    if files:
        yield dataset, _TYPE, term(_DCAT + "Dataset"), graph
    for file in files:
        media, key = DUMPS[file.name]
        url = f"{address}/data/{file.name}"
        seal = term(f"{url}#sha256")
        facts: list[tuple[Term, Term]] = [
            (_TYPE, term(_DCAT + "Distribution")),
            *((term(_DCTERMS + "title"), literal(said[key], lang=tag)) for tag, said in titles.items()),
            (term(_DCAT + "downloadURL"), term(url)),
            (term(_DCAT + "mediaType"), term(_IANA + media)),
            (term(_DCAT + "byteSize"), integer(file.size)),
            (term(_SPDX + "checksum"), seal),
        ]
        if file.name.endswith(".zst"):
            facts.append((term(_DCAT + "compressFormat"), term(_IANA + "application/zstd")))
        if file.name.endswith((".nq.zst", ".nq")):
            yield dataset, term(VOID + "dataDump"), term(url), graph
        yield dataset, term(_DCAT + "distribution"), term(url), graph
        for predicate, value in facts:
            yield term(url), predicate, value, graph
        yield seal, _TYPE, term(_SPDX + "Checksum"), graph
        yield seal, term(_SPDX + "algorithm"), term(_SPDX + "checksumAlgorithm_sha256"), graph
        yield seal, term(_SPDX + "checksumValue"), literal(file.sha256), graph
