"""What stands around the content of every page: written once for each language, filled in for each page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment
from markupsafe import Markup, escape

from resograph.site.words import Tongue

# Stands for the address of the page without language and ending, in what was written before; no page prints it.
_ADDRESS, _QUERY = "\ue000", "\ue001"


@dataclass(frozen=True, slots=True)
class Frame:
    """The two rows of links that lead to a page in the other languages, with gaps.

    Args:
        alternates: of the head.
        tongues: of the page.
    """

    alternates: str
    tongues: str

    def filled(self, address: str, query: str) -> dict[str, Markup]:
        """Give the rows of a page.

        Args:
            address: relative, without language and ending.
            query: what the page was asked for, with `?`, or "".

        >>> Frame('<a href="\ue000.en.html\ue001">', "").filled("A&B", "?a=1&b=2")["alternates"]
        Markup('<a href="A&amp;B.en.html?a=1&amp;b=2">')
        """
        here, asked = str(escape(address)), str(escape(query))
        return {
            name: Markup(row.replace(_QUERY, asked).replace(_ADDRESS, here))  # noqa: S704 - what is filled in is escaped
            for name, row in (("alternates", self.alternates), ("in_tongues", self.tongues))
        }


def frames(made: Environment, tongues: Mapping[str, Tongue]) -> dict[str, Frame]:
    """Give what stands around pages, by the language of the page.

    Args:
        made: the templates.
        tongues: the languages of the interface.
    """
    rows: Any = made.get_template("frame.html").module
    others: Iterable[Tongue] = tuple(tongues.values())
    return {
        tag: Frame(*(str(row(others, tongue, _ADDRESS, _QUERY)) for row in (rows.alternates, rows.tongues)))
        for tag, tongue in tongues.items()
    }
