"""Settings: levels, what is allowed, and the rules they make."""

from dataclasses import fields
from typing import Any

import pytest

from desktop.models.database import write
from desktop.models.setting import (
    back_rules,
    get,
    order_rules,
    set_setting,
    settings,
    unset_setting,
)
from desktop.models.setting_registry import REGISTRY
from desktop.trade import OrderRules
from desktop.trade.rules_back import BackRules, CancelRules, RefundRules, ShipmentRules

MARKET = "A1PA6795UKMFR9"


def test_without_settings_the_rules_are_the_defaults(account_id: int) -> None:
    assert order_rules(account_id) == OrderRules()
    assert order_rules(account_id, MARKET) == OrderRules()


def test_every_rule_has_a_setting() -> None:
    assert {f"order.{field.name}" for field in fields(OrderRules)} <= set(REGISTRY)
    assert all(one.checked(one.default) == one.default for one in REGISTRY.values())
    assert all(one.description and one.allowed for one in REGISTRY.values())


def test_the_narrowest_level_wins(account_id: int) -> None:
    set_setting("order.unlinked", "custom_line")
    set_setting("order.unlinked", "fail", account_id)
    set_setting("order.unlinked", "custom_line", account_id, MARKET)
    assert order_rules(account_id + 1).unlinked == "custom_line"
    assert order_rules(account_id).unlinked == "fail"
    assert order_rules(account_id, MARKET).unlinked == "custom_line"
    assert order_rules(account_id, "OTHER").unlinked == "fail"
    unset_setting("order.unlinked", account_id)
    assert order_rules(account_id, "OTHER").unlinked == "custom_line"


@pytest.mark.parametrize("value", ["false", "true", '"odd"'])
def test_a_stored_setting_that_is_no_more_does_no_harm(account_id: int, value: str) -> None:
    """The switch of the way back, as profiles of earlier versions hold it."""
    with write() as connection:
        for owner in (0, account_id):
            row = (owner, "", "back.enabled", value)
            connection.execute("INSERT INTO setting VALUES (?, ?, ?, ?)", row)
    assert "back.enabled" not in {row.key for row in settings(account_id)}
    assert back_rules(account_id) == BackRules()
    with pytest.raises(ValueError, match="enabled"):
        get("back.enabled", account_id)


def test_where_a_value_comes_from(account_id: int) -> None:
    set_setting("plan.limit", "500")
    set_setting("order.note", "off", account_id)
    rows = {row.key: row for row in settings(account_id)}
    assert (rows["plan.limit"].value, rows["plan.limit"].level) == (500, "app")
    assert (rows["order.note"].value, rows["order.note"].level) == (False, "account")
    assert (rows["sync.enabled"].value, rows["sync.enabled"].level) == (True, "default")
    assert {row.key: row for row in settings()}["order.note"].value is True
    assert set(rows) == set(REGISTRY)


@pytest.mark.parametrize(
    ("key", "given", "kept"),
    [
        ("order.create", "off", False),
        ("order.create", True, True),
        ("import.reach_back_days", "730", 730),
        ("order.tags", "amazon, {tag} ,", ["amazon", "{tag}"]),
        ("order.tags", '["a,b"]', ["a,b"]),
        ("order.tags", [], []),
        ("order.fixed_rates", "eur=1.08, GBP = 1.27", {"EUR": "1.08", "GBP": "1.27"}),
        ("order.fixed_rates", {"JPY": "0.0067"}, {"JPY": "0.0067"}),
        ("order.tax_rates", '{"DE": "0.19"}', {"DE": "0.19"}),
        ("plan.name", " Pro ", "Pro"),
        ("order.currency_policy", "ecb", "ecb"),
    ],
)
@pytest.mark.usefixtures("database")
def test_what_a_person_types(key: str, given: Any, kept: Any) -> None:
    set_setting(key, given)
    assert get(key) == kept


def test_pairs_become_the_rules_pairs(account_id: int) -> None:
    set_setting("order.fixed_rates", "GBP=1.27,EUR=1.08", account_id)
    set_setting("order.tags", "one,two", account_id)
    rules = order_rules(account_id)
    assert rules.fixed_rates == (("EUR", "1.08"), ("GBP", "1.27"))
    assert rules.tags == ("one", "two")


@pytest.mark.parametrize(
    ("key", "given"),
    [
        ("order.create", "perhaps"),
        ("order.unlinked", "guess"),
        ("import.reach_back_days", 0),
        ("import.reach_back_days", "731"),
        ("import.reach_back_days", "ten"),
        ("plan.reset_day", 29),
        ("plan.limit", True),
        ("plan.limit", 1.5),
        ("order.tags", [1]),
        ("order.tags", '["a"'),
        ("order.fixed_rates", "EURO=1"),
        ("order.fixed_rates", "EUR=0"),
        ("order.fixed_rates", "EUR=NaN"),
        ("order.fixed_rates", {"EUR": 1.08}),
        ("order.tax_rates", "DE=19"),
        ("order.tax_rates", "nonsense"),
        ("plan.name", 7),
    ],
)
@pytest.mark.usefixtures("database")
def test_what_is_refused_names_the_key_and_what_is_allowed(key: str, given: Any) -> None:
    with pytest.raises(ValueError, match=f"{key}: allowed is"):
        set_setting(key, given)
    assert get(key) == REGISTRY[key].default


