"""`crossdock resolve ID`: decide about a failed order, shipment, refund or cancellation."""

from typing import TYPE_CHECKING

import click

from desktop.cli import exit_codes
from desktop.cli.options import Options, everywhere, with_json
from desktop.cli.output import say, say_json, say_table
from desktop.cli.resolve_back import chosen_way, settle_back, with_back_options
from desktop.cli.session import open_session
from desktop.profile import Profile

if TYPE_CHECKING:
    from desktop.rows import Decision, DraftPreview, OrderRow

_WAYS = ("skip", "done", "fetch_again")


@click.command("resolve", short_help="Decide about a failed order, and send it again.")
@click.argument("order_id", metavar="ID")
@click.option(
    "--link",
    "links",
    multiple=True,
    metavar="SKU=VARIANT[×N]",
    help="What a SKU is in Shopify (a SKU, variant ID or GID); *N or ×N for a pack of N.",
)
@click.option("--only-this-order", is_flag=True, help="Do not keep the links for later orders.")
@click.option(
    "--custom-line",
    "custom",
    multiple=True,
    metavar="SKU",
    help='Send the SKU as a line without a product, this once; "" for an item without a SKU.',
)
@click.option("--address", multiple=True, metavar="FIELD=VALUE", help="Correct the address.")
@click.option("--without-address", is_flag=True, help="Create it without an address.")
@click.option("--stock-anyway", is_flag=True, help="Take stock even below zero.")
@click.option("--create-now", is_flag=True, help="Create an order that the rules left out.")
@click.option("--skip", default="", metavar="REASON", help="Leave the order out for good.")
@click.option("--done", default="", metavar="NOTE", help="It was done by hand in Shopify.")
@click.option("--fetch-again", is_flag=True, help="Ask Amazon for it again, then retry.")
@click.option("--preview", is_flag=True, help="Only show the Shopify order that would be sent.")
@with_back_options
@click.option("--account", default="", metavar="NAME", help="Needed where several hold the order.")
@with_json
@everywhere
@click.pass_context
def command(
    context: click.Context, /, order_id: str, account: str, as_json: bool, **asked: object
) -> None:
    """Decide about one order, and send it (and what waits for the same) again at the next sync.

    Without a decision the order is simply tried again.
    """
    ways = [name for name in _WAYS if asked[name]]
    decides = any(asked[name] for name in ("links", "custom", "address", "without_address"))
    back = chosen_way(asked)
    if len(ways) + bool(back) > 1 or ((ways or back) and (decides or asked["preview"])):
        raise click.UsageError("Give one of a decision, --skip, --done, --fetch-again.")
    if asked["address"] and asked["without_address"]:
        raise click.UsageError("Give either --address or --without-address.")
    with open_session(context.ensure_object(Options)) as profile:
        from desktop.actions.find_account import find_account
        from desktop.actions.resolve_words import one_order

        row = one_order(order_id, find_account(account).id if account else None)
        if ways:
            changed, words = _settle(ways[0], row, asked, profile)
        elif back:
            changed, words = settle_back(back, row, asked, profile)
        elif not decides and not asked["preview"] and not _is_creation(row):
            changed, words = _retry(row)
        else:
            decision = _decision(row, asked, profile)
            if asked["preview"]:
                _say_preview(decision, profile, as_json)
                return
            from desktop.actions.decide import decide

            changed = decide(decision)
            words = f"{changed} tried again at the next sync." if changed else "Nothing to decide."
        if as_json:
            say_json({"amazon_order_id": row.amazon_order_id, "orders": changed, "words": words})
        else:
            say(f"{row.amazon_order_id}  {words}")
        context.exit(exit_codes.DONE if changed else exit_codes.NEEDS_PERSON)


def _is_creation(row: "OrderRow") -> bool:
    """Whether the decision is about the order's creation, as without any other failure."""
    from desktop.rows import SyncStatus

    kinds = {one.kind for one in row.failures}
    return not kinds or SyncStatus.FAILED_ORDER in kinds


def _retry(row: "OrderRow") -> tuple[int, str]:
    from desktop.actions.retry import retry_rows

    retry_rows([row])
    return 1, "Tried again at the next sync; refunds and cancellations leave by the outbox."


def _settle(
    way: str, row: "OrderRow", asked: dict[str, object], profile: Profile
) -> tuple[int, str]:
    if way == "fetch_again":
        from desktop.actions.fetch_again import fetch_again

        outcome = fetch_again(row.id, profile)
        return int(outcome.outcome == "refreshed"), outcome.words
    if way == "skip":
        from desktop.actions.skip import skip

        count = skip([row.id], str(asked["skip"]))
        return count, "Skipped." if count else "It is sent or skipped already."
    from desktop.actions.done_by_hand import done_by_hand

    count = done_by_hand([row.id], str(asked["done"]))
    return count, "Marked as done by hand." if count else "Nothing has failed here."


def _decision(row: "OrderRow", asked: dict[str, object], profile: Profile) -> "Decision":
    from desktop.actions.resolve_words import read_address, read_links
    from desktop.rows import Decision

    def texts(name: str) -> tuple[str, ...]:
        value = asked[name]
        return tuple(str(one) for one in value) if isinstance(value, tuple) else ()

    return Decision(
        row.id,
        links=read_links(row, texts("links"), texts("custom"), profile),
        remember=not asked["only_this_order"],
        address=read_address(texts("address")),
        without_address=bool(asked["without_address"]),
        stock_anyway=bool(asked["stock_anyway"]),
        beyond_visible=bool(asked["create_now"]),
    )


def _say_preview(decision: "Decision", profile: Profile, as_json: bool) -> None:
    from desktop.actions import preview_order

    shown = preview_order.preview_order(decision, profile)
    if as_json:
        say(shown.json)
        return
    _say_draft(shown)


def _say_draft(shown: "DraftPreview") -> None:
    rows = [
        (f"{one.quantity}", one.sku, one.title[:60], str(one.unit_price), str(one.tax))
        for one in shown.lines
    ]
    say_table(("n", "SKU", "title", "price", "tax"), rows, right="n,price,tax")
    sums = (("shipping", shown.shipping), ("discount", shown.discount), ("tax", shown.tax))
    for name, amount in (*sums, ("total", shown.total)):
        if amount.minor or name == "total":
            say(f"  {name:<10} {amount}")
    say(" · ".join(shown.summary))
    for note in shown.notes:
        say(f"  {note}")
