"""Every setting: key, kind, allowed values, default, levels, one line on what it does. Pure."""

from decimal import Decimal

from desktop.models.setting_back import BACK_SETTINGS
from desktop.models.setting_kinds import (
    ACCOUNT,
    ALL,
    APP,
    MARKETPLACE,
    ON_OFF,
    Setting,
    choice,
    gid_of,
    number,
    rates,
    text,
    texts,
    yes_no,
)
from desktop.models.setting_notify import NOTIFY_SETTINGS

__all__ = ["ACCOUNT", "APP", "MARKETPLACE", "REGISTRY", "Setting", "setting_of"]

_SETTINGS = (
    Setting("order.create", True, yes_no, ON_OFF, ALL, "create imported orders in Shopify"),
    Setting("order.import_fba", True, yes_no, ON_OFF, ALL, "create FBA orders once shipped"),
    Setting(
        "order.fba_location",
        "",
        gid_of("Location"),
        "a location's gid or number, or empty for the shop's first",
        ALL,
        "location that FBA orders are booked on",
    ),
    Setting(
        "order.unlinked",
        "fail",
        choice("fail", "custom_line"),
        "fail or custom_line",
        ALL,
        "what happens to a product without a link",
    ),
    Setting(
        "order.without_address",
        "fail",
        choice("fail", "create"),
        "fail or create",
        ALL,
        "what happens to an FBM order without a street",
    ),
    Setting(
        "order.order_name",
        "",
        text,
        "a text with {amazon_id}, or empty for Shopify's own number",
        ALL,
        "name of the order in Shopify",
    ),
    Setting(
        "order.tags",
        ["amazon", "{tag}", "{marketplace}", "{program}"],
        texts,
        "a list of texts; {tag}, {marketplace} and {program} are filled in",
        ALL,
        "Shopify tags of a created order",
    ),
    Setting("order.note", True, yes_no, ON_OFF, ALL, "write note and attributes"),
    Setting(
        "order.customer",
        "none",
        choice("none", "create"),
        "none or create",
        ALL,
        "make a Shopify customer from the buyer's name",
    ),
    Setting(
        "order.fbm_stock",
        "ignore_policy",
        choice("ignore_policy", "obey_policy", "bypass"),
        "ignore_policy, obey_policy or bypass",
        ALL,
        "how FBM orders take stock: also below zero, only what is there, or none",
    ),
    Setting(
        "order.currency_policy",
        "hold",
        choice("hold", "fixed", "ecb"),
        "hold, fixed or ecb",
        ALL,
        "an order in another currency than the store's: hold it, or convert it",
    ),
    Setting(
        "order.fixed_rates",
        {},
        rates(3, least=Decimal("1e-9"), most=Decimal("1e9")),
        "pairs of currency and rate, EUR=1.08,GBP=1.27",
        ALL,
        "shop units for one unit of Amazon's currency",
    ),
    Setting(
        "order.tax_rates",
        {},
        rates(2, least=Decimal(0), most=Decimal(1)),
        "pairs of country and rate from 0 to 1, DE=0.19,FR=0.2",
        ALL,
        "tax rate by country where Amazon sends no tax, as a share of 1",
    ),
    Setting(
        "order.look_for_other_apps",
        "auto",
        choice("auto", "always", "never"),
        "auto, always or never",
        ALL,
        "look for an order made by another app before each creation",
    ),
    Setting(
        "order.create_beyond_visible",
        False,
        yes_no,
        ON_OFF,
        ALL,
        "create orders older than what the shop lets Crossdock see",
    ),
    Setting(
        "import.reach_back_days",
        30,
        number(1, 730),
        "1 to 730",
        (APP, ACCOUNT),
        "how far the first import reaches back, in days",
    ),
    Setting("plan.name", "", text, "a text", (APP,), "name of the plan, as shown"),
    Setting(
        "plan.limit",
        0,
        number(0, 10_000_000),
        "0 (no limit) to 10000000",
        (APP,),
        "orders a month in the plan; reaching it warns and never stops",
    ),
    Setting("plan.reset_day", 1, number(1, 28), "1 to 28", (APP,), "day of the month, UTC"),
    Setting(
        "privacy.scrub_days",
        30,
        number(1, 365),
        "1 to 365",
        (APP, ACCOUNT),
        "days after delivery until buyers' data is scrubbed",
    ),
    Setting("sync.enabled", True, yes_no, ON_OFF, (APP, ACCOUNT), "sync in the background"),
    Setting(
        "sync.paused_until",
        0,
        number(0, 253_402_300_799),
        "0 (not paused) or a UTC second",
        (APP,),
        "until when the window pauses syncing; ends by itself",
    ),
    Setting(
        "window.close_to_tray",
        "ask",
        choice("ask", "yes", "no"),
        "ask, yes or no",
        (APP,),
        "closing the window keeps Crossdock syncing in the tray",
    ),
    Setting(
        "window.start_minimised",
        False,
        yes_no,
        ON_OFF,
        (APP,),
        "start in the tray, without a window",
    ),
    Setting(
        "window.theme",
        "system",
        choice("system", "light", "dark"),
        "system, light or dark",
        (APP,),
        "colours of the window",
    ),
    Setting(
        "window.density",
        "comfortable",
        choice("comfortable", "compact"),
        "comfortable or compact",
        (APP,),
        "height of the rows: two lines an order, or one",
    ),
)
REGISTRY: dict[str, Setting] = {
    one.key: one for one in (*_SETTINGS, *NOTIFY_SETTINGS, *BACK_SETTINGS)
}


def setting_of(key: str) -> Setting:
    """The setting of that key. Raises ValueError naming the keys there are."""
    if key not in REGISTRY:
        raise ValueError(f"there is no setting {key}; there are {', '.join(REGISTRY)}")
    return REGISTRY[key]
