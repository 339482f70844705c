"""Amazon order IDs as people paste them (see `desktop.trade.order_ids`)."""

from desktop.trade.order_ids import SHAPE, PastedIds, read_ids

__all__ = ["SHAPE", "PastedIds", "read_ids"]
