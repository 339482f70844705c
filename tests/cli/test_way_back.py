"""Shipping, cancelling, refunding and resolving as somebody types it, on a sandbox."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from desktop.cli import cli, exit_codes
from desktop.models.database import close_database, open_database
from desktop.models.setting import set_setting
from desktop.rows import OrderRow
from tests.actions.back import UPS, World, world
from tests.actions.stand import opened_profile


class Typed:
    """Runs verbs on a profile whose database is only open in between."""

    def __init__(self, place: Path, made: World) -> None:
        self.place, self.world = place, made

    def run(self, *args: str, expect: int = exit_codes.DONE) -> str:
        close_database()
        try:
            done = CliRunner().invoke(cli, [*args, "--profile", str(self.place)])
        finally:
            open_database(self.world.profile.database_path, self.world.profile.key)
        assert done.exit_code == expect, (args, done.output, done.exception)
        return done.output

    def data(self, *args: str, expect: int = exit_codes.DONE) -> Any:
        return json.loads(self.run(*args, "--json", expect=expect))

    def shipped(self) -> OrderRow:
        row = self.world.unshipped()
        self.data("ship", row.amazon_order_id, "--carrier", "UPS", "--number", UPS)
        self.world.until(lambda: self.world.row(row.id).amazon_status == "SHIPPED")
        return row


@pytest.fixture
def typed(profile_folder: Path) -> Iterator[Typed]:
    with opened_profile(profile_folder) as profile, world(profile) as made:
        yield Typed(profile_folder, made)


def test_ship_says_what_it_does_first(typed: Typed) -> None:
    row = typed.world.unshipped()
    order_id = row.amazon_order_id
    wrong = typed.run(
        "ship", order_id, "--carrier", "UPS", "--number", "7", expect=exit_codes.BAD_INPUT
    )
    assert "does not look like" in wrong
    typed.run("ship", order_id, "--number", UPS, expect=exit_codes.BAD_INPUT)
    said = typed.run("ship", order_id, "--carrier", "UPS", "--number", UPS)
    assert "Fulfilled in Shopify at the next sync" in said
    typed.world.until(lambda: typed.world.amazon(row)["packages"])
    shown = typed.data("show", order_id)
    assert shown["shipments"][0]["tracking_number"] == UPS
    told = typed.run("show", order_id)
    assert f"Shipment in Shopify: UPS {UPS}" in told
    assert "shipped from the app · by you" in told
    sent = next(one for one in told.splitlines() if "shipment sent to Amazon" in one)
    assert " ms · request " in sent


def test_cancel_and_the_outbox(typed: Typed) -> None:
    set_setting("outbox.minutes", 1440)
    row = typed.world.unshipped()
    assert "Nothing waits" in typed.run("outbox")
    typed.run("cancel", row.amazon_order_id, "--reason", "boredom", expect=exit_codes.BAD_INPUT)
    started = typed.data("cancel", row.amazon_order_id, "--reason", "no inventory")
    assert (started["side"], bool(started["warning"])) == ("shopify", False) or started["warning"]
    typed.world.until(lambda: bool(typed.data("outbox")["waiting"]))
    (one,) = typed.data("outbox")["waiting"]
    assert (one["amazon_order_id"], one["verb"]) == (row.amazon_order_id, "cancel_on_amazon")
    assert row.amazon_order_id in typed.run("outbox")
    assert typed.data("outbox", "--withdraw", str(one["number"])) == {"waiting": [], "not_sent": []}
    typed.run("outbox", "--withdraw", str(one["number"]), expect=exit_codes.BAD_INPUT)
    assert typed.data("outbox", "--send", str(one["number"]))["waiting"]
    typed.run("outbox", "--send-now", str(one["number"]))
    typed.world.until(lambda: typed.world.amazon(row)["status"] == "CANCELLED")


def test_refund_and_record(typed: Typed) -> None:
    row = typed.shipped()
    order_id = row.amazon_order_id
    sku = row.first_sku
    typed.run("refund", expect=exit_codes.BAD_INPUT)
    typed.run("refund", order_id, "--item", "no-such", expect=exit_codes.BAD_INPUT)
    typed.run("refund", order_id, "--item", f"{sku}=99999", expect=exit_codes.BAD_INPUT)
    said = typed.run("refund", order_id, "--item", f"{sku}*1=1.50", "--reason", "customer return")
    assert "Refunded in Shopify at the next sync" in said
    typed.world.until(lambda: typed.world.amazon(row)["refunds"])
    typed.world.happen("amazon.refund", order_id=order_id, amount="0.75", lag_h=0)
    typed.world.until(lambda: bool(typed.data("refund", "--record", "--preview")))
    (one,) = typed.data("refund", "--record", "--preview")
    assert (one["amount"]["minor"], one["recorded"]) == (75, False)
    assert "recorded at the next sync" in typed.run("refund", "--record", order_id)
    typed.world.until(lambda: len(typed.world.shopify(row)["refunds"]) == 2)
    assert "no refund that Shopify lacks" in typed.run("refund", "--record")
    assert "Refund on Amazon" in typed.run("show", order_id)
    typed.world.stays()


def test_resolve_knows_every_fix_of_the_way_back(typed: Typed) -> None:
    shop = typed.world
    row, other, third = shop.unshipped(0), shop.unshipped(1), shop.unshipped(2)
    for one, company, number in ((row, "Bike", "B123456"), (other, "UPS", "7"), (third, "UPS", "")):
        shop.happen("shopify.fulfil", order=one.amazon_order_id, company=company, number=number)
    shop.until(lambda: bool(shop.row(row.id).failures and shop.row(other.id).failures))
    first = row.amazon_order_id
    typed.run("resolve", first, "--map-carrier", "Bike", expect=exit_codes.BAD_INPUT)
    typed.run("resolve", first, "--take-again", "--without-tracking", expect=exit_codes.BAD_INPUT)
    said = typed.data("resolve", first, "--map-carrier", "bike*@us=Other:Bike Riders")
    assert said["orders"] == 1
    typed.run("resolve", other.amazon_order_id, "--tracking", UPS)
    typed.run("resolve", third.amazon_order_id, "--without-tracking")
    shop.until(lambda: all(shop.amazon(one)["packages"] for one in (row, other, third)))
    wishing = shop.wishing()
    typed.run("resolve", first, "--accept-wish", expect=exit_codes.BAD_INPUT)
    assert "released" in typed.run("resolve", wishing.amazon_order_id, "--decline-wish")
    shop.until(lambda: shop.row(row.id).amazon_status == "SHIPPED")
    set_setting("refund.to_amazon", True)
    shop.happen("shopify.refund", order=first, amount="2.00")
    shop.until(lambda: bool(shop.row(row.id).failures))
    typed.run("resolve", first, "--take-again")
    shop.until(lambda: bool(shop.row(row.id).failures))
    said = typed.run("resolve", first, "--proposal", "--reason", "other")
    assert "it leaves at" in said
    shop.until(lambda: shop.amazon(row)["refunds"])
    shop.stays()


def test_resolve_without_a_decision_tries_again_and_skips_only_what_failed(typed: Typed) -> None:
    shop = typed.world
    row = shop.unshipped()
    shop.happen("shopify.fulfil", order=row.amazon_order_id, company="UPS", number="7")
    shop.until(lambda: bool(shop.row(row.id).failures))
    typed.run("resolve", row.amazon_order_id)
    assert shop.row(row.id).failures == ()
    shop.until(lambda: bool(shop.row(row.id).failures))
    typed.run("resolve", row.amazon_order_id, "--done", "entered in Seller Central")
    assert shop.row(row.id).failures == ()
