"""What a person types, as conditions on the text indexes. Pure.

From three characters on trigrams find the orders, and the rest is looked at among those few. One or
two characters fit so many orders that a page goes on through its own index, and looks into each; a
count has to look into all, and does so in one sweep.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from desktop.models.order_text import folded

_WHOLE_ID = re.compile(r"\d{3}-\d{7}-\d{7}")
_TRIGRAM = 3

_FOUND = """id IN (
    SELECT rowid FROM order_fts WHERE order_fts MATCH ?
    UNION SELECT order_id FROM order_line
    WHERE product_id IN (SELECT rowid FROM product_fts WHERE product_fts MATCH ?))"""
_LOOKED_AT = """(
    EXISTS (SELECT 1 FROM order_text WHERE order_id = orders.id AND instr(body, ?))
    OR EXISTS (SELECT 1 FROM order_line WHERE order_id = orders.id
        AND product_id IN (SELECT id FROM product WHERE instr(body, ?))))"""
_COUNTED = """id IN (
    SELECT order_id FROM order_text WHERE instr(body, ?)
    UNION SELECT order_id FROM order_line
    WHERE product_id IN (SELECT id FROM product WHERE instr(body, ?)))"""
_BY_ORDER = "SELECT rowid FROM order_fts WHERE order_fts MATCH ?"
_BY_PRODUCT = """SELECT order_id FROM order_line
    WHERE product_id IN (SELECT rowid FROM product_fts WHERE product_fts MATCH ?)"""
_ID_PART = "instr(lower(amazon_order_id), ?)"
_ID_FOUND = f"""SELECT id FROM orders NOT INDEXED
    WHERE id IN (SELECT rowid FROM order_fts WHERE order_fts MATCH ?) AND {_ID_PART}"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Search:
    """One condition; `finds` says that it names few orders by itself."""

    sql: str
    values: tuple[str, ...]
    finds: bool


def quoted(part: str) -> str:
    """A part as an FTS5 string: nothing in it is an operator."""
    return '"' + part.replace('"', '""') + '"'


def words(text: str) -> list[str]:
    """The parts of a search, each of which has to be found."""
    return folded(text.replace("\0", " ")).split()


def text_searches(
    text: str, *, counting: bool, common: frozenset[str] = frozenset()
) -> list[Search]:
    """Every word is found in an ID, a name, a SKU or a title.

    Words in `common` lead to so many orders that they are looked for in each.
    """
    short = (_COUNTED, True) if counting else (_LOOKED_AT, False)
    return [
        _long(word, is_common=word in common and not counting)
        if len(word) >= _TRIGRAM
        else Search(short[0], (word, word), finds=short[1])
        for word in words(text)
    ]


def _long(word: str, *, is_common: bool) -> Search:
    if is_common:
        return Search(_LOOKED_AT, (word, word), finds=False)
    return Search(_FOUND, (quoted(word), quoted(word)), finds=True)


def orders_led_to(word: str, most: int) -> list[tuple[str, list[object]]]:
    """Questions for how many orders a word of three or more leads to, counting up to `most`."""
    found = (_BY_ORDER, _BY_PRODUCT)
    return [
        (f"SELECT count(*) FROM ({sql} LIMIT {most:d})", [quoted(word)])  # noqa: S608
        for sql in found
    ]


def long_words(text: str, order_ids: Sequence[str]) -> list[str]:
    """What trigrams are asked for: words, and parts of IDs."""
    parts = (folded(part.replace("\0", " ")) for part in order_ids)
    asked = [*words(text), *(one for one in parts if not _WHOLE_ID.fullmatch(one))]
    return [one for one in asked if len(one) >= _TRIGRAM]


def id_searches(
    order_ids: Sequence[str], *, counting: bool, common: frozenset[str] = frozenset()
) -> list[Search]:
    """The Amazon ID is one of these, or has one of these as a part; no ids, no condition."""
    asked = [one for one in (folded(part.replace("\0", " ")) for part in order_ids) if one]
    short = [one for one in asked if len(one) < _TRIGRAM]
    if short or (not counting and common.intersection(asked)):
        sql = " OR ".join([_ID_PART] * len(asked))
        if counting:
            sql = f"id IN (SELECT id FROM orders INDEXED BY orders_amazon WHERE {sql})"  # noqa: S608
        return [Search(f"({sql})", tuple(asked), finds=counting)]
    whole = [one for one in asked if _WHOLE_ID.fullmatch(one)]
    parts = [one for one in asked if not _WHOLE_ID.fullmatch(one)]
    marks = ",".join("?" * len(whole))
    questions = [f"SELECT id FROM orders WHERE amazon_order_id IN ({marks})"]  # noqa: S608
    questions += [_ID_FOUND] * len(parts)
    values = [value for part in parts for value in (quoted(part), part)]
    sql = f"id IN ({' UNION '.join(questions)})"
    return [Search(sql, (*whole, *values), finds=True)] if asked else []
