"""The words both sides speak: money, orders, the shop, the seller's rules. Frozen and typed."""

from desktop.trade.account import (
    Account,
    AmazonAccess,
    ShopifyAccess,
    is_loopback,
)
from desktop.trade.money import Money, allocate, exponent
from desktop.trade.order import Address, Charges, Order, OrderLine, Package, Window
from desktop.trade.rules import OrderRules
from desktop.trade.shop import (
    LinkPart,
    SeenOrder,
    ShopAddressView,
    ShopFacts,
    ShopOrder,
    ShopOrderView,
    SkuLink,
    Variant,
)

__all__ = [
    "Account",
    "Address",
    "AmazonAccess",
    "Charges",
    "LinkPart",
    "Money",
    "Order",
    "OrderLine",
    "OrderRules",
    "Package",
    "SeenOrder",
    "ShopAddressView",
    "ShopFacts",
    "ShopOrder",
    "ShopOrderView",
    "ShopifyAccess",
    "SkuLink",
    "Variant",
    "Window",
    "allocate",
    "exponent",
    "is_loopback",
]
