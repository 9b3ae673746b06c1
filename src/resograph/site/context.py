"""What every template may use: what stays for all pages of a language, and what is of one page."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment

from resograph.site import rest
from resograph.site.facts import Facts, in_language, local
from resograph.site.frame import frames
from resograph.site.home import counted, shelf_name
from resograph.site.linking import is_document, link, said, session_link
from resograph.site.resolution import named
from resograph.site.signposts import MEDIA, forms, in_head
from resograph.site.sorting import arranged, state
from resograph.site.thing import headed
from resograph.site.turning import TURNED
from resograph.site.words import Tongue, apart, in_a_row

Context = dict[str, Any]


def lasting(facts: Facts, tongues: Mapping[str, Tongue], made: Environment) -> dict[str, Context]:
    """Give what stays for all pages, by their language.

    Args:
        facts: the store.
        tongues: the languages of the interface.
        made: the templates.
    """
    return {tag: _in(facts, tongues, tag) | {"frame": frame} for tag, frame in frames(made, tongues).items()}


def _in(facts: Facts, tongues: Mapping[str, Tongue], tag: str) -> Context:
    return {
        "comma": tongues[tag].comma,
        "tongue": tongues[tag],
        "say": tongues[tag].messages,
        "name": partial(facts.name, lang=tag),
        "called": lambda thing: facts.called(thing, tag),
        "best": lambda values: in_language(values, tag) if values else None,
        "said": partial(said, tongues, tag),
        "shelf_name": partial(shelf_name, tongues[tag]),
        "counted": partial(counted, tongues[tag]),
        "words": partial(named, lang=tag),
        "headed": headed,
        "apart": partial(apart, comma=tongues[tag].comma),
        "in_a_row": in_a_row,
        "local": local,
        "rtl": {t.tag for t in tongues.values() if t.direction == "rtl"},
        "is_document": is_document,
        "structured": None,
        "facts": facts,
    }


def of_page(stays: Context, address: str, asked: Mapping[str, str]) -> Context:
    """Give what a template may use for a page.

    Args:
        stays: what stays for all pages of its language.
        address: of the page, without a slash before it.
        asked: what a form on the page asks for.
    """
    tag, facts = stays["tongue"].tag, stays["facts"]
    root, bare = "../" * address.count("/"), address.removesuffix(f".{tag}.html")
    query = f"?{urlencode(asked)}" if asked else ""
    return {
        **stays,
        **stays["frame"].filled(f"{root}{bare}", query),
        "root": root,
        "link": partial(link, facts, root, tag),
        "session": partial(session_link, root, tag),
        "bare": bare,
        "signposts": in_head(bare),
        "forms": [(form, MEDIA[form]) for form in forms(bare)],
        "sorted_by": partial(state, asked),
        "in_order": partial(arranged, asked=asked, name=stays["name"], lang=tag),
        "asked": asked,
    }


def overleaf(context: Context, thing: str) -> Context:
    """Give what a template may use for a page with lists that may go on overleaf.

    Args:
        context: what it may use for any page.
        thing: IRI of what the page is about.
    """
    root, tag = context["root"], context["tongue"].tag
    whole = root + context["bare"].partition(TURNED)[0]

    def turned_to(number: int) -> str:
        return f"{whole}{TURNED}{number}.{tag}.html" if number > 1 else f"{whole}.{tag}.html"

    return {"whole": whole, "iri": thing, "turned_to": turned_to, "all_of": partial(rest.asked, root, tag, thing)}
