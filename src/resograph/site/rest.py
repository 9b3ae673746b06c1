"""The question that gives all of a list of which a page shows a part: the page links it, on a server and in a copy."""

from __future__ import annotations

from collections.abc import Callable

from jinja2.utils import url_quote

from resograph import iri, vocab

_PREFIXES = f"PREFIX rg: <{iri.RG}>\nPREFIX dcterms: <{vocab.PREFIXES['dcterms']}>\n"
_OCCURRENCES = """SELECT DISTINCT ?where ?act
WHERE {{
  ?statement <{prop}> <{thing}> ; rg:statedIn|rg:citingProvision ?where .
  OPTIONAL {{ ?statement rg:underAct?/rg:actType ?act }}
}}
ORDER BY ?where"""
_DOCUMENTS = """SELECT DISTINCT ?document ?title
WHERE {{
  ?document <{prop}> <{thing}> .
  OPTIONAL {{ ?document dcterms:title ?title . FILTER(LANG(?title) = "{lang}") }}
}}
ORDER BY ?document"""
_VOTES = """SELECT ?document ?choice
WHERE {{
  ?document rg:vote ?vote .
  ?vote rg:castBy <{thing}> ; rg:choice ?choice .
}}
ORDER BY ?document"""
# Lists that the page names otherwise than the ontology.
_NAMED = {"cited-by": "cites"}
_KINDS = {"occurrences": _OCCURRENCES, "documents": _DOCUMENTS, "votes": _VOTES}


def rest(kind: str, thing: str, prop: str = "", *, lang: str) -> str:
    """Give the question.

    Args:
        kind: of the list: occurrences, documents or votes.
        thing: IRI of what the list is about.
        prop: by which a row leads to it: its IRI, or its name in the ontology.
        lang: of the reader, for titles.
    """
    named = prop if ":" in prop else iri.RG + _NAMED.get(prop, prop)
    return _PREFIXES + _KINDS[kind].format(prop=named, thing=thing, lang=lang)


def asked(root: str, lang: str, thing: str, kind: str) -> Callable[[str], str]:
    """Give what gives the address at which the question is answered, by the property.

    Args:
        root: relative address of the folder that all pages lie in.
        lang: of the reader.
        thing: IRI of what the lists are about.
        kind: of the lists.
    """
    return lambda prop: f"{root}query.{lang}.html?query={url_quote(rest(kind, thing, prop, lang=lang))}#results"
