"""What the tests of search share: symbols as they are typed, and a made-up resolution in six languages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyoxigraph as ox
import yaml

CASES: dict[str, list[Any]] = yaml.safe_load((Path(__file__).parent / "cases" / "symbol-search.yml").read_text("utf-8"))
BASE = "https://w3id.org/resograph/id/"
RG = "https://w3id.org/resograph/ontology#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
# A made-up resolution of two paragraphs in six languages, the actor that one of them asks, and the act.
TEXTS = {
    "op1": {
        "en": "Requests the Secretary-General to report on counter-terrorism measures;",
        "fr": "Prie le Secrétaire général de faire rapport sur les mesures antiterroristes à l’œuvre ;",
        "es": "Solicita al Secretario General que informe sobre las medidas contra el terrorismo;",
        "ru": "просит Генерального секретаря представить ещё один доклад о мерах по борьбе с терроризмом;",
        "zh": "请秘书长报告反恐怖主义措施；",
        "ar": "تطلب إلى الأمين العام أن يقدّم تقريرا عن تدابير مكافحة الإرهاب؛",
    },
    "op2": {
        "en": "Urges States to protect children from climate change;",
        "fr": "Exhorte les États à protéger les enfants des changements climatiques ;",
        "es": "Insta a los Estados a que protejan a los niños del cambio climático;",
        "ru": "настоятельно призывает государства защищать детей от изменения климата;",
        "zh": "敦促各国保护儿童免受气候变化的影响；",
        "ar": "تحث الدول على حماية الأطفال من تغيّر المناخ؛",
    },
}


def quads() -> str:
    """Give the made-up resolution as N-Triples."""
    document = f"{BASE}A/RES/99/9"
    lines = [
        f"<{document}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{RG}Document> .",
        f'<{document}> <{RG}adoptedOn> "2044-05-06"^^<http://www.w3.org/2001/XMLSchema#date> .',
        f"<{document}> <{RG}adoptedBy> <{BASE}actor/ga> .",
        f'<{document}> <http://purl.org/dc/terms/title> "Safety <of> ports"@en .',
        f"<{document}> <http://purl.org/dc/terms/subject> <http://metadata.un.org/thesaurus/1> .",
        f'<http://metadata.un.org/thesaurus/1> <{SKOS}prefLabel> "PORTS"@en .',
        f"<{document}#op1-a1> <{RG}statedIn> <{document}#op1> .",
        f"<{document}#op1-a1> <{RG}actType> <{BASE}act/request> .",
        f"<{document}#op1-a1> <{RG}addressee> <{BASE}actor/sg> .",
        f"<{BASE}actor/sg> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{RG}Actor> .",
        f'<{BASE}actor/sg> <{SKOS}prefLabel> "Secretary-General"@en .',
        f'<{BASE}actor/ga> <{SKOS}prefLabel> "General Assembly"@en .',
        f'<{BASE}act/request> <{SKOS}prefLabel> "request"@en .',
    ]
    for eid, texts in TEXTS.items():
        lines += [f'<{document}#{eid}> <{RG}text> "{text}"@{tag} .' for tag, text in texts.items()]
    return "\n".join(lines)


def symbols_only() -> ox.Store:
    """Give a store that knows the documents of the cases by their symbols alone."""
    store = ox.Store()
    kind = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    for symbol in CASES["known"]:
        store.add(ox.Quad(ox.NamedNode(BASE + symbol), kind, ox.NamedNode(f"{RG}Document")))
    return store
