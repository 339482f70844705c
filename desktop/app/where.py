"""Which profile the window is to open."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Where:
    """A folder (None: the seller's own), a session that leaves nothing, or the made-up shop."""

    folder: Path | None = None
    demo: bool = False
    session_only: bool = False
    verbose: bool = False

    @property
    def is_passing(self) -> bool:
        """Whether it is gone at the end."""
        return self.session_only or (self.demo and self.folder is None)
