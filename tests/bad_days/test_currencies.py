"""Orders in another currency than the shop's: by the seller's choice, never in silence."""

from decimal import Decimal
from pathlib import Path

from desktop.models.setting import set_setting
from tests.bad_days.sales import sale
from tests.bad_days.stand import Day, a_day


def _foreign(day: Day) -> None:
    assert day.failure(1).code == "currency_no_rate"
    assert "EUR" in day.failure(1).cause
    day.made(2)


ORDERS = [sale(1, currency="EUR"), sale(2)]
SHOP = {"currency": "USD", "presentment_currencies": ["USD", "EUR"]}


def test_held_until_a_rate_is_fixed(profile_folder: Path) -> None:
    with a_day(profile_folder, ORDERS, shop=SHOP, connected=False) as day:
        day.connect(settings={"order.currency_policy": "hold"})
        day.sync()
        _foreign(day)
        set_setting("order.currency_policy", "fixed")
        set_setting("order.currency_policy", "fixed", account_id=1)
        set_setting("order.fixed_rates", {"EUR": "1.10"}, account_id=1)
        day.retry(1)
        assert day.sync().failed == 0
        day.made(1, 2)
        (made,) = day.shop(1)
        assert (made["total"], made["currency"]) == ("11.00", "USD")
        assert (made["presentment_total"], made["presentment_currency"]) == ("10.00", "EUR")


def test_the_banks_rate_and_a_bank_that_does_not_answer(profile_folder: Path) -> None:
    with a_day(profile_folder, ORDERS, shop=SHOP, connected=False) as day:
        day.connect(settings={"order.currency_policy": "ecb"})
        day.faults({"operation": "ecb.*", "kind": "status", "status": 503})
        summary = day.sync(0)
        assert summary.failed == 0
        assert day.row(1).stage == "waiting"
        day.faults()
        day.sync(12_000)
        day.made(1, 2)
        (made,) = day.shop(1)
        assert Decimal(made["presentment_total"]) == 10


def test_a_currency_that_the_shop_does_not_take(profile_folder: Path) -> None:
    shop = {"currency": "USD", "presentment_currencies": ["USD"]}
    with a_day(profile_folder, ORDERS, shop=shop, connected=False) as day:
        day.connect(
            settings={"order.currency_policy": "fixed", "order.fixed_rates": {"EUR": "1.10"}}
        )
        day.sync()
        day.made(2)
        row = day.row(1)
        assert row.stage == "in Shopify" or day.failure(1).code == "currency_not_enabled"
