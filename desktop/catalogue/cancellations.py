"""Failed Cancellation: why a cancellation did not reach the other side, and what to do.

Fixes: choose_reason · take_again · retry · mark_done · skip · restock_by_hand · open_shopify ·
open_amazon.
"""

from desktop.catalogue.entry import Entry
from desktop.catalogue.feeds import FEED_FAILURES

_AGAIN = ("take_again", "retry", "mark_done", "skip")
_HANDS = (*_AGAIN, "open_amazon")

_TO_AMAZON: dict[str, Entry] = {
    "reason_unmapped": Entry(
        "The cancellation has no reason for Amazon.",
        "Nothing says which of Amazon's reasons belongs to {reason}.",
        "Choose the reason once; all cancellations that wait for it are sent then.",
        ("choose_reason", "take_again", "mark_done", "skip"),
    ),
    "already_shipped": Entry(
        "The order was shipped already.",
        "Amazon cancels no order of which something was shipped.",
        "Refund it instead, or let the buyer return it; then mark it as done.",
        ("mark_done", "skip", "open_amazon"),
    ),
    "pending": Entry(
        "Amazon still checks the payment.",
        "A pending order cannot be cancelled by the seller.",
        "Wait until Amazon has released the order, then retry.",
        _HANDS,
    ),
    "fba": Entry(
        "Amazon ships this order itself.",
        "An order fulfilled by Amazon takes no cancellation from a file.",
        "Cancel it in Seller Central if it still can be, then mark it as done.",
        ("mark_done", "skip", "open_amazon"),
    ),
    "partial": Entry(
        "Only a part of the order was cancelled.",
        "Amazon cancels whole orders only; {items} of this order were cancelled in Shopify.",
        "Ship the rest, and tell the buyer or refund the missing items afterwards; then mark it as"
        " done.",
        ("mark_done", "skip", "open_shopify", "open_amazon"),
    ),
    "item_unknown": Entry(
        "Amazon does not know the item.",
        "An item of this cancellation is not part of the order on Amazon.",
        "Take the order again from Amazon, then retry.",
        _HANDS,
    ),
    "order_unknown": Entry(
        "Amazon does not know the order.",
        "Amazon has no order of this ID for this seller.",
        "Check in Seller Central that the order belongs to this account.",
        _HANDS,
    ),
    "waited_too_long": Entry(
        "The cancellation waited for more than half a day.",
        "It stands in the outbox since {since}, and much may have happened on Amazon meanwhile.",
        "Look at it once more, then retry.",
        ("retry", "mark_done", "skip", "open_amazon"),
    ),
    "not_confirmed": Entry(
        "Amazon does not show the cancellation.",
        "Amazon accepted the cancellation at {sent}, and the order is still open there.",
        "Look at the order in Seller Central, then retry or mark it as done.",
        ("retry", "mark_done", "skip", "open_amazon"),
    ),
    "undecided": Entry(
        "It is not certain whether the cancellation arrived.",
        "The answer was lost, and the other side could not say whether the order is cancelled.",
        "Look at the order there. If it is cancelled, mark it as done; if not, retry.",
        ("retry", "mark_done", "skip", "open_shopify", "open_amazon"),
    ),
}

_TO_SHOPIFY: dict[str, Entry] = {}

_EITHER: dict[str, Entry] = {
    "refused": Entry(
        "The cancellation was refused.",
        "The service gave a reason that Crossdock does not know.",
        "Under technical details stands what it said. Correct it and retry.",
        (*_AGAIN, "open_shopify", "open_amazon"),
    ),
    "bug": Entry(
        "Crossdock failed on this cancellation.",
        "An error in the program stopped the work before anything was sent.",
        "Retry. If it stays, send the report from the log folder; it holds no personal data.",
        ("retry", "mark_done", "skip"),
    ),
}

CANCELLATION_FAILURES: dict[str, Entry] = {
    **_EITHER,
    **FEED_FAILURES,
    **_TO_AMAZON,
    **_TO_SHOPIFY,
}
