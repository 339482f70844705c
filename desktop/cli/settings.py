"""`crossdock settings`: show or change settings."""

import json
import sys
from typing import TYPE_CHECKING

import click

from desktop.cli.options import Options, everywhere, with_json
from desktop.cli.output import say, say_json, say_table
from desktop.cli.session import open_session

if TYPE_CHECKING:
    from desktop.models.setting import SettingRow
    from desktop.rows import WaitingRow

_SHOWN = 40


@click.command("settings", short_help="Show or change settings.")
@click.argument("key", default="")
@click.argument("value", required=False)
@click.option("--account", default="", metavar="NAME", help="For this account only.")
@click.option("--marketplace", default="", metavar="COUNTRY", help="For this marketplace only.")
@click.option("--unset", is_flag=True, help="Forget the value, so that the wider level holds.")
@click.option("--apply", "applies", is_flag=True, help="Also for the orders that wait already.")
@click.option("--yes", is_flag=True, help="With --apply: without asking; else it is only shown.")
@with_json
@everywhere
@click.pass_context
def command(
    context: click.Context,
    key: str,
    value: str | None,
    account: str,
    marketplace: str,
    unset: bool,
    applies: bool,
    yes: bool,
    as_json: bool,
) -> None:
    """Show all settings, those that begin with KEY, or set KEY to VALUE.

    A value holds for the app, for an account (--account), or for a marketplace of it; the
    narrowest level wins. Orders that were planned before keep the earlier value, unless --apply
    takes the change to them: it shows what would become of each, and asks.
    """
    if unset and (value is not None or not key):
        raise click.UsageError("Give --unset with a KEY and no VALUE.")
    if (applies and not key) or (yes and not applies):
        raise click.UsageError("Give --apply with a KEY, and --yes with --apply.")
    with open_session(context.ensure_object(Options)):
        from desktop.actions.settings import change_setting, show_settings, unset_setting

        level = {"account": account, "marketplace": marketplace}
        if unset:
            rows: tuple[SettingRow, ...] = (unset_setting(key, **level),)
        elif value is not None:
            rows = (change_setting(key, value, **level),)
        else:
            rows = show_settings(key, **level)
        if applies:
            _apply(rows[0], account, yes=yes, as_json=as_json)
        elif as_json:
            say_json([_as_dict(row) for row in rows])
        else:
            _say(rows)
            if unset or value is not None:
                _say_waiting(key, account)


def _say(rows: "tuple[SettingRow, ...]") -> None:
    say_table(
        ("setting", "value", "from", "what it does"),
        [(row.key, _shown(row.value), row.level, row.description) for row in rows],
    )
    if len(rows) == 1:
        say(f"\nAllowed: {rows[0].allowed}\nDefault: {_shown(rows[0].default)}")


def _account_id(account: str) -> int | None:
    from desktop.actions.find_account import find_account

    return find_account(account).id if account else None


def _say_waiting(key: str, account: str) -> None:
    """Of orders that were planned before, which keep the earlier value."""
    from desktop.actions.apply_setting import orders_of, waiting_for_setting

    count = orders_of(waiting_for_setting(key, _account_id(account)))
    if count:
        more = f" --account {account}" if account else ""
        say(f"\n{_waiting(count)} as planned before. Take it to them: "
            f"crossdock settings {key}{more} --apply")  # fmt: skip


def _apply(row: "SettingRow", account: str, *, yes: bool, as_json: bool) -> None:
    """Show what would become of the waiting orders, ask, and do it."""
    from desktop.actions.apply_setting import apply_setting, orders_of, waiting_for_setting

    account_id = _account_id(account)
    found = waiting_for_setting(row.key, account_id)
    if not as_json:
        _say((row,))
        _say_changes(found)
    count = orders_of(found)
    wanted = bool(found) and (yes or (not as_json and sys.stdin.isatty() and _confirmed(count)))
    orders = {one.order_id for one in found}
    done = apply_setting(row.key, account_id, orders) if wanted else ()
    if as_json:
        waiting = [_change_as_dict(one) for one in found]
        say_json({"setting": _as_dict(row), "waiting": waiting, "applied": len(done)})
    elif wanted:
        say(f"\nApplied to {len(done)} waiting {'order' if len(done) == 1 else 'orders'}.")
    elif found:
        say("\nNothing was changed in them. Apply with: --apply --yes")


def _confirmed(count: int) -> bool:
    words = f"\nApply to {count} waiting {'order' if count == 1 else 'orders'}?"
    return click.confirm(words, default=False, err=True)


def _waiting(count: int) -> str:
    return "1 waiting order stays" if count == 1 else f"{count} waiting orders stay"


def _say_changes(found: "tuple[WaitingRow, ...]") -> None:
    if not found:
        say("\nNo waiting order would change.")
        return
    say()
    say_table(
        ("order", "account", "now", "would become"),
        [(one.amazon_order_id, one.account, one.stands, one.becomes) for one in found[:_SHOWN]],
    )
    if len(found) > _SHOWN:
        say(f"… and {len(found) - _SHOWN} more.")


def _change_as_dict(one: "WaitingRow") -> dict[str, object]:
    return {
        "amazon_order_id": one.amazon_order_id,
        "account": one.account,
        "stands": one.stands,
        "becomes": one.becomes,
    }


def _shown(value: object) -> str:
    return value if isinstance(value, str) and value else json.dumps(value, ensure_ascii=False)


def _as_dict(row: "SettingRow") -> dict[str, object]:
    return {
        "key": row.key,
        "value": row.value,
        "default": row.default,
        "level": row.level,
        "description": row.description,
        "allowed": row.allowed,
    }
