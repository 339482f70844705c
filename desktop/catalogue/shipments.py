"""Failed Shipment: why a shipment did not reach the other side, and what to do.

Fixes: link_items · map_carrier · type_tracking · send_without_tracking · take_again · retry ·
mark_done · skip · open_shopify · open_amazon.
"""

from desktop.catalogue.entry import Entry
from desktop.catalogue.feeds import FEED_FAILURES
from desktop.catalogue.shop_side import SHOP_SIDE_FAILURES

_AGAIN = ("take_again", "retry", "mark_done", "skip")

_TO_AMAZON: dict[str, Entry] = {
    "carrier_unknown": Entry(
        "The carrier is not mapped.",
        "Shopify names the carrier {carrier}, and nothing says what Amazon calls it.",
        "Map the carrier once; all shipments that wait for it are sent then.",
        ("map_carrier", "take_again", "mark_done", "skip", "open_shopify"),
    ),
    "carrier_refused": Entry(
        "Amazon refused the carrier.",
        "Amazon does not accept this shipment's carrier for the order.",
        "Map the carrier to one of Amazon's list; then retry.",
        ("map_carrier", *_AGAIN, "open_amazon"),
    ),
    "tracking_missing": Entry(
        "There is no tracking number.",
        "The shipment in Shopify has no tracking number, and the limit before ship-by is reached.",
        "Type the number here or in Shopify, or send the shipment without one.",
        ("type_tracking", "send_without_tracking", *_AGAIN, "open_shopify"),
    ),
    "tracking_format": Entry(
        "The tracking number does not fit the carrier.",
        "{number} does not look like a number of {carrier}.",
        "Correct the number or the carrier, or retry with it as it stands.",
        ("type_tracking", "map_carrier", *_AGAIN, "open_shopify"),
    ),
    "tracking_refused": Entry(
        "Amazon refused the tracking number.",
        "Amazon does not accept this shipment's number for the order.",
        "Correct the number here or in Shopify; then retry.",
        ("type_tracking", "map_carrier", *_AGAIN, "open_shopify", "open_amazon"),
    ),
    "ship_date": Entry(
        "Amazon refused the ship date.",
        "The date must lie between the order and now, by Amazon's clock.",
        "Check that this computer's clock is right, then retry.",
        (*_AGAIN, "open_amazon"),
    ),
    "item_unknown": Entry(
        "Amazon does not know the item.",
        "An item of this shipment is not, or no longer, part of the order on Amazon.",
        "The item may have been cancelled. Look at the order in Seller Central, fetch it again,"
        " or mark the shipment as done.",
        (*_AGAIN, "open_amazon"),
    ),
    "quantity": Entry(
        "More was shipped than Amazon expects.",
        "The quantity is larger than what is still to ship on Amazon.",
        "Look at what Amazon already counts as shipped; then correct it or mark it as done.",
        (*_AGAIN, "open_shopify", "open_amazon"),
    ),
    "order_unknown": Entry(
        "Amazon does not know the order.",
        "Amazon has no order of this ID for this seller, or none that can still be shipped.",
        "Check in Seller Central that the order belongs to this account.",
        (*_AGAIN, "open_amazon"),
    ),
    "not_shippable": Entry(
        "The order cannot be shipped now.",
        "Only orders that are unshipped or partially shipped on Amazon take a shipment.",
        "If the order was cancelled on Amazon, stop the parcel; if it is pending, wait and retry.",
        (*_AGAIN, "open_shopify", "open_amazon"),
    ),
    "fba": Entry(
        "Amazon ships this order itself.",
        "An order fulfilled by Amazon takes no shipment from the seller.",
        "Nothing is to be sent; mark it as done.",
        ("mark_done", "skip", "open_amazon"),
    ),
    "ship_plus": Entry(
        "Amazon needs no shipment for this order.",
        "Orders of FBM Ship+ are confirmed by Amazon itself.",
        "Nothing is to be sent; mark it as done.",
        ("mark_done", "skip", "open_amazon"),
    ),
    "edits_used_up": Entry(
        "The shipment cannot be changed any more.",
        "Amazon allows only some changes of a package, and they are used up.",
        "Correct the tracking number in Seller Central, then mark it as done.",
        ("mark_done", "skip", "open_amazon"),
    ),
    "package_changed": Entry(
        "The package changed on Amazon meanwhile.",
        "Amazon holds a newer state of this package than the one that was to be changed.",
        "Retry; Crossdock reads the package first.",
        (*_AGAIN, "open_amazon"),
    ),
    "other_number": Entry(
        "Amazon has another tracking number.",
        "Amazon counts the order as shipped with {there}; Shopify has {here}.",
        "If Shopify is right, correct the number in Seller Central; then mark this as done.",
        ("mark_done", "take_again", "skip", "open_shopify", "open_amazon"),
    ),
    "package_reference": Entry(
        "Amazon refused the package's number.",
        "Crossdock's own number for this package was not accepted.",
        "Enter the shipment in Seller Central and mark it as done; send the report from the log"
        " folder.",
        ("mark_done", "skip", "retry", "open_amazon"),
    ),
    "transparency": Entry(
        "Amazon asks for Transparency codes.",
        "An item of this order is enrolled in Transparency, and its codes must come along.",
        "Confirm the shipment with the codes in Seller Central, then mark it as done.",
        ("mark_done", "skip", "open_amazon"),
    ),
    "cod_method": Entry(
        "Amazon asks how the payment is collected.",
        "A cash-on-delivery order needs the way of collection with the shipment.",
        "Confirm the shipment in Seller Central, then mark it as done.",
        ("mark_done", "skip", "open_amazon"),
    ),
    "value_refused": Entry(
        "Amazon refused a value of the shipment.",
        "Amazon did not accept a part of it; under technical details stands what it said.",
        "Correct it in Shopify and take it again, or confirm the shipment in Seller Central.",
        (*_AGAIN, "open_shopify", "open_amazon"),
    ),
    "set_incomplete": Entry(
        "Only a part of a set was shipped.",
        "{name} holds a part of a set that Amazon sells as one item, and not all of it.",
        "Ship the rest in Shopify and take it again, or mark it as done once it is confirmed.",
        (*_AGAIN, "open_shopify", "open_amazon"),
    ),
    "fulfillment_cancelled": Entry(
        "A shipment was taken back after Amazon was told.",
        "The fulfilment {name} was cancelled in Shopify, and Amazon counts it as shipped.",
        "If the parcel did not leave, correct the shipment in Seller Central or ship the order"
        " again; then mark it as done.",
        ("mark_done", "skip", "open_shopify", "open_amazon"),
    ),
    "mirror_cancelled": Entry(
        "A fulfilment of what Amazon shipped was taken back.",
        "The fulfilment {name} was cancelled in Shopify. Amazon counts it as shipped, and a"
        " warehouse sees it to pack again.",
        "Retry, and it is fulfilled in Shopify once more. If it has to be packed again, mark this"
        " as done.",
        ("retry", "mark_done", "skip", "open_shopify", "open_amazon"),
    ),
    "items_unmatched": Entry(
        "The lines do not match Amazon's items.",
        "Another app made {name}, and some of its lines are not certain to be Amazon's items.",
        "Link Amazon's SKU to the product, and take it again. Or enter the shipment on the other"
        " side by hand, then mark it as done.",
        ("link_items", "take_again", "mark_done", "skip", "open_shopify", "open_amazon"),
    ),
    "not_confirmed": Entry(
        "Amazon does not show the shipment.",
        "The shipment was sent at {sent}, and Amazon still does not show it; ship-by is {ship_by}.",
        "Look at the order in Seller Central, then retry or mark it as done.",
        ("retry", "mark_done", "skip", "open_amazon"),
    ),
    "undecided": Entry(
        "It is not certain whether the shipment arrived.",
        "The answer was lost, and the other side could not say whether the shipment is there.",
        "Look at the order there. If the shipment is there, mark it as done; if not, retry.",
        ("retry", "mark_done", "skip", "open_shopify", "open_amazon"),
    ),
}

