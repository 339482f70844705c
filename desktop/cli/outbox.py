"""`crossdock outbox`: what is about to leave, and what waits for a person to send it."""

from typing import TYPE_CHECKING

import click

from desktop.cli.options import Options, everywhere, with_json
from desktop.cli.order_text import moment
from desktop.cli.output import say, say_json, say_table
from desktop.cli.session import open_session

if TYPE_CHECKING:
    from desktop.actions.outbox import Outbox
    from desktop.rows import OutboxRow


@click.command("outbox", short_help="Show what is about to leave; withdraw it, or send it now.")
@click.option("--withdraw", type=int, multiple=True, metavar="N", help="Do not send number N.")
@click.option("--send-now", type=int, multiple=True, metavar="N", help="Do not wait with N.")
@click.option("--send", type=int, multiple=True, metavar="N", help="Send N after all.")
@click.option("--already", type=int, multiple=True, metavar="N", help="N stands on Amazon already.")
@click.option("--ignore", type=int, multiple=True, metavar="N", help="Never send N.")
@click.option("--account", default="", metavar="NAME", help="Only of this account.")
@with_json
@everywhere
@click.pass_context
def command(
    context: click.Context,
    withdraw: tuple[int, ...],
    send_now: tuple[int, ...],
    send: tuple[int, ...],
    already: tuple[int, ...],
    ignore: tuple[int, ...],
    account: str,
    as_json: bool,
) -> None:
    """Show what is about to leave to Amazon, and what stays because sending is off."""
    with open_session(context.ensure_object(Options)):
        from desktop.actions import outbox
        from desktop.actions.find_account import find_account

        for number in withdraw:
            outbox.withdraw(number)
        for number in send_now:
            outbox.send_now(number)
        for number in send:
            outbox.send_after_all(number)
        for number in already:
            outbox.settle_not_sent(number, "already")
        for number in ignore:
            outbox.settle_not_sent(number, "ignored")
        _say(outbox.outbox_list(find_account(account).id if account else None), as_json)


def _say(box: "Outbox", as_json: bool) -> None:
    from desktop.actions import as_json as shapes

    if as_json:
        waiting = [shapes.outbox_entry(one) for one in box.waiting]
        not_sent = [shapes.outbox_entry(one) for one in box.not_sent]
        say_json({"waiting": waiting, "not_sent": not_sent})
        return
    if not (box.waiting or box.not_sent):
        say("Nothing waits in the outbox.")
    for head, rows in (("About to leave", box.waiting), ("Not sent", box.not_sent)):
        if rows:
            say(head)
            say_table(
                ("number", "order", "account", "what", "leaves"),
                [_cells(one) for one in rows],
                right="number",
            )


def _cells(row: "OutboxRow") -> tuple[str, ...]:
    leaves = moment(row.leaves_at) if row.leaves_at is not None else "asks first"
    when = "when sent" if row.hold == "not_sent" else leaves
    return (str(row.task_id), row.amazon_order_id, row.account, row.words, when)
