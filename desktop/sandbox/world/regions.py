"""Which region a marketplace belongs to, and which country a currency hints at."""

from collections import Counter
from collections.abc import Iterable

_NA = "A2EUQ1WTGCTBG2 ATVPDKIKX0DER A1AM78C64UM0Y8 A2Q3Y263D00KWC"
_EU = """A28R8C7NBKEWEA A1RKKUPIHCS9HS A1F83G8C2ARO7P A13V1IB3VIYZZH AMEN7PMS3EDWL A1805IZSGTT6HS
A1PA6795UKMFR9 APJ6JRA9NG5V4 A2NODRKZP88ZB9 AE08WJ6YKNBMC A1C3SOZRARQ6R3 ARBP9OOSHTCHU
A33AVAJ2PDY3EV A17E79C6D8DWNP A2VIGQ35RCS4UG A21TJRUUN4KGV"""
_FE = "A19VAU5U5O7RUS A39IBJ37TRP1C6 A1VC38T7YXB528"
_REGIONS = {
    **dict.fromkeys(_NA.split(), "na"),
    **dict.fromkeys(_EU.split(), "eu"),
    **dict.fromkeys(_FE.split(), "fe"),
}
COUNTRY_OF_CURRENCY = {
    "USD": "US", "CAD": "CA", "MXN": "MX", "BRL": "BR", "GBP": "GB", "EUR": "DE", "SEK": "SE",
    "PLN": "PL", "TRY": "TR", "AED": "AE", "SAR": "SA", "EGP": "EG", "INR": "IN", "ZAR": "ZA",
    "JPY": "JP", "AUD": "AU", "SGD": "SG", "KWD": "KW", "CHF": "CH",
}  # fmt: skip


_FIRST = {"na": "ATVPDKIKX0DER", "eu": "A1F83G8C2ARO7P", "fe": "A1VC38T7YXB528"}


def marketplaces_of(region: str) -> tuple[str, ...]:
    """All marketplaces of a region."""
    return tuple(one for one, of_region in _REGIONS.items() if of_region == region)


def sold_in(marketplaces: Iterable[str]) -> tuple[str, tuple[str, ...]]:
    """The region that most orders are of, and its marketplaces that occur; US where none does.

    One seller account lies in one region, so the account names no marketplace of another.
    """
    occurring = list(marketplaces)
    counted = Counter(_REGIONS[one] for one in occurring if one in _REGIONS)
    region = counted.most_common(1)[0][0] if counted else "na"
    found = sorted({one for one in occurring if _REGIONS.get(one) == region})
    return region, tuple(found) or (_FIRST[region],)
