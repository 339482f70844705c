"""The stable JSON shapes that scripts may rely on (README, For scripts). Pure."""

from typing import Protocol

from desktop import clock
from desktop.rows import (
    FailureRow,
    HistoryRow,
    ItemRow,
    OrderDetail,
    OrderRow,
    OutboxRow,
    Problem,
    Reconciliation,
    RefundRow,
    RunSummary,
    ShipmentRow,
    StartPreview,
    TaskRow,
)
from desktop.trade import Account, Money

Json = dict[str, object]


class Outcome(Protocol):
    """An order ID that was asked for, and what became of it."""

    @property
    def amazon_order_id(self) -> str: ...

    @property
    def outcome(self) -> str: ...

    @property
    def words(self) -> str: ...

    @property
    def account(self) -> str: ...


def money(total: Money | None) -> Json | None:
    """An amount: minor units, currency, and the decimal text."""
    if total is None:
        return None
    return {"minor": total.minor, "currency": total.currency, "amount": total.amount}


def moment(seconds: int | None) -> str | None:
    """ISO 8601 in UTC with a Z."""
    return None if seconds is None else clock.to_iso(seconds)


def failure(row: FailureRow) -> Json:
    """One failure of an order."""
    return {
        "kind": str(row.kind),
        "code": row.code,
        "title": row.title,
        "cause": row.cause,
        "cure": row.cure,
        "fixes": list(row.fixes),
    }


def order(row: OrderRow) -> Json:
    """One element of `list --json`."""
    return {
        "amazon_order_id": row.amazon_order_id,
        "shopify_order_id": row.shopify_order_id,
        "shopify_order_name": row.shopify_order_name,
        "account": row.account,
        "status": str(row.status),
        "amazon_status": row.amazon_status,
        "sync_status": str(row.sync_status),
        "stage": row.stage,
        "units": row.units,
        "lines": row.lines,
        "total": money(row.total),
        "created_at": moment(row.created_at),
        "tags": list(row.tags),
        "archived": row.archived_at is not None,
        "failures": [failure(one) for one in row.failures],
    }


def outbox_entry(row: OutboxRow) -> Json:
    """One element of `outbox --json`."""
    return {
        "number": row.task_id,
        "amazon_order_id": row.amazon_order_id,
        "account": row.account,
        "verb": row.verb,
        "words": row.words,
        "amount": money(row.amount),
        "leaves_at": moment(row.leaves_at),
        "hold": row.hold,
    }


def order_detail(detail: OrderDetail) -> Json:
    """What `show --json` prints: the same object with everything else."""
    row = detail.row
    return {
        **order(row),
        "marketplace": row.marketplace,
        "ship_by": moment(row.ship_by),
        "cancel_wish": row.cancel_wish,
        "archived_at": moment(row.archived_at),
        "tax_mode": detail.tax_mode,
        "items": [_item(one) for one in detail.items],
        "tasks": [_task(one) for one in detail.tasks],
        "history": [_history(one) for one in detail.history],
        "buyer": {"name": detail.buyer_name, "phone": detail.phone},
        "address": list(detail.address),
        "breakdown": [{"part": part, "minor": minor} for part, minor in detail.breakdown],
        "packages": [
            {"reference": reference, "carrier": carrier, "tracking_number": number}
            for reference, carrier, number in detail.packages
        ],
        "shipments": [_shipment(one) for one in detail.shipments],
        "refunds": [_refund(one) for one in detail.refunds],
        "facts": dict(detail.facts),
        "urls": {"amazon": detail.amazon_url, "shopify": detail.shopify_url},
    }


def _shipment(row: ShipmentRow) -> Json:
    return {
        "side": row.side,
        "reference": row.reference,
        "carrier": row.carrier,
        "tracking_number": row.number,
        "shipped_at": moment(row.shipped_at),
        "state": row.state,
        "items": dict(row.items),
        "made_by": row.made_by,
    }


def _refund(row: RefundRow) -> Json:
    return {
        "side": row.side,
        "amount": money(row.amount),
        "at": moment(row.at),
        "state": row.state,
        "is_paired": row.pair_id is not None,
        "asks": row.asks,
    }


