"""What Shopify says of the order itself: the same for shipments, refunds and cancellations."""

from desktop.catalogue.entry import Entry

SHOP_SIDE_FAILURES: dict[str, Entry] = {
    "unreadable": Entry(
        "The order in Shopify cannot be read.",
        "Shopify's answer about it lacks a part that it promises, so that nothing travels back.",
        "Retry; Crossdock tries it again each day, too. If it stays, update Crossdock, and look"
        " after the order by hand until then: under technical details stands what is missing.",
        ("retry", "mark_done", "skip", "open_shopify"),
    ),
    "shop_order_gone": Entry(
        "The order is gone from Shopify.",
        "Shopify has no such order, or no longer shows it to Crossdock.",
        "If it was deleted there, mark this as done or skip it.",
        ("retry", "mark_done", "skip", "open_amazon"),
    ),
    "shop_input_refused": Entry(
        "Shopify refused a value.",
        "Shopify did not accept the field {field}.",
        "Under technical details stands what it said. Do it in Shopify by hand and mark it as done,"
        " or retry.",
        ("take_again", "retry", "mark_done", "skip", "open_shopify"),
    ),
}
