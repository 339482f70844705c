"""The European Central Bank's daily reference rates, and cross rates made of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Context, Decimal, InvalidOperation
from xml.etree.ElementTree import Element

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from desktop.catalogue import order_failure
from desktop.channels.http import Answer, Http
from desktop.errors import Technical, TryLater
from desktop.trade.rules import ExchangeRate

ECB_ENDPOINT = "https://www.ecb.europa.eu/stats/eurofxref/eurofxref-daily.xml"

_OPERATION = "EcbDailyRates"
_MAX_BYTES = 1 << 20
_AGAIN_S = 300.0
_DIGITS = Context(prec=10)


@dataclass(frozen=True, slots=True)
class EcbRates:
    """The rates of one day: units of a currency for one euro."""

    date: str  # ISO day
    rates: Mapping[str, Decimal]


def daily_rates(http: Http, endpoint: str = "") -> EcbRates:
    """The latest rates; an empty endpoint is the bank's own. Raises TryLater or Cancelled."""
    answer = http.send(
        _OPERATION,
        "GET",
        endpoint or ECB_ENDPOINT,
        headers={"Accept": "application/xml, text/xml"},
        writes=False,
        deadline_s=30,
        max_bytes=_MAX_BYTES,
    )
    if answer.status != 200:
        raise _later(answer, f"The bank answered with status {answer.status}.")
    try:
        return read_rates(answer.body)
    except ValueError as error:
        raise _later(answer, "The bank's rates could not be read.") from error


def read_rates(document: bytes) -> EcbRates:
    """The rates of a document. Raises ValueError where it is none; rates that are none are left."""
    try:
        root = ElementTree.fromstring(document, forbid_dtd=True)
    except (ElementTree.ParseError, DefusedXmlException) as error:
        raise ValueError("no XML that is safe to read") from error
    day = next((part for part in root.iter() if _is_cube(part) and part.get("time")), None)
    if day is None:
        raise ValueError("no day")
    rates = {
        part.get("currency", ""): rate
        for part in day.iter()
        if _is_cube(part) and (rate := _rate(part)) is not None
    }
    if not rates:
        raise ValueError("no rates")
    return EcbRates(str(day.get("time")), rates)


def cross_rate(rates: EcbRates, source: str, target: str) -> ExchangeRate:
    """Units of `target` for one `source`, to 10 significant digits.

    Raises NeedsPerson currency_no_rate where the bank has no rate for one of them.
    """
    known = {**rates.rates, "EUR": Decimal(1)}
    if source not in known or target not in known:
        raise order_failure("currency_no_rate", currency=source, shop_currency=target)
    rate = _DIGITS.divide(known[target], known[source])
    return ExchangeRate(source, target, format(rate.normalize(_DIGITS), "f"), rates.date, "ECB")


def _is_cube(part: Element) -> bool:
    return part.tag.rpartition("}")[2] == "Cube"


def _rate(part: Element) -> Decimal | None:
    currency = part.get("currency", "")
    if len(currency) != 3:
        return None
    try:
        rate = Decimal(part.get("rate", ""))
    except InvalidOperation:
        return None
    return rate if rate.is_finite() and rate > 0 else None


def _later(answer: Answer, why: str) -> TryLater:
    technical = Technical(_OPERATION, answer.status, request_id=answer.request_id)
    return TryLater(_AGAIN_S, "unavailable", why, technical=technical)
