"""The stored tables as peewee models, one field a column; made by migrations.py, not from here."""

from peewee import (
    AutoField,
    BlobField,
    CompositeKey,
    FloatField,
    IntegerField,
    Model,
    TextField,
)

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


class SettingTable(Table):
    """One setting on one level; account 0 is the app."""

    account_id = IntegerField()
    marketplace_id = TextField()
    key = TextField()
    value = TextField()

    class Meta:
        table_name = "setting"
        primary_key = CompositeKey("account_id", "marketplace_id", "key")


class CursorTable(Table):
    """How far something was read."""

    account_id = IntegerField()
    name = TextField()
    value = TextField()
    saved_at = IntegerField()

    class Meta:
        table_name = "cursor"
        primary_key = CompositeKey("account_id", "name")


class OrderTable(Table):
    """What the grid filters, sorts and shows of an order."""

    id = AutoField()
    account_id = IntegerField()
    amazon_order_id = TextField()
    created_at = IntegerField()
    updated_at = IntegerField()
    status = IntegerField()
    sync_status = IntegerField()
    fba = IntegerField()
    cancel_wish = IntegerField()
    failed = IntegerField()
    archived_at = IntegerField(null=True)
    currency = TextField()
    total = IntegerField(null=True)
    units = IntegerField()
    ship_by = IntegerField(null=True)
    deliver_by = IntegerField(null=True)
    scrub_basis = IntegerField(null=True)
    scrubbed_at = IntegerField(null=True)
    imported_at = IntegerField()
    has_address = IntegerField()
    refunded_minor = IntegerField(default=0)
    shopify_fulfilled = IntegerField(default=0)
    adopted = IntegerField(default=0)
    line_count = IntegerField()
    digest = BlobField()
    amazon_status = TextField()
    stage = TextField()
    first_sku = TextField()
    marketplace_id = TextField()
    marketplace = TextField()
    shopify_gid = TextField(default="")
    shopify_order_id = TextField(default="")
    shopify_order_name = TextField(default="")
    programs = TextField(default="")
    shipped_at = IntegerField(null=True)
    ship_status = IntegerField(default=0)
    shop_delivered = IntegerField(default=0)
    oversold = IntegerField(default=0)
    wish_settled = TextField(default="")
    last_reference = IntegerField(default=0)

    class Meta:
        table_name = "orders"


class PayloadTable(Table):
    """Amazon's own words (zlib) and the order in ours (msgpack)."""

    order_id = IntegerField(primary_key=True)
    payload = BlobField()
    facts = BlobField()

    class Meta:
        table_name = "order_payload"


class ProductTable(Table):
    """One SKU with one title, as Amazon names it."""

    id = AutoField()
    sku = TextField()
    title = TextField()
    body = TextField()

    class Meta:
        table_name = "product"


class LineTable(Table):
    """One line of an order."""

    order_id = IntegerField()
    position = IntegerField()
    item_id = TextField()
    product_id = IntegerField()
    quantity = IntegerField()
    quantity_fulfilled = IntegerField()

    class Meta:
        table_name = "order_line"
        primary_key = CompositeKey("order_id", "position")


class PackageTable(Table):
    """One parcel as Amazon knows it."""

    order_id = IntegerField()
    position = IntegerField()
    reference = TextField()
    status = TextField()
    carrier = TextField()
    tracking_number = TextField()

    class Meta:
        table_name = "package"
        primary_key = CompositeKey("order_id", "position")


class RejectedTable(Table):
    """A record that could not be read and named no order."""

    id = AutoField()
    account_id = IntegerField()
    amazon_order_id = TextField()
    record = BlobField()
    digest = BlobField()
    detail = TextField()
    at = IntegerField()

    class Meta:
        table_name = "rejected"


class TaskTable(Table):
    """One thing to do for one order."""

    id = AutoField()
    order_id = IntegerField()
    account_id = IntegerField()
    verb = TextField()
    foreign_id = TextField(default="")
    revision = IntegerField(default=0)
    state = TextField()
    hold = TextField(default="")
    reason = TextField(default="")
    attempt = IntegerField(default=0)
    due_at = IntegerField()
    ship_by = IntegerField()
    sent_at = IntegerField(null=True)
    lookups = IntegerField(default=0)
    created_at = IntegerField()
    changed_at = IntegerField()
    plan = TextField(default="{}")
    adopted = IntegerField(default=0)
    error_code = TextField(default="")
    error_title = TextField(default="")
    error_cause = TextField(default="")
    error_cure = TextField(default="")
    error_fixes = TextField(default="[]")
    error_technical = TextField(default="{}")

    class Meta:
        table_name = "task"


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


class VariantTable(Table):
    """A variant as last read from the shop."""

    account_id = IntegerField()
    gid = TextField()
    data = TextField()
    saved_at = IntegerField()

    class Meta:
        table_name = "variant"
        primary_key = CompositeKey("account_id", "gid")


class VariantLookupTable(Table):
    """Which variants carry a SKU, as last read."""

    account_id = IntegerField()
    sku = TextField()
    gids = TextField()
    saved_at = IntegerField()

    class Meta:
        table_name = "variant_lookup"
        primary_key = CompositeKey("account_id", "sku")


class SeenOrderTable(Table):
    """A shop order that names an Amazon order."""

    account_id = IntegerField()
    amazon_order_id = TextField()
    gid = TextField()
    place = TextField()
    data = TextField()

    class Meta:
        table_name = "seen_order"
        primary_key = CompositeKey("account_id", "amazon_order_id", "gid")


class PlanUseTable(Table):
    """An order that counts toward the plan."""

    order_id = IntegerField(primary_key=True)
    at = IntegerField()

    class Meta:
        table_name = "plan_use"


class BucketTable(Table):
    """A token bucket."""

    key = TextField(primary_key=True)
    tokens = FloatField()
    at = FloatField()
    rate = FloatField()

    class Meta:
        table_name = "bucket"


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
