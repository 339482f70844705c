"""Settings of the way back: shipments, cancellations, refunds, the outbox. Pure."""

from desktop.models.setting_kinds import (
    ACCOUNT,
    ALL,
    APP,
    ON_OFF,
    Setting,
    choice,
    gid_of,
    number,
    pairs_of,
    texts,
    yes_no,
)
from desktop.trade.returns import AmazonCancelReason, AmazonRefundReason
from desktop.trade.rules_back import BackRules

_WHOLE = (APP, ACCOUNT)  # one queue for an account
_BACK = BackRules()
_SHOP_REASONS = tuple(word for word, _ in _BACK.cancel.reasons)
_CANCEL_REASONS = tuple(one.value for one in AmazonCancelReason)
_REFUND_REASONS = tuple(one.value for one in AmazonRefundReason)

BACK_SETTINGS = (
    Setting("shipment.to_amazon", True, yes_no, ON_OFF, ALL, "tell Amazon what was shipped"),
    Setting(
        "shipment.to_shopify",
        True,
        yes_no,
        ON_OFF,
        ALL,
        "fulfil in Shopify what was shipped on Amazon's side",
    ),
    Setting(
        "shipment.hold_without_tracking",
        True,
        yes_no,
        ON_OFF,
        ALL,
        "hold a shipment that has no tracking number",
    ),
    Setting(
        "shipment.without_tracking_services",
        [],
        texts,
        "a list of Amazon's service levels",
        ALL,
        "services whose orders go without a tracking number",
    ),
    Setting(
        "shipment.warn_hours",
        _BACK.shipment.warn_hours,
        number(0, 168),
        "0 to 168",
        ALL,
        "hours before ship-by at which a missing number becomes a failure",
    ),
    Setting(
        "shipment.location",
        "",
        gid_of("Location"),
        "a location's gid or number, or empty for Shopify's own routing",
        ALL,
        "location that FBM orders are packed at",
    ),
    Setting(
        "cancel.to_shopify",
        True,
        yes_no,
        ON_OFF,
        ALL,
        "cancel in Shopify what was cancelled on Amazon",
    ),
    Setting("cancel.restock", True, yes_no, ON_OFF, ALL, "take stock back on a cancellation"),
    Setting(
        "cancel.to_amazon",
        False,
        yes_no,
        ON_OFF,
        ALL,
        "cancel on Amazon what was cancelled in Shopify",
    ),
    Setting(
        "cancel.hold_on_wish",
        True,
        yes_no,
        ON_OFF,
        ALL,
        "hold the Shopify order while a buyer's cancel wish is undecided",
    ),
    Setting(
        "cancel.reasons",
        dict(_BACK.cancel.reasons),
        pairs_of(_SHOP_REASONS, _CANCEL_REASONS),
        f"pairs of {', '.join(_SHOP_REASONS)} and one of {', '.join(_CANCEL_REASONS)}",
        ALL,
        "what Shopify's reason for a cancellation is on Amazon",
    ),
    Setting(
        "refund.to_amazon",
        False,
        yes_no,
        ON_OFF,
        ALL,
        "send refunds made in Shopify to Amazon",
    ),
    Setting(
        "refund.to_shopify",
        "offer",
        choice("offer", "automatic"),
        "offer or automatic",
        ALL,
        "record Amazon's refunds in Shopify: on request, or by itself",
    ),
    Setting(
        "refund.default_reason",
        _BACK.refund.default_reason,
        choice(*_REFUND_REASONS),
        ", ".join(_REFUND_REASONS),
        ALL,
        "Amazon's reason where a refund's note tells none",
    ),
    Setting(
        "refund.reasons",
        {},
        pairs_of((), _REFUND_REASONS),
        f"pairs of words in a refund's note and one of {', '.join(_REFUND_REASONS)}",
        ALL,
        "what words in a refund's note mean on Amazon",
    ),
    Setting(
        "outbox.minutes",
        _BACK.outbox_minutes,
        number(0, 1440),
        "0 to 1440",
        _WHOLE,
        "minutes for which refunds and cancellations can be withdrawn",
    ),
    Setting(
        "outbox.ask_again_hours",
        _BACK.ask_again_hours,
        number(1, 168),
        "1 to 168",
        _WHOLE,
        "hours in the outbox after which it asks before anything leaves",
    ),
)
