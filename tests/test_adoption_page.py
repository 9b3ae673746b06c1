"""How a document was adopted, as pages show it: sponsors of each kind, drafts, headings of the library, votes of States."""

from __future__ import annotations

import re
from urllib.parse import unquote_plus

import pyoxigraph as ox
import pytest

from resograph import iri, vocab
from resograph.registry import Registry
from resograph.site.export import addresses
from resograph.site.pages import Site, page, site
from resograph.site.words import tongues

BASE, RG = iri.BASE, iri.RG
DCTERMS, RDF, SKOS = (vocab.PREFIXES[prefix] for prefix in ("dcterms", "rdf", "skos"))


def graph(number: int, choice: str) -> str:
    document = f"{BASE}A/RES/99/{number}"
    pairs = (
        (RDF + "type", f"<{RG}Document>"),
        (DCTERMS + "title", f'"Ports {number}"@en'),
        (RG + "adoptedOn", f'"2044-12-0{number}"^^<http://www.w3.org/2001/XMLSchema#date>'),
        (RG + "draft", f"<{BASE}A/C.2/99/L.{number}>"),
        (RG + "sponsor", f"<{BASE}actor/peru>"),
        (RG + "additionalSponsor", f"<{BASE}actor/cuba>"),
        (RG + "onBehalfOf", f"<{BASE}actor/g77-and-china>"),
        (RG + "subjectHeading", '"PORTS"@en'),
        (RG + "subjectHeading", '"SHIPPING"@en'),
        (RG + "authorityName", '"UN Port Programme"'),
        (RG + "taggedSubject", "<http://metadata.un.org/sdg/14>"),
        (DCTERMS + "subject", "<http://metadata.un.org/thesaurus/1>"),
    )
    vote = f"{document}#vote-peru"
    said = [f"<{document}> <{prop}> {value}" for prop, value in pairs]
    said += [f"<{vote}> <{RDF}type> <{RG}Vote>", f"<{vote}> <{RG}castBy> <{BASE}actor/peru>"]
    said += [f'<{vote}> <{RG}choice> "{choice}"', f"<{document}> <{RG}vote> <{vote}>"]
    return "".join(f"{row} <{document}> .\n{row} .\n" for row in said)


@pytest.fixture(scope="module")
def adopted(registry: Registry) -> Site:
    store = ox.Store()
    names = {
        f"{BASE}actor/peru": "Peru",
        f"{BASE}actor/cuba": "Cuba",
        f"{BASE}actor/g77-and-china": "Group of 77",
        "http://metadata.un.org/thesaurus/1": "Ports",
    }
    known = "".join(f'<{name}> <{SKOS}prefLabel> "{label}"@en .\n' for name, label in names.items())
    text = known + graph(1, "against") + graph(2, "in-favour") + graph(3, "abstaining")
    store.load(text.encode(), format=ox.RdfFormat.N_QUADS)
    return site(store, tongues(registry))


def shown(made: Site, address: str, **asked: str) -> str:
    return (page(made, address, asked) or b"").decode()


def test_a_document_names_all_who_brought_it_and_leads_to_its_draft(adopted: Site) -> None:
    html = shown(adopted, "id/A/RES/99/1.fr.html")
    for label, name in (("Auteurs", "Peru"), ("Auteurs supplémentaires", "Cuba"), ("Au nom de", "Group of 77")):
        assert re.search(rf"<dt>{label}</dt>\s*<dd><a [^>]*>{name}</a></dd>", html)
    assert 'href="https://docs.un.org/fr/A/C.2/99/L.1"' in html
    assert '<a href="https://docs.un.org/fr/A/RES/99/1" rel="external">Texte officiel</a>' in html


def test_headings_stand_beside_subjects_and_tags_of_software_apart(adopted: Site) -> None:
    html = shown(adopted, "id/A/RES/99/1.en.html")
    filed = html[html.index('<h2 id="subjects">') :].partition("<h2")[2]
    assert "SHIPPING" in filed
    assert "PORTS" not in filed, "a subject says it already"
    assert "UN Port Programme" in filed
    apart = re.search(r"<details><summary>Tagged by software, checked by nobody \(1\)(.*?)</details>", html, re.DOTALL)
    assert apart
    assert "http://metadata.un.org/sdg/14" in apart[1]


def test_the_page_of_a_state_says_how_it_voted(adopted: Site) -> None:
    def votes(**asked: str) -> list[tuple[str, str]]:
        html = shown(adopted, "id/actor/peru.en.html", **asked)
        part = html[html.index('<h2 id="votes">How this State voted (3)</h2>') :].partition("</table>")[0]
        return re.findall(r">(A/RES/99/\d)</a>.*<td>([^<]*)</td></tr>", part)

    assert votes() == [("A/RES/99/1", "Against"), ("A/RES/99/2", "In favour"), ("A/RES/99/3", "Abstaining")]
    assert votes(sort="votes.adopted-on", order="descending") == votes()[::-1]
    assert [vote for _, vote in votes(sort="votes.vote")] == ["Abstaining", "Against", "In favour"]
    assert "Documents joined as a further sponsor (3)" in shown(adopted, "id/actor/cuba.en.html")
    assert "Documents submitted on its behalf (3)" in shown(adopted, "id/actor/g77-and-china.en.html")


