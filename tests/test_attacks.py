"""What hostile queries do to a server, and that it does not matter to the next client.

After each attack the next query is answered rightly by a worker, processes and memory are as before, and no file of the
data has changed (tests/attacked.py).
"""

from __future__ import annotations

import concurrent.futures

import httpx
import pytest

from attacked import ask, opened
from served import Served

pytestmark = pytest.mark.usefixtures("unhurt")


def nested(opening: str, inner: str, closing: str, depth: int = 5000) -> str:
    """Give something inside many braces of a kind."""
    return opening * depth + inner + closing * depth


SELECT = "SELECT (COUNT(*) AS ?n)"
ALL = "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
HOSTILE = {
    "5,000 parentheses": (f"ASK {{ FILTER {nested('(', '1 = 1', ')')} }}", {400}),
    "5,000 braces": (f"ASK {nested('{', '', '}')}", {400}),
    "5,000 parentheses that never close": (f"ASK {{ FILTER {'(' * 5000}", {400}),
    "199 levels of OPTIONAL": (f"ASK {nested('{ ?s ?p ?o OPTIONAL ', '{ ?s ?p ?o }', '}', 99)}", {200, 400, 504, 507}),
    "150 sub-selects": (f"{nested('SELECT * { ', '?s ?p ?o', ' }', 150)}", {200, 400, 413, 504, 507}),
    "5,000 negations": (f"ASK {{ FILTER ({'!' * 5000}true) }}", {400}),
    "1,900 sums": (f"ASK {{ FILTER ({'+'.join('1' * 1900)} = 1900) }}", {200, 400, 504, 507}),
    "cross product, counted": (f"{SELECT} {ALL}", {504}),
    "cross product, sorted": (f"SELECT * {ALL} ORDER BY DESC(?a) ?f ?i", {504, 507}),
    "cross product, distinct": (f"SELECT DISTINCT ?a ?f ?i ?l {ALL}", {413, 504, 507}),
    "cross product, grouped": (f"SELECT ?a ?f ?i {SELECT[7:]} {ALL} GROUP BY ?a ?f ?i", {504, 507}),
    "cross product, given": ("SELECT * { ?a ?b ?c . ?d ?e ?f }", {413, 504, 507}),
    "cross product, built": ("CONSTRUCT { ?a ?e ?l } WHERE " + ALL, {413, 504, 507}),
    "order by a hash of all": (f"SELECT * {ALL} ORDER BY SHA512(CONCAT(STR(?c), STR(?f), STR(?i)))", {504, 507}),
    "all paths": (f"{SELECT} {{ ?a (!<x:y>|^!<x:y>)* ?b . ?b (!<x:y>|^!<x:y>)* ?c . ?c (!<x:y>)* ?d }}", {504, 507}),
    "paths in paths": (f"{SELECT} {{ ?a ((((<x:p1>|<x:p2>)+/<x:p3>*)+/^<x:p4>*)*)+ ?b . ?b (<x:p5>*/<x:p6>*)* ?c }}", {200, 504, 507}),
    "a long path": (f"{SELECT} {{ ?a {'/'.join(['!<x:y>'] * 900)} ?b }}", {200, 400, 504, 507}),
    "a pattern that blows up": (f'{SELECT} {{ ?s ?p ?o . ?t ?q ?r FILTER REGEX(CONCAT(STR(?o), STR(?r)), "^(a*)*(.*)*(.+)+b$") }}', {200, 504}),
    "a pattern of great size": ('ASK { FILTER REGEX("a", "((a{1,1000}){1,1000}){1,1000}") }', {200, 400, 504, 507}),
    "replaced again and again": (f'SELECT * {{ BIND({nested("REPLACE(", chr(34) + "a" * 99 + chr(34), ", " + chr(34) + "a" + chr(34) + ", " + chr(34) + "aaaaaaaa" + chr(34) + ")", 30)} AS ?x) }}', {200, 400, 413, 504, 507}),
    "doubled again and again": (" ".join(["SELECT ?x30 {", 'BIND("aaaaaaaa" AS ?x0)', *(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(30)), "}"]), {200, 413, 504, 507}),
    "long concatenation": (f"SELECT (GROUP_CONCAT(?f) AS ?y) {ALL}", {504, 507}),
    "concatenation by group": (f"SELECT ?a (GROUP_CONCAT(?c) AS ?x) (GROUP_CONCAT(?f) AS ?y) {ALL} GROUP BY ?a", {504, 507}),
    "60,000 values": (f"SELECT * {{ VALUES ?x {{ {'1 ' * 30000} }} }}", {200, 400, 413, 504}),
    "values crossed": (f"{SELECT} {{ {' '.join(f'VALUES ?v{n} {{ {chr(32).join(map(str, range(99)))} }}' for n in range(9))} }}", {504, 507}),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_query_ends_with_a_reason(attacked: Served, name: str) -> None:
    query, expected = HOSTILE[name]
    with opened(attacked) as client:
        answer = ask(client, query)
    assert answer.status_code in expected, answer.text[:300]
    assert answer.status_code == 200 or answer.text.count("\n") <= 4, "the reason, and no part of an answer"


def test_hostile_queries_at_once_are_answered_or_refused(attacked: Served) -> None:
    """Why: one by one they are borne; forty clients send them together."""
    queries = [query for query, expected in HOSTILE.values() if 504 in expected] * 2
    headers = [{"X-Forwarded-For": f"10.2.0.{n}"} for n in range(len(queries))]
    with concurrent.futures.ThreadPoolExecutor(len(queries)) as threads:
        found = list(threads.map(
            lambda query, head: httpx.post(f"{attacked.address}/sparql", data={"query": query}, headers=head, timeout=60).status_code,
            queries, headers,
        ))  # fmt: skip
    assert set(found) <= {200, 413, 503, 504, 507}
