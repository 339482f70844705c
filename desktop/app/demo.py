"""The made-up shop of the window: a sandbox in this program, connected; orders keep arriving."""

import json

from desktop.actions.connect import connect
from desktop.actions.connect_request import parse_connect
from desktop.profile import Profile
from desktop.sandbox.run import Sandbox, SandboxOptions, start_sandbox

SEED = 1
ORDERS = 60
SPEED = 60.0  # a minute of the services passes in a second: a check every few seconds
ARRIVALS_PER_MINUTE = 15.0


def start_demo(profile: Profile, *, arrivals: float = ARRIVALS_PER_MINUTE) -> Sandbox:
    """Start a sandbox and connect the open profile with it. Raises RuntimeError where it fails."""
    options = SandboxOptions(
        seed=SEED, orders=ORDERS, speed=SPEED, arrivals_per_minute=arrivals, native_currency=False
    )
    sandbox = start_sandbox(options)
    try:
        outcome = connect(parse_connect(json.dumps(sandbox.connect)), profile, keeps=False)
        for problem in (*outcome.amazon.missing, *outcome.shopify.missing):
            raise RuntimeError(f"the sandbox could not be connected: {problem.title}")
    except BaseException:
        sandbox.stop()
        raise
    return sandbox
