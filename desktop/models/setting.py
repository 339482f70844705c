"""Settings by level: app, account, marketplace; the narrowest level that is set wins."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import msgspec

from desktop.models import setting_change
from desktop.models.database import Connection, read, write
from desktop.models.setting_change import SettingChange
from desktop.models.setting_registry import ACCOUNT, APP, MARKETPLACE, REGISTRY, setting_of
from desktop.trade import OrderRules
from desktop.trade.rules_back import BackRules, CancelRules, RefundRules, ShipmentRules

_APP_ID = 0
_SELECT = """
SELECT account_id, marketplace_id, key, value FROM setting
WHERE account_id IN (0, ?) AND marketplace_id IN ('', ?)
"""


@dataclass(frozen=True, slots=True)
class SettingRow:
    """One setting as it stands; `level` is where its value comes from, "default" if nowhere."""

    key: str
    value: object
    default: object
    level: str
    description: str
    allowed: str = ""


def _level(account_id: int, marketplace_id: str) -> str:
    if marketplace_id:
        return MARKETPLACE
    return ACCOUNT if account_id != _APP_ID else APP


def _standing(
    connection: Connection,
    account_id: int | None,
    marketplace_id: str,
    undone: Sequence[SettingChange] = (),
) -> dict[str, tuple[object, str]]:
    """Value and level of everything that is set, the narrowest level last and so winning."""
    kept = {
        (owner, place, key): value
        for owner, place, key, value in connection.execute(
            _SELECT, (account_id or _APP_ID, marketplace_id)
        )
    }
    for one in undone:  # the newest first, so that the oldest of a level has the last word
        spot = (one.level, one.marketplace_id, one.key)
        if one.before is None:
            kept.pop(spot, None)
        elif one.marketplace_id in ("", marketplace_id):
            kept[spot] = one.before
    return {
        key: (msgspec.json.decode(value), _level(owner, place))
        for (owner, place, key), value in sorted(kept.items(), key=_narrowness)
        if key in REGISTRY
    }


def _narrowness(kept: tuple[tuple[int, str, str], str]) -> tuple[bool, bool]:
    (owner, place, _), _ = kept
    return owner != _APP_ID, place != ""


def _checked_place(key: str, account_id: int | None, marketplace_id: str) -> int:
    setting = setting_of(key)
    if marketplace_id and account_id is None:
        raise ValueError(f"{key}: a marketplace belongs to an account, so name the account")
    level = _level(account_id or _APP_ID, marketplace_id)
    if level not in setting.levels:
        raise ValueError(f"{key}: can be set for {' and '.join(setting.levels)}, not {level}")
    return account_id or _APP_ID


def set_setting(
    key: str, value: object, account_id: int | None = None, marketplace_id: str = ""
) -> None:
    """Keep a value on one level; text is understood as a person types it.

    Raises ValueError naming the key and what is allowed.
    """
    owner = _checked_place(key, account_id, marketplace_id)
    kept = msgspec.json.encode(setting_of(key).checked(value)).decode()
    with write() as connection:
        _note(connection, (owner, marketplace_id, key), kept)
        connection.execute(
            "INSERT OR REPLACE INTO setting (account_id, marketplace_id, key, value)"
            " VALUES (?, ?, ?, ?)",
            (owner, marketplace_id, key, kept),
        )


def _note(connection: Connection, spot: tuple[int, str, str], now: str | None) -> None:
    """What waits was planned with the value until now."""
    held = connection.execute(
        "SELECT value FROM setting WHERE account_id = ? AND marketplace_id = ? AND key = ?", spot
    ).fetchone()
    before = held[0] if held is not None else None
    if before != now:
        setting_change.note(connection, *spot, before)


def unset_setting(key: str, account_id: int | None = None, marketplace_id: str = "") -> None:
    """Forget the value of one level, so that the wider level holds. Raises ValueError."""
    owner = _checked_place(key, account_id, marketplace_id)
    with write() as connection:
        _note(connection, (owner, marketplace_id, key), None)
        connection.execute(
            "DELETE FROM setting WHERE account_id = ? AND marketplace_id = ? AND key = ?",
            (owner, marketplace_id, key),
        )


def get(key: str, account_id: int | None = None, marketplace_id: str = "") -> Any:
    """The value that holds. Raises ValueError for an unknown key."""
    setting = setting_of(key)
    with read() as connection:
        return _standing(connection, account_id, marketplace_id).get(key, (setting.default, ""))[0]


def settings(account_id: int | None = None, marketplace_id: str = "") -> tuple[SettingRow, ...]:
    """Every setting as it stands for the app, an account or a marketplace."""
    with read() as connection:
        standing = _standing(connection, account_id, marketplace_id)
    return tuple(
        SettingRow(
            one.key,
            *(standing.get(one.key, (one.default, "default"))[:1]),
            one.default,
            standing.get(one.key, (one.default, "default"))[1],
            one.description,
            one.allowed,
        )
        for one in REGISTRY.values()
    )


def order_rules(
    account_id: int, marketplace_id: str = "", undone: Sequence[SettingChange] = ()
) -> OrderRules:
    """The seller's order rules for one marketplace of an account, as before these changes."""
    with read() as connection:
        standing = _standing(connection, account_id, marketplace_id, undone)
    return OrderRules(**_rules("order", OrderRules, standing))


def rules_of_task(
    account_id: int, marketplace_id: str, task_id: int, plan: Mapping[str, Any]
) -> OrderRules:
    """The order rules that a creation was planned with."""
    found = setting_change.changes(account_id)
    return order_rules(account_id, marketplace_id, setting_change.since(found, task_id, plan))


def back_rules(
    account_id: int, marketplace_id: str = "", undone: Sequence[SettingChange] = ()
) -> BackRules:
    """The rules for shipments, cancellations and refunds of a marketplace, as before these changes.

    What concerns the account as a whole, such as the outbox, needs no marketplace.
    """
    with read() as connection:
        standing = _standing(connection, account_id, marketplace_id, undone)
    return BackRules(
        shipment=ShipmentRules(**_rules("shipment", ShipmentRules, standing)),
        cancel=CancelRules(**_rules("cancel", CancelRules, standing)),
        refund=RefundRules(**_rules("refund", RefundRules, standing)),
        outbox_minutes=_value("outbox.minutes", standing),
        ask_again_hours=_value("outbox.ask_again_hours", standing),
    )


def _value(key: str, standing: dict[str, tuple[object, str]]) -> Any:
    setting = setting_of(key)
    return standing.get(key, (setting.default, ""))[0]


def _rules(group: str, rules: type, standing: dict[str, tuple[object, str]]) -> dict[str, Any]:
    """The values of a group's settings as its dataclass takes them."""
    values: dict[str, Any] = {}
    for field in fields(rules):
        value = _value(f"{group}.{field.name}", standing)
        if isinstance(value, dict):
            given = value.items()  # of reasons the first that fits counts, so they stay as given
            value = tuple(given if field.name == "reasons" else sorted(given))
        values[field.name] = tuple(value) if isinstance(value, list) else value
    return values
