"""Amazon's role for addresses is missing: one notice, orders held, released once it is back."""

from pathlib import Path

from tests.bad_days.sales import sale
from tests.bad_days.stand import a_day, codes

MANY = (1, 2, 3, 4)


def test_hidden_addresses_hold_all_and_tell_once(profile_folder: Path) -> None:
    with a_day(profile_folder, [sale(n) for n in MANY]) as day:
        day.faults(amazon={"role_missing": True})
        summary = day.sync()
        assert codes(summary) == ["address_role_missing"]
        assert (summary.imported, summary.failed) == (4, 0)
        assert {day.row(n).stage for n in MANY} == {"held: Amazon gives no addresses"}
        assert day.shop() == []
        assert codes(day.sync()) == ["address_role_missing"]
        day.faults(amazon={"role_missing": False})
        assert codes(day.sync()) == []
        day.made(*MANY)
        (made,) = day.shop(1)
        assert made["input"]["shippingAddress"]["city"] == "Columbus"


def test_one_order_without_an_address_is_that_orders_failure(profile_folder: Path) -> None:
    orders = [sale(1, address=None), *(sale(n) for n in (2, 3, 4))]
    with a_day(profile_folder, orders) as day:
        assert codes(day.sync()) == []
        assert day.failure(1).code == "address_missing"
        day.made(2, 3, 4)
