"""`crossdock export FILE`: orders as a CSV file."""

from pathlib import Path

import click

from desktop.cli.filters import with_filters
from desktop.cli.options import Options, everywhere
from desktop.cli.output import say
from desktop.cli.session import open_session


@click.command("export", short_help="Write orders into a CSV file.")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@with_filters
@click.option("--buyers", is_flag=True, help="With buyers' names, addresses and phones.")
@click.option("--limit", type=click.IntRange(1), help="At most so many.")
@everywhere
@click.pass_context
def command(
    context: click.Context, /, file: Path, buyers: bool, limit: int | None, **words: object
) -> None:
    """Write what the filters find as CSV (UTF-8) that every spreadsheet opens.

    Buyers' names and addresses are left out unless asked for. An existing FILE is replaced once the
    new one is whole.
    """
    with open_session(context.ensure_object(Options)):
        from desktop.actions.bad_input import BadInput
        from desktop.actions.export import export
        from desktop.actions.list_orders import ListWords, read_query

        query = read_query(ListWords(limit=limit, **words))  # type: ignore[arg-type]
        try:
            count = export(query, file, buyers=buyers)
        except OSError as error:
            why = error.strerror or "cannot be written"
            raise BadInput(
                "FILE", f"{file}: {why}.", "Give a file in a folder of yours."
            ) from error
        say(f"{count} orders written to {file}")
