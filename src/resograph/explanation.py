"""An explanation on the screen: coloured on a terminal, with brackets in a pipe."""

from __future__ import annotations

from resograph import display
from resograph.explain import Explanation, Finding, Passage, mark

# Later ones are drawn over earlier ones where they overlap.
_STYLES = {
    "citation": "blue",
    "follow-up": "underline magenta",
    "qualifier": "italic dim",
    "mentioned": "underline",
    "agent": "bold cyan",
    "addressee": "bold green",
    "partner": "bold yellow",
    "beneficiary": "bold bright_blue",
    "target": "bold red",
    "act": "bold reverse",
}
_COLUMNS = ("words", "taken for", "name", "rule", "what", "in act")
_ON_TERMINAL = 4  # the first columns, which fit


def show(explanation: Explanation) -> None:
    """Show an explanation, passage by passage: the words, then what was found in them."""
    title = f"{explanation.symbol} ({explanation.language}) {explanation.title}"
    if not display.is_terminal():
        display.say(title)
        for passage in explanation.passages:
            display.say(_plain(passage))
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False)
    console.print(Text(title, "bold"))
    legend = Text.assemble(*((f" {kind} ", style) for kind, style in _STYLES.items()))
    console.print(legend)
    for passage in explanation.passages:
        _draw(console.print, passage)


def _row(finding: Finding) -> tuple[str, ...]:
    return finding.quote, finding.kind, finding.label, finding.rule, finding.entity, finding.act


def _heading(passage: Passage) -> str:
    number = f" {passage.number}" if passage.number else ""
    label = f" — {passage.label}" if passage.label else ""
    return f"{passage.eid}{number} {passage.kind}{label}"


def _plain(passage: Passage) -> str:
    lines = ["", _heading(passage), display.clean(mark(passage))]
    if passage.findings:
        lines += ["", display.plain(_COLUMNS, [_row(finding) for finding in passage.findings])]
    return "\n".join(lines)


def _draw(show: object, passage: Passage) -> None:
    from rich.text import Text

    assert callable(show)  # noqa: S101 - the print of a console
    show()
    show(Text(_heading(passage), "bold dim"))
    words = Text(display.clean(passage.text))
    order = list(_STYLES)
    for finding in sorted(passage.findings, key=lambda found: order.index(found.kind)):
        words.stylize(_STYLES[finding.kind], finding.start, finding.end)
    show(words)
    if passage.findings:
        display.table(_COLUMNS[:_ON_TERMINAL], [_row(finding)[:_ON_TERMINAL] for finding in passage.findings])
