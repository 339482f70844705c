"""Failed orders of every kind as the desk tells them, with the catalogue's own words."""

from dataclasses import replace
from typing import Any

from desktop.catalogue import order_failure
from desktop.errors import Technical
from desktop.rows import (
    DraftLine,
    DraftPreview,
    FailureRow,
    HistoryRow,
    ItemRow,
    OrderDetail,
    OrderRow,
    SettingChoice,
    ShopSide,
    Status,
    SyncStatus,
    TaskRow,
    TaskState,
    VariantRow,
)
from desktop.trade import Money
from tests.gui.fake_desk import FakeDeeds, FakeErrands, FakeQuestions
from tests.gui.fake_rows import DAY, NOW, make_row

SKU = "MUG-BLU-11"
FACTS: dict[str, dict[str, object]] = {
    "sku_unknown": {"sku": SKU},
    "sku_ambiguous": {"sku": SKU, "count": 2},
    "sku_missing": {"item": "70431"},
    "variant_gone": {"sku": SKU},
    "address_refused": {"field": "zip"},
    "country_unknown": {"country": "ZZ"},
    "tax_rate": {"country": "DE"},
    "currency_no_rate": {"currency": "CAD", "shop_currency": "USD"},
    "total_mismatch": {"amazon": "44.59 CAD", "shopify": "44.58 CAD", "difference": "0.01 CAD"},
    "several_found": {"count": 2, "amazon_order_id": "702-5551001-0918273", "names": "#7, #9"},
    "twin": {"name": "#1060", "other": "#1058"},
    "undecided": {"amazon_order_id": "702-5551001-0918273"},
    "input_refused": {"field": "order.poNumber"},
}
TECHNICAL: dict[str, dict[str, Any]] = {
    "address_refused": {"field": "order.shippingAddress.zip", "words": "Zip is invalid"},
    "input_refused": {"field": "order.poNumber", "words": "is too long (maximum is 255)"},
    "sku_unknown": {"field": SKU, "words": SKU},
    "sku_ambiguous": {"field": SKU, "words": SKU},
}
MUG = VariantRow(
    "gid://shopify/ProductVariant/41",
    "MUG-BLUE-11",
    "Enamel Mug – Blue / 11 oz",
    Money(1800, "USD"),
    42,
    "title alike",
)
TRAY = VariantRow(
    "gid://shopify/ProductVariant/42", "TRAY-OAK-M", "Oak Tray – M", Money(4200, "USD"), 4, ""
)
PREVIEW = DraftPreview(
    lines=(DraftLine(MUG.title, MUG.sku, 1, Money(3999, "CAD"), Money(460, "CAD")),),
    total=Money(3999, "CAD"),
    tax=Money(460, "CAD"),
    shipping=Money(0, "CAD"),
    discount=Money(0, "CAD"),
    summary=("paid", "takes stock", "tags amazon, fbm, ca", "no mail to the buyer"),
    notes=(),
    json='{\n  "order": {\n    "sourceIdentifier": "702-5551001-0918273"\n  }\n}',
)
ADDRESS = {
    **{"name": "Dana Whitfield", "line1": "88 Harbor Rd", "line2": "Apt 4", "city": "Portland"},
    **{"state": "ME", "postal_code": "04101", "country": "US", "phone": "+1 207-555-0111"},
}


def failure(code: str, **changes: Any) -> FailureRow:
    """A failed creation in the catalogue's words."""
    said = Technical("CreateOrder", 200, "INVALID", "", "7f3c9a1b-22e4", "")
    said = replace(said, **TECHNICAL.get(code, {}))
    error = order_failure(code, said, **FACTS.get(code, {}))
    pairs = (
        *(("operation", said.operation), ("status", "200"), ("code", said.code)),
        *(("field", said.field), ("words", said.words), ("request", said.request_id)),
    )
    row = FailureRow(
        SyncStatus.FAILED_ORDER,
        error.code,
        error.title,
        error.cause,
        error.cure,
        error.fixes,
        task_id=7,
        at=NOW - 3600,
        technical=tuple((k, v) for k, v in pairs if v),
    )
    return replace(row, **changes)


