"""The exchange rate for an order in another currency than the shop's, by the seller's policy."""

from decimal import Decimal

from desktop.catalogue import order_failure
from desktop.channels.ecb import EcbRates, cross_rate, daily_rates
from desktop.clock import Clock, to_iso
from desktop.clock import now as real_now
from desktop.models import cursor as cursors
from desktop.sync.connection import Connection
from desktop.trade import OrderRules
from desktop.trade.rules import ExchangeRate

CURSOR = "ecb_rates"
_FRESH_S = 6 * 3600.0


def rate_for(
    connection: Connection,
    rules: OrderRules,
    currency: str,
    shop_currency: str,
    *,
    clock: Clock = real_now,
) -> ExchangeRate | None:
    """The rate to use; None where the currencies are the same or the policy is to hold.

    Raises TryLater where the European Central Bank cannot be reached, NeedsPerson where no rate
    is set for the currency.
    """
    if not currency or currency == shop_currency or rules.currency_policy == "hold":
        return None
    if rules.currency_policy == "fixed":
        rate = dict(rules.fixed_rates).get(currency)
        if rate is None:
            raise order_failure("currency_no_rate", currency=currency, shop_currency=shop_currency)
        return ExchangeRate(currency, shop_currency, rate, to_iso(clock())[:10], "fixed")
    return cross_rate(_daily(connection, clock()), currency, shop_currency)


def _daily(connection: Connection, at: float) -> EcbRates:
    account_id = connection.account.id
    kept = cursors.cursor(account_id, CURSOR)
    if kept is not None and at - float(kept["at"]) < _FRESH_S:
        rates = {code: Decimal(rate) for code, rate in kept["rates"].items()}
        return EcbRates(str(kept["date"]), rates)
    fetched = daily_rates(connection.http, connection.account.rates_endpoint)
    texts = {code: str(rate) for code, rate in fetched.rates.items()}
    cursors.save_cursor(account_id, CURSOR, {"at": at, "date": fetched.date, "rates": texts})
    return fetched
