"""What `connect` is given: a JSON object with both sides of an account, checked by field."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlsplit

from desktop.actions.bad_input import BadInput
from desktop.actions.json_fields import Fields, read_object
from desktop.actions.start_choice import read_choice
from desktop.channels.amazon.regions import LWA_ENDPOINT, REGIONS, iso_country, marketplaces_of
from desktop.errors import Side
from desktop.trade import AmazonAccess, ShopifyAccess, is_loopback

RATES_ENDPOINT = "https://www.ecb.europa.eu/stats/eurofxref/eurofxref-daily.xml"
REACH_BACK_DAYS = 30
_TWO_YEARS = 730

_SHOP = re.compile(r"[a-z0-9][a-z0-9-]*\.myshopify\.com")
_SELLER = re.compile(r"[A-Z0-9][A-Z0-9-]{3,39}")


_NO_AMAZON = AmazonAccess("", (), "", "", "", "")
_NO_SHOPIFY = ShopifyAccess("", "", "")


@dataclass(frozen=True, slots=True)
class ConnectRequest:
    """A checked wish to connect one Amazon seller account with one Shopify store."""

    name: str  # empty: the shop's own name
    amazon: AmazonAccess
    shopify: ShopifyAccess
    amazon_client_secret: str = field(repr=False)
    amazon_refresh_token: str = field(repr=False)
    shopify_client_secret: str = field(repr=False, default="")
    shopify_access_token: str = field(repr=False, default="")
    rates_endpoint: str = RATES_ENDPOINT
    speed: float = 1.0
    reach_back_days: int = REACH_BACK_DAYS
    settings: tuple[tuple[str, object], ...] = ()
    start: str = ""  # unshipped | all | none | ISO day; empty: not started


def parse_connect(text: str) -> ConnectRequest:
    """Read the JSON object that `connect` takes. Raises BadInput naming field and cure."""
    return request_from(read_object(text, "connect"))


def parse_side(side: Side, text: str) -> ConnectRequest:
    """One side's fields of that object, the other side left blank. Raises BadInput."""
    data = read_object(text, "connect")
    amazon, amazon_client_secret, refresh_token = _NO_AMAZON, "", ""
    shopify, shopify_client_secret, access_token = _NO_SHOPIFY, "", ""
    if side == "amazon":
        section = data.section("amazon", "Give the Amazon side as an object.")
        amazon, amazon_client_secret, refresh_token = _amazon(section)
    else:
        section = data.section("shopify", "Give the Shopify side as an object.")
        shopify, shopify_client_secret, access_token = _shopify(section)
    urls = (amazon.endpoint, amazon.lwa_endpoint) if side == "amazon" else (shopify.endpoint,)
    return ConnectRequest(
        name="",
        amazon=amazon,
        shopify=shopify,
        amazon_client_secret=amazon_client_secret,
        amazon_refresh_token=refresh_token,
        shopify_client_secret=shopify_client_secret,
        shopify_access_token=access_token,
        speed=_speed(data, urls),
    )


def request_from(data: Fields) -> ConnectRequest:
    """Read the request from the fields of one object. Raises BadInput."""
    name = data.text("name", "Give the account a name.", default="")
    if len(name) > 80:
        raise BadInput("name", "is too long.", "Give a name of at most 80 characters.")
    amazon, amazon_client_secret, refresh_token = _amazon(
        data.section("amazon", "Give the Amazon side as an object.")
    )
    shopify, shopify_client_secret, access_token = _shopify(
        data.section("shopify", "Give the Shopify side as an object.")
    )
    request = ConnectRequest(
        name=name,
        amazon=amazon,
        shopify=shopify,
        amazon_client_secret=amazon_client_secret,
        amazon_refresh_token=refresh_token,
        shopify_client_secret=shopify_client_secret,
        shopify_access_token=access_token,
        rates_endpoint=_url(data, "rates_endpoint", RATES_ENDPOINT),
        speed=_speed(data, (amazon.endpoint, amazon.lwa_endpoint, shopify.endpoint)),
        reach_back_days=_reach_back(data),
        settings=_settings(data.section("settings", "Give settings as an object.", needed=False)),
        start=_start(data),
    )
    data.end("name, amazon, shopify, rates_endpoint, speed, reach_back_days, settings, start")
    return request


def _amazon(data: Fields) -> tuple[AmazonAccess, str, str]:
    regions = ", ".join(sorted(REGIONS))
    region = data.text("region", f"Give one of {regions}.").lower()
    if region not in REGIONS:
        raise BadInput(data.name("region"), f"{region[:20]!r} is no region.", f"Give {regions}.")
    seller = data.text(
        "seller_id",
        "Give the merchant token of Seller Central: Settings, Account Info, Your Merchant Token.",
    ).upper()
    if not _SELLER.fullmatch(seller):
        raise BadInput(
            data.name("seller_id"),
            "does not look like a seller ID.",
            "It is made of capital letters and digits, such as A1B2C3D4E5F6G7.",
        )
    access = AmazonAccess(
        region=region,
        marketplaces=_marketplaces(data, region),
        seller_id=seller,
        client_id=data.secret(
            "client_id", "Copy it from LWA credentials in the developer console."
        ),
        endpoint=_url(data, "endpoint", REGIONS[region].endpoint),
        lwa_endpoint=_url(data, "lwa_endpoint", LWA_ENDPOINT),
        secret_set_on=_day(data, "secret_set_on"),
    )
    secret = data.secret("client_secret", "Copy it from LWA credentials in the developer console.")
    token = data.secret("refresh_token", "Authorise the app in Seller Central and copy the token.")
    data.end(
        "region, marketplaces, seller_id, client_id, client_secret, refresh_token, endpoint,"
        " lwa_endpoint, secret_set_on"
    )
    return access, secret, token


