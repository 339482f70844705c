"""Which way of mending fits which failure."""

from desktop.ui.resolve.address_fix import AddressFix
from desktop.ui.resolve.back_kinds import back_kinds
from desktop.ui.resolve.by_hand_fix import ByHandFix
from desktop.ui.resolve.case import Case
from desktop.ui.resolve.choice_fix import CreateAgainFix, CreateNowFix, PlainFix, StockFix
from desktop.ui.resolve.fix import Fix
from desktop.ui.resolve.rate_fix import CurrencyFix, TaxRateFix
from desktop.ui.resolve.sku_fix import SkuFix
from desktop.ui.resolve.total_fix import TotalFix
from desktop.ui.work import Work

KINDS: dict[str, type[Fix]] = {
    **dict.fromkeys(("sku_unknown", "sku_ambiguous", "sku_missing", "variant_gone"), SkuFix),
    **dict.fromkeys(("address_missing", "address_refused", "country_unknown"), AddressFix),
    **dict.fromkeys(("total_mismatch", "shop_total_mismatch", "currencies_mixed"), TotalFix),
    **dict.fromkeys(("several_found", "twin", "undecided"), ByHandFix),
    **dict.fromkeys(("too_many_items", "discount", "money_missing", "no_items"), ByHandFix),
    **dict.fromkeys(("too_old", "left_out"), CreateNowFix),
    "deleted_in_shopify": CreateAgainFix,
    "stock": StockFix,
    "currency_no_rate": CurrencyFix,
    "tax_rate": TaxRateFix,
}


def fix_for(case: Case, work: Work) -> Fix:
    """The widget that mends this case; retry where there is nothing to fill in."""
    if case.back is not None:
        return back_kinds(case)[0](case, work)
    return KINDS.get(case.code, PlainFix)(case, work)
