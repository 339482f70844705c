"""Crossdock: Amazon orders in one grid, each created in Shopify exactly once."""

__version__ = "0.1.0"