def failed_row(code: str, number: int = 12, **changes: Any) -> OrderRow:
    row = make_row(
        number,
        amazon_order_id=f"702-5551001-09{18260 + number}",
        shopify_order_id="",
        shopify_order_name="",
        status=Status.UNSHIPPED,
        sync_status=SyncStatus.FAILED_ORDER,
        total=Money(3999, "CAD"),
        marketplace="Amazon.ca",
        ship_by=NOW + DAY,
        units=1,
        first_sku=SKU,
        archived_at=None,
        failures=(failure(code),),
    )
    return replace(row, **changes)


def items_of(sku: str) -> tuple[ItemRow, ...]:
    """A mug and a tray."""
    return (
        ItemRow("1", sku, "B0C1X2Y3Z4", "Enamel mug, blue, 11 oz", 1, 0, 3539, 0, 0, 0, 0, 460),
        ItemRow(
            "2",
            "TRAY-OAK-M",
            "B0D9E8F7G6",
            "Oak tray, medium",
            1,
            0,
            4200,
            499,
            0,
            0,
            446,
            347,
            "1 × Oak Tray – M",
        ),
    )


def detail_of(row: OrderRow, **changes: Any) -> OrderDetail:
    """Everything about a row: two items, an address, a story."""
    sku = "" if row.failures and row.failures[0].code == "sku_missing" else SKU
    whole = OrderDetail(
        row=row,
        items=items_of(sku),
        tasks=(TaskRow(7, "create_order", TaskState.FAILED, "", 1, None, ""),),
        history=(
            HistoryRow(NOW - 7200, "imported"),
            HistoryRow(NOW - 3600, "failed", "sku_unknown: A product is not linked."),
        ),
        buyer_name="Dana Whitfield",
        address=("Dana Whitfield", "88 Harbor Rd", "Apt 4", "04101 Portland", "ME", "US"),
        phone="+1 207-555-0111",
        tax_mode="on_top",
        breakdown=(
            *(("items", 7739), ("shipping", 499), ("discount", -446), ("tax", 807)),
            ("total", 8599),
        ),
        packages=(),
        facts=(("service level", "Standard"), ("programs", "PRIME")),
        amazon_url=f"https://sellercentral.amazon.ca/orders-v3/order/{row.amazon_order_id}",
        shopify_url="",
        address_parts=tuple(ADDRESS.items()),
    )
    return replace(whole, **changes)


def shop_side(**changes: Any) -> ShopSide:
    """The Shopify order, with one line of the address missing."""
    side = ShopSide(
        name="#1058",
        url="https://main.myshopify.com/admin/orders/5001058",
        financial="PAID",
        fulfillment="UNFULFILLED",
        total=Money(8599, "CAD"),
        address=("Dana Whitfield", "88 Harbor Rd", "Portland, ME 04101, US"),
        phone="+12075550111",
        tags=("amazon", "fbm", "ca"),
        note="",
        cancelled=False,
        lines=(("MUG-BLUE-11", 1), ("TRAY-OAK-M", 1)),
        differences=(("Address line 2", "Apt 4", "–", "Correct the address in Shopify."),),
        total_is_equal=True,
    )
    return replace(side, **changes)


def desk_of(*rows: OrderRow, **answers: Any) -> tuple[FakeQuestions, FakeDeeds, FakeErrands]:
    """A desk that holds these rows, each with its detail."""
    questions = FakeQuestions(orders=list(rows))
    questions.details = {row.id: detail_of(row) for row in rows}
    questions.settings_now = (
        SettingChoice("order.fixed_rates", '{"EUR": "1.08"}', "{}", "app", "", (), "map"),
        SettingChoice("order.tax_rates", "{}", "{}", "default", "", (), "map"),
    )
    usual = {"preview": PREVIEW, "candidates": (MUG, TRAY), "search_variants": (MUG, TRAY)}
    return questions, FakeDeeds(questions), FakeErrands(answers={**usual, **answers})
