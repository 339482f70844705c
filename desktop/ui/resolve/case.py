"""What Resolve is opened for: one order, or all that failed for one cause. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from desktop.rows import FailureRow, ItemRow, OrderDetail, OrderRow
from desktop.ui.desk import Questions
from desktop.ui.resolve.case_back import BackCase, is_alike, is_back, read_back

_IN_SHOP = "https://{shop}/admin/orders?query={amazon_id}"


@dataclass(frozen=True, slots=True)
class Case:
    """The orders, everything about the first of them, and why it failed (None: it did not)."""

    rows: tuple[OrderRow, ...]
    detail: OrderDetail
    failure: FailureRow | None
    shop: str = ""
    waiting: tuple[int, ...] = ()  # failed orders beyond these that wait for the same SKUs
    settings: tuple[tuple[str, str], ...] = ()  # the order settings that may mend it, as JSON
    back: BackCase | None = None  # for a failed shipment, refund or cancellation
    others: int = 0  # orders that were asked for too, but failed for another reason

    @property
    def first(self) -> OrderRow:
        """The order that is shown."""
        return self.rows[0]

    @property
    def ids(self) -> tuple[int, ...]:
        """Row ids of all orders."""
        return tuple(row.id for row in self.rows)

    @property
    def count(self) -> int:
        """How many orders."""
        return len(self.rows)

    @property
    def code(self) -> str:
        """Why it failed; for an order that the rules left out: left_out."""
        return self.failure.code if self.failure else "left_out"

    @property
    def task_ids(self) -> tuple[int, ...]:
        """The failed tasks: one of each order."""
        failure = self.failure
        return tuple(
            next(one.task_id for one in row.failures if _is_same(one, failure))
            for row in self.rows
            if failure is not None and any(_is_same(one, failure) for one in row.failures)
        )

    @property
    def technical(self) -> dict[str, str]:
        """What the service said."""
        return dict(self.failure.technical) if self.failure else {}

    @property
    def shop_url(self) -> str:
        """The order in Shopify, or a search for it there."""
        if self.detail.shopify_url:
            return self.detail.shopify_url
        amazon_id = self.first.amazon_order_id
        return _IN_SHOP.format(shop=self.shop, amazon_id=amazon_id) if self.shop else ""

    def failing_items(self) -> tuple[ItemRow, ...]:
        """The items without a product, each SKU once; all of them where the failure names none."""
        named = set(self.technical.get("words", "").split("\n"))
        cause = self.failure.cause if self.failure else ""
        by_sku: dict[str, ItemRow] = {}
        for item in self.detail.items:
            by_sku.setdefault(item.sku, item)
        if self.code == "sku_missing":
            chosen = [item for sku, item in by_sku.items() if not sku.strip()]
        else:
            chosen = [item for sku, item in by_sku.items() if sku and sku in named]
            chosen = chosen or [i for sku, i in by_sku.items() if sku and _names(cause, sku)]
        return tuple(chosen or by_sku.values())

    def units(self, sku: str) -> int:
        """How many units of a SKU the first order has."""
        return sum(item.quantity for item in self.detail.items if item.sku == sku)


def _is_same(one: FailureRow, other: FailureRow | None) -> bool:
    return other is not None and (one.kind, one.code) == (other.kind, other.code)


def _names(text: str, sku: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(sku)}(?![\w-])", text) is not None


def read_case(questions: Questions, order_ids: Sequence[int]) -> Case | None:
    """Ask for everything that Resolve shows; None where the first order is gone."""
    rows = questions.rows_by_id(order_ids)
    detail = questions.detail(rows[0].id) if rows else None
    if detail is None:
        return None
    failure = next(iter(rows[0].failures), None)
    same = tuple(row for row in rows if _is_alike(row, rows[0], failure))
    account_id = rows[0].account_id
    shop = next((one.shop for one in questions.accounts() if one.id == account_id), "")
    case = Case(same, detail, failure, shop)
    if failure is not None and is_back(failure):
        back = read_back(questions, detail, failure)
        return replace(case, back=back, others=len(rows) - len(same))
    skus = [item.sku for item in case.failing_items() if item.sku] if _is_sku(case.code) else []
    found = {one for sku in skus for one in questions.waiting_for_sku(account_id, sku)}
    waiting = tuple(sorted(found - {row.id for row in same}))
    settings = tuple(
        (one.key, one.value)
        for one in questions.settings(account_id, "")
        if one.key in ("order.fixed_rates", "order.tax_rates")
    )
    return replace(
        case,
        waiting=waiting,
        settings=settings,
        others=len(rows) - len(same),
    )


def _is_alike(row: OrderRow, first: OrderRow, failure: FailureRow | None) -> bool:
    """Whether one decision does for both: the same cause, of the same SKUs where it names them."""
    if row.account_id != first.account_id:
        return False
    if failure is None or row.id == first.id:
        return row.id == first.id
    if is_back(failure):
        return is_alike(row, failure)
    alike = [one for one in row.failures if one.code == failure.code]
    return any(not _is_sku(one.code) or one.cause == failure.cause for one in alike)


def _is_sku(code: str) -> bool:
    return code in ("sku_unknown", "sku_ambiguous", "variant_gone")
