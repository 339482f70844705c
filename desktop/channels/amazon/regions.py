"""Amazon's regions and marketplaces: endpoints, Seller Central, countries (ISO 3166)."""

from dataclasses import dataclass
from urllib.parse import quote

LWA_ENDPOINT = "https://api.amazon.com/auth/o2/token"


@dataclass(frozen=True, slots=True)
class Region:
    """One of Amazon's three regions; a seller's authorisation is valid in one."""

    code: str  # na | eu | fe
    name: str
    endpoint: str
    seller_central: str


@dataclass(frozen=True, slots=True)
class Marketplace:
    """One country's Amazon."""

    id: str
    country: str  # ISO alpha-2; Amazon itself writes UK for GB
    name: str
    region: str
    seller_central: str


REGIONS: dict[str, Region] = {
    region.code: region
    for region in (
        Region(
            "na",
            "North America",
            "https://sellingpartnerapi-na.amazon.com",
            "https://sellercentral.amazon.com",
        ),
        Region(
            "eu",
            "Europe",
            "https://sellingpartnerapi-eu.amazon.com",
            "https://sellercentral-europe.amazon.com",
        ),
        Region(
            "fe",
            "Far East",
            "https://sellingpartnerapi-fe.amazon.com",
            "https://sellercentral.amazon.co.jp",
        ),
    )
}

# The Far East's marketplaces are separate seller accounts, each with a Seller Central of its own.
_OWN_SELLER_CENTRAL = {
    "SG": "https://sellercentral.amazon.sg",
    "AU": "https://sellercentral.amazon.com.au",
}

_TABLE = {
    "na": """
        A2EUQ1WTGCTBG2 CA Amazon.ca
        ATVPDKIKX0DER  US Amazon.com
        A1AM78C64UM0Y8 MX Amazon.com.mx
        A2Q3Y263D00KWC BR Amazon.com.br
    """,
    "eu": """
        A28R8C7NBKEWEA IE Amazon.ie
        A1RKKUPIHCS9HS ES Amazon.es
        A1F83G8C2ARO7P GB Amazon.co.uk
        A13V1IB3VIYZZH FR Amazon.fr
        AMEN7PMS3EDWL  BE Amazon.com.be
        A1805IZSGTT6HS NL Amazon.nl
        A1PA6795UKMFR9 DE Amazon.de
        APJ6JRA9NG5V4  IT Amazon.it
        A2NODRKZP88ZB9 SE Amazon.se
        AE08WJ6YKNBMC  ZA Amazon.co.za
        A1C3SOZRARQ6R3 PL Amazon.pl
        ARBP9OOSHTCHU  EG Amazon.eg
        A33AVAJ2PDY3EV TR Amazon.com.tr
        A17E79C6D8DWNP SA Amazon.sa
        A2VIGQ35RCS4UG AE Amazon.ae
        A21TJRUUN4KGV  IN Amazon.in
    """,
    "fe": """
        A19VAU5U5O7RUS SG Amazon.sg
        A39IBJ37TRP1C6 AU Amazon.com.au
        A1VC38T7YXB528 JP Amazon.co.jp
    """,
}


def _marketplaces() -> dict[str, Marketplace]:
    rows = [(code, *row.split()) for code, text in _TABLE.items() for row in text.split("\n")]
    return {
        id_: Marketplace(
            id_, country, name, code, _OWN_SELLER_CENTRAL.get(country, REGIONS[code].seller_central)
        )
        for code, id_, country, name in (row for row in rows if len(row) == 4)
    }


MARKETPLACES: dict[str, Marketplace] = _marketplaces()


def region_of(marketplace_id: str) -> str | None:
    """Code of a marketplace's region, or None where the marketplace is not known."""
    marketplace = MARKETPLACES.get(marketplace_id)
    return marketplace.region if marketplace else None


def marketplaces_of(region: str) -> tuple[Marketplace, ...]:
    """All marketplaces of a region."""
    return tuple(one for one in MARKETPLACES.values() if one.region == region)


def marketplace_by_country(country: str) -> Marketplace | None:
    """The marketplace of a country, by ISO code or by Amazon's own UK."""
    wanted = iso_country(country)
    return next((one for one in MARKETPLACES.values() if one.country == wanted), None)


def iso_country(code: str) -> str:
    """A country code as ISO has it: upper case, GB for Amazon's UK."""
    upper = code.strip().upper()
    return "GB" if upper == "UK" else upper


def seller_central_url(marketplace_id: str, amazon_order_id: str) -> str:
    """The order's page in Seller Central; an unknown marketplace leads to the general one."""
    marketplace = MARKETPLACES.get(marketplace_id)
    host = marketplace.seller_central if marketplace else REGIONS["na"].seller_central
    return f"{host}/orders-v3/order/{quote(amazon_order_id, safe='')}"
