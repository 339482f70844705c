"""A seller's computer for tests: the real program as real processes on one profile."""

import json
import random
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Seller:
    """Runs `crossdock` on one profile, to its end or until it is killed."""

    profile: Path
    environment: dict[str, str]

    def command(self, *words: str) -> list[str]:
        """The command line of the real program."""
        return [sys.executable, "-m", "desktop", "--profile", str(self.profile), *words]

    def run(self, *words: str, given: str | None = None) -> subprocess.CompletedProcess[str]:
        """Run to the end; what it printed is in the result."""
        return subprocess.run(
            self.command(*words),
            input=given,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )

    def json(self, *words: str) -> Any:
        """Run with --json and return what it printed; an exit code other than 0 is an error."""
        done = self.run(*words, "--json")
        assert done.returncode == 0, f"{words}: {done.returncode} {done.stderr}"
        return json.loads(done.stdout)

    def kill_while(self, dice: random.Random, *words: str, longest_s: float) -> bool:
        """Start, let it work for a random while, SIGKILL it. False when it was faster."""
        process = subprocess.Popen(
            self.command(*words),
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(dice.uniform(0.4, longest_s))
        was_alive = process.poll() is None
        process.kill()
        process.wait(timeout=30)
        return was_alive
