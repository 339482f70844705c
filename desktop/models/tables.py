"""The tables read and written as peewee models; the schema files make them, and all others."""

from peewee import AutoField, CompositeKey, FloatField, IntegerField, Model, TextField

from desktop.models.database import DATABASE


class Table(Model):
    """Base of the tables: all on the one database."""

    class Meta:
        database = DATABASE
        legacy_table_names = False


class AccountTable(Table):
    """An Amazon seller account joined to a Shopify store."""

    id = AutoField()
    name = TextField()
    amazon = TextField()
    shopify = TextField()
    facts = TextField(null=True)
    speed = FloatField()
    rates_endpoint = TextField()
    reach_back_days = IntegerField()
    connected_at = IntegerField()
    started_at = IntegerField(null=True)
    create_choice = TextField(default="")
    amazon_problem = TextField(default="")
    shopify_problem = TextField(default="")
    amazon_checked_at = IntegerField(null=True)
    shopify_checked_at = IntegerField(null=True)

    class Meta:
        table_name = "account"


class HistoryTable(Table):
    """One thing that happened to an order."""

    id = AutoField()
    order_id = IntegerField()
    at = IntegerField()
    what = TextField()
    detail = TextField(default="")
    by = TextField(default="app")
    request_id = TextField(default="")
    took_ms = IntegerField(null=True)
    payload = TextField(default="")

    class Meta:
        table_name = "history"


class SkuLinkTable(Table):
    """What an Amazon SKU is in Shopify."""

    account_id = IntegerField()
    sku = TextField()
    parts = TextField()
    by = TextField()
    saved_at = IntegerField()

    class Meta:
        table_name = "sku_link"
        primary_key = CompositeKey("account_id", "sku")


class ImportRequestTable(Table):
    """An Amazon order ID that a person asked for."""

    id = AutoField()
    amazon_order_id = TextField()
    account_id = IntegerField(null=True)
    mode = TextField()
    state = TextField(default="asked")
    outcome = TextField(default="")
    words = TextField(default="")
    account = TextField(default="")
    asked_at = IntegerField()
    answered_at = IntegerField(null=True)

    class Meta:
        table_name = "import_request"


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
