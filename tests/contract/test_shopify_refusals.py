"""Every code that Shopify's schema and notes list for the way back is one the tables know.

The schema lies in the folder that CROSSDOCK_CONTRACTS names, the notes beside that folder; without
them only the count is collected.
"""

import os
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from graphql import GraphQLEnumType, GraphQLInputObjectType, build_schema

from desktop.channels.shopify import cancel, refusals
from desktop.channels.shopify.queries import API_VERSION
from desktop.channels.shopify.refusals import meaning
from desktop.channels.shopify.user_errors import UserError

ENUMS = {
    "OrderCancelUserErrorCode": "CANCEL_RULES",
    "FulfillmentOrderHoldUserErrorCode": "HOLD_RULES",
    "FulfillmentOrderReleaseHoldUserErrorCode": "RELEASE_RULES",
    "FulfillmentOrderMoveFulfillmentOrderMoveUserErrorCode": "MOVE_RULES",
}
BY_WORDS = {"INVALID"}  # a code that says nothing: the words decide


def _folder() -> Path | None:
    named = os.environ.get("CROSSDOCK_CONTRACTS")
    return Path(named) if named else None


@cache
def _types(folder: Path) -> dict[str, Any]:
    text = (folder / "shopify" / f"admin-{API_VERSION}.graphql").read_text(encoding="utf-8")
    schema = build_schema(text, assume_valid=True, assume_valid_sdl=True, no_location=True)
    return dict(schema.type_map)


def _values(folder: Path, name: str) -> set[str]:
    kind = _types(folder)[name]
    assert isinstance(kind, GraphQLEnumType)
    return set(kind.values)


def _means(table: str, code: str) -> str:
    return meaning(getattr(refusals, table), [UserError((), "x", code)])[0]


def test_every_code_of_the_schema_is_known(capsys: pytest.CaptureFixture[str]) -> None:
    folder = _folder()
    codes = [(t, code) for e, t in ENUMS.items() for code in _values(folder, e)] if folder else []
    with capsys.disabled():
        print(f"\nRefusal codes of Shopify's schema looked up: {len(codes)}")
    unknown = [pair for pair in codes if _means(*pair) == "refused" and pair[1] not in BY_WORDS]
    assert unknown == []
    assert not folder or len(codes) > 15


def test_every_code_about_keys_in_the_notes_is_known() -> None:
    folder = _folder()
    notes = folder.parent / "shopify-admin-api.md" if folder else None
    text = notes.read_text(encoding="utf-8") if notes and notes.is_file() else ""
    codes = set(re.findall(r"\bIDEMPOTENCY_[A-Z_]+\b", text))
    assert {code for code in codes if _means("REFUND_RULES", code) == "refused"} == set()
    assert not text or len(codes) == 3


def test_the_reasons_to_cancel_are_shopifys() -> None:
    folder = _folder()
    if folder:
        assert set(cancel.REASONS) == _values(folder, "OrderCancelReason")


def test_what_is_sent_of_a_refund_and_a_hold_is_what_shopify_takes() -> None:
    """Variables are not checked with the documents, so their fields are checked here."""
    folder = _folder()
    wanted = {
        "RefundInput": {"orderId", "currency", "note", "notify", "refundLineItems", "shipping"}
        | {"processedAt", "transactions"},
        "OrderTransactionInput": {"orderId", "parentId", "kind", "gateway", "amount"},
        "RefundLineItemInput": {"lineItemId", "quantity", "restockType"},
        "FulfillmentOrderHoldInput": {"reason", "reasonNotes", "handle", "notifyMerchant"},
        "FulfillmentInput": {"lineItemsByFulfillmentOrder", "notifyCustomer", "trackingInfo"},
        "FulfillmentTrackingInput": {"company", "number", "url"},
        "OrderCancelRefundMethodInput": {"originalPaymentMethodsRefund"},
        "MetafieldsSetInput": {"ownerId", "namespace", "key", "type", "value", "compareDigest"},
    }
    for name, fields in wanted.items() if folder else ():
        kind = _types(folder)[name] if folder else None
        assert isinstance(kind, GraphQLInputObjectType)
        assert fields <= set(kind.fields), name
