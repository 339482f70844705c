"""Opens a vault on the keyring of its session and does as told; says how it went as JSON.

vault_child.py set|get|delete PROFILE NAME; the value of `set` comes on standard input.
"""

import json
import sys

from desktop.credentials import Vault
from desktop.errors import ProfileProblem


def do(verb: str, profile: str, name: str) -> dict[str, str | None]:
    vault = Vault.open(limit_s=10)
    told: dict[str, str | None] = {"vault": repr(vault), "value": None}
    if verb == "set":
        vault.set(profile, name, sys.stdin.read())
    elif verb == "get":
        told["value"] = vault.get(profile, name)
    else:
        vault.delete(profile, name)
    return told


if __name__ == "__main__":
    try:
        answer = do(*sys.argv[1:4])
    except ProfileProblem as problem:
        answer = {"problem": problem.code}
    sys.stdout.write(json.dumps(answer))
