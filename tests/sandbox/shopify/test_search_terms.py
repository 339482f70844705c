"""The search language, read into a tree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.sandbox.shopify.search_terms import Both, Either, Node, Not, Term, parse_search


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("tag:a", Term("tag", "", "a")),
        ("tag: a", Term("tag", "", "a")),
        ("mug", Term("", "", "mug")),
        ('"blue mug"', Term("", "", "blue mug")),
        ("updated_at:>='2026-11-22T10:00:00Z'", Term("updated_at", ">=", "2026-11-22T10:00:00Z")),
        ("updated_at:<2026-11-22", Term("updated_at", "<", "2026-11-22")),
        (r'sku:"a\"b\\c"', Term("sku", "", 'a"b\\c')),
        (r"sku:'it\'s'", Term("sku", "", "it's")),
        ("sku:AB*", Term("sku", "", "AB", True)),
        ('sku:"AB*"', Term("sku", "", "AB", True)),
        (r"sku:AB\*", Term("sku", "", "AB*")),
        ("a b", Both((Term("", "", "a"), Term("", "", "b")))),
        ("a AND b", Both((Term("", "", "a"), Term("", "", "b")))),
        ("a OR b", Either((Term("", "", "a"), Term("", "", "b")))),
        ("NOT a", Not(Term("", "", "a"))),
        ("-tag:a", Not(Term("tag", "", "a"))),
        ("111-2222222-3333333", Term("", "", "111-2222222-3333333")),
        (
            "a b OR c",
            Either((Both((Term("", "", "a"), Term("", "", "b"))), Term("", "", "c"))),
        ),
        (
            "(a OR b) AND tag:c",
            Both((Either((Term("", "", "a"), Term("", "", "b"))), Term("tag", "", "c"))),
        ),
        ("ORDER", Term("", "", "ORDER")),
        ("", Both(())),
        ('"open', Term("", "", "open")),
    ],
)
def test_a_text_has_one_tree(text: str, tree: Node) -> None:
    assert parse_search(text) == tree


def test_a_stray_parenthesis_is_passed_over() -> None:
    assert parse_search("a) b") == Both((Term("", "", "a"), Term("", "", "b")))


@given(st.text(alphabet="ab:\"\\'()*->=< ORNTD", max_size=40))
def test_nothing_is_too_odd_to_read(text: str) -> None:
    parse_search(text)


@given(st.text(max_size=30))
def test_an_escaped_value_comes_back(value: str) -> None:
    escaped = "".join("\\" + letter if letter in "\\'\"*" else letter for letter in value)
    assert parse_search(f'sku:"{escaped}"') == Term("sku", "", value)
