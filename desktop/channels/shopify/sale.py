"""What an Amazon order charges for, piece by piece, before it is put into Shopify's shape.

A piece becomes one or more Shopify lines: the goods of an Amazon line, and each charge that
Shopify has no field for (gift wrap, COD fee, tip …). Amounts are minor units of Amazon's
currency and never negative; what Amazon charges negatively goes into the discount.
"""

from dataclasses import dataclass, replace

from desktop.catalogue import order_failure
from desktop.errors import NeedsPerson
from desktop.trade import Money, Order, OrderLine, allocate

GOODS = "goods"


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing that is paid for. `discount` is its share of the order's discount."""

    kind: str  # goods | gift_wrap | cod_fee | other | delivery_tip | order_other
    line: OrderLine | None
    gross: int
    tax: int = 0
    discount: int = 0
    by_marketplace: bool = False
    taxed: bool = True

    @property
    def quantity(self) -> int:
        """Units as Amazon counts them; a charge counts as one."""
        return self.line.quantity if self.kind == GOODS and self.line else 1

    @property
    def net(self) -> int:
        """What is left to pay, with its tax where tax is included."""
        return self.gross - self.discount


@dataclass(frozen=True, slots=True)
class Freight:
    """The shipping of the order, as far as one party collects its tax."""

    price: int
    tax: int
    by_marketplace: bool


@dataclass(frozen=True, slots=True)
class Sale:
    """The whole order: pieces, shipping after its discount, and one discount on the pieces."""

    pieces: tuple[Piece, ...]
    freight: tuple[Freight, ...]
    discount: int
    total: int
    currency: str
    included: bool

    @property
    def shipping(self) -> int:
        """Shipping price after shipping discounts."""
        return sum(part.price for part in self.freight)

    @property
    def tax(self) -> int:
        """All tax that Amazon names."""
        return sum(piece.tax for piece in self.pieces) + sum(part.tax for part in self.freight)


def sale_of(order: Order, shop_currency: str) -> Sale:
    """What the order charges for.

    Raises NeedsPerson: money_missing, currencies_mixed, no_items, total_mismatch.
    """
    if order.total is None or (order.total and not order.currency):
        raise order_failure("money_missing", status=order.raw_status)
    if order.other_currencies:
        mixed = ", ".join((order.currency, *order.other_currencies))
        raise order_failure("currencies_mixed", currencies=mixed)
    lines = [line for line in order.lines if line.quantity > 0]
    if not lines:
        raise order_failure("no_items")
    pieces = [piece for line in lines for piece in _pieces(line)]
    pieces += _order_pieces(order)
    freight, rest = _freight(lines)
    negative = min(0, order.delivery_tip) + min(0, order.order_level_other)
    discount = sum(piece.discount for piece in pieces) + rest - negative
    sale = Sale(
        tuple(replace(piece, gross=max(0, piece.gross)) for piece in pieces),
        freight,
        discount,
        order.total,
        order.currency or shop_currency,
        order.tax_mode == "included",
    )
    return _shared(_settled(_checked(sale, order.tax_mode)))


def mismatch(currency: str, amazon: int, shopify: int) -> NeedsPerson:
    """The failure for a total that would not be Amazon's."""
    return order_failure(
        "total_mismatch",
        amazon=Money(amazon, currency),
        shopify=Money(shopify, currency),
        difference=Money(abs(amazon - shopify), currency),
    )


def _pieces(line: OrderLine) -> list[Piece]:
    """Goods first, then the line's charges; negative amounts and item discounts as discount."""
    money = line.charges
    extras = {"gift_wrap": money.gift_wrap, "cod_fee": money.cod_fee, "other": money.other}
    # A negative discount is a surcharge.
    discounts = (money.discount_item, money.discount_other)
    extras["other"] += -sum(min(0, part) for part in discounts)
    discount = sum(max(0, part) for part in discounts) - min(0, money.item)
    discount -= sum(min(0, amount) for amount in extras.values())
    taxes = {GOODS: money.tax_item, "gift_wrap": 0, "cod_fee": 0, "other": 0}
    taxes[_bearer(extras, "gift_wrap")] += money.tax_gift_wrap
    taxes[_bearer(extras, "other", "cod_fee")] += money.tax_other
    goods = Piece(GOODS, line, money.item, taxes[GOODS], discount, line.tax_by_marketplace)
    charges = [
        Piece(kind, line, amount, taxes[kind], 0, line.tax_by_marketplace)
        for kind, amount in extras.items()
        if amount > 0
    ]
    return _untangled([goods, *charges])


