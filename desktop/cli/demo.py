"""`--demo`: a sandbox, connected and started, so that every verb has something to show."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event

from desktop.actions.bad_input import BadInput
from desktop.actions.connect import connect
from desktop.actions.connect_request import parse_connect
from desktop.actions.sync_once import sync_once
from desktop.cli.output import say_aside
from desktop.models import account as stored
from desktop.profile import Profile
from desktop.sandbox.run import SandboxOptions, start_sandbox
from desktop.sync.progress import silent
from desktop.trade import is_loopback

SEED = 1
ORDERS = 60
SPEED = 600.0


@contextmanager
def demo_account(profile: Profile, *, syncs: bool) -> Iterator[None]:
    """Run a sandbox and connect it here. Raises BadInput for a profile with real accounts."""
    _refuse_real_accounts()
    sandbox = start_sandbox(SandboxOptions(seed=SEED, orders=ORDERS, speed=SPEED))
    try:
        say_aside(f"Demo: a made-up seller and store on this computer, {ORDERS} orders.")
        outcome = connect(parse_connect(json.dumps(sandbox.connect)), profile, keeps=False)
        for problem in (*outcome.amazon.missing, *outcome.shopify.missing):
            raise RuntimeError(f"the sandbox could not be connected: {problem.title}")
        if syncs:
            sync_once(profile, Event(), silent)
        yield
    finally:
        sandbox.stop()


def _refuse_real_accounts() -> None:
    for account in stored.accounts():
        if not is_loopback(account.amazon.endpoint) or not is_loopback(account.shopify.endpoint):
            raise BadInput(
                "--profile",
                "This profile holds real accounts.",
                "Choose another folder for the demo, or leave --profile out.",
            )
