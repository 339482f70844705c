"""`crossdock settings KEY VALUE --apply`: the preview, the question, what scripts get."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.cli import exit_codes
from desktop.rows import TaskState
from tests.actions.back import world
from tests.actions.stand import opened_profile
from tests.cli.test_way_back import Typed


@pytest.fixture
def typed(profile_folder: Path) -> Iterator[Typed]:
    with opened_profile(profile_folder) as profile, world(profile) as made:
        yield Typed(profile_folder, made)


def test_refunds_that_were_not_sent_are_put_into_the_outbox(typed: Typed) -> None:
    row, shop = typed.shipped(), typed.world
    shop.happen("shopify.refund", order=row.amazon_order_id, units=1)
    shop.until(lambda: shop.row(row.id).refunded is not None)
    assert shop.task(row, "send_refund").hold == "not_sent"
    said = typed.run("settings", "refund.to_amazon", "true")
    assert "1 waiting order stays as planned before" in said
    assert "crossdock settings refund.to_amazon --apply" in said
    assert shop.task(row, "send_refund").hold == "not_sent"
    shown = typed.run("settings", "refund.to_amazon", "--apply")
    assert row.amazon_order_id in shown
    assert "refund not sent" in shown
    assert "Nothing was changed in them" in shown
    told = typed.data("settings", "refund.to_amazon", "--apply", "--yes")
    assert told["applied"] == 1
    (change,) = told["waiting"]
    assert change["becomes"].startswith("waits in the outbox until")
    assert told["setting"]["value"] is True
    held = shop.task(row, "send_refund")
    assert (held.state, held.hold) == (TaskState.WAITING, "outbox")
    again = typed.run("settings", "refund.to_amazon", "true", "--apply", "--yes")
    assert "No waiting order would change" in again


def test_apply_needs_a_key(typed: Typed) -> None:
    for args in (("--apply",), ("plan.limit", "3", "--yes")):
        typed.run("settings", *args, expect=exit_codes.BAD_INPUT)
