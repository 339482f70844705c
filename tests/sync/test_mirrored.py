"""Which fulfilments are ours, when the answer was lost and the merchant changed them meanwhile."""

from dataclasses import replace
from typing import Any

import pytest

from desktop.sync.back.mirrored import claim
from desktop.trade.returns import ShopFulfillment, ShopLine, ShopState, Tracking

SENT = 1_700_000_000
OURS, THEIRS = Tracking("UPS", "1Z999AA10123456784"), Tracking("UPS", "1Z999AA10123456785")
PLAN: dict[str, Any] = {"lines": [["l1", 1]], "number": OURS.number, "before": ["f0"]}


def made(gid: str = "f1", **more: Any) -> ShopFulfillment:
    plain = ShopFulfillment(gid, gid, "SUCCESS", "", SENT + 5, SENT + 5, (OURS,), (("l1", 1),))
    return replace(plain, **more)


def corrected(gid: str = "f1", **more: Any) -> ShopFulfillment:
    return made(gid, **{"tracking": (THEIRS,), "updated_at": SENT + 60, **more})


def shop(*fulfillments: ShopFulfillment, left: int = 0) -> ShopState:
    line = ShopLine("l1", "MUG", 2, 2, left, 2, item_id="1")
    return ShopState(
        "o1", "1", "#1", SENT, "USD", None, "", "PAID", "", False, (line,), fulfillments
    )


@pytest.mark.parametrize(
    ("there", "left", "ours", "unclear"),
    [
        ((), 1, [], []),
        ((made(),), 0, ["f1"], []),
        ((made(status="CANCELLED"),), 1, ["f1"], []),  # taken back by the merchant
        ((made("f0"),), 1, [], []),  # stood there before
        ((corrected(),), 0, ["f1"], []),  # nothing else can have fulfilled the rest
        ((corrected(),), 1, [], ["f1"]),  # ours, or the merchant's own other half
        ((made(tracking=(THEIRS,)),), 0, [], []),  # never had our number
        ((made(), corrected("f2")), 0, ["f1"], ["f2"]),
        ((corrected(lines=(("l1", 2),)),), 0, [], []),  # more than we were to fulfil
        ((corrected(status="CANCELLED"),), 1, [], []),
        ((made(lines=(("l2", 1),)),), 0, [], []),
    ],
)
def test_what_is_ours(
    there: tuple[ShopFulfillment, ...], left: int, ours: list[str], unclear: list[str]
) -> None:
    found = claim(shop(*there, left=left), PLAN, SENT, ())
    assert [one.gid for one in found.ours] == ours
    assert [one.gid for one in found.unclear] == unclear


def test_nothing_is_ours_before_anything_left() -> None:
    assert claim(shop(made()), PLAN, None, ()).ours == ()
    assert claim(shop(made()), {"number": OURS.number}, SENT, ()).ours == ()
    assert claim(shop(made()), PLAN, SENT, {"f1"}).ours == ()


def test_without_a_number_ours_has_none() -> None:
    plan = {**PLAN, "number": ""}
    assert claim(shop(made()), plan, SENT, ()).ours == ()
    assert claim(shop(made(tracking=())), plan, SENT, ()).ours != ()


def test_a_plan_of_an_earlier_version_goes_by_the_time() -> None:
    plan = {name: value for name, value in PLAN.items() if name != "before"}
    assert claim(shop(made()), plan, SENT, ()).ours != ()
    assert claim(shop(made(created_at=SENT - 400)), plan, SENT, ()).ours == ()
