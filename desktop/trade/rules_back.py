"""The seller's rules for shipments, cancellations and refunds (PRODUCT section 4)."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class ShipmentRules:
    """How shipments travel. Times in hours before ship-by; services are Amazon's level words."""

    to_amazon: bool = True
    to_shopify: bool = True
    hold_without_tracking: bool = True
    without_tracking_services: tuple[str, ...] = ()  # levels whose orders go without a number
    warn_hours: int = 4
    location: str = ""  # gid that FBM orders are packed at; empty: Shopify's own routing


@dataclass(frozen=True, slots=True)
class CancelRules:
    """How cancellations travel."""

    to_shopify: bool = True
    restock: bool = True
    to_amazon: bool = False
    hold_on_wish: bool = True
    reasons: tuple[tuple[str, str], ...] = (
        ("CUSTOMER", "BuyerCanceled"),
        ("INVENTORY", "NoInventory"),
        ("FRAUD", "RiskAssessmentInformationNotValid"),
        ("DECLINED", "GeneralAdjustment"),
        ("STAFF", "GeneralAdjustment"),
        ("OTHER", "GeneralAdjustment"),
    )


@dataclass(frozen=True, slots=True)
class RefundRules:
    """How refunds travel; nothing that moves money happens by surprise."""

    to_amazon: bool = False
    to_shopify: Literal["offer", "automatic"] = "offer"
    default_reason: str = "GeneralAdjustment"
    reasons: tuple[tuple[str, str], ...] = ()  # words in the refund's note → Amazon's reason


@dataclass(frozen=True, slots=True)
class BackRules:
    """All of the way back, and how long what moves money waits in the outbox (minutes)."""

    shipment: ShipmentRules = ShipmentRules()
    cancel: CancelRules = CancelRules()
    refund: RefundRules = RefundRules()
    outbox_minutes: int = 10
    ask_again_hours: int = 12  # what waited longer asks again before it leaves
