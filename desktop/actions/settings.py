"""Shows and changes settings on a level: the app, an account, a marketplace of it."""

import difflib

from desktop.actions.bad_input import BadInput
from desktop.actions.find_account import find_account
from desktop.channels.amazon.regions import MARKETPLACES, marketplace_by_country
from desktop.models import setting
from desktop.models.setting import SettingRow


def show_settings(
    prefix: str = "", *, account: str = "", marketplace: str = ""
) -> tuple[SettingRow, ...]:
    """The settings whose key is that one or begins with it. Raises BadInput where none does."""
    account_id, place = _level(account, marketplace)
    rows = setting.settings(account_id, place)
    exact = tuple(row for row in rows if row.key == prefix)
    found = exact or tuple(row for row in rows if row.key.startswith(prefix))
    if not found:
        raise _unknown(prefix, rows)
    return found


def change_setting(key: str, value: str, *, account: str = "", marketplace: str = "") -> SettingRow:
    """Set one value on a level; the row as it stands then. Raises BadInput."""
    account_id, place = _level(account, marketplace)
    _check_key(key)
    try:
        setting.set_setting(key, value, account_id=account_id, marketplace_id=place)
    except ValueError as error:
        raise BadInput(key, "was not changed.", f"{error}.") from None
    return show_settings(key, account=account, marketplace=marketplace)[0]


def unset_setting(key: str, *, account: str = "", marketplace: str = "") -> SettingRow:
    """Forget one value of a level, so that the wider level holds. Raises BadInput."""
    account_id, place = _level(account, marketplace)
    _check_key(key)
    try:
        setting.unset_setting(key, account_id=account_id, marketplace_id=place)
    except ValueError as error:
        raise BadInput(key, "was not changed.", f"{error}.") from None
    return show_settings(key, account=account, marketplace=marketplace)[0]


def _level(account: str, marketplace: str) -> tuple[int | None, str]:
    if not marketplace:
        return (find_account(account).id if account else None), ""
    if not account:
        raise BadInput("--marketplace", "belongs to an account.", "Add --account NAME.")
    found = MARKETPLACES.get(marketplace) or marketplace_by_country(marketplace)
    if found is None:
        raise BadInput(
            "--marketplace", f"{marketplace[:20]!r} is not known.", "Give a country such as DE."
        )
    return find_account(account).id, found.id


def _check_key(key: str) -> None:
    rows = setting.settings()
    if key not in {row.key for row in rows}:
        raise _unknown(key, rows)


def _unknown(key: str, rows: tuple[SettingRow, ...]) -> BadInput:
    keys = [row.key for row in rows]
    near = difflib.get_close_matches(key, keys, n=3, cutoff=0.5) or keys
    return BadInput("KEY", f"There is no setting {key[:60]!r}.", f"Perhaps: {', '.join(near)}.")
