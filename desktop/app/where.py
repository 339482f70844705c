"""Which profile the window is to open."""

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class MadeShop:
    """What kind of made-up shop."""

    orders: int = 60
    arrivals_per_minute: float = 15.0
    seed: int = 1
    speed: float = 60.0  # a minute of the services passes in a second: a check every few seconds
    is_started: bool = True  # whether its account creates orders from the beginning
    is_foreign: bool = False  # orders in their marketplaces' currencies


@dataclass(frozen=True, slots=True)
class Where:
    """A folder (None: the seller's own), a session that leaves nothing, or the made-up shop."""

    folder: Path | None = None
    demo: bool = False
    session_only: bool = False
    verbose: bool = False
    shop: MadeShop = field(default_factory=MadeShop)

    @property
    def is_passing(self) -> bool:
        """Whether it is gone at the end."""
        return self.session_only or (self.demo and self.folder is None)
