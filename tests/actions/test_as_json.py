"""The JSON shapes that scripts rely on do not change by accident."""

import json

from desktop.actions import as_json
from desktop.rows import (
    FailureRow,
    HistoryRow,
    ImportOutcome,
    ItemRow,
    OrderDetail,
    OrderRow,
    Problem,
    Reconciliation,
    RunSummary,
    StartPreview,
    Status,
    SyncStatus,
    TaskRow,
    TaskState,
)
from desktop.trade import Money

FAILURE = FailureRow(
    SyncStatus.FAILED_ORDER,
    "sku_unknown",
    "A product is not linked.",
    "No variant.",
    "Link it.",
    ("link", "retry"),
    task_id=3,
)
ROW = OrderRow(
    id=1,
    amazon_order_id="123-1234567-1234567",
    shopify_order_id="5001",
    shopify_order_name="#1001",
    account_id=1,
    account="Alaska",
    status=Status.UNSHIPPED,
    amazon_status="UNSHIPPED",
    sync_status=SyncStatus.FAILED_ORDER,
    stage="waiting",
    units=3,
    lines=2,
    first_sku="MUG",
    total=Money(1999, "EUR"),
    created_at=1_780_000_000,
    ship_by=1_780_100_000,
    tags=("FBM",),
    marketplace="Amazon.de",
    cancel_wish=False,
    archived_at=None,
    failures=(FAILURE,),
)
LIST_KEYS = [
    "amazon_order_id",
    "shopify_order_id",
    "shopify_order_name",
    "account",
    "status",
    "amazon_status",
    "sync_status",
    "stage",
    "units",
    "lines",
    "total",
    "created_at",
    "tags",
    "archived",
    "failures",
]


def test_an_element_of_list() -> None:
    shape = as_json.order(ROW)
    assert list(shape) == LIST_KEYS
    assert json.loads(json.dumps(shape)) == {
        "amazon_order_id": "123-1234567-1234567",
        "shopify_order_id": "5001",
        "shopify_order_name": "#1001",
        "account": "Alaska",
        "status": "Unshipped",
        "amazon_status": "UNSHIPPED",
        "sync_status": "Failed Order",
        "stage": "waiting",
        "units": 3,
        "lines": 2,
        "total": {"minor": 1999, "currency": "EUR", "amount": "19.99"},
        "created_at": "2026-05-28T20:26:40Z",
        "tags": ["FBM"],
        "archived": False,
        "failures": [
            {
                "kind": "Failed Order",
                "code": "sku_unknown",
                "title": "A product is not linked.",
                "cause": "No variant.",
                "cure": "Link it.",
                "fixes": ["link", "retry"],
            }
        ],
    }


def test_no_total_is_null_and_yen_have_no_point() -> None:
    assert as_json.money(None) is None
    assert as_json.money(Money(1200, "JPY")) == {
        "minor": 1200,
        "currency": "JPY",
        "amount": "1200",
    }


def test_show_is_the_same_object_with_everything_else() -> None:
    detail = OrderDetail(
        row=ROW,
        items=(ItemRow("01", "MUG", "B0", "Mug", 2, 0, 1500, 0, 0, 0, 0, 300, "1 × Mug"),),
        tasks=(TaskRow(3, "create_order", TaskState.FAILED, "", 1, None, ""),),
        history=(HistoryRow(1_780_000_000, "imported"),),
        buyer_name="A Buyer",
        address=("1 Main St",),
        phone="",
        tax_mode="on_top",
        breakdown=(("items", 1500), ("tax", 499)),
        packages=(("1", "UPS", "1Z"),),
        facts=(("service level", "Standard"),),
        amazon_url="https://a.example",
        shopify_url="https://s.example",
    )
    shape = json.loads(json.dumps(as_json.order_detail(detail)))
    assert {key: shape[key] for key in LIST_KEYS} == json.loads(json.dumps(as_json.order(ROW)))
    assert list(shape)[len(LIST_KEYS) :] == [
        "marketplace",
        "ship_by",
        "cancel_wish",
        "archived_at",
        "tax_mode",
        "items",
        "tasks",
        "history",
        "buyer",
        "address",
        "breakdown",
        "packages",
        "shipments",
        "refunds",
        "facts",
        "urls",
    ]
    assert shape["tasks"][0]["state"] == "FAILED"
    assert shape["packages"] == [{"reference": "1", "carrier": "UPS", "tracking_number": "1Z"}]
    assert shape["urls"] == {"amazon": "https://a.example", "shopify": "https://s.example"}


def test_a_run() -> None:
    summary = RunSummary(
        imported=3,
        calls={"b": 1, "a": 2},
        duration_s=1.23456,
        problems=(Problem("Alaska", "shopify", "shop_frozen", "t", "c", "k"),),
        totals=Reconciliation(3, 1, 1, 1, 0, 0, (("import_only", 2),)),
    )
    shape = as_json.run_summary(summary)
    assert list(shape) == [
        "imported",
        "refreshed",
        "created",
        "adopted",
        "waiting",
        "failed",
        "skipped",
        "duration_s",
        "calls",
        "problems",
        "totals",
    ]
    assert shape["duration_s"] == 1.235
    assert shape["totals"] == {
        "imported": 3,
        "done": 1,
        "waiting": 1,
        "failed": 1,
        "skipped": 0,
        "adopted": 0,
        "skip_reasons": {"import_only": 2},
        "adds_up": True,
    }


def test_an_import_a_preview_and_an_error() -> None:
    outcome = ImportOutcome("123-1234567-1234567", "imported", "Imported.", "Alaska")
    assert as_json.outcome(outcome) == {
        "amazon_order_id": "123-1234567-1234567",
        "outcome": "imported",
        "words": "Imported.",
        "account": "Alaska",
    }
    preview = StartPreview("Alaska", 37, (("sku_unknown", "t", 3),), 4, 5, 6, False)
    assert as_json.start_preview(preview)["would_fail"] == [
        {"code": "sku_unknown", "title": "t", "orders": 3}
    ]
    assert as_json.error("c", "t", "why", "do") == {
        "error": {"code": "c", "title": "t", "cause": "why", "cure": "do"}
    }
