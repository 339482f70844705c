"""An order as Amazon's Orders API 2026-01-01 writes it: only the fields that matter to us.

Words of Amazon's enumerations are plain text, so that a new one never makes an order unreadable;
unknown fields are left out, and anything optional may be null.
"""

from decimal import Decimal

from msgspec import Struct


class Record(Struct, rename="camel", gc=False):
    """Base: names in camel case; never part of a reference cycle."""


class Amount(Record):
    amount: Decimal | None = None
    currency_code: str | None = None


class Window(Record):
    earliest_date_time: str | None = None
    latest_date_time: str | None = None


class Alias(Record):
    alias_id: str | None = None
    alias_type: str | None = None


class AssociatedOrder(Record):
    order_id: str | None = None
    association_type: str | None = None


class SalesChannel(Record):
    channel_name: str | None = None
    marketplace_id: str | None = None
    marketplace_name: str | None = None


class Buyer(Record):
    buyer_name: str | None = None
    buyer_company_name: str | None = None
    buyer_purchase_order_number: str | None = None


class StreetParts(Record):
    """Brazil's street in parts."""

    street_name: str | None = None
    street_number: str | None = None
    complement: str | None = None
    neighborhood: str | None = None


class PostalAddress(Record):
    name: str | None = None
    company_name: str | None = None
    address_line1: str | None = None
    address_line2: str | None = None
    address_line3: str | None = None
    city: str | None = None
    district_or_county: str | None = None
    state_or_region: str | None = None
    municipality: str | None = None
    postal_code: str | None = None
    country_code: str | None = None
    phone: str | None = None
    address_type: str | None = None
    extended_fields: StreetParts | None = None


class DeliveryPreference(Record):
    drop_off_location: str | None = None
    address_instruction: str | None = None


class Recipient(Record):
    delivery_address: PostalAddress | None = None
    delivery_preference: DeliveryPreference | None = None


class Detail(Record):
    subtype: str | None = None
    value: Amount | None = None


class Breakdown(Record):
    type: str | None = None
    subtotal: Amount | None = None
    detailed_breakdowns: list[Detail] | None = None


class OrderProceeds(Record):
    grand_total: Amount | None = None
    breakdowns: list[Breakdown] | None = None


class ItemProceeds(Record):
    proceeds_total: Amount | None = None
    breakdowns: list[Breakdown] | None = None


class TaxRegistration(Record):
    entity_type: str | None = None
    tax_registration_type: str | None = None
    tax_registration_number: str | None = None


class OrderTax(Record):
    tax_registrations: list[TaxRegistration] | None = None


class Fulfillment(Record):
    fulfillment_status: str | None = None
    fulfilled_by: str | None = None
    fulfillment_service_level: str | None = None
    ship_by_window: Window | None = None
    deliver_by_window: Window | None = None


class Condition(Record):
    condition_type: str | None = None
    condition_subtype: str | None = None


class Customization(Record):
    customized_url: str | None = None


class Product(Record):
    asin: str | None = None
    title: str | None = None
    seller_sku: str | None = None
    condition: Condition | None = None
    customization: Customization | None = None


class CancellationRequest(Record):
    requester: str | None = None
    cancel_reason: str | None = None


class CancellationExecution(Record):
    cancelled_by: str | None = None
    cancel_reason: str | None = None


class Cancellation(Record):
    cancellation_request: CancellationRequest | None = None
    cancellation_execution: CancellationExecution | None = None


class GiftOption(Record):
    gift_message: str | None = None
    gift_wrap_level: str | None = None


class Packing(Record):
    gift_option: GiftOption | None = None


class InternationalShipping(Record):
    ioss_number: str | None = None


class ItemShipping(Record):
    international_shipping: InternationalShipping | None = None


class ItemFulfillment(Record):
    quantity_fulfilled: int | None = None
    packing: Packing | None = None
    shipping: ItemShipping | None = None


class TaxCollection(Record):
    model: str | None = None


class ItemTax(Record):
    tax_collections: list[TaxCollection] | None = None


class OrderItem(Record):
    order_item_id: str
    quantity_ordered: int
    programs: list[str] | None = None
    product: Product | None = None
    proceeds: ItemProceeds | None = None
    cancellation: Cancellation | None = None
    fulfillment: ItemFulfillment | None = None
    tax: ItemTax | None = None


class PackageStatus(Record):
    status: str | None = None
    detailed_status: str | None = None


class PackageItem(Record):
    order_item_id: str | None = None
    quantity: int | None = None


class OrderPackage(Record):
    package_reference_id: str | None = None
    package_status: PackageStatus | None = None
    carrier: str | None = None
    ship_time: str | None = None
    shipping_service: str | None = None
    tracking_number: str | None = None
    package_items: list[PackageItem] | None = None


class OrderRecord(Record):
    """One order, as searchOrders and getOrder give it."""

    order_id: str
    created_time: str
    last_updated_time: str
    order_items: list[OrderItem]
    order_aliases: list[Alias] | None = None
    programs: list[str] | None = None
    associated_orders: list[AssociatedOrder] | None = None
    sales_channel: SalesChannel | None = None
    buyer: Buyer | None = None
    recipient: Recipient | None = None
    proceeds: OrderProceeds | None = None
    tax: OrderTax | None = None
    fulfillment: Fulfillment | None = None
    packages: list[OrderPackage] | None = None
