"""The command `crossdock`: one file per verb, on the same actions as the window."""

import click

from desktop import __version__
from desktop.cli import exit_codes
from desktop.cli.group import LazyGroup
from desktop.cli.options import Options, everywhere

VERBS = {
    "gui": ("gui", "Open the window (default)."),
    "sync": ("sync", "Import from Amazon and create in Shopify."),
    "import": ("import_orders", "Import Amazon orders by their IDs."),
    "list": ("list_orders", "List orders, with all filters of the window."),
    "show": ("show", "Show everything about an order."),
    "retry": ("retry", "Try failed orders again."),
    "resolve": ("resolve", "Decide about a failed order, and send it again."),
    "ship": ("ship", "Ship an order: Shopify is fulfilled, then Amazon is told."),
    "cancel": ("cancel", "Cancel an order, in Shopify first and then on Amazon."),
    "refund": ("refund", "Refund items, or record Amazon's refunds in Shopify."),
    "outbox": ("outbox", "Show what is about to leave; withdraw it, or send it now."),
    "export": ("export", "Write orders into a CSV file."),
    "archive": ("archive", "Hide orders; nothing is deleted."),
    "restore": ("restore", "Bring archived orders back."),
    "connect": ("connect", "Connect an Amazon seller account with a Shopify store."),
    "accounts": ("accounts", "List the connected accounts."),
    "start": ("start", "Start creating orders of an account in Shopify."),
    "settings": ("settings", "Show or change settings."),
    "link": ("link", "Say what an Amazon SKU is in Shopify."),
    "doctor": ("doctor", "Check everything that has to work."),
    "sandbox": ("sandbox", "Run a made-up Amazon and Shopify on this computer."),
    "self-check": ("self_check", ""),
    "screenshots": ("screenshots", ""),
}


@click.group(
    cls=LazyGroup,
    verbs=VERBS,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=exit_codes.explained(),
)
@everywhere
@click.version_option(__version__, prog_name="crossdock")
@click.pass_context
def cli(context: click.Context) -> None:
    """Amazon orders in one grid, each created in Shopify exactly once.

    Without a verb the window opens; with --demo on a sandbox. Where there is no display, --demo
    does the main job once and prints what was done.
    """
    if context.invoked_subcommand is None:
        from desktop.app.run import has_display

        default = "sync" if context.ensure_object(Options).demo and not has_display() else "gui"
        command = cli.get_command(context, default)
        if command is not None:
            context.invoke(command, **({"once": True} if default == "sync" else {}))


def main() -> None:
    """Run the command line; ends the process with a documented exit code."""
    cli.main(prog_name="crossdock")


__all__ = ["VERBS", "cli", "main"]
