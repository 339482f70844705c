"""What can be turned on this shop to make it behave badly. Unknown names are refused."""

from collections.abc import Mapping
from typing import Any

TOKEN_REFUSALS = (
    "",
    "app_not_installed",
    "application_cannot_be_found",
    "invalid_client",
    "shop_not_permitted",
)

DEFAULTS: dict[str, object] = {
    # the whole shop
    "frozen": False,  # 402
    "forbidden": False,  # 403
    "locked": False,  # 423
    "too_many": 0.0,  # 429 with this Retry-After in seconds
    "rejected": False,  # 430
    "inactive": False,  # SHOP_INACTIVE
    "internal_error": "",  # INTERNAL_SERVER_ERROR to mutations, "before" or "after" the effect
    "internal_error_share": 1.0,  # of the mutations
    "answers_as": "",  # version that answers instead of the asked one
    # access
    "token_refusal": "",  # one of TOKEN_REFUSALS
    "static_token": "",  # accepted beside granted tokens
    "scopes_missing": [],  # scopes the shop has not granted
    "token_hours": 24.0,
    "protected_null": False,  # buyers' fields read as null
    # orders
    "dormant": False,  # orderCreate is refused with SHOP_DORMANT
    "trial": False,
    "trial_orders_per_minute": 5,
    "id_metafield": "refuse",  # or "twin": an order without the taken metafield
    "zero_tax_rate": "accept",  # or "refuse" with TAX_LINE_RATE_MISSING
    "search_lag_s": 5.0,
    "exact_lag_s": 0.0,
    # what becomes of orders
    "job_s": 3.0,  # how long a cancellation takes
    "idempotency_hours": 24.0,  # how long a key is remembered
    "refund_busy_s": 0.0,  # how long a refund is under way for its own key
    "refund_status": "SUCCESS",  # of the app's refunds' money, or PENDING, FAILURE
    "cancel_fails": False,  # orderCancel meets INTERNAL_ERROR, nothing is done
    "no_refund_permission": False,  # orderCancel with money back is refused
    "locations_without_stock": [],  # names of locations that stock nothing: no move there
    "life": 0.0,  # the merchant's own doings a minute, by the seed
    # pace
    "bucket_size": 2000.0,
    "restore_rate": 100.0,
}
_CHOICES: dict[str, tuple[str, ...]] = {
    "id_metafield": ("refuse", "twin"),
    "internal_error": ("", "before", "after"),
    "refund_status": ("SUCCESS", "PENDING", "FAILURE"),
    "zero_tax_rate": ("accept", "refuse"),
    "token_refusal": TOKEN_REFUSALS,
}


def _checked(name: str, value: object) -> object:
    if name not in DEFAULTS:
        raise ValueError(f"no knob {name!r}; there are {', '.join(sorted(DEFAULTS))}")
    wanted = DEFAULTS[name]
    if isinstance(wanted, bool):
        fits = isinstance(value, bool)
    elif isinstance(wanted, (int, float)):
        fits = isinstance(value, (int, float)) and not isinstance(value, bool) and value >= 0
    elif isinstance(wanted, list):
        fits = isinstance(value, list) and all(isinstance(entry, str) for entry in value)
    else:
        fits = isinstance(value, str) and value in _CHOICES.get(name, (value,))
    if not fits:
        allowed = _CHOICES.get(name) or (type(wanted).__name__,)
        raise ValueError(f"knob {name}: {value!r} is none of {', '.join(allowed)}")
    return value


class Knobs(dict[str, Any]):
    """The knobs of one shop. Setting an unknown name or a wrong value raises ValueError."""

    def __init__(self, **changed: object) -> None:
        super().__init__(DEFAULTS)
        self.update(changed)

    def __setitem__(self, name: str, value: object) -> None:
        super().__setitem__(name, _checked(name, value))

    def update(self, *sources: Any, **changed: object) -> None:
        """Set several at once; nothing is set where one of them is wrong."""
        merged: dict[str, object] = {}
        for source in sources:
            merged.update(source if isinstance(source, Mapping) else dict(source))
        merged.update(changed)
        checked = {name: _checked(name, value) for name, value in merged.items()}
        super().update(checked)

    def reset(self) -> None:
        """All as at the start, but for what makes this shop this shop."""
        kept = {name: self[name] for name in ("trial", "static_token")}
        super().update({**DEFAULTS, **kept})

    def flag(self, name: str) -> bool:
        """Whether a switch is on."""
        return bool(self[name])

    def number(self, name: str) -> float:
        """A number."""
        return float(str(self[name]))

    def text(self, name: str) -> str:
        """A text."""
        return str(self[name])

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts."""
        value = self[name]
        return tuple(str(entry) for entry in value) if isinstance(value, list) else ()
