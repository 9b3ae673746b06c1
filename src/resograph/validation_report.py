"""What validation found, as a SHACL report in Turtle and as rows that a person can read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from resograph import iri
from resograph.finding import BLANK, QUERIES, Finding
from resograph.terms import iri as named
from resograph.terms import literal
from resograph.vocab import PREFIXES

REPORT = "https://w3id.org/resograph/report"
_SEVERITY = {"violation": "sh:Violation", "warning": "sh:Warning", "info": "sh:Info"}
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Row:
    """One finding as a line of a table.

    Args:
        severity: "violation", "warning" or "info".
        document: symbol of the document ("A/RES/60/288"), or "" for a thing of the registries.
        paragraph: eId of the provision ("op3.b"), or "".
        thing: short name of the thing at fault ("A/RES/60/288#op3.b-a1", "actor/ga").
        property: short name of the property at fault ("rg:force"), or "".
        message: what is wrong and what to do.
        value: the value at fault, shortened, or "".
    """

    severity: str
    document: str
    paragraph: str
    thing: str
    property: str
    message: str
    value: str


def report_rows(findings: Iterable[Finding], language: str = "en") -> tuple[Row, ...]:
    """Give findings as the lines of a table, in their order.

    Args:
        findings: what was found.
        language: of the messages: "en" or "zh".
    """
    return tuple(
        Row(
            finding.severity,
            short(finding.document or ""),
            finding.eid or "",
            short(finding.place),
            short(finding.path or ""),
            finding.message(language),
            _shown(finding.value or ""),
        )
        for finding in findings
    )


def report_turtle(findings: Iterable[Finding]) -> str:
    """Give findings as a SHACL validation report: no blank nodes, and the same bytes for the same findings.

    As SHACL 3.6.1.1 has it, `sh:conforms` is false as soon as there is any result, also one that only warns.
    """
    found = tuple(findings)
    lines = [f"@prefix sh: <{PREFIXES['sh']}> .", "", f"<{REPORT}> a sh:ValidationReport ;"]
    results = " ,\n        ".join(f"<{REPORT}#r{n}>" for n in range(1, len(found) + 1))
    lines.append(
        f"    sh:conforms {'false' if found else 'true'}" + (f" ;\n    sh:result {results} ." if found else " .")
    )
    for number, finding in enumerate(found, 1):
        lines += ["", f"<{REPORT}#r{number}> a sh:ValidationResult ;", " ;\n".join(_statements(finding)) + " ."]
    return "\n".join(lines) + "\n"


def short(name: str) -> str:
    """Give the short form of an IRI.

    >>> short("https://w3id.org/resograph/id/A/RES/60/288#op3.b"), short("https://w3id.org/resograph/ontology#force")
    ('A/RES/60/288#op3.b', 'rg:force')
    """
    if name.startswith(iri.BASE):
        return name[len(iri.BASE) :]
    for prefix, namespace in PREFIXES.items():
        if name.startswith(namespace):
            return f"{prefix}:{name[len(namespace) :]}"
    return name


def _statements(finding: Finding) -> list[str]:
    component = finding.component or "SPARQLConstraintComponent"
    focus = f"{REPORT}#blank-node" if finding.place == BLANK else finding.place
    lines = [f"sh:focusNode {named(focus)}"]
    if finding.path and not finding.shape.startswith(QUERIES):
        lines.append(f"sh:resultPath {named(finding.path)}")
    if finding.value and not finding.value.startswith(BLANK):
        lines.append(f"sh:value {finding.value}")
    lines += [
        f"sh:resultSeverity {_SEVERITY[finding.severity]}",
        f"sh:sourceConstraintComponent sh:{component}",
        f"sh:sourceShape {named(finding.shape)}",
        "sh:resultMessage " + " , ".join(literal(text, tag) for tag, text in finding.messages),
    ]
    return [f"    {line}" for line in lines]


def _shown(value: str) -> str:
    """Give a value for a table: an IRI in its short form, a long text cut."""
    text = short(value[1:-1]) if value.startswith("<") else value
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