_TO_SHOPIFY: dict[str, Entry] = {
    "shop_on_hold": Entry(
        "The order is on hold in Shopify.",
        "What is on hold there cannot be fulfilled: {reason}",
        "Release the hold in Shopify, then retry.",
        (*_AGAIN, "open_shopify"),
    ),
    "shop_scheduled": Entry(
        "The order is scheduled for later in Shopify.",
        "Shopify fulfils nothing before its scheduled day, and it was shipped already.",
        "Open the fulfilment for today in Shopify, then retry.",
        (*_AGAIN, "open_shopify"),
    ),
    "shop_at_service": Entry(
        "Another service fulfils this in Shopify.",
        "The items lie with a fulfilment service, and Crossdock may not fulfil for it.",
        "Withdraw the request in Shopify and retry, or fulfil it there and mark it as done.",
        (*_AGAIN, "open_shopify"),
    ),
    "shop_not_open": Entry(
        "Nothing is left to fulfil in Shopify.",
        "What was shipped is already fulfilled, cancelled or removed in Shopify.",
        "Look at the order in Shopify. If it is as it should be, mark it as done.",
        (*_AGAIN, "open_shopify"),
    ),
    "shop_quantity": Entry(
        "More was shipped than Shopify has open.",
        "Shopify has fewer items left to fulfil than were shipped.",
        "Look at the order in Shopify; fulfil it there and mark it as done, or take it again.",
        (*_AGAIN, "open_shopify"),
    ),
    "shop_locations": Entry(
        "The items lie at several locations.",
        "Shopify fulfils one location at a time and refused them together.",
        "Retry; Crossdock reads the locations anew.",
        (*_AGAIN, "open_shopify"),
    ),
    "shop_tracking": Entry(
        "Shopify refused the tracking.",
        "Shopify did not accept the carrier, number or link of this shipment.",
        "Correct the number and retry, or enter it in Shopify and mark it as done.",
        ("type_tracking", *_AGAIN, "open_shopify"),
    ),
    "shop_fulfillment_gone": Entry(
        "The fulfilment is gone from Shopify.",
        "The fulfilment whose tracking was to change was cancelled in Shopify.",
        "Look at the order in Shopify, then take it again or mark it as done.",
        (*_AGAIN, "open_shopify"),
    ),
    "shop_access": Entry(
        "Shopify does not let the app do this.",
        "The app lacks the permission to fulfil at this location.",
        "Give the app the permission to fulfil and ship orders, then retry.",
        (*_AGAIN, "open_shopify"),
    ),
    "shop_location": Entry(
        "The location cannot take the order.",
        "Shopify could not move it: the chosen location is closed, or does not stock an item.",
        "Stock the items at that location in Shopify, or choose another one, then retry.",
        (*_AGAIN, "open_shopify"),
    ),
    "shop_in_progress": Entry(
        "The order is already being packed.",
        "Work on it was reported in Shopify, so it cannot go to another location.",
        "Mark the fulfilment as open in Shopify and retry, or leave it where it is and skip this.",
        (*_AGAIN, "open_shopify"),
    ),
}

_EITHER: dict[str, Entry] = {
    "refused": Entry(
        "The shipment was refused.",
        "The service gave a reason that Crossdock does not know.",
        "Under technical details stands what it said. Correct it and retry.",
        (*_AGAIN, "open_shopify", "open_amazon"),
    ),
    "bug": Entry(
        "Crossdock failed on this shipment.",
        "An error in the program stopped the work before anything was sent.",
        "Retry. If it stays, send the report from the log folder; it holds no personal data.",
        ("retry", "mark_done", "skip"),
    ),
}

SHIPMENT_FAILURES: dict[str, Entry] = {
    **_EITHER,
    **FEED_FAILURES,
    **SHOP_SIDE_FAILURES,
    **_TO_AMAZON,
    **_TO_SHOPIFY,
}
