"""Failed Order: why an order could not be created in Shopify, and what to do.

Fixes: link · custom_line · retry · fetch_again · edit_address · without_address · stock_anyway ·
set_rate · create_now · skip · mark_done · open_shopify · open_amazon.
"""

from desktop.catalogue.entry import Entry

_AGAIN = ("retry", "fetch_again", "skip")

ORDER_FAILURES: dict[str, Entry] = {
    "sku_unknown": Entry(
        "A product is not linked.",
        "SKU {sku} was sold on Amazon, and no Shopify variant carries it.",
        "Link the SKU to a variant, give a variant this SKU in Shopify, or send it as a custom"
        " line; then retry.",
        ("link", "custom_line", *_AGAIN),
    ),
    "sku_ambiguous": Entry(
        "A SKU stands on several products.",
        "SKU {sku} is carried by {count} Shopify variants, so the right one is not certain.",
        "Link the SKU to the right variant, or make the SKUs in Shopify different; then retry.",
        ("link", "custom_line", *_AGAIN),
    ),
    "sku_missing": Entry(
        "An item has no SKU.",
        "Amazon gave no SKU for item {item}.",
        "Send it as a custom line, or fetch the order again in case Amazon has it now.",
        ("custom_line", "fetch_again", "skip"),
    ),
    "variant_gone": Entry(
        "A linked product is gone from Shopify.",
        "SKU {sku} is linked to a variant that Shopify no longer has.",
        "Link the SKU to another variant, or send it as a custom line; then retry.",
        ("link", "custom_line", *_AGAIN),
    ),
    "stock": Entry(
        "Not enough stock in Shopify.",
        "Shopify could not reserve the stock for this order.",
        "Add stock in Shopify and retry, or create the order with stock going below zero.",
        ("stock_anyway", *_AGAIN),
    ),
    "address_missing": Entry(
        "The order has no delivery address.",
        "Amazon gave no street for this order.",
        "Fetch the order again. If every order lacks an address, the Amazon app needs the role"
        " Direct-to-Consumer Shipping. Or create the order without an address.",
        ("fetch_again", "edit_address", "without_address", "skip"),
    ),
    "address_refused": Entry(
        "Shopify refused the address.",
        "Shopify did not accept the field {field} of the delivery address.",
        "Correct the address and retry, or create the order without an address.",
        ("edit_address", "without_address", *_AGAIN),
    ),
    "country_unknown": Entry(
        "The country is not known to Shopify.",
        "Amazon gave the country code {country}, which Shopify does not have.",
        "Correct the address and retry.",
        ("edit_address", *_AGAIN),
    ),
    "tax_rate": Entry(
        "Shopify refused a tax rate.",
        "Shopify wants a rate on every tax line and did not accept the one sent.",
        "Set the tax rate of {country} in the order settings, then retry.",
        ("set_rate", *_AGAIN),
    ),
    "currency_no_rate": Entry(
        "The order is in another currency.",
        "The order is in {currency} and the store in {shop_currency}, and no rate is set.",
        "Choose a fixed rate or the European Central Bank's daily rate in the order settings,"
        " then retry.",
        ("set_rate", *_AGAIN),
    ),
    "currency_not_enabled": Entry(
        "The store does not take this currency.",
        "Shopify refused {currency} as the order's currency.",
        "Enable {currency} in Shopify's markets settings, then retry.",
        ("retry", "skip"),
    ),
    "total_mismatch": Entry(
        "The totals do not agree.",
        "Amazon's total is {amazon}, what would be sent adds up to {shopify}: {difference} apart.",
        "Fetch the order again. If it stays, look at the order in Seller Central and enter it in"
        " Shopify by hand.",
        ("fetch_again", "mark_done", "skip", "open_amazon"),
    ),
    "shop_total_mismatch": Entry(
        "Shopify made another total of it.",
        "The order stands in Shopify as {name} with {shopify} instead of {amazon}.",
        "Look at the order in Shopify and correct it there; then mark it as done.",
        ("mark_done", "open_shopify"),
    ),
    "currencies_mixed": Entry(
        "The order mixes currencies.",
        "Amazon gave amounts in {currencies} within one order.",
        "Fetch the order again. If it stays, enter it in Shopify by hand.",
        ("fetch_again", "mark_done", "skip", "open_amazon"),
    ),
    "money_missing": Entry(
        "The order has no amounts.",
        "Amazon gave no prices for this order although it is {status}.",
        "Fetch the order again. If it stays, give the Amazon app a role that sees prices.",
        ("fetch_again", "mark_done", "skip", "open_amazon"),
    ),
    "no_items": Entry(
        "The order has no items.",
        "Amazon gave no items that could be sent.",
        "Fetch the order again, or skip it.",
        ("fetch_again", "mark_done", "skip", "open_amazon"),
    ),
    "too_many_items": Entry(
        "The order has too many lines.",
        "It needs {count} lines in Shopify, and Shopify takes at most {limit}.",
        "Enter it in Shopify by hand, then mark it as done.",
        ("mark_done", "skip", "open_amazon"),
    ),
    "unreadable": Entry(
        "Amazon's order could not be read.",
        "The order's data did not have the shape that Amazon documents: {detail}",
        "Fetch the order again. If it stays, send the report; what Amazon sent is kept.",
        ("fetch_again", "skip", "open_amazon"),
    ),
    "twin": Entry(
        "The order stands twice in Shopify.",
        "{name} was created although {other} already carries this Amazon order ID.",
        "Cancel {name} in Shopify, then mark it as done.",
        ("mark_done", "open_shopify"),
    ),
    "undecided": Entry(
        "It is not certain whether the order was created.",
        "The answer was lost, and Shopify could not say whether the order is there.",
        "Search Shopify for {amazon_order_id}. If it is there, mark it as done; if not, retry.",
        ("retry", "mark_done", "skip", "open_shopify"),
    ),
    "several_found": Entry(
        "Several Shopify orders name this Amazon order.",
        "{count} orders of the shop carry {amazon_order_id}: {names}.",
        "Decide in Shopify which one is right, then mark it as done.",
        ("mark_done", "skip", "open_shopify"),
    ),
    "deleted_in_shopify": Entry(
        "The order was deleted in Shopify.",
        "{name} is gone from Shopify, and Amazon still waits for its shipment.",
        "Create it again, or skip it if it is not to be shipped by way of Shopify.",
        ("create_now", "retry", "skip", "mark_done", "open_amazon"),
    ),
    "too_old": Entry(
        "The order is older than what the shop lets Crossdock see.",
        "Without the permission read_all_orders, Shopify hides orders older than 60 days, so a"
        " twin made by another app could not be found.",
        "Give the Shopify app read_all_orders, or create the order all the same.",
        ("create_now", "skip", "mark_done"),
    ),
    "location": Entry(
        "The location is not usable.",
        "Shopify refused the location chosen for orders fulfilled by Amazon.",
        "Choose another location in the order settings, then retry.",
        _AGAIN,
    ),
    "fulfillment_service": Entry(
        "Shopify refused the fulfilment service.",
        "A product belongs to a fulfilment service that cannot take this order.",
        "Check the product's fulfilment service in Shopify, then retry.",
        _AGAIN,
    ),
    "processed_at": Entry(
        "Shopify refused the order date.",
        "Shopify did not accept {date} as the order's date.",
        "Check that this computer's clock is right, then retry.",
        _AGAIN,
    ),
    "customer": Entry(
        "Shopify refused the customer.",
        "Shopify did not accept the customer made from the buyer's name.",
        "Set customers to none in the order settings, then retry.",
        _AGAIN,
    ),
    "discount": Entry(
        "Shopify refused the discount.",
        "Shopify did not accept the discount of {amount}.",
        "Enter the order in Shopify by hand, then mark it as done.",
        ("mark_done", *_AGAIN),
    ),
    "input_refused": Entry(
        "Shopify refused a value.",
        "Shopify did not accept the field {field}.",
        "Correct it and retry; under technical details stands what Shopify said.",
        _AGAIN,
    ),
    "refused": Entry(
        "Shopify refused the order.",
        "Shopify gave a reason that Crossdock does not know.",
        "Under technical details stands what Shopify said. Correct it and retry.",
        ("retry", "fetch_again", "mark_done", "skip", "open_shopify"),
    ),
    "bug": Entry(
        "Crossdock failed on this order.",
        "An error in the program stopped the work before anything was sent.",
        "Retry. If it stays, send the report from the log folder; it holds no personal data.",
        _AGAIN,
    ),
}
