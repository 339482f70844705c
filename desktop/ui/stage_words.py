"""Where an order is on its way, short enough for the second line of a narrow column. Pure."""

_SHORT = {
    "sent to Amazon, not yet shown there": "sent, not shown yet",
    "accepted by Amazon, not yet shown there": "accepted, not shown",
    "accepted by Amazon, not yet in its books": "not in the books yet",
    "refund accepted by Amazon, not yet in its books": "not in the books yet",
    "refund sent to Amazon, not yet confirmed": "refund on its way",
    "cancellation sent to Amazon, not yet confirmed": "cancelling on Amazon",
    "Shopify is cancelling it": "cancelling in Shopify",
    "buyer asks to cancel · on hold in Shopify": "cancel wish · on hold",
    "buyer asks to cancel · being put on hold in Shopify": "cancel wish · holding",
    "waited long in the outbox: asks before it leaves": "asks before it leaves",
    "held: no tracking number": "no tracking number",
    "held: account not started": "held: not started",
    "held: another computer syncs this account": "held: other computer",
    "held: not yet shipped by Amazon": "held: not shipped yet",
    "held: Amazon gives no addresses": "held: no addresses",
    "held: Amazon's status is not known": "held: unknown status",
}
_LONG_NOUNS = (
    ("Amazon's tracking number in Shopify", "number"),
    ("look into Amazon's books", "books"),
    ("look at the order", "look"),
    ("shipment to be shown by Amazon", "shipment"),
    ("cancellation to be shown by Amazon", "cancellation"),
)
_IN_SHOPIFY = " in Shopify"
_LOCATION = " to the chosen location"
_OUTBOX = "waits in the "
_ROOM = 20  # letters of an average width


def short_stage(stage: str) -> str:
    """The words of a stage for the grid; whoever points at them reads them in full."""
    short = _SHORT.get(stage, stage).removeprefix(_OUTBOX)
    for noun, brief in _LONG_NOUNS:
        short = short.replace(noun, brief)
    return short.replace(_LOCATION, "").replace(_IN_SHOPIFY, "") if len(short) > _ROOM else short