def _marketplaces(data: Fields, region: str) -> tuple[str, ...]:
    name = data.name("marketplaces")
    known = marketplaces_of(region)
    countries = ", ".join(sorted(place.country for place in known))
    cure = f"Marketplaces of {region} are {countries}; leave the field out for all."
    ids = {place.id: place.id for place in known}
    ids |= {place.country: place.id for place in known}
    chosen = []
    for asked in data.texts("marketplaces", cure):
        found = ids.get(asked) or ids.get(iso_country(asked))
        if found is None:
            raise BadInput(name, f"{asked[:20]!r} is no marketplace of region {region}.", cure)
        chosen.append(found)
    return tuple(dict.fromkeys(chosen))


def _shopify(data: Fields) -> tuple[ShopifyAccess, str, str]:
    cure = "Give the store's name that ends in .myshopify.com, such as my-store.myshopify.com."
    shop = data.text("shop", cure).lower().removeprefix("https://").rstrip("/")
    if not _SHOP.fullmatch(shop):
        raise BadInput(data.name("shop"), "is no name of a Shopify store.", cure)
    dashboard = "Copy it from the app's settings in the Dev Dashboard, or give access_token."
    has_token = data.has("access_token")
    token = data.secret("access_token", dashboard, default="")
    needed = None if not token else ""
    client_id = data.secret("client_id", dashboard, default=needed)
    secret = data.secret("client_secret", dashboard, default=needed)
    if token and (client_id or secret):
        raise BadInput(
            data.name("access_token"),
            "is given beside client_id and client_secret.",
            "Give either the access token, or client ID and client secret.",
        )
    if has_token and not token:
        raise BadInput(data.name("access_token"), "is empty.", "Give the token or leave it out.")
    access = ShopifyAccess(
        shop=shop, client_id=client_id, endpoint=_url(data, "endpoint", f"https://{shop}")
    )
    data.end("shop, client_id, client_secret, access_token, endpoint")
    return access, secret, token


def _url(data: Fields, field_name: str, default: str) -> str:
    cure = "Give an https address, or http for this computer only (127.0.0.1)."
    url = data.text(field_name, cure, default=default).rstrip("/")
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
    except ValueError:
        raise BadInput(data.name(field_name), "is no web address.", cure) from None
    if not host or parts.scheme not in ("https", "http"):
        raise BadInput(data.name(field_name), "is no web address.", cure)
    if parts.username is not None or parts.query or parts.fragment:
        raise BadInput(data.name(field_name), "holds more than an address and a path.", cure)
    if parts.scheme == "http" and not is_loopback(url):
        raise BadInput(data.name(field_name), "is not encrypted.", cure)
    return url


def _speed(data: Fields, endpoints: tuple[str, ...]) -> float:
    cure = "Leave it out, or give a number from 1 to 1000000 with a sandbox on this computer."
    speed = float(data.number("speed", 1, 1_000_000, cure, default=1.0))
    if speed > 1 and not all(is_loopback(url) for url in endpoints):
        raise BadInput("speed", "is only for a sandbox on this computer.", "Leave it out.")
    return speed


def _reach_back(data: Fields) -> int:
    cure = f"Give whole days from 1 to {_TWO_YEARS}."
    days = data.number("reach_back_days", 1, _TWO_YEARS, cure, default=REACH_BACK_DAYS)
    if days != int(days):
        raise BadInput("reach_back_days", "is no whole number.", cure)
    return int(days)


def _settings(data: Fields) -> tuple[tuple[str, object], ...]:
    return tuple(sorted(data.rest().items()))


def _start(data: Fields) -> str:
    section = data.section("start", 'Give {"create": "unshipped"}.', needed=False)
    choice = section.text("create", "Give unshipped, all, none or a day.", default="")
    section.end("create")
    return _checked(choice, section.name("create"), read_choice) if choice else ""


def _day(data: Fields, field_name: str) -> str:
    day = data.text(field_name, "Give a day such as 2026-11-30.", default="")
    return _checked(day, data.name(field_name), _iso_day) if day else ""


def _iso_day(text: str) -> str:
    return date.fromisoformat(text).isoformat()


def _checked(text: str, name: str, read: Callable[[str], str]) -> str:
    try:
        return read(text)
    except BadInput as error:
        raise BadInput(name, error.problem, error.cure) from None
    except ValueError:
        raise BadInput(name, "is no day.", "Give a day such as 2026-11-30.") from None