def _bearer(extras: dict[str, int], *kinds: str) -> str:
    """The first of the charges that exists to carry the tax, else the goods."""
    return next((kind for kind in kinds if extras[kind] > 0), GOODS)


def _untangled(pieces: list[Piece]) -> list[Piece]:
    """Negative tax parts taken off the other taxes of the same line, as far as they reach."""
    total = sum(piece.tax for piece in pieces)
    if total <= 0:
        return [replace(piece, tax=total if i == 0 else 0) for i, piece in enumerate(pieces)]
    if all(piece.tax >= 0 for piece in pieces):
        return pieces
    shares = allocate(total, [max(0, piece.tax) for piece in pieces])
    return [replace(piece, tax=share) for piece, share in zip(pieces, shares, strict=True)]


def _order_pieces(order: Order) -> list[Piece]:
    amounts = {"delivery_tip": order.delivery_tip, "order_other": order.order_level_other}
    return [
        Piece(kind, None, amount, taxed=False) for kind, amount in amounts.items() if amount > 0
    ]


def _freight(lines: list[OrderLine]) -> tuple[tuple[Freight, ...], int]:
    """Shipping by who collects its tax, and the shipping discount that shipping did not cover."""
    gross = [line.charges.shipping for line in lines]
    discount = sum(line.charges.discount_shipping for line in lines)
    price = sum(gross) - discount
    rest = max(0, -price)
    groups: list[Freight] = []
    for marketplace in (False, True):
        mine = [line for line in lines if line.tax_by_marketplace == marketplace]
        if mine:
            net = sum(line.charges.shipping - line.charges.discount_shipping for line in mine)
            tax = sum(line.charges.tax_shipping for line in mine)
            groups.append(Freight(net, tax, marketplace))
    # One group may owe what the other has left; together they are the price.
    shares = allocate(max(0, price), [max(0, group.price) for group in groups])
    return tuple(
        replace(group, price=share) for group, share in zip(groups, shares, strict=True)
    ), rest


def _checked(sale: Sale, tax_mode: str) -> Sale:
    """The sale, once its parts are Amazon's total, and its taxes can be sent."""
    tax = 0 if sale.included else sale.tax
    sent = sum(piece.gross for piece in sale.pieces) - sale.discount + sale.shipping + tax
    if sent != sale.total or sale.total < 0 or tax_mode == "unclear":
        # Shopify knows no order below zero.
        raise mismatch(sale.currency, sale.total, max(0, sent))
    return _taxes_positive(sale)


def _taxes_positive(sale: Sale) -> Sale:
    """Taxes without negative entries, the sum kept.

    Raises NeedsPerson (total_mismatch) where the tax as a whole is negative.
    """
    taxes = [*(piece.tax for piece in sale.pieces), *(part.tax for part in sale.freight)]
    if min(taxes) >= 0:
        return sale
    if sale.tax < 0 and not sale.included:
        raise mismatch(sale.currency, sale.total, sale.total - sale.tax)
    shares = allocate(max(0, sale.tax), [max(0, tax) for tax in taxes])
    cut = len(sale.pieces)
    return replace(
        sale,
        pieces=tuple(replace(p, tax=t) for p, t in zip(sale.pieces, shares[:cut], strict=True)),
        freight=tuple(replace(f, tax=t) for f, t in zip(sale.freight, shares[cut:], strict=True)),
    )


def _settled(sale: Sale) -> Sale:
    """A discount within the pieces: what is more comes off the shipping price.

    Raises NeedsPerson (total_mismatch) where neither can carry it.
    """
    excess = sale.discount - sum(piece.gross for piece in sale.pieces)
    if excess <= 0:
        return sale
    if excess > sale.shipping:
        raise mismatch(sale.currency, sale.total, sale.total + excess - sale.shipping)
    shares = allocate(excess, [part.price for part in sale.freight])
    return replace(
        sale,
        discount=sale.discount - excess,
        freight=tuple(
            replace(part, price=part.price - share)
            for part, share in zip(sale.freight, shares, strict=True)
        ),
    )


def _shared(sale: Sale) -> Sale:
    """Each piece with its share of the discount: its own first, the rest by what is left."""
    own = [min(piece.discount, piece.gross) for piece in sale.pieces]
    room = [piece.gross - mine for piece, mine in zip(sale.pieces, own, strict=True)]
    rest = sale.discount - sum(own)
    more = allocate(rest, room) if rest > 0 else [0] * len(own)
    return replace(
        sale,
        pieces=tuple(
            replace(piece, discount=mine + extra)
            for piece, mine, extra in zip(sale.pieces, own, more, strict=True)
        ),
    )