def _item(row: ItemRow) -> Json:
    return {
        "item_id": row.item_id,
        "sku": row.sku,
        "asin": row.asin,
        "title": row.title,
        "quantity": row.quantity,
        "quantity_fulfilled": row.quantity_fulfilled,
        "item": row.item,
        "shipping": row.shipping,
        "gift_wrap": row.gift_wrap,
        "other": row.other,
        "discount": row.discount,
        "tax": row.tax,
        "link": row.link,
    }


def _task(row: TaskRow) -> Json:
    return {
        "id": row.id,
        "verb": row.verb,
        "state": str(row.state),
        "hold": row.hold,
        "attempt": row.attempt,
        "due_at": moment(row.due_at),
        "reason": row.reason,
    }


def _history(row: HistoryRow) -> Json:
    return {
        "at": moment(row.at),
        "what": row.what,
        "detail": row.detail,
        "by": row.by,
        "request_id": row.request_id,
        "took_ms": row.took_ms,
        "payload": row.payload,
    }


def problem(row: Problem) -> Json:
    """Something that pauses one side of an account, or is worth telling."""
    return {
        "account": row.account,
        "side": row.side,
        "code": row.code,
        "title": row.title,
        "cause": row.cause,
        "cure": row.cure,
        "is_notice": row.is_notice,
    }


def totals(row: Reconciliation) -> Json:
    """How everything stands: imported = done + waiting + failed + skipped."""
    return {
        "imported": row.imported,
        "done": row.done,
        "waiting": row.waiting,
        "failed": row.failed,
        "skipped": row.skipped,
        "adopted": row.adopted,
        "skip_reasons": dict(row.skip_reasons),
        "adds_up": row.adds_up,
    }


def run_summary(summary: RunSummary) -> Json:
    """What `sync --once --json` prints."""
    return {
        "imported": summary.imported,
        "refreshed": summary.refreshed,
        "created": summary.created,
        "adopted": summary.adopted,
        "waiting": summary.waiting,
        "failed": summary.failed,
        "skipped": summary.skipped,
        "duration_s": round(summary.duration_s, 3),
        "calls": dict(sorted(summary.calls.items())),
        "problems": [problem(one) for one in summary.problems],
        "totals": None if summary.totals is None else totals(summary.totals),
    }


def outcome(row: Outcome) -> Json:
    """What became of one order ID: an element of `import`, `retry`, `archive`, `restore --json`."""
    return {
        "amazon_order_id": row.amazon_order_id,
        "outcome": row.outcome,
        "words": row.words,
        "account": row.account,
    }


def start_preview(row: StartPreview) -> Json:
    """What starting an account would do."""
    return {
        "account": row.account,
        "would_create": row.would_create,
        "would_fail": [
            {"code": code, "title": title, "orders": count} for code, title, count in row.would_fail
        ],
        "stays_import_only": row.stays_import_only,
        "already_in_shopify": row.already_in_shopify,
        "too_old_to_see": row.too_old_to_see,
        "still_importing": row.still_importing,
    }


def account(row: Account) -> Json:
    """One connected account; never a secret."""
    return {
        "id": row.id,
        "name": row.name,
        "amazon": {
            "region": row.amazon.region,
            "marketplaces": list(row.amazon.marketplaces),
            "seller_id": row.amazon.seller_id,
            "problem": row.amazon_problem,
            "checked_at": moment(row.amazon_checked_at),
        },
        "shopify": {
            "shop": row.shopify.shop,
            "problem": row.shopify_problem,
            "checked_at": moment(row.shopify_checked_at),
        },
        "reach_back_days": row.reach_back_days,
        "connected_at": moment(row.connected_at),
        "started_at": moment(row.started_at),
        "create": row.create_choice,
    }


def error(code: str, title: str, cause: str, cure: str) -> Json:
    """What stands on standard error with --json."""
    return {"error": {"code": code, "title": title, "cause": cause, "cure": cure}}
