"""What went wrong, sorted by what the reader must do.

    CrossdockError
    ├── NeedsPerson      this one task needs a person: title, cause, cure, fixes
    ├── TryLater         certainly without effect, and it will pass: again in some seconds
    ├── OutcomeUnknown   it may have happened: look it up before doing it again
    ├── AccountProblem   one side of an account cannot work: pause that side, tell once
    └── ProfileProblem   this profile cannot be used as it is (key, lock, disk, version)

Anything else that is raised is a bug. Texts never hold a secret or a buyer's data.
"""

from dataclasses import dataclass
from typing import Literal

Side = Literal["amazon", "shopify"]


@dataclass(frozen=True, slots=True)
class Technical:
    """What the service itself said, for support."""

    operation: str = ""
    status: int | None = None
    code: str = ""
    words: str = ""
    request_id: str = ""
    field: str = ""


class CrossdockError(Exception):
    """Base of all errors that the program expects."""


class _Explained(CrossdockError):
    def __init__(
        self,
        code: str,
        title: str,
        cause: str,
        cure: str,
        *,
        fixes: tuple[str, ...] = (),
        technical: Technical | None = None,
    ) -> None:
        super().__init__(f"{title} {cause}")
        self.code = code
        self.title = title
        self.cause = cause
        self.cure = cure
        self.fixes = fixes
        self.technical = technical or Technical()


class NeedsPerson(_Explained):
    """One task cannot go on until a person has decided or mended something."""


class ProfileProblem(_Explained):
    """The profile cannot be used; nothing in it was changed."""


class AccountProblem(_Explained):
    """One side of an account is refused as a whole: credentials, permission, a frozen shop."""

    def __init__(
        self,
        side: Side,
        code: str,
        title: str,
        cause: str,
        cure: str,
        *,
        technical: Technical | None = None,
    ) -> None:
        super().__init__(code, title, cause, cure, technical=technical)
        self.side: Side = side


class TryLater(CrossdockError):
    """Nothing was done, for a passing reason: quota, throttling, no network, a closed port.

    `seconds` is how long to wait here (already divided by the account's pace), and `code` a short
    word for the reason: quota, throttled, offline, tls, captive_portal, unavailable, too_many.
    """

    def __init__(
        self, seconds: float, code: str, why: str, *, technical: Technical | None = None
    ) -> None:
        super().__init__(why)
        self.seconds = max(0.0, seconds)
        self.code = code
        self.why = why
        self.technical = technical or Technical()


class OutcomeUnknown(CrossdockError):
    """The request may have taken effect: timeout, reset, 5xx after a write, unreadable answer."""

    def __init__(self, why: str, *, technical: Technical | None = None) -> None:
        super().__init__(why)
        self.why = why
        self.technical = technical or Technical()


class Cancelled(CrossdockError):
    """The program is stopping; what was under way goes on at the next start."""
