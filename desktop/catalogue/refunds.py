"""Failed Refund: why a refund did not reach the other side, and what to do.

Fixes: allocate · choose_reason · lower_amount · take_again · retry · mark_done · skip ·
restock_by_hand · open_shopify · open_amazon.
"""

from desktop.catalogue.entry import Entry
from desktop.catalogue.feeds import FEED_FAILURES
from desktop.catalogue.shop_side import SHOP_SIDE_FAILURES

_AGAIN = ("take_again", "retry", "mark_done", "skip")
_HANDS = (*_AGAIN, "open_amazon")

_TO_AMAZON: dict[str, Entry] = {
    "not_allocated": Entry(
        "The refund names no items.",
        "Shopify's refund is not spread over items, and Amazon refunds per item.",
        "Spread the amount over the items; a proposal is made.",
        ("allocate", "take_again", "mark_done", "skip", "open_shopify"),
    ),
    "set_incomplete": Entry(
        "Only a part of a set is given back.",
        "Amazon sells the set or pack as one item, and the refund in Shopify is for a part of it.",
        "Check the amount for the item and send it, or mark it as done once it is refunded.",
        ("allocate", *_HANDS),
    ),
    "reason_unmapped": Entry(
        "The refund has no reason for Amazon.",
        "Nothing says which of Amazon's reasons belongs to {reason}.",
        "Choose the reason once; all refunds that wait for it are sent then.",
        ("choose_reason", "take_again", "mark_done", "skip"),
    ),
    "more_than_left": Entry(
        "The refund is larger than what is left.",
        "{amount} would be given back on {item}, and at most {left} is left of it.",
        "Lower the amount, or spread it over other items.",
        ("lower_amount", "allocate", *_HANDS),
    ),
    "shipping_more_than_left": Entry(
        "More shipping is given back than was paid.",
        "{amount} of shipping would be given back, and at most {left} is left of it.",
        "Lower the amount or spread it over the items.",
        ("lower_amount", "allocate", *_HANDS),
    ),
    "amount_too_high": Entry(
        "Amazon says that the refund is too large.",
        "More would be given back than what Amazon counts as left.",
        "Lower the amount, or spread it over other items.",
        ("lower_amount", "allocate", *_HANDS),
    ),
    "tax_not_eligible": Entry(
        "Amazon does not give back the tax this way.",
        "The tax or shipping tax of this refund was already given back, or Amazon keeps its books"
        " itself and takes only the price with tax in it.",
        "Put the tax into the price of the item, or lower the amount.",
        ("allocate", "lower_amount", *_HANDS),
    ),
    "shipping_refunded": Entry(
        "The shipping was already given back.",
        "Amazon says that this much of the shipping cannot be given back any more.",
        "Lower the amount or spread it over the items.",
        ("lower_amount", "allocate", *_HANDS),
    ),
    "quantity": Entry(
        "More items are given back than there are.",
        "The quantity is larger than what was ordered and not given back yet.",
        "Correct the quantity.",
        ("allocate", *_HANDS),
    ),
    "not_a_credit": Entry(
        "Nothing would go to the buyer.",
        "The amounts of this refund do not add up to more than zero.",
        "Correct the amounts, or skip the refund.",
        ("allocate", *_HANDS),
    ),
    "item_unknown": Entry(
        "Amazon does not know the item.",
        "An item of this refund is not part of the order on Amazon.",
        "Choose the items that the refund is for.",
        ("allocate", *_HANDS),
    ),
    "order_unknown": Entry(
        "Amazon does not know the order.",
        "Amazon has no order of this ID for this seller.",
        "Check in Seller Central that the order belongs to this account.",
        _HANDS,
    ),
    "order_unshipped": Entry(
        "The order was not shipped yet.",
        "Amazon takes no refund for an order that has not been charged; it is cancelled instead.",
        "Cancel the order, or wait until it is shipped and retry.",
        _HANDS,
    ),
    "never_shipped": Entry(
        "It is for units that were never shipped.",
        "They were taken off the order in Shopify before they were packed. Amazon charges the buyer"
        " only for what is shipped, and takes no cancellation of a part from a file.",
        "Cancel these units in Seller Central if Amazon still waits for them, then mark this as"
        " done. If they were shipped after all, choose the items and amounts.",
        ("mark_done", "skip", "allocate", "open_shopify", "open_amazon"),
    ),
    "booked_otherwise": Entry(
        "Amazon's books show another amount.",
        "Amazon accepted a refund of {amount} at {sent}. Its books show {booked} for these items,"
        " and no refund of that amount.",
        "Look at the order in Seller Central. If it is the same refund, mark it as done; to keep"
        " waiting, retry: Crossdock looks again now and for another day, and sends nothing.",
        ("mark_done", "retry", "skip", "open_amazon"),
    ),
    "fba": Entry(
        "Amazon refunds this order itself.",
        "An order fulfilled by Amazon takes no refund from a file.",
        "Refund it in Seller Central, then mark it as done.",
        ("mark_done", "skip", "open_amazon"),
    ),
    "currency": Entry(
        "The refund is in another currency.",
        "The refund is in {shopify}, and the order on Amazon in {amazon}.",
        "Enter the amounts in {amazon}.",
        ("allocate", *_HANDS),
    ),
    "currency_refused": Entry(
        "Amazon refused the currency.",
        "Amazon says that the refund is in another currency than the order.",
        "Enter the amounts in the order's currency.",
        ("allocate", *_HANDS),
    ),
    "already_refunded": Entry(
        "Amazon's books already show such a refund.",
        "A refund of {amount} stands on Amazon since {date}, and none here belongs to it.",
        "If it is the same, mark it as done. If both were meant, retry.",
        ("mark_done", "retry", "skip", "open_amazon"),
    ),
    "waited_too_long": Entry(
        "The refund waited for more than half a day.",
        "It stands in the outbox since {since}, and much may have happened on Amazon meanwhile.",
        "Look at it once more, then retry.",
        ("retry", "mark_done", "skip", "open_amazon"),
    ),
    "books_closed": Entry(
        "Amazon's books cannot be read.",
        "Before a refund leaves, Amazon's books are read, so that nothing is given back twice; they"
        " are closed to the app, or a refund in them cannot be understood.",
        "Give the app the role Finance and Accounting in Seller Central, then retry; or refund it"
        " there and mark it as done.",
        ("retry", "mark_done", "skip", "open_amazon"),
    ),
    "not_confirmed": Entry(
        "Amazon's books do not show the refund.",
        "Amazon accepted the refund of {amount} at {sent}. Its books lag up to two days, and still"
        " show none of this amount.",
        "Look at the order in Seller Central. If it was refunded, mark it as done; to keep waiting,"
        " retry: Crossdock looks again now and for another day, and sends nothing.",
        ("mark_done", "retry", "skip", "open_amazon"),
    ),
    "undecided": Entry(
        "It is not certain whether the refund arrived.",
        "The answer was lost, and the other side could not say whether the refund is there.",
        "Look at the order there, and mind that Amazon's books lag up to two days. If it was"
        " refunded, mark it as done; if not, retry.",
        ("mark_done", "retry", "skip", "open_shopify", "open_amazon"),
    ),
}

