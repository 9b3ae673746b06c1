"""What stands under a lead-in: the parent, an unnumbered paragraph of an annex before the numbered ones, the chapeau."""

from __future__ import annotations

from resograph.model import Provision
from resograph.segment.leads import leads
from resograph.text import Text


def paragraph(eid: str, text: str, number: str | None = None) -> Provision:
    kind = "Chapeau" if eid.endswith(".0") else "AnnexParagraph"
    return Provision(eid, kind, "annex", number, Text(text))


def test_numbered_paragraphs_of_an_annex_stand_under_the_unnumbered_one_before_them() -> None:
    """Why: a political declaration commits to what follows in numbered paragraphs, behind unnumbered ones that only recognize."""
    provisions = (
        paragraph("annex.0", "We, ministers, assembled in New York, hereby:"),
        paragraph("annex.p1", "Recognize the burden;"),
        paragraph("annex.p2", "Commit to undertaking the following actions:"),
        paragraph("annex.1", "Drive the implementation of the Plan;", "1"),
        paragraph("annex.2", "Promote engagement;", "2"),
        paragraph("annex.p3", "Thank the hosts."),
        paragraph("annex.3", "Meet again.", "3"),
    )
    assert dict(leads(provisions)) == {
        "annex.p1": "annex.0",
        "annex.p2": "annex.0",
        "annex.1": "annex.p2",
        "annex.2": "annex.p2",
        "annex.p3": "annex.0",
        "annex.3": "annex.0",
    }
