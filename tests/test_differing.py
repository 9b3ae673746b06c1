"""What a page says of the places where language versions do not say the same."""

from __future__ import annotations

import re

import pyoxigraph as ox
import pytest

from resograph import iri, vocab
from resograph.registry import Registry
from resograph.site.differing import differing
from resograph.site.facts import Value
from resograph.site.pages import page, site
from resograph.site.words import tongues

BASE, RG = iri.BASE, iri.RG
TYPE, COMMENT = vocab.PREFIXES["rdf"] + "type", vocab.PREFIXES["rdfs"] + "comment"
DOCUMENT = f"{BASE}A/RES/99/1"


def issue(kind: str, concerns: str, *tags: str) -> dict[str, list[Value]]:
    """Give what the graph says of a finding."""
    pairs = {
        TYPE: [Value(RG + "Issue", is_iri=True)],
        RG + "issueKind": [Value(kind)],
        RG + "concerns": [Value(concerns, is_iri=True)],
        COMMENT: [Value("what differs", "en")],
    }
    languages = [Value(iri.language(tag), is_iri=True) for tag in tags]
    return pairs | ({RG + "differingLanguage": languages} if languages else {})


@pytest.mark.parametrize(
    ("lacking", "kind", "named"),
    [
        (("fr",), "provision-missing", ("fr",)),
        (("ar", "en", "es"), "provision-missing", ("ar", "en", "es")),
        (("ar", "en", "es", "ru"), "provision-extra", ("fr", "zh")),
    ],
)
def test_the_fewer_languages_are_the_odd_ones(lacking: tuple[str, ...], kind: str, named: tuple[str, ...]) -> None:
    names = {tag: {TYPE: [Value(RG + "Expression", is_iri=True)]} for tag in ("ar", "en", "es", "fr", "ru", "zh")}
    names["op1-i1"] = issue("provision-missing", f"{DOCUMENT}#op1", *lacking)
    (found,) = differing(names)
    assert (found.eid, found.kind, found.languages) == ("op1", kind, named)


def test_a_citation_leads_to_its_paragraph() -> None:
    names = {
        "op2-i1": issue("cited-date-differs", f"{DOCUMENT}#op2-c1", "fr"),
        "op2-c1": {RG + "citingProvision": [Value(f"{DOCUMENT}#op2", is_iri=True)]},
    }
    assert [row.eid for row in differing(names)] == ["op2"]


def test_a_page_says_where_languages_differ_in_the_words_of_its_reader(registry: Registry) -> None:
    rows = [f"<{DOCUMENT}> <{TYPE}> <{RG}Document>", f'<{DOCUMENT}#op1> <{RG}position> "1"']
    for name, pairs in {
        "op1-i1": issue("number-differs", f"{DOCUMENT}#op1", "fr"),
        "document-i1": issue("records-differ", DOCUMENT),
    }.items():
        for prop, values in pairs.items():
            terms = [f"<{v.text}>" if v.is_iri else f'"{v.text}"@en' if v.lang else f'"{v.text}"' for v in values]
            rows += [f"<{DOCUMENT}#{name}> <{prop}> {term}" for term in terms]
    store = ox.Store()
    lines = "".join(f"{row} <{DOCUMENT}> .\n{row} .\n" for row in rows)
    store.load(lines.encode(), format=ox.RdfFormat.N_QUADS)
    html = (page(site(store, tongues(registry)), "id/A/RES/99/1.es.html") or b"").decode()
    table = html.split('<h2 id="differing">')[1].split("</table>")[0]
    cells = [re.sub("<[^>]+>", "", cell) for cell in re.findall(r"<(?:th scope=\"row\"|td[^>]*)>(.*?)</t[dh]>", table)]
    said = tongues(registry)["es"].messages
    assert cells == [
        *(said["whole-document"], said["records-differ"], "", "what differs"),
        *("op1", said["number-differs"], "Français", "what differs"),
    ]
    assert '<td lang="en" dir="ltr">what differs</td>' in table
