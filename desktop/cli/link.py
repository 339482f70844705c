"""`crossdock link SKU`: say what an Amazon SKU is in Shopify."""

from typing import TYPE_CHECKING

import click

from desktop.cli.options import Options, everywhere, with_json
from desktop.cli.output import say, say_json, say_table
from desktop.cli.session import open_session
from desktop.profile import Profile

if TYPE_CHECKING:
    from desktop.actions.link_sku import LinkOutcome
    from desktop.actions.sku_candidates import Candidate
    from desktop.trade import SkuLink


@click.command("link", short_help="Say what an Amazon SKU is in Shopify.")
@click.argument("sku", default="")
@click.option(
    "--to",
    "targets",
    multiple=True,
    metavar="[N*]VARIANT",
    help="A Shopify SKU, variant ID or GID; 2*VARIANT for two; several times for a set.",
)
@click.option("--custom-line", is_flag=True, help="Send it as a line without a product.")
@click.option("--remove", is_flag=True, help="Forget the link.")
@click.option("--search", default="", metavar="TEXT", help="Look for variants with other words.")
@click.option("--list", "show_all", is_flag=True, help="List all links.")
@click.option("--account", default="", metavar="NAME", help="Needed with several accounts.")
@with_json
@everywhere
@click.pass_context
def command(context: click.Context, /, sku: str, as_json: bool, **asked: object) -> None:
    """Link an Amazon SKU to one variant or several, and try again what failed for want of it.

    With nothing but the SKU the likeliest variants are shown. Only you decide: nothing but an
    exact match is ever taken by itself.
    """
    modes = [name for name in ("targets", "custom_line", "remove", "show_all") if asked[name]]
    if len(modes) > 1:
        raise click.UsageError("Give one of --to, --custom-line, --remove, --list.")
    if not sku and modes != ["show_all"]:
        raise click.UsageError("Give the SKU as Amazon has it, or --list.")
    account, search = str(asked["account"]), str(asked["search"])
    with open_session(context.ensure_object(Options)) as profile:
        from desktop.actions import link_sku as action

        if modes == ["show_all"]:
            _say_links(action.all_links(account), as_json)
        elif not modes:
            _say_candidates(
                action.candidates_for(sku, profile, account=account, search=search), as_json
            )
        else:
            outcome = _linked(modes[0], sku, asked["targets"], account, profile)
            _say_outcome(outcome, as_json)


def _linked(mode: str, sku: str, targets: object, account: str, profile: Profile) -> "LinkOutcome":
    from desktop.actions import link_sku as action

    if mode == "custom_line":
        return action.link_custom_line(sku, account=account)
    if mode == "remove":
        return action.remove_link(sku, account=account)
    chosen = targets if isinstance(targets, tuple) else ()
    return action.link_sku(sku, chosen, profile, account=account)


def _say_outcome(outcome: "LinkOutcome", as_json: bool) -> None:
    if as_json:
        parts = _parts(outcome.link) if outcome.link else []
        data = {
            "sku": outcome.sku,
            "account": outcome.account,
            "linked": outcome.link is not None,
            "custom_line": bool(outcome.link and outcome.link.is_custom_line),
            "parts": parts,
            "retried": list(outcome.retried),
        }
        say_json(data)
        return
    if outcome.link is None:
        say(f"{outcome.sku} is no longer linked.")
    elif outcome.link.is_custom_line:
        say(f"{outcome.sku} is sent as a custom line.")
    else:
        names = {one.gid: f"{one.product_title} {one.title}" for one in outcome.variants}
        for part in outcome.link.parts:
            say(f"{outcome.sku} is {part.quantity} × {names.get(part.variant_gid, '')}")
    if outcome.retried:
        orders = "1 order" if len(outcome.retried) == 1 else f"{len(outcome.retried)} orders"
        say(f"{orders} will be tried again: crossdock sync --once")


def _say_candidates(found: "tuple[Candidate, ...]", as_json: bool) -> None:
    if as_json:
        say_json([_as_dict(one) for one in found])
    elif not found:
        say("Nothing in Shopify is like it. Try other words: --search TEXT, or --custom-line.")
    else:
        head = ("score", "by", "number", "SKU", "product")
        say_table(head, [_cells(one) for one in found], right="score")


def _cells(one: "Candidate") -> tuple[str, ...]:
    variant = one.variant
    number = variant.gid.rpartition("/")[2]
    return f"{one.score}", one.by, number, variant.sku, f"{variant.product_title} {variant.title}"


def _as_dict(one: "Candidate") -> dict[str, object]:
    variant = one.variant
    return {
        "gid": variant.gid,
        "sku": variant.sku,
        "title": variant.title,
        "product_title": variant.product_title,
        "barcode": variant.barcode,
        "by": one.by,
        "score": one.score,
    }


def _say_links(links: "tuple[SkuLink, ...]", as_json: bool) -> None:
    if as_json:
        say_json([{"sku": one.sku, "by": one.by, "parts": _parts(one)} for one in links])
    elif not links:
        say("No SKU is linked by hand; SKUs that are equal on both sides need no link.")
    else:
        rows = [
            (one.sku, ", ".join(f"{p['quantity']} × {p['gid']}" for p in _parts(one)))
            for one in links
        ]
        say_table(("SKU", "in Shopify"), [(sku, words or "custom line") for sku, words in rows])


def _parts(link: "SkuLink") -> list[dict[str, object]]:
    return [{"gid": part.variant_gid, "quantity": part.quantity} for part in link.parts]
