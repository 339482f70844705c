"""What stops one side of an account, and what to do."""

from desktop.catalogue.entry import Entry

_RETRY_CONNECT = "Then connect the account again with the corrected values."

_NETWORK = {
    "offline": Entry(
        "There is no connection.",
        "The service could not be reached from this computer.",
        "Check the network. Crossdock goes on by itself where it stopped.",
    ),
    "tls": Entry(
        "The connection is not safe.",
        "The other side's certificate could not be verified, so nothing was sent.",
        "Check this computer's clock, and whether a proxy or a network login page is in between.",
    ),
    "captive_portal": Entry(
        "A login page is in between.",
        "The network answered with a page of its own instead of the service.",
        "Log in to the network in a browser. Crossdock goes on by itself.",
    ),
    "unavailable": Entry(
        "The service does not answer now.",
        "Several times it gave no answer, or an error of its own.",
        "Nothing is to be done; Crossdock goes on by itself as soon as it answers again.",
    ),
}

# What one request was refused for may concern that one alone; these concern all of a side.
WHOLE_SIDE = frozenset(
    (
        ("amazon", "credentials_wrong"),
        ("amazon", "secret_expired"),
        ("amazon", "token_revoked"),
        ("amazon", "client_mismatch"),
        ("amazon", "region_wrong"),
        ("shopify", "app_not_installed"),
        ("shopify", "shop_not_permitted"),
        ("shopify", "credentials_wrong"),
        ("shopify", "token_invalid"),
        ("shopify", "shop_not_found"),
        ("shopify", "other_shop"),
        ("shopify", "shop_frozen"),
        ("shopify", "shop_locked"),
    )
)

