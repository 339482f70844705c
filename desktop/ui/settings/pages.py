"""Which settings stand on which page, and what they are called on screen."""

from collections.abc import Iterable
from dataclasses import dataclass

from desktop.ui.reasons import CANCEL_REASONS, REFUND_REASONS


@dataclass(frozen=True, slots=True)
class PageSpec:
    """One page: settings in the order shown; those that begin with a prefix come after them."""

    name: str
    title: str
    intro: str
    keys: tuple[str, ...]
    prefixes: tuple[str, ...] = ()


PAGES = (
    PageSpec(
        "orders",
        "Orders",
        "How an Amazon order becomes a Shopify order. A change holds for what is planned from then"
        " on; for orders that wait already it is offered.",
        (
            "order.create",
            "order.import_fba",
            "order.unlinked",
            "order.without_address",
            "order.fbm_stock",
            "order.fba_location",
            "order.currency_policy",
            "order.fixed_rates",
            "order.tax_rates",
            "order.order_name",
            "order.tags",
            "order.note",
            "order.customer",
            "order.look_for_other_apps",
            "order.create_beyond_visible",
        ),
        ("order.",),
    ),
    PageSpec(
        "shipments",
        "Shipments",
        "What was shipped on one side is told to the other, never with a mail to the buyer.",
        (
            "shipment.to_amazon",
            "shipment.to_shopify",
            "shipment.hold_without_tracking",
            "shipment.warn_hours",
            "shipment.without_tracking_services",
            "shipment.location",
        ),
        ("shipment.",),
    ),
    PageSpec(
        "cancellations",
        "Cancellations",
        "A cancellation in Shopify reaches Amazon only where this is on. It counts against the"
        " seller there, so it can be withdrawn from the outbox first.",
        (
            "cancel.to_shopify",
            "cancel.restock",
            "cancel.hold_on_wish",
            "cancel.to_amazon",
            "cancel.reasons",
        ),
        ("cancel.",),
    ),
    PageSpec(
        "refunds",
        "Refunds",
        "Nothing that moves money happens by surprise. A refund that is not sent stands in the"
        " outbox under “Not sent”, to be decided.",
        (
            "refund.to_amazon",
            "refund.to_shopify",
            "refund.default_reason",
            "refund.reasons",
        ),
        ("refund.",),
    ),
    PageSpec(
        "outbox",
        "Outbox",
        "Refunds and cancellations wait here before they leave; until then they can be withdrawn.",
        ("outbox.minutes", "outbox.ask_again_hours"),
        ("outbox.",),
    ),
    PageSpec(
        "plan",
        "Plan",
        "Orders that Crossdock itself creates count once. Reaching the limit warns, never stops.",
        ("plan.name", "plan.limit", "plan.reset_day"),
        ("plan.",),
    ),
    PageSpec(
        "notifications",
        "Notifications",
        "Messages come from the tray, one for each account and kind; a click shows the orders. What"
        " they tell also stands in the window.",
        (
            "notify.ship_by",
            "notify.ship_by_hours",
            "notify.failures",
            "notify.cancel_wishes",
            "notify.oversold",
            "notify.refunds",
            "notify.problems",
            "notify.summary",
            "notify.quiet_hours",
        ),
        ("notify.",),
    ),
    PageSpec(
        "privacy",
        "Data & privacy",
        "The database is encrypted, with its key in the system's keyring. Names, addresses and"
        " phone numbers are removed some days after delivery; orders and figures stay.",
        ("privacy.scrub_days",),
        ("privacy.",),
    ),
    PageSpec(
        "sync",
        "Sync",
        "Amazon is asked as often as its quota allows (about every 3 minutes), Shopify every 2.",
        ("sync.enabled", "import.reach_back_days"),
        ("import.",),
    ),
    PageSpec(
        "appearance",
        "Appearance",
        "How the window looks, and what closing it does.",
        (
            "window.theme",
            "window.density",
            "window.close_to_tray",
            "window.start_minimised",
        ),
        ("window.",),
    ),
)

