"""Which variants an Amazon SKU may be: exact, other case, barcode, or alike in title, with a score.

Only an exact match is ever preselected (PRODUCT section 2); everything else is offered.
"""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from desktop.channels.shopify.client import ShopifyClient
from desktop.channels.shopify.products import search_variants, variants_by_sku
from desktop.trade import Variant

By = Literal["sku", "sku_any_case", "barcode", "title"]
_SCORES: dict[By, int] = {"sku": 100, "sku_any_case": 95, "barcode": 90}
_LEAST = 35
_MOST = 10


@dataclass(frozen=True, slots=True)
class Candidate:
    """A variant, how it was found, and how likely it is the one (0 to 100)."""

    variant: Variant
    by: By
    score: int

    @property
    def is_exact(self) -> bool:
        """Whether it may be preselected."""
        return self.by == "sku"


def candidates(
    client: ShopifyClient, sku: str, title: str, currency: str, *, search: str = ""
) -> tuple[Candidate, ...]:
    """The likeliest variants, best first; asks Shopify. Raises TryLater, AccountProblem."""
    found: dict[str, Variant] = {}
    texts = (search,) if search else (sku, title)
    groups = [variants_by_sku(client, (sku,), currency).get(sku, ())]
    groups += [search_variants(client, text, currency) for text in texts if text.strip()]
    if title and not search:
        groups += [search_variants(client, word, currency) for word in _longest_words(title)]
    for group in groups:
        found.update({variant.gid: variant for variant in group})
    return rank(found.values(), sku, title, keep_all=bool(search))


def rank(
    variants: Iterable[Variant], sku: str, title: str, *, keep_all: bool = False
) -> tuple[Candidate, ...]:
    """Score variants against what Amazon says of the product; pure."""
    scored = [_scored(variant, sku, title) for variant in variants]
    likely = [one for one in scored if keep_all or one.score >= _LEAST]
    likely.sort(key=lambda one: (-one.score, one.variant.product_title, one.variant.gid))
    return tuple(likely[: _MOST * 2 if keep_all else _MOST])


def _scored(variant: Variant, sku: str, title: str) -> Candidate:
    by = _identity(variant, sku)
    if by is not None:
        return Candidate(variant, by, _SCORES[by])
    return Candidate(variant, "title", round(80 * _likeness(title, _full_title(variant))))


def _identity(variant: Variant, sku: str) -> By | None:
    if sku and variant.sku == sku:
        return "sku"
    if sku and variant.sku.casefold() == sku.casefold():
        return "sku_any_case"
    if sku and variant.barcode and variant.barcode.lstrip("0") == sku.lstrip("0"):
        return "barcode"
    return None


def _likeness(one: str, other: str) -> float:
    """0 to 1 by shared words and by the order of letters."""
    words, others = _words(one), _words(other)
    if not words or not others:
        return 0.0
    shared = len(words & others) / len(words | others)
    letters = difflib.SequenceMatcher(None, one.casefold(), other.casefold()).ratio()
    return max(shared, (shared + letters) / 2)


def _words(text: str) -> set[str]:
    return {"".join(c for c in word if c.isalnum()) for word in text.casefold().split()} - {""}


def _longest_words(title: str) -> list[str]:
    return sorted(_words(title), key=lambda word: (-len(word), word))[:2]


def _full_title(variant: Variant) -> str:
    name = "" if variant.title == "Default Title" else variant.title
    return f"{variant.product_title} {name}".strip()
