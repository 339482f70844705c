"""`crossdock refund`: refund items of an order, or record Amazon's refunds in Shopify."""

import click

from desktop.cli import exit_codes
from desktop.cli.options import Options, everywhere, with_json
from desktop.cli.order_text import moment
from desktop.cli.output import say, say_json, say_table
from desktop.cli.session import open_session
from desktop.cli.started import row_of, say_started


@click.command("refund", short_help="Refund items, or record Amazon's refunds in Shopify.")
@click.argument("order_id", metavar="[ID]", default="")
@click.option("--item", "items", multiple=True, metavar="SKU[*N][=AMOUNT]", help="With tax.")
@click.option("--shipping", default="", metavar="AMOUNT", help="Shipping, with tax.")
@click.option("--all", "everything", is_flag=True, help="Everything that is left.")
@click.option("--reason", default="", metavar="REASON", help="Amazon's, such as CustomerReturn.")
@click.option("--note", default="", metavar="TEXT", help="For Shopify.")
@click.option("--record", is_flag=True, help="Record in Shopify what Amazon refunded; all, or ID.")
@click.option("--preview", is_flag=True, help="With --record: only show what would be recorded.")
@click.option("--account", default="", metavar="NAME", help="Only of this account.")
@with_json
@everywhere
@click.pass_context
def command(
    context: click.Context, /, order_id: str, account: str, as_json: bool, **asked: object
) -> None:
    """Give items back: in Shopify at the next sync, and on Amazon by the outbox.

    With --record, refunds that Amazon's books show are recorded in Shopify instead.
    """
    if not (order_id or asked["record"]):
        raise click.UsageError("Give an order ID, or --record.")
    if asked["preview"] and not asked["record"]:
        raise click.UsageError("--preview goes with --record.")
    with open_session(context.ensure_object(Options)) as profile:
        if asked["record"]:
            context.exit(_record(order_id, account, bool(asked["preview"]), as_json))
        from desktop.actions.ask_shop import ask_shop
        from desktop.actions.back_words import read_refund
        from desktop.actions.refund_order import refund_order
        from desktop.cli.resolve_back import refund_words

        row = row_of(order_id, account)
        ask_shop(row.id, profile)
        items = read_refund(row.id, refund_words(asked))
        say_started(row, refund_order(row.id, items, str(asked["note"])), as_json)


def _record(order_id: str, account: str, preview: bool, as_json: bool) -> int:
    from desktop.actions import as_json as shapes
    from desktop.actions.find_account import find_account
    from desktop.actions.record_refunds import record_refunds, to_record

    found = to_record(find_account(account).id if account else None)
    if order_id:
        row = row_of(order_id, account)
        found = tuple(one for one in found if one.order_id == row.id)
    chosen = [one for one in found if order_id or not one.asks]
    if not preview:
        record_refunds([one.refund_id for one in chosen])
    if as_json:
        say_json(
            [
                {
                    "amazon_order_id": one.amazon_order_id,
                    "account": one.account,
                    "amount": shapes.money(one.amount),
                    "at": shapes.moment(one.at),
                    "asks": one.asks,
                    "recorded": one in chosen and not preview,
                }
                for one in found
            ]
        )
    elif found:
        words = "would be recorded" if preview else "recorded at the next sync"
        rows = [
            (
                one.amazon_order_id, str(one.amount), moment(one.at),
                words if one in chosen else "may be there already: name the order to record it",
            )
            for one in found
        ]  # fmt: skip
        say_table(("order", "amount", "on Amazon", ""), rows, right="amount")
    else:
        say("Amazon's books show no refund that Shopify lacks.")
    return exit_codes.DONE if chosen or not order_id else exit_codes.NEEDS_PERSON