_TO_SHOPIFY: dict[str, Entry] = {
    "shop_maybe_there": Entry(
        "Shopify may show the refund already.",
        "After Amazon's refund of {amount} an equal one was made in Shopify, of the same items.",
        "If it is the same, mark it as done. If both were meant, retry, and it is recorded too.",
        ("mark_done", "retry", "skip", "open_shopify"),
    ),
    "shop_more_than_paid": Entry(
        "Shopify has less left to give back.",
        "{amount} would be recorded, and at most {left} of the payment is left in Shopify.",
        "Look at the refunds of the order in Shopify. If it is there already, mark it as done;"
        " else lower the amount.",
        ("lower_amount", *_AGAIN, "open_shopify"),
    ),
    "shop_quantity": Entry(
        "More items are given back than Shopify has.",
        "The items were refunded or removed in Shopify already.",
        "Look at the order in Shopify. If the refund is there, mark it as done; else allocate it to"
        " other items.",
        ("allocate", *_AGAIN, "open_shopify"),
    ),
    "shop_line_gone": Entry(
        "A line is gone from the Shopify order.",
        "The refund names a line that the order in Shopify does not have.",
        "Take it again, or allocate it to other items.",
        ("allocate", *_AGAIN, "open_shopify"),
    ),
    "shop_shipping": Entry(
        "Shopify has less shipping to give back.",
        "The shipping of this refund is more than the order in Shopify has left.",
        "Allocate it to the items, or lower it.",
        ("allocate", "lower_amount", *_AGAIN, "open_shopify"),
    ),
    "shop_currency": Entry(
        "The order is in another currency in Shopify.",
        "The refund is in {currency}, and the order in Shopify in {order_currency}.",
        "Enter the refund in Shopify by hand, then mark it as done.",
        ("mark_done", "skip", "retry", "open_shopify"),
    ),
    "shop_payment": Entry(
        "The payment cannot be given back in Shopify.",
        "Shopify did not take the refund of the recorded payment.",
        "Look at the payments of the order in Shopify, then retry or enter the refund by hand.",
        (*_AGAIN, "open_shopify"),
    ),
    "shop_date": Entry(
        "Shopify refused the date of the refund.",
        "Shopify did not accept {date} as the day of the refund.",
        "Enter the refund in Shopify by hand, then mark it as done.",
        (*_AGAIN, "open_shopify"),
    ),
    "shop_restock": Entry(
        "Shopify wants to know where the goods went.",
        "Shopify did not accept that nothing is put back into stock.",
        "Enter the refund in Shopify by hand, then mark it as done.",
        ("mark_done", "skip", "retry", "restock_by_hand", "open_shopify"),
    ),
    "shop_permission": Entry(
        "Shopify does not let the app refund.",
        "The app lacks the permission to refund orders.",
        "Give the app that permission in Shopify, then retry.",
        (*_AGAIN, "open_shopify"),
    ),
    "shop_key_mismatch": Entry(
        "Shopify knows this refund with other amounts.",
        "A refund with the same key was sent before, and its content was different.",
        "Look at the order in Shopify. If the refund is there, mark it as done; if not, take it"
        " again. Send the report from the log folder.",
        (*_AGAIN, "open_shopify"),
    ),
    "shop_key_spent": Entry(
        "The refund failed in Shopify before.",
        "An earlier attempt was refused, and Shopify takes it only as a new one.",
        "Mend what the earlier attempt was refused for, then retry.",
        (*_AGAIN, "open_shopify"),
    ),
}

_EITHER: dict[str, Entry] = {
    "refused": Entry(
        "The refund was refused.",
        "The service gave a reason that Crossdock does not know.",
        "Under technical details stands what it said. Correct it and retry.",
        ("allocate", *_AGAIN, "open_shopify", "open_amazon"),
    ),
    "bug": Entry(
        "Crossdock failed on this refund.",
        "An error in the program stopped the work before anything was sent.",
        "Retry. If it stays, send the report from the log folder; it holds no personal data.",
        ("retry", "mark_done", "skip"),
    ),
}

REFUND_FAILURES: dict[str, Entry] = {
    **_EITHER,
    **FEED_FAILURES,
    **SHOP_SIDE_FAILURES,
    **_TO_AMAZON,
    **_TO_SHOPIFY,
}
