"""`crossdock settings`: show or change settings."""

import json
from typing import TYPE_CHECKING

import click

from desktop.cli.options import Options, everywhere, with_json
from desktop.cli.output import say, say_json, say_table
from desktop.cli.session import open_session

if TYPE_CHECKING:
    from desktop.models.setting import SettingRow


@click.command("settings", short_help="Show or change settings.")
@click.argument("key", default="")
@click.argument("value", required=False)
@click.option("--account", default="", metavar="NAME", help="For this account only.")
@click.option("--marketplace", default="", metavar="COUNTRY", help="For this marketplace only.")
@click.option("--unset", is_flag=True, help="Forget the value, so that the wider level holds.")
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
    as_json: bool,
) -> None:
    """Show all settings, those that begin with KEY, or set KEY to VALUE.

    A value holds for the app, for an account (--account), or for a marketplace of it; the
    narrowest level wins.
    """
    if unset and (value is not None or not key):
        raise click.UsageError("Give --unset with a KEY and no VALUE.")
    with open_session(context.ensure_object(Options)):
        from desktop.actions.settings import change_setting, show_settings, unset_setting

        level = {"account": account, "marketplace": marketplace}
        if unset:
            rows: tuple[SettingRow, ...] = (unset_setting(key, **level),)
        elif value is not None:
            rows = (change_setting(key, value, **level),)
        else:
            rows = show_settings(key, **level)
        if as_json:
            say_json([_as_dict(row) for row in rows])
        else:
            _say(rows)


def _say(rows: "tuple[SettingRow, ...]") -> None:
    say_table(
        ("setting", "value", "from", "what it does"),
        [(row.key, _shown(row.value), row.level, row.description) for row in rows],
    )
    if len(rows) == 1:
        say(f"\nAllowed: {rows[0].allowed}\nDefault: {_shown(rows[0].default)}")


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
