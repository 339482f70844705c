"""Compares what truly happened on both sides with what the program believes."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

_NEVER_SENT = {"PENDING", "PENDING_AVAILABILITY", "CANCELLED", "UNFULFILLABLE"}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the comparison found; all but `created` must be empty or zero."""

    created: int
    duplicates: list[str]
    not_imported: list[str]
    lost: list[str]
    wrong_money: list[str]
    wrong_belief: list[str]
    unfinished: list[str]

    @property
    def is_clean(self) -> bool:
        """Whether each order stands exactly once, none is lost, and the money is equal."""
        return not any(
            (
                self.duplicates,
                self.not_imported,
                self.lost,
                self.wrong_money,
                self.wrong_belief,
                self.unfinished,
            )
        )


def judge(ledger: dict[str, Any], rows: list[dict[str, Any]]) -> Verdict:
    """The sandbox's ledger against `crossdock list --json`."""
    amazon = {order["amazon_order_id"]: order for order in ledger["amazon"]["orders"]}
    made = [order for order in ledger["shopify"]["orders"] if order["cancelled_at"] is None]
    by_source = Counter(order["source_identifier"] for order in made)
    believed = {row["amazon_order_id"]: row for row in rows}
    in_shop = {order["source_identifier"]: order for order in made}
    failed = {key for key, row in believed.items() if row["failures"]}
    wanted = {
        key for key, order in amazon.items() if order["status"] not in _NEVER_SENT
    } - failed
    return Verdict(
        created=len(made),
        duplicates=[source for source, count in by_source.items() if count > 1],
        not_imported=sorted(amazon.keys() - believed.keys()),
        lost=sorted(
            key for key in wanted - in_shop.keys() if not _may_wait(amazon[key], believed.get(key))
        ),
        wrong_money=[
            key
            for key, order in in_shop.items()
            if key in amazon and Decimal(order["total"]) != Decimal(amazon[key]["total"])
        ],
        wrong_belief=[
            key
            for key, row in believed.items()
            if bool(row["shopify_order_id"]) != (key in in_shop)
            or (key in in_shop and str(in_shop[key]["legacy_id"]) != row["shopify_order_id"])
        ],
        unfinished=[
            key for key, row in believed.items() if row["stage"] in ("sending", "checking")
        ],
    )


def _may_wait(order: dict[str, Any], row: dict[str, Any] | None) -> bool:
    """FBA orders that Amazon has not shipped are held; orders made outside Amazon never go."""
    return row is not None and (row["stage"].startswith(("held", "skipped")))
