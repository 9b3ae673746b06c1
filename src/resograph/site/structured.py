"""What a page says of its thing in the words of schema.org, for engines that read no other data (JSON-LD in the page)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from json import JSONEncoder
from typing import Any

from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from resograph import iri, vocab
from resograph.distribution import DUMPS, Download
from resograph.site.facts import Value, in_language
from resograph.site.resolution import Resolution
from resograph.site.signposts import DESCRIPTION, MEDIA
from resograph.site.thing import Thing
from resograph.void import DATASET, LICENCE

_SKOS, _ORG = vocab.PREFIXES["skos"], vocab.PREFIXES["org"]
_TABLE = (
    (iri.RG + "State", "Country"), (_ORG + "Organization", "Organization"), (iri.RG + "Meeting", "Event"),
    (iri.RG + "Instrument", "CreativeWork"), (iri.RG + "InstrumentGroup", "CreativeWork"), (_SKOS + "Concept", "DefinedTerm"),
)  # fmt: skip
_WHOLE = _ORG + "subOrganizationOf"
_LEGISLATION, _WORK = "Legislation", "CreativeWork"
Named = dict[str, Any]
_WRITER = JSONEncoder(ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Page:
    """What is said of every page.

    Args:
        lang: of the page.
        data: relative address of its data, without the ending.
        forms: endings of its data.
        name: gives the name of a thing in the language of the page.
    """

    lang: str
    data: str
    forms: Sequence[str]
    name: Callable[[str], str]

    def named(self, kind: str, thing: str) -> Named:
        """Give a thing that is only mentioned."""
        return {"@type": kind, "@id": thing, "name": self.name(thing)}

    def described(self) -> Sequence[Named]:
        """Give the data of the page."""
        return [
            {"@type": "DataDownload", "encodingFormat": MEDIA[f], "contentUrl": f"{self.data}.{f}", "license": LICENCE}
            for f in self.forms
        ]


def legislation(it: Resolution, on: Page, is_document: Callable[[str], bool]) -> Markup:
    """Give a document.

    Args:
        it: as its page shows it.
        on: its page.
        is_document: says whether an IRI names one.
    """
    title = it.title(on.lang)
    targets = dict.fromkeys(row.target for row in it.cites)
    return _filled({
        "@type": _LEGISLATION, "@id": iri.document(it.symbol), "legislationIdentifier": it.symbol, "name": title.text,
        "alternateName": _tagged(value for value in it.titles if value != title),
        "legislationDate": next((value.text for value in it.facts["adoptedOn"]), ""),
        "legislationPassedBy": [on.named("Organization", value.text) for value in it.facts["adoptedBy"]],
        "inLanguage": it.languages,
        "about": [on.named("DefinedTerm", subject) for subject in it.subjects],
        "isBasedOn": [on.named(_WORK, value.text) for value in it.facts["draft"] if value.is_iri],
        "citation": [on.named(_LEGISLATION if is_document(target) else _WORK, target) for target in targets],
        "sameAs": [address for address in it.see_also if address.startswith(("https:", "http:"))],
        "isPartOf": {"@type": "Dataset", "@id": DATASET},
        "subjectOf": on.described(),
    })  # fmt: skip


def other(it: Thing, on: Page) -> Markup:
    """Give anything that is no document.

    Args:
        it: as its page shows it.
        on: its page.
    """
    name = it.name(on.lang).text
    meaning = in_language(it.definition, on.lang).text if it.definition else ""
    return _filled({
        "@type": next((told for kind, told in _TABLE if kind in it.kinds), "Thing"), "@id": it.iri, "name": name,
        "alternateName": _tagged(value for value in it.names if value.text != name),
        "description": meaning,
        "parentOrganization": [on.named("Organization", whole.text) for whole in it.facts.get(_WHOLE, ())],
        "sameAs": [address for address in it.links if address.startswith(("https:", "http:"))],
        "subjectOf": on.described(),
    })  # fmt: skip


def dataset(files: Sequence[Download], say: Mapping[str, str], root: str, tags: Sequence[str]) -> Markup:
    """Give the dataset, as search engines for data list it.

    Args:
        files: its dumps.
        say: messages of the interface.
        root: relative address of the folder that all pages lie in.
        tags: languages of its names and texts.
    """
    return _filled({
        "@type": "Dataset", "@id": DATASET, "name": say["site"], "description": say["dataset-description"],
        "license": LICENCE, "isAccessibleForFree": True, "inLanguage": tags,
        "subjectOf": {"@type": "DataDownload", "encodingFormat": MEDIA["ttl"], "contentUrl": root + DESCRIPTION},
        "distribution": [
            {
                "@type": "DataDownload", "name": say[DUMPS[file.name][1]], "encodingFormat": DUMPS[file.name][0],
                "contentUrl": f"{root}data/{file.name}", "contentSize": f"{file.size} B", "sha256": file.sha256,
            }
            for file in files
        ],
    })  # fmt: skip


def _tagged(values: Iterable[Value]) -> list[str | Named]:
    return [{"@value": value.text, "@language": value.lang} if value.lang else value.text for value in values]


def _filled(said: Named) -> Markup:
    """Give what is said without what is not known, as the head of a page has it."""
    told = {"@context": "https://schema.org"} | {key: value for key, value in said.items() if value}
    return htmlsafe_json_dumps(told, dumps=_WRITER.encode)
