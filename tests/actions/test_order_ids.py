"""Pasted order IDs are taken apart whatever stands between them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.actions.order_ids import read_ids

ONE, TWO = "123-1234567-1234567", "999-0000000-0000001"


@pytest.mark.parametrize(
    "pasted",
    [
        f"{ONE} {TWO}",
        f"{ONE},{TWO}",
        f"{ONE};\r\n{TWO}\n",
        f"  {ONE}\t{TWO}  {ONE}",
        f"'{ONE}', \"{TWO}\"",
        f"{ONE.replace('-', '–')}\n{TWO.replace('-', '‑')}",
        f"\ufeff{ONE}\u200b {TWO}.",
        f"{ONE.replace('-', '')} {TWO}",
        [ONE, TWO, ONE],
    ],
)
def test_ids_are_found_once_each_in_order(pasted: str | list[str]) -> None:
    found = read_ids(pasted)
    assert found.good == (ONE, TWO)
    assert found.bad == ()


@pytest.mark.parametrize(
    "word",
    [
        "123",
        "1234-123456-1234567",
        "123-1234567-123456x",
        "S01-1234567-1234567",
        "123-1234567-12345678",
        "abc",
        "--",
    ],
)
def test_what_has_not_3_7_7_digits_is_bad(word: str) -> None:
    found = read_ids(f"{word} {ONE}")
    assert found.bad == (word,)
    assert found.good == (ONE,)


def test_nothing_is_nothing() -> None:
    assert read_ids(" ,;\n") == read_ids([])
    assert read_ids("").good == ()


def test_digits_of_other_scripts_become_ours() -> None:
    assert read_ids("١٢٣-1234567-1234567").good == (ONE,)


@given(st.lists(st.from_regex(r"[0-9]{3}-[0-9]{7}-[0-9]{7}", fullmatch=True), max_size=30))
def test_any_list_of_ids_comes_back_without_doubles(ids: list[str]) -> None:
    plain = [one for one in ids if one.isascii()]
    assert read_ids(", ".join(plain)).good == tuple(dict.fromkeys(plain))


@given(st.text(max_size=200))
def test_no_text_is_too_odd(text: str) -> None:
    found = read_ids(text)
    assert all(len(one) == 19 for one in found.good)
