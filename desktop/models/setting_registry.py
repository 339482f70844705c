"""Every setting: key, kind, allowed values, default, levels, one line on what it does. Pure."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

APP, ACCOUNT, MARKETPLACE = "app", "account", "marketplace"
_ALL = (APP, ACCOUNT, MARKETPLACE)
_TRUE, _FALSE = {"true", "on", "yes", "1"}, {"false", "off", "no", "0"}


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting; `read` makes a stored value of what a person gave, or raises ValueError."""

    key: str
    default: object
    read: Callable[[object], object]
    allowed: str
    levels: tuple[str, ...]
    description: str

    def checked(self, value: object) -> object:
        """The value as it is kept (JSON types). Raises ValueError naming key and allowed values."""
        try:
            return self.read(value)
        except (ValueError, TypeError, InvalidOperation) as error:
            raise ValueError(f"{self.key}: allowed is {self.allowed}") from error


def _yes_no(value: object) -> object:
    if isinstance(value, bool):
        return value
    word = str(value).strip().lower()
    if word not in _TRUE | _FALSE:
        raise ValueError(word)
    return word in _TRUE


def _number(low: int, high: int) -> Callable[[object], object]:
    def read(value: object) -> object:
        if isinstance(value, bool) or not isinstance(value, int | str):
            raise ValueError("not a whole number")
        number = int(value)
        if not low <= number <= high:
            raise ValueError("out of range")
        return number

    return read


def _choice(*words: str) -> Callable[[object], object]:
    def read(value: object) -> object:
        if value not in words:
            raise ValueError("not among the words")
        return value

    return read


def _text(value: object) -> object:
    if not isinstance(value, str):
        raise ValueError("not a text")
    return value.strip()


def _texts(value: object) -> object:
    if isinstance(value, str):
        shown = value.strip()
        value = json.loads(shown) if shown.startswith("[") else shown.split(",")
    if not isinstance(value, list | tuple) or not all(isinstance(one, str) for one in value):
        raise ValueError("not a list of texts")
    return [one.strip() for one in value if one.strip()]


def _rates(key_length: int, *, least: Decimal, most: Decimal) -> Callable[[object], object]:
    def read(value: object) -> object:
        if isinstance(value, str):
            shown = value.strip()
            pairs = (one.partition("=") for one in shown.split(",") if one.strip())
            value = (
                json.loads(shown)
                if shown.startswith("{")
                else {name.strip(): rate.strip() for name, _, rate in pairs}
            )
        if not isinstance(value, dict):
            raise ValueError("not pairs")
        return {_code(name, key_length): _rate(rate, least, most) for name, rate in value.items()}

    return read


def _code(name: object, length: int) -> str:
    text = str(name).upper()
    if len(text) != length or not text.isalpha() or not text.isascii():
        raise ValueError("not a code")
    return text


def _rate(rate: object, least: Decimal, most: Decimal) -> str:
    if isinstance(rate, float | bool):
        raise ValueError("give rates as text")
    number = Decimal(str(rate))
    if not number.is_finite() or not least <= number <= most:
        raise ValueError("rate out of range")
    return str(rate)


