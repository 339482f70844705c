"""The stored tables of the way back as peewee models, like those in tables.py."""

from peewee import AutoField, BlobField, CompositeKey, IntegerField, TextField

from desktop.models.tables import Table


class ShopStateTable(Table):
    """Shopify's side of an order, as last read."""

    order_id = IntegerField(primary_key=True)
    account_id = IntegerField()
    updated_at = IntegerField()
    seen_at = IntegerField()
    is_open = IntegerField()
    missing = IntegerField(default=0)
    data = BlobField()

    class Meta:
        table_name = "shop_state"


class ShipmentTable(Table):
    """One shipment on one side."""

    id = AutoField()
    order_id = IntegerField()
    side = TextField()
    foreign_id = TextField()
    reference = TextField()
    carrier = TextField()
    number = TextField()
    shipped_at = IntegerField()
    state = TextField()
    items = TextField()
    made_by = TextField()

    class Meta:
        table_name = "shipment"


class RefundTable(Table):
    """One refund on one side."""

    id = AutoField()
    order_id = IntegerField()
    account_id = IntegerField()
    side = TextField()
    foreign_id = TextField()
    minor = IntegerField()
    currency = TextField()
    at = IntegerField()
    items = TextField()
    state = TextField()
    pair_id = IntegerField(null=True)
    made_by = TextField()
    asks = IntegerField(default=0)

    class Meta:
        table_name = "refund"


class FeedTable(Table):
    """One feed to Amazon, from its intent to its report."""

    id = AutoField()
    account_id = IntegerField()
    feed_type = TextField()
    state = TextField()
    document_id = TextField(default="")
    feed_id = TextField(default="")
    body = BlobField()
    intent_at = IntegerField()
    submitted_at = IntegerField(null=True)
    report = TextField(default="")

    class Meta:
        table_name = "feed"


class FeedMessageTable(Table):
    """Which task a message of a feed carries."""

    feed_id = IntegerField()
    message_id = IntegerField()
    task_id = IntegerField()

    class Meta:
        table_name = "feed_message"
        primary_key = CompositeKey("feed_id", "message_id")


class CarrierTable(Table):
    """What a shop's carrier is called on Amazon."""

    account_id = IntegerField()
    company = TextField()
    country = TextField()
    amazon_code = TextField()
    carrier_name = TextField()

    class Meta:
        table_name = "carrier_map"
        primary_key = CompositeKey("account_id", "company", "country")