def _cite(made: Site) -> None:
    """Have three documents cite one that is not here."""
    for number in (1, 2, 3):
        cited = f"<{BASE}A/RES/99/{number}#op1-c1> <{RG}cites> <{BASE}A/RES/98/1>"
        where = f"<{BASE}A/RES/99/{number}#op1-c1> <{RG}citingProvision> <{BASE}A/RES/99/{number}#op1>"
        known = f"<{BASE}A/RES/98/1> <{RDF}type> <{RG}Document>"
        made.facts.store.load(f"{cited} .\n{where} .\n{known} .\n".encode(), format=ox.RdfFormat.N_QUADS)


@pytest.mark.parametrize(
    ("thing", "heading", "columns"),
    [("actor/peru", "sponsor", "document"), ("actor/peru", "votes", "document"), ("A/RES/98/1", "cited-by", "where")],
)
def test_a_list_that_is_cut_leads_to_all_of_it(
    adopted: Site, monkeypatch: pytest.MonkeyPatch, thing: str, heading: str, columns: str
) -> None:
    """Of many thousand rows only some are looked at; whoever wants the rest gets the question that gives it, ready to run."""
    _cite(adopted)
    monkeypatch.setattr("resograph.site.turning.MOST", 2)
    monkeypatch.setattr("resograph.site.turning.LOOKED_AT", 3)
    fresh = site(adopted.facts.store, adopted.tongues)
    section = shown(fresh, f"id/{thing}~2.fr.html").split(f'<h2 id="{heading}">')[1].split("<h2")[0]
    link = re.search(r'<a href="[./]*query\.fr\.html\?query=([^"#]+)#results"', section)
    assert link
    rows = adopted.facts.store.query(unquote_plus(link[1]))
    assert isinstance(rows, ox.QuerySolutions)
    assert len({row[columns] for row in rows}) == 3


def test_a_long_list_goes_on_overleaf(adopted: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody should have to write a query to see the third hundred of what a State sponsored."""
    monkeypatch.setattr("resograph.site.turning.MOST", 2)
    actor = f"<{BASE}actor/peru> <{RDF}type> <{RG}Actor> .\n"
    adopted.facts.store.load(actor.encode(), format=ox.RdfFormat.N_QUADS)
    fresh = site(adopted.facts.store, adopted.tongues)
    first, second = (shown(fresh, f"id/actor/peru{turned}.en.html") for turned in ("", "~2"))
    rows = [
        re.findall(r">(A/RES/99/\d)</a>", part.split('<h2 id="sponsor">')[1].split("</table>")[0])
        for part in (first, second)
    ]
    assert [len(part) for part in rows] == [2, 1]
    assert sorted(rows[0] + rows[1]) == ["A/RES/99/1", "A/RES/99/2", "A/RES/99/3"]
    assert '<link rel="next" href="../../id/actor/peru~2.en.html">' in first
    assert '<a rel="next" href="../../id/actor/peru~2.en.html#sponsor">Next</a>' in first
    assert '<link rel="prev" href="../../id/actor/peru.en.html">' in second
    assert '<a rel="prev" href="../../id/actor/peru.en.html#sponsor">Previous</a>' in second
    assert "How this State voted (3)" in second
    assert 'hreflang="fr" href="../../id/actor/peru~2.fr.html"' in second
    assert f'rel="cite-as" href="{BASE}actor/peru"' in second
    assert "<h2>Names</h2>" in first
    assert "<h2>Names</h2>" not in second
    assert page(fresh, "id/actor/peru~3.en.html") is None
    subjects = [shown(fresh, f"subject/1{turned}.en.html") for turned in ("", "~2")]
    assert '<a rel="next" href="../subject/1~2.en.html#subject">' in subjects[0]
    assert len(re.findall(r'<th scope="row">', subjects[1])) == 1
    written = {address for address, _ in addresses(fresh)}
    assert {"id/actor/peru~2.en.html", "id/actor/peru~2.ar.html"} <= written
    assert not {"id/actor/peru~3.en.html", "id/actor/peru~2.ttl"} & written


def test_who_cites_a_document_goes_on_overleaf(adopted: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The resolutions that are cited most are those of which a reader wants to see all."""
    _cite(adopted)
    whole = shown(site(adopted.facts.store, adopted.tongues), "id/A/RES/98/1.en.html")
    assert 'rel="next"' not in whole
    monkeypatch.setattr("resograph.site.turning.MOST", 2)
    fresh = site(adopted.facts.store, adopted.tongues)
    first, second = (shown(fresh, f"id/A/RES/98/1{turned}.en.html") for turned in ("", "~2"))
    rows = [re.findall(r'<th scope="row"><a [^>]*>(A/RES/99/\d#op1)</a>', part) for part in (whole, first, second)]
    assert rows == [
        ["A/RES/99/1#op1", "A/RES/99/2#op1", "A/RES/99/3#op1"],
        ["A/RES/99/3#op1", "A/RES/99/2#op1"],
        ["A/RES/99/1#op1"],
    ]
    assert "(3)</h2>" in first
    assert '<link rel="next" href="../../../../id/A/RES/98/1~2.en.html">' in first
    assert '<a rel="prev" href="../../../../id/A/RES/98/1.en.html#cited-by">Previous</a>' in second
    assert "How to cite" not in second
    assert page(fresh, "id/A/RES/98/1~3.en.html") is None
    written = {address for address, _ in addresses(fresh)}
    assert "id/A/RES/98/1~2.ar.html" in written
    assert not {"id/A/RES/98/1~3.en.html", "id/A/RES/98/1~2.ttl"} & written
