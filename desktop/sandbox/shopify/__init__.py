"""The Shopify side of the sandbox: token grants and the GraphQL endpoint of one shop."""

from desktop.sandbox.shopify.part import ShopifyPart

__all__ = ["ShopifyPart"]
