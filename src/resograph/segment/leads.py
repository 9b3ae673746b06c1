"""Lead-ins: the text that ends in a colon and governs what follows it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from resograph.model import Provision
from resograph.segment.opening import COLONS
from resograph.segment.tree import ends

_LED = frozenset({"AnnexParagraph"})
_NEVER = frozenset({"Section", "Footnote"})


def leads(provisions: Sequence[Provision]) -> Iterator[tuple[str, str]]:
    """Give each provision that stands under a lead-in, with it.

    It is the parent, else an unnumbered paragraph of an annex before the numbered ones beside it ("We commit to the
    following actions:"), else the chapeau beside it.
    """
    open_texts = {p.eid for p in provisions if ends(p.text.text, COLONS)}
    beside: dict[str | None, str] = {}
    for provision in provisions:
        if provision.kind in _LED and provision.number is None:
            beside[provision.parent] = provision.eid
        before = beside.get(provision.parent, "") if provision.kind in _LED and provision.number else ""
        chapeau = f"{provision.parent}.0" if provision.parent else ""
        above = (provision.parent, before, chapeau)
        lead = next((name for name in above if name in open_texts and name != provision.eid), None)
        if lead and provision.kind not in _NEVER:
            yield provision.eid, lead
