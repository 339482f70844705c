"""`crossdock sandbox`: a made-up Amazon and Shopify on this computer, until Ctrl-C."""

import signal
import sys
from pathlib import Path
from threading import Event
from types import FrameType

import click

from desktop.actions.bad_input import BadInput
from desktop.cli.options import everywhere

_STEP_S = 0.2


@click.command("sandbox", short_help="Run a made-up Amazon and Shopify on this computer.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="0: a free one.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed, the same run.")
@click.option("--orders", type=click.IntRange(0, 1_000_000), default=60, show_default=True)
@click.option(
    "--speed",
    type=click.FloatRange(1, 1_000_000),
    default=1.0,
    show_default=True,
    help="How many of its seconds pass in one.",
)
@click.option(
    "--load",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Amazon orders (and a catalogue) from a JSON file, see the README.",
)
@click.option(
    "--arrivals",
    type=click.FloatRange(0, 10_000),
    default=0.0,
    metavar="PER_MINUTE",
    help="So many new orders a minute.",
)
@click.option(
    "--life",
    type=click.FloatRange(0, 10_000),
    default=0.0,
    metavar="PER_MINUTE",
    help="So many fulfilments and refunds a minute by the merchant.",
)
@everywhere
def command(
    port: int,
    seed: int,
    orders: int,
    speed: float,
    load: Path | None,
    arrivals: float,
    life: float,
) -> None:
    """Run Amazon and Shopify on 127.0.0.1; nothing leaves this computer, nothing is real.

    When ready it prints one JSON line with the URLs and the object for `crossdock connect`.
    """
    from desktop.sandbox.run import SandboxOptions, start_sandbox

    stop = Event()
    _stop_on_signals(stop)
    options = SandboxOptions(
        port=port,
        seed=seed,
        orders=orders,
        speed=speed,
        load=load,
        arrivals_per_minute=arrivals,
        life=life,
    )
    try:
        sandbox = start_sandbox(options)
    except (OSError, ValueError) as error:
        raise _refused(error, load, port) from None
    try:
        sys.stdout.write(sandbox.ready_line().rstrip("\n") + "\n")
        sys.stdout.flush()
        while not stop.wait(_STEP_S):  # short steps: Windows notices Ctrl-C only in between
            pass
    finally:
        sandbox.stop()


def _refused(error: OSError | ValueError, load: Path | None, port: int) -> BadInput:
    if isinstance(error, ValueError):
        return BadInput("--load", f"{error}.", "See the README for the file's shape.")
    words = error.strerror or type(error).__name__
    if load is not None and error.filename:
        return BadInput("--load", f"{load} cannot be read: {words}.", "Name a file.")
    return BadInput("--port", f"{port} cannot be used: {words}.", "Choose another, or 0.")


def _stop_on_signals(stop: Event) -> None:
    def on_signal(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for name in ("SIGINT", "SIGTERM", "SIGBREAK"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), on_signal)
