"""What a run tells about an account: each problem once, in the summary and at once."""

from desktop.catalogue import account_problem
from desktop.errors import AccountProblem
from desktop.rows import Problem
from desktop.sync.progress import Progress, Tell
from desktop.sync.report import RunReport

CLOCK_TOLERANCE_S = 120.0  # a clock that is further off is told


class Notices:
    """The problems of one account's run."""

    def __init__(self, account: str, report: RunReport, tell: Tell) -> None:
        self._account = account
        self._report = report
        self._tell = tell
        self._told: set[tuple[str, str]] = set()

    def tell(self, error: AccountProblem) -> None:
        """In the summary and at once; each only once a run."""
        if (error.side, error.code) in self._told:
            return
        self._told.add((error.side, error.code))
        problem = Problem(
            self._account, error.side, error.code, error.title, error.cause, error.cure
        )
        self._report.problems.append(problem)
        self._tell(Progress(self._account, "wait", f"{error.title} {error.cure}"))


def clock_notice(ahead_s: float) -> AccountProblem | None:
    """That this computer's clock is wrong, or None; `ahead_s` against Amazon's."""
    if abs(ahead_s) <= CLOCK_TOLERANCE_S:
        return None
    direction = "ahead of" if ahead_s > 0 else "behind"
    seconds = round(abs(ahead_s))
    return account_problem("amazon", "clock_wrong", seconds=seconds, direction=direction)
