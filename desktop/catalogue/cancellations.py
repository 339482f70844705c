"""Failed Cancellation: why a cancellation did not reach the other side, and what to do.

Fixes: choose_reason · take_again · retry · mark_done · skip · restock_by_hand · open_shopify ·
open_amazon.
"""

from desktop.catalogue.entry import Entry
from desktop.catalogue.feeds import FEED_FAILURES
from desktop.catalogue.shop_side import SHOP_SIDE_FAILURES

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
        "The two sides no longer have the same units: {items}. By file either side cancels whole"
        " orders only. What Amazon has cancelled is kept on hold in Shopify.",
        "Take the cancelled units off on the other side, in Shopify by editing the order, and this"
        " settles itself; or ship the rest and mark it as done, which releases the hold.",
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
        "The cancellation does not show.",
        "The other side took the cancellation, and the order is still open there.",
        "Look at the order there, then retry or mark it as done.",
        ("retry", "mark_done", "skip", "open_amazon"),
    ),
    "undecided": Entry(
        "It is not certain whether the cancellation arrived.",
        "The answer was lost, and the other side could not say whether the order is cancelled.",
        "Look at the order there. If it is cancelled, mark it as done; if not, retry.",
        ("retry", "mark_done", "skip", "open_shopify", "open_amazon"),
    ),
}

_TO_SHOPIFY: dict[str, Entry] = {
    "shop_fulfilled": Entry(
        "The order is already fulfilled in Shopify.",
        "Amazon cancelled it, but something of it was fulfilled in Shopify.",
        "Stop the parcel if you can. Cancel the fulfilment in Shopify and retry, or mark it as"
        " done.",
        (*_AGAIN, "restock_by_hand", "open_shopify"),
    ),
    "shop_return_open": Entry(
        "A return is open in Shopify.",
        "Shopify cancels no order with a return in progress.",
        "Close or cancel the return in Shopify, then retry.",
        (*_AGAIN, "open_shopify"),
    ),
    "shop_payment_open": Entry(
        "A payment is still open in Shopify.",
        "Shopify cancels no order with a payment that is only authorised.",
        "Capture or void the payment in Shopify, then retry.",
        (*_AGAIN, "open_shopify"),
    ),
    "shop_permission": Entry(
        "Shopify does not let the app do this.",
        "The app lacks the permission to cancel the order or to refund it.",
        "Give the app the permission to cancel and refund orders, then retry.",
        (*_AGAIN, "open_shopify"),
    ),
    "shop_store_credit": Entry(
        "Shopify would refund to store credit.",
        "Shopify refused to give the payment back as store credit, which Crossdock never asks for.",
        "Cancel the order in Shopify by hand, then mark it as done.",
        (*_AGAIN, "open_shopify"),
    ),
    "shop_not_cancelled": Entry(
        "Shopify did not cancel the order.",
        "Shopify took the cancellation, and ended its work without cancelling the order.",
        "Look at the order in Shopify: cancel it there and mark this as done, or retry.",
        (*_AGAIN, "open_shopify"),
    ),
    "shop_hold_refused": Entry(
        "The order could not be put on hold.",
        "Shopify holds only what is still to be packed, and ten holds of an app at most.",
        "See to it by hand that the order is not packed until the wish is settled.",
        ("retry", "mark_done", "skip", "open_shopify"),
    ),
    "shop_hold_foreign": Entry(
        "The hold belongs to somebody else.",
        "Shopify does not let Crossdock release a hold that it did not set.",
        "Release the hold in Shopify, then mark it as done.",
        ("retry", "mark_done", "skip", "open_shopify"),
    ),
}

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
    **SHOP_SIDE_FAILURES,
    **_TO_AMAZON,
    **_TO_SHOPIFY,
}