_ON_OFF = "true or false"
_SETTINGS = (
    Setting("order.create", True, _yes_no, _ON_OFF, _ALL, "create imported orders in Shopify"),
    Setting("order.import_fba", True, _yes_no, _ON_OFF, _ALL, "create FBA orders once shipped"),
    Setting(
        "order.fba_location",
        "",
        _text,
        "a location's gid, or empty for the shop's first",
        _ALL,
        "location that FBA orders are booked on",
    ),
    Setting(
        "order.unlinked",
        "fail",
        _choice("fail", "custom_line"),
        "fail or custom_line",
        _ALL,
        "what happens to a product without a link",
    ),
    Setting(
        "order.without_address",
        "fail",
        _choice("fail", "create"),
        "fail or create",
        _ALL,
        "what happens to an FBM order without a street",
    ),
    Setting(
        "order.order_name",
        "",
        _text,
        "a text with {amazon_id}, or empty for Shopify's own number",
        _ALL,
        "name of the order in Shopify",
    ),
    Setting(
        "order.tags",
        ["amazon", "{tag}", "{marketplace}", "{program}"],
        _texts,
        "a list of texts; {tag}, {marketplace} and {program} are filled in",
        _ALL,
        "Shopify tags of a created order",
    ),
    Setting("order.note", True, _yes_no, _ON_OFF, _ALL, "write note and attributes"),
    Setting(
        "order.customer",
        "none",
        _choice("none", "create"),
        "none or create",
        _ALL,
        "make a Shopify customer from the buyer's name",
    ),
    Setting(
        "order.fbm_stock",
        "ignore_policy",
        _choice("ignore_policy", "obey_policy", "bypass"),
        "ignore_policy, obey_policy or bypass",
        _ALL,
        "how FBM orders take stock: also below zero, only what is there, or none",
    ),
    Setting(
        "order.currency_policy",
        "hold",
        _choice("hold", "fixed", "ecb"),
        "hold, fixed or ecb",
        _ALL,
        "an order in another currency than the store's: hold it, or convert it",
    ),
    Setting(
        "order.fixed_rates",
        {},
        _rates(3, least=Decimal("1e-9"), most=Decimal("1e9")),
        "pairs of currency and rate, EUR=1.08,GBP=1.27",
        _ALL,
        "shop units for one unit of Amazon's currency",
    ),
    Setting(
        "order.tax_rates",
        {},
        _rates(2, least=Decimal(0), most=Decimal(1)),
        "pairs of country and rate from 0 to 1, DE=0.19,FR=0.2",
        _ALL,
        "tax rate by country where Amazon sends no tax, as a share of 1",
    ),
    Setting(
        "order.look_for_other_apps",
        "auto",
        _choice("auto", "always", "never"),
        "auto, always or never",
        _ALL,
        "look for an order made by another app before each creation",
    ),
    Setting(
        "order.create_beyond_visible",
        False,
        _yes_no,
        _ON_OFF,
        _ALL,
        "create orders older than what the shop lets Crossdock see",
    ),
    Setting(
        "import.reach_back_days",
        30,
        _number(1, 730),
        "1 to 730",
        (APP, ACCOUNT),
        "how far the first import reaches back, in days",
    ),
    Setting("plan.name", "", _text, "a text", (APP,), "name of the plan, as shown"),
    Setting(
        "plan.limit",
        0,
        _number(0, 10_000_000),
        "0 (no limit) to 10000000",
        (APP,),
        "orders a month in the plan; reaching it warns and never stops",
    ),
    Setting("plan.reset_day", 1, _number(1, 28), "1 to 28", (APP,), "day of the month, UTC"),
    Setting(
        "privacy.scrub_days",
        30,
        _number(1, 365),
        "1 to 365",
        (APP, ACCOUNT),
        "days after delivery until buyers' data is scrubbed",
    ),
    Setting("sync.enabled", True, _yes_no, _ON_OFF, (APP, ACCOUNT), "sync in the background"),
    Setting(
        "sync.paused_until",
        0,
        _number(0, 253_402_300_799),
        "0 (not paused) or a UTC second",
        (APP,),
        "until when the window pauses syncing; ends by itself",
    ),
    Setting("notify.failures", True, _yes_no, _ON_OFF, (APP,), "tell of new failed orders"),
    Setting("notify.cancel_wishes", True, _yes_no, _ON_OFF, (APP,), "tell of cancel wishes"),
    Setting("notify.problems", True, _yes_no, _ON_OFF, (APP,), "tell when a side is stopped"),
    Setting(
        "notify.summary",
        False,
        _yes_no,
        _ON_OFF,
        (APP,),
        "sum up what was done while the window was closed to the tray",
    ),
    Setting(
        "window.close_to_tray",
        "ask",
        _choice("ask", "yes", "no"),
        "ask, yes or no",
        (APP,),
        "closing the window keeps Crossdock syncing in the tray",
    ),
    Setting(
        "window.start_minimised",
        False,
        _yes_no,
        _ON_OFF,
        (APP,),
        "start in the tray, without a window",
    ),
    Setting(
        "window.theme",
        "system",
        _choice("system", "light", "dark"),
        "system, light or dark",
        (APP,),
        "colours of the window",
    ),
    Setting(
        "window.density",
        "comfortable",
        _choice("comfortable", "compact"),
        "comfortable or compact",
        (APP,),
        "height of the rows: two lines an order, or one",
    ),
)
REGISTRY: dict[str, Setting] = {one.key: one for one in _SETTINGS}


def setting_of(key: str) -> Setting:
    """The setting of that key. Raises ValueError naming the keys there are."""
    if key not in REGISTRY:
        raise ValueError(f"there is no setting {key}; there are {', '.join(REGISTRY)}")
    return REGISTRY[key]