ACCOUNT_PROBLEMS: dict[tuple[str, str], Entry] = {
    ("amazon", "credentials_wrong"): Entry(
        "Amazon does not know these credentials.",
        "The client ID or client secret was refused; a secret also ends after 180 days.",
        "Copy both again from LWA credentials in the developer console, or make a new secret there"
        f" if it has ended. {_RETRY_CONNECT}",
    ),
    ("amazon", "secret_expired"): Entry(
        "Amazon's client secret has expired.",
        "Client secrets end after 180 days.",
        f"Make a new client secret in the developer console. {_RETRY_CONNECT}",
    ),
    ("amazon", "token_revoked"): Entry(
        "Amazon's authorisation has ended.",
        "The refresh token was revoked, is wrong, or belongs to another app.",
        f"Authorise the app again in Seller Central and copy the new token. {_RETRY_CONNECT}",
    ),
    ("amazon", "client_mismatch"): Entry(
        "The refresh token belongs to another app.",
        "Amazon says that this client may not use this refresh token.",
        f"Take client ID, client secret and refresh token from one and the same app."
        f" {_RETRY_CONNECT}",
    ),
    ("amazon", "access_denied"): Entry(
        "Amazon refused access.",
        "The app lacks a role, was not authorised for this seller, or the region is wrong.",
        "Give the app the role Inventory and Order Tracking, authorise it again, and check the"
        " region {region}.",
    ),
    ("amazon", "finance_role_missing"): Entry(
        "Amazon hides its books.",
        "Amazon refused to show the refunds: the role Finance and Accounting is missing.",
        "Give the app that role and authorise it again. Until then refunds made on Amazon are not"
        " seen, and none is sent.",
    ),
    ("amazon", "reports_role_missing"): Entry(
        "Amazon hides what it ships itself.",
        "Amazon refused its report on shipments: the role for reports on FBA is missing.",
        "Give the app the role Amazon Fulfillment and authorise it again. Until then FBA orders"
        " stand in Shopify without carrier and number.",
    ),
    ("amazon", "region_wrong"): Entry(
        "The marketplaces are not of this region.",
        "Amazon says that {marketplaces} do not belong to region {region}.",
        "Choose the region in which you sell, and its marketplaces.",
    ),
    ("amazon", "address_role_missing"): Entry(
        "Amazon hides the delivery addresses.",
        "No order to ship carries an address: the role Direct-to-Consumer Shipping is missing.",
        "Ask Amazon for that role and authorise the app again; orders wait until then.",
    ),
    ("amazon", "clock_wrong"): Entry(
        "This computer's clock is wrong.",
        "It is {seconds} seconds {direction} Amazon's clock.",
        "Let the system set the time by itself. Work goes on meanwhile: what is read from Amazon"
        " goes by Amazon's own clock.",
    ),
    ("amazon", "endpoint_wrong"): Entry(
        "This is not Amazon.",
        "The address {endpoint} answered, but not as Amazon's service does.",
        "Check the endpoint of the account, and whether a network login page is in between.",
    ),
    ("amazon", "request_refused"): Entry(
        "Amazon did not understand the request.",
        "Amazon refused {operation} as invalid.",
        "Update Crossdock. If it stays, send the report from the log folder.",
    ),
    ("shopify", "app_not_installed"): Entry(
        "The app is not installed on the store.",
        "Shopify gives no token, because the app is not installed on {shop}.",
        "Install the app on the store from the Dev Dashboard, then connect again. For an older"
        " custom app enter its access token instead.",
    ),
    ("shopify", "shop_not_permitted"): Entry(
        "App and store belong to different organisations.",
        "Shopify gives tokens this way only within one organisation.",
        "Make the app in the organisation that owns {shop}, or enter an access token.",
    ),
    ("shopify", "credentials_wrong"): Entry(
        "Shopify does not know these credentials.",
        "The client ID or client secret was refused.",
        f"Copy both again from the app's settings in the Dev Dashboard. {_RETRY_CONNECT}",
    ),
    ("shopify", "token_invalid"): Entry(
        "Shopify's access token is not valid.",
        "The token was revoked, or belongs to another store.",
        f"Make or copy the token again. {_RETRY_CONNECT}",
    ),
    ("shopify", "shop_not_found"): Entry(
        "There is no such store.",
        "Shopify does not know {shop}.",
        "Use the name that ends in .myshopify.com, not the store's own domain.",
    ),
    ("shopify", "other_shop"): Entry(
        "The store calls itself by another name.",
        "Asked for {shop}, and {domain} answered.",
        "Connect with {domain}, if that is your store.",
    ),
    ("shopify", "scope_missing"): Entry(
        "The Shopify app lacks permissions.",
        "Missing: {scopes}.",
        "Add them to the app in the Dev Dashboard, release a version, and approve it on the store.",
    ),
    ("shopify", "shop_frozen"): Entry(
        "The Shopify store is frozen.",
        "Shopify refuses all work because a bill is unpaid or the store is paused.",
        "Settle it in Shopify's admin; Crossdock goes on by itself. Amazon orders keep coming in.",
    ),
    ("shopify", "shop_locked"): Entry(
        "Shopify has locked the store.",
        "Shopify locked the store for going over limits, or to look into a risk.",
        "Ask Shopify's support. Crossdock sends nothing until you resume.",
    ),
    ("shopify", "forbidden"): Entry(
        "Shopify refused access.",
        "The app may not do this on {shop}.",
        "Check the app's permissions, and that it is still installed.",
    ),
    ("shopify", "rejected"): Entry(
        "Shopify's security turned the requests away.",
        "The network edge took them for an attack.",
        "Wait some minutes. If it stays, try from another network, without a VPN.",
    ),
    ("shopify", "points_too_few"): Entry(
        "The store's plan gives too few points for a request.",
        "{operation} costs {cost} points, and the store's bucket holds {maximum} when it is full.",
        "Tell us with the report from the log folder; a plan with a larger bucket works at once.",
    ),
    ("shopify", "key_definition"): Entry(
        "The order ID field in Shopify has another type.",
        "The metafield {key} of orders exists, but is not of type id, so it cannot keep orders"
        " apart.",
        "Delete that metafield definition in Shopify's settings, then resume.",
    ),
    ("shopify", "endpoint_wrong"): Entry(
        "This is not Shopify.",
        "The address {endpoint} answered, but not as Shopify's service does.",
        "Check the store's name, and whether a network login page is in between.",
    ),
    ("shopify", "lease_held"): Entry(
        "Another computer syncs this account: {computer}.",
        "{computer} last said so at {since}. Only one computer sends, so that nothing is sent"
        " twice; this one goes on reading.",
        "Nothing is to be done if that is right. To work here instead, take over here (Sync here"
        " instead, or crossdock sync --take-over), or stop Crossdock there: after ten minutes this"
        " one goes on by itself.",
    ),
    ("shopify", "request_refused"): Entry(
        "Shopify did not understand the request.",
        "Shopify refused {operation} as invalid.",
        "Update Crossdock. If it stays, send the report from the log folder.",
    ),
    **{(side, code): entry for side in ("amazon", "shopify") for code, entry in _NETWORK.items()},
}