def test_places_that_a_setting_has_not(account_id: int) -> None:
    with pytest.raises(ValueError, match=r"no setting order\.nonsense"):
        set_setting("order.nonsense", "1")
    with pytest.raises(ValueError, match=r"plan\.limit: can be set for app"):
        set_setting("plan.limit", 1, account_id)
    with pytest.raises(ValueError, match="app and account, not marketplace"):
        set_setting("sync.enabled", "off", account_id, MARKET)
    with pytest.raises(ValueError, match="name the account"):
        set_setting("order.note", "off", None, MARKET)
    with pytest.raises(ValueError, match="no setting"):
        get("nonsense")


def test_the_way_back_has_its_rules(account_id: int) -> None:
    assert back_rules(account_id) == BackRules()
    for group, kind in (
        ("shipment", ShipmentRules),
        ("cancel", CancelRules),
        ("refund", RefundRules),
    ):
        assert {f"{group}.{field.name}" for field in fields(kind)} <= set(REGISTRY)
    set_setting("refund.to_amazon", "on")
    set_setting("outbox.minutes", "5", account_id)
    set_setting("shipment.without_tracking_services", "Standard, Economy", account_id)
    set_setting("refund.reasons", "broken=CustomerReturn, ate it=Other", account_id)
    set_setting("cancel.reasons", {"FRAUD": "NoInventory"}, account_id)
    rules = back_rules(account_id)
    assert (rules.refund.to_amazon, rules.outbox_minutes, rules.ask_again_hours) == (True, 5, 12)
    assert rules.shipment.without_tracking_services == ("Standard", "Economy")
    assert rules.refund.reasons == (("broken", "CustomerReturn"), ("ate it", "Other"))
    assert rules.cancel.reasons == (("FRAUD", "NoInventory"),)
    assert back_rules(account_id + 1).outbox_minutes == 10


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("refund.default_reason", "Boredom"),
        ("refund.reasons", "broken=Boredom"),
        ("refund.reasons", "[]"),
        ("refund.reasons", {"broken": 1}),
        ("cancel.reasons", "BOREDOM=NoInventory"),
        ("cancel.reasons", "FRAUD=Boredom"),
        ("outbox.minutes", "1441"),
        ("refund.to_shopify", "always"),
    ],
)
def test_rules_of_the_way_back_name_what_is_allowed(key: str, value: Any) -> None:
    with pytest.raises(ValueError, match=f"{key}: allowed is"):
        set_setting(key, value)


@pytest.mark.parametrize(
    ("key", "given", "kept"),
    [
        ("notify.quiet_hours", "22-7", "22:00-07:00"),
        ("notify.quiet_hours", " 21:30 – 6:15 ", "21:30-06:15"),
        ("notify.quiet_hours", "", ""),
        ("notify.ship_by_hours", "4, 48,24", [48, 24, 4]),
        ("notify.ship_by_hours", 12, [12]),
        ("shipment.location", "12345", "gid://shopify/Location/12345"),
        ("order.fba_location", "gid://shopify/Location/7", "gid://shopify/Location/7"),
        ("shipment.location", " ", ""),
        ("refund.reasons", '{"late, again": "CustomerReturn"}', {"late, again": "CustomerReturn"}),
    ],
)
@pytest.mark.usefixtures("database")
def test_what_a_person_types_for_messages_and_the_way_back(key: str, given: Any, kept: Any) -> None:
    set_setting(key, given)
    assert get(key) == kept


@pytest.mark.parametrize(
    ("key", "given"),
    [
        ("notify.quiet_hours", "night"),
        ("notify.quiet_hours", "22:00-22:00"),
        ("notify.quiet_hours", "24:00-07:00"),
        ("notify.quiet_hours", "22:60-07:00"),
        ("notify.ship_by_hours", "0"),
        ("notify.ship_by_hours", ""),
        ("notify.ship_by_hours", "1,2,3,4,5,6"),
        ("shipment.location", "The shed"),
        ("shipment.location", "gid://shopify/Product/7"),
        ("refund.reasons", '{" ": "CustomerReturn"}'),
        ("refund.reasons", "late=Because"),
        ("cancel.reasons", "LATE=NoInventory"),
        ("refund.to_shopify", "never"),
        ("outbox.minutes", "1441"),
        ("shipment.warn_hours", "-1"),
    ],
)
@pytest.mark.usefixtures("database")
def test_what_cannot_be_meant_is_refused(key: str, given: Any) -> None:
    before = get(key)
    with pytest.raises(ValueError, match=key):
        set_setting(key, given)
    assert get(key) == before
