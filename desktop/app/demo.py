"""The made-up shop of the window: a sandbox in this program, connected; orders keep arriving."""

import json

from desktop.actions.connect import connect
from desktop.actions.connect_request import parse_connect
from desktop.app.where import MadeShop
from desktop.profile import Profile
from desktop.sandbox.run import Sandbox, SandboxOptions, start_sandbox

_USUAL = MadeShop()


def start_demo(
    profile: Profile, shop: MadeShop = _USUAL, *, arrivals: float | None = None
) -> Sandbox:
    """Start a sandbox and connect the open profile with it. Raises RuntimeError where it fails."""
    options = SandboxOptions(
        seed=shop.seed,
        orders=shop.orders,
        speed=shop.speed,
        arrivals_per_minute=shop.arrivals_per_minute if arrivals is None else arrivals,
        native_currency=shop.is_foreign,
    )
    sandbox = start_sandbox(options)
    try:
        asked = {k: v for k, v in sandbox.connect.items() if shop.is_started or k != "start"}
        outcome = connect(parse_connect(json.dumps(asked)), profile, keeps=False)
        for problem in (*outcome.amazon.missing, *outcome.shopify.missing):
            raise RuntimeError(f"the sandbox could not be connected: {problem.title}")
    except BaseException:
        sandbox.stop()
        raise
    return sandbox
