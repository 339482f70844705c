"""The command's group: verbs are imported when they are used, and errors become exit codes."""

import importlib
import sys
from collections.abc import Mapping, Sequence
from typing import Any

import click

from desktop import log
from desktop.cli import exit_codes, failures
from desktop.cli.options import Options
from desktop.cli.output import be_printable


class LazyGroup(click.Group):
    """A click group that knows its verbs' names and help without importing them.

    A verb without words is hidden.
    """

    def __init__(self, *args: Any, verbs: Mapping[str, tuple[str, str]], **extra: Any) -> None:
        super().__init__(*args, **extra)
        self._verbs = dict(verbs)
        self._shown = {name: words for name, (_, words) in verbs.items() if words}

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self._shown)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self._verbs:
            return None
        module = importlib.import_module(f"desktop.cli.{self._verbs[cmd_name][0]}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Verbs"):
            formatter.write_dl(list(self._shown.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0] if args else ""
        if name not in self._verbs and not name.startswith("-"):
            known = ", ".join(self._shown)
            ctx.fail(f"There is no verb {name[:40]!r}. Verbs are: {known}.")
        return super().resolve_command(ctx, args)

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        given = list(sys.argv[1:] if args is None else args)
        if not standalone_mode:
            return super().main(given, prog_name, complete_var, standalone_mode=False, **extra)
        be_printable()
        extra.setdefault("obj", Options())
        try:
            ended = super().main(given, prog_name, complete_var, standalone_mode=False, **extra)
        except SystemExit:
            # click's way to say that the reader has gone (`crossdock list | head`): no failure.
            ended = exit_codes.DONE
        except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - the end of the line
            ended = self._fail(error, given, extra["obj"])
        finally:
            if extra["obj"].log_file is not None:
                log.tear_down()
        sys.exit(ended if isinstance(ended, int) else 0)

    @staticmethod
    def _fail(error: BaseException, args: Sequence[str], options: Options) -> int:
        shown = failures.explain(error, options.log_file, verbose=options.verbose)
        failures.show(shown, as_json="--json" in args)
        return shown.exit_code
