"""Every verb that is sent one by one, by the side that it calls; feeds have their own runner."""

from typing import cast

from desktop.sync.tasks import create_again, create_order
from desktop.sync.tasks.cancel_in_shopify import CANCEL_IN_SHOPIFY
from desktop.sync.tasks.confirm_by_feed import CONFIRM_BY_FEED, CONFIRM_CANCEL
from desktop.sync.tasks.confirm_refund import CONFIRM_REFUND
from desktop.sync.tasks.confirm_shipment import CONFIRM_SHIPMENT
from desktop.sync.tasks.fulfil_in_shopify import FULFIL_IN_SHOPIFY
from desktop.sync.tasks.hold_in_shopify import HOLD_IN_SHOPIFY, RELEASE_IN_SHOPIFY
from desktop.sync.tasks.move_in_shopify import MOVE_IN_SHOPIFY
from desktop.sync.tasks.read_in_shopify import READ_IN_SHOPIFY
from desktop.sync.tasks.record_refund import RECORD_REFUND
from desktop.sync.tasks.refund_in_shopify import REFUND_IN_SHOPIFY
from desktop.sync.tasks.track_in_shopify import TRACK_IN_SHOPIFY
from desktop.sync.tasks.verb import Verb

CREATIONS: tuple[Verb, ...] = (cast(Verb, create_order), cast(Verb, create_again))

# What keeps a warehouse from packing goes before what is new to pack.
TO_SHOPIFY: tuple[Verb, ...] = (
    CANCEL_IN_SHOPIFY,
    HOLD_IN_SHOPIFY,
    RELEASE_IN_SHOPIFY,
    FULFIL_IN_SHOPIFY,
    *CREATIONS,
    MOVE_IN_SHOPIFY,
    TRACK_IN_SHOPIFY,
    READ_IN_SHOPIFY,
    RECORD_REFUND,
    REFUND_IN_SHOPIFY,
)
TO_AMAZON: tuple[Verb, ...] = (
    CONFIRM_SHIPMENT,
    CONFIRM_BY_FEED,
    CONFIRM_CANCEL,
    CONFIRM_REFUND,
)
