"""What keeps an order's side from being read: the same for shipments, refunds and cancellations."""

from desktop.catalogue.entry import Entry

READING_FAILURES: dict[str, Entry] = {
    "unreadable": Entry(
        "The order in Shopify cannot be read.",
        "Shopify's answer about it lacks a part that it promises, so that nothing travels back.",
        "Retry; Crossdock tries it again each day, too. If it stays, update Crossdock, and look"
        " after the order by hand until then: under technical details stands what is missing.",
        ("retry", "mark_done", "skip", "open_shopify"),
    ),
}