TITLES = {
    "order.create": "Create orders in Shopify",
    "order.import_fba": "Create FBA orders",
    "order.fba_location": "Location FBA orders are booked on",
    "order.unlinked": "Products without a link",
    "order.without_address": "FBM orders without a street",
    "order.order_name": "Order name",
    "order.tags": "Shopify tags",
    "order.note": "Note and attributes",
    "order.customer": "Customer",
    "order.fbm_stock": "Stock of FBM orders",
    "order.currency_policy": "Orders in another currency",
    "order.fixed_rates": "Your exchange rates",
    "order.tax_rates": "Tax rates by country",
    "order.look_for_other_apps": "Orders made by another app",
    "order.create_beyond_visible": "Orders older than the shop shows",
    "shipment.to_amazon": "Confirm shipments on Amazon",
    "shipment.to_shopify": "Fulfil in Shopify what Amazon shipped",
    "shipment.hold_without_tracking": "Wait for a tracking number",
    "shipment.warn_hours": "Longest wait: hours before ship-by",
    "shipment.without_tracking_services": "Services that go without a number",
    "shipment.location": "Location FBM orders are packed at",
    "cancel.to_shopify": "Cancel in Shopify what Amazon cancels",
    "cancel.restock": "Take stock back",
    "cancel.hold_on_wish": "Hold packing on a cancel wish",
    "cancel.to_amazon": "Cancel on Amazon what Shopify cancels",
    "cancel.reasons": "Reasons",
    "refund.to_amazon": "Send refunds made in Shopify to Amazon",
    "refund.to_shopify": "Amazon's refunds in Shopify",
    "refund.default_reason": "Usual reason",
    "refund.reasons": "Reasons by words in the note",
    "outbox.minutes": "Time to withdraw (minutes)",
    "outbox.ask_again_hours": "Ask again after (hours)",
    "import.reach_back_days": "First import reaches back (days)",
    "plan.name": "Name of the plan",
    "plan.limit": "Orders a month",
    "plan.reset_day": "Counts again on day",
    "privacy.scrub_days": "Remove buyers' data after (days)",
    "sync.enabled": "Sync in the background",
    "notify.failures": "New failures",
    "notify.cancel_wishes": "Cancel wishes",
    "notify.ship_by": "Ship-by warnings",
    "notify.ship_by_hours": "Warn before ship-by (hours)",
    "notify.oversold": "Oversold orders",
    "notify.refunds": "Refunds not sent",
    "notify.problems": "Account problems",
    "notify.quiet_hours": "Quiet hours",
    "notify.summary": "Summary while away",
    "window.theme": "Colours",
    "window.density": "Rows",
    "window.close_to_tray": "Closing keeps syncing in the tray",
    "window.start_minimised": "Start minimised",
}

WORDS = {
    "fail": "Fail, to be resolved",
    "custom_line": "Send as a custom line",
    "create": "Create",
    "none": "None",
    "ignore_policy": "Take it, also below zero",
    "obey_policy": "Take it, only where there is some",
    "bypass": "Take none",
    "hold": "Hold them",
    "fixed": "Convert at your rates",
    "ecb": "Convert at the ECB's daily rate",
    "auto": "Look while they may exist",
    "always": "Always look",
    "never": "Never look",
    "ask": "Ask",
    "yes": "Yes",
    "no": "No",
    "offer": "Offer to record them",
    "automatic": "Record them by itself",
    "CUSTOMER": "Customer changed or cancelled",
    "INVENTORY": "Items unavailable",
    "FRAUD": "Fraudulent order",
    "DECLINED": "Payment declined",
    "STAFF": "Staff error",
    "OTHER": "Other",
    "system": "As the system",
    "light": "Light",
    "dark": "Dark",
    "comfortable": "Comfortable (two lines)",
    "compact": "Compact (one line)",
}


def keys_of(page: PageSpec, known: Iterable[str]) -> tuple[str, ...]:
    """The settings of a page that exist, named ones first."""
    there = list(known)
    named = [key for key in page.keys if key in there]
    more = [key for key in there if key.startswith(page.prefixes) and key not in named]
    return (*named, *more)


def title_of(key: str) -> str:
    """What a setting is called on screen."""
    return TITLES.get(key) or key.rpartition(".")[2].replace("_", " ").capitalize()


def word_of(value: str) -> str:
    """What a choice is called on screen."""
    reason = REFUND_REASONS.get(value) or CANCEL_REASONS.get(value)
    return WORDS.get(value) or reason or value.replace("_", " ").capitalize()
