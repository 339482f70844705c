"""The settings are what the product says and what the README lists, word by word."""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.models.setting_registry import REGISTRY, Setting

README = Path(__file__).resolve().parent.parent / "README.md"
DEFAULT_REASONS = {
    "CUSTOMER": "BuyerCanceled",
    "INVENTORY": "NoInventory",
    "FRAUD": "RiskAssessmentInformationNotValid",
    "DECLINED": "GeneralAdjustment",
    "STAFF": "GeneralAdjustment",
    "OTHER": "GeneralAdjustment",
}
# By group and setting of the product's table: our settings with their defaults. Where there are
# none, the product fixes what happens, or it is chosen for each account when it is connected.
MEANT: dict[tuple[str, str], dict[str, object]] = {
    ("sync", "how often"): {},
    ("import", "FBA"): {"order.import_fba": True, "order.fba_location": ""},
    ("import", "FBM"): {},
    ("import", "first import reaches back"): {"import.reach_back_days": 30},
    ("order", "create in Shopify"): {"order.create": True},
    ("order", "products without a link"): {"order.unlinked": "fail"},
    ("order", "match by"): {},
    ("order", "FBM without a street"): {"order.without_address": "fail"},
    ("order", "phone that Shopify refuses"): {},
    ("order", "order name"): {"order.order_name": ""},
    ("order", "tags"): {"order.tags": ["amazon", "{tag}", "{marketplace}", "{program}"]},
    ("order", "note and attributes"): {"order.note": True},
    ("order", "customer"): {"order.customer": "none"},
    ("order", "stock"): {"order.fbm_stock": "ignore_policy", "shipment.location": ""},
    ("order", "tax"): {"order.tax_rates": {}},
    ("order", "order in another currency than the store's"): {
        "order.currency_policy": "hold",
        "order.fixed_rates": {},
    },
    ("shipment", "send shipments to Amazon"): {
        "shipment.to_amazon": True,
        "shipment.hold_without_tracking": True,
        "shipment.without_tracking_services": [],
        "shipment.warn_hours": 4,
    },
    ("shipment", "carrier map"): {},
    (
        "shipment",
        "shipped on Amazon's side (FBA, Buy Shipping, Seller Central) → fulfil in Shopify",
    ): {"shipment.to_shopify": True},
    ("cancel", "buyer's cancel wish"): {"cancel.hold_on_wish": True},
    ("cancel", "Amazon cancelled → cancel in Shopify"): {
        "cancel.to_shopify": True,
        "cancel.restock": True,
    },
    ("cancel", "Shopify cancelled → cancel on Amazon"): {
        "cancel.to_amazon": False,
        "cancel.reasons": DEFAULT_REASONS,
    },
    ("refund", "Shopify refund → Amazon"): {
        "refund.to_amazon": False,
        "refund.default_reason": "GeneralAdjustment",
        "refund.reasons": {},
        "outbox.minutes": 10,
        "outbox.ask_again_hours": 12,
    },
    ("refund", "Amazon refund → record in Shopify"): {"refund.to_shopify": "offer"},
    ("plan", "name, orders a month, reset day"): {
        "plan.name": "",
        "plan.limit": 0,
        "plan.reset_day": 1,
    },
    (
        "notify",
        "new failures · cancel wishes · ship-by in 24 h / 4 h (an order that arrives inside a mark"
        " warns at once) · credentials · summary while away",
    ): {
        "notify.failures": True,
        "notify.cancel_wishes": True,
        "notify.ship_by": True,
        "notify.ship_by_hours": [24, 4],
        "notify.problems": True,
        "notify.summary": True,
        "notify.quiet_hours": "",
    },
    ("privacy", "scrub"): {"privacy.scrub_days": 30},
}
_GROUPS = ("shipment", "cancel", "refund", "outbox")


def told_by_the_product() -> list[tuple[str, str]]:
    """Group and setting of every row of its table; none where the product is not at hand."""
    named = os.environ.get("CROSSDOCK_CONTRACTS")
    path = Path(named).parent / "PRODUCT.md" if named else Path("not at hand")
    if not path.exists():
        return []
    text = path.read_text(encoding="utf-8").partition("## 4.")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| ([a-z]+) \| (.+?) \| .+ \|$", text, re.MULTILINE)
    return [(group, setting) for group, setting in rows if group != "group"]


TOLD = told_by_the_product()


def test_the_product_was_read_where_it_is_at_hand() -> None:
    assert bool(TOLD) == bool(os.environ.get("CROSSDOCK_CONTRACTS"))
    if TOLD:
        assert set(TOLD) == set(MEANT)


@pytest.mark.parametrize("key", [key for row in MEANT.values() for key in row])
def test_a_setting_that_the_product_means_has_its_default(key: str) -> None:
    (default,) = [row[key] for row in MEANT.values() if key in row]
    setting = REGISTRY[key]
    assert setting.default == default
    assert setting.checked(default) == default  # a default passes its own validation
    assert setting.description
    assert setting.allowed


def test_no_setting_of_the_way_back_is_beyond_the_product() -> None:
    meant = {key for row in MEANT.values() for key in row}
    assert {key for key in REGISTRY if key.startswith(_GROUPS)} <= meant


def listed() -> Iterator[str]:
    """The rows of the README's table."""
    text = README.read_text(encoding="utf-8").partition("\n## Settings\n")[2]
    rows = text.partition("\n| --- | --- | --- |\n")[2].partition("\n\n")[0]
    yield from rows.splitlines()


def as_listed(setting: Setting) -> str:
    """A setting as the README tells it."""
    default = setting.default
    shown = default if isinstance(default, str) else json.dumps(default, ensure_ascii=False)
    words = f"{setting.description} ({setting.allowed})"
    return f"| `{setting.key}` | `{shown or '(empty)'}` | {words} |"


def test_the_readme_lists_every_setting_as_it_is() -> None:
    assert list(listed()) == [as_listed(one) for one in REGISTRY.values()]
