"""What a person types, as questions to the text indexes. Pure.

Trigrams answer from three characters on; shorter parts are looked for in the texts themselves.
"""

import re
from collections.abc import Sequence

from desktop.models.order_text import folded

_WHOLE_ID = re.compile(r"\d{3}-\d{7}-\d{7}")
_TRIGRAM = 3

Question = tuple[str, list[object]]  # SQL that gives order ids, and its values


def quoted(part: str) -> str:
    """A part as an FTS5 string: nothing in it is an operator."""
    return '"' + part.replace('"', '""') + '"'


def words(text: str) -> list[str]:
    """The parts of a search, each of which has to be found."""
    return folded(text.replace("\0", " ")).split()


def _order_part(part: str) -> Question:
    if len(part) < _TRIGRAM:
        return "SELECT order_id FROM order_text WHERE instr(body, ?)", [part]
    return "SELECT rowid FROM order_fts WHERE order_fts MATCH ?", [quoted(part)]


def _product_part(part: str) -> Question:
    if len(part) < _TRIGRAM:
        products, value = "SELECT id FROM product WHERE instr(body, ?)", part
    else:
        products = "SELECT rowid FROM product_fts WHERE product_fts MATCH ?"
        value = quoted(part)
    return f"SELECT order_id FROM order_line WHERE product_id IN ({products})", [value]  # noqa: S608


def text_question(text: str) -> Question:
    """Orders in whose texts every word is found: IDs, names, SKUs, titles."""
    parts, values = [], []
    for word in words(text):
        (of_order, first), (of_product, second) = _order_part(word), _product_part(word)
        parts.append(f"SELECT * FROM ({of_order} UNION {of_product})")  # noqa: S608
        values += [*first, *second]
    return " INTERSECT ".join(parts), values


def id_question(order_ids: Sequence[str]) -> Question:
    """Orders whose Amazon ID is one of these, or has one of these as a part."""
    asked = [one for one in (folded(part.replace("\0", " ")) for part in order_ids) if one]
    whole = [one for one in asked if _WHOLE_ID.fullmatch(one)]
    marks = ",".join("?" * len(whole))
    sql = [f"SELECT id FROM orders WHERE amazon_order_id IN ({marks})"]  # noqa: S608
    values: list[object] = [*whole]
    for part in (one for one in asked if one not in set(whole)):
        if len(part) < _TRIGRAM:
            sql.append("SELECT id FROM orders WHERE instr(lower(amazon_order_id), ?)")
            values.append(part)
        else:
            sql.append(
                "SELECT id FROM orders NOT INDEXED WHERE"
                " id IN (SELECT rowid FROM order_fts WHERE order_fts MATCH ?)"
                " AND instr(lower(amazon_order_id), ?)"
            )
            values += [quoted(part), part]
    return " UNION ".join(sql), values
