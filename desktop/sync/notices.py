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
        self._told: dict[tuple[str, str], Problem] = {}

    def tell(self, error: AccountProblem, *, is_notice: bool = False) -> None:
        """In the summary and at once; each only once a run.

        `is_notice`: work goes on. What later turns out to stop a side counts as that.
        """
        key = (error.side, error.code)
        told = self._told.get(key)
        if told is not None and (is_notice or not told.is_notice):
            return
        words = (error.title, error.cause, error.cure)
        problem = Problem(self._account, error.side, error.code, *words, is_notice)
        self._told[key] = problem
        if told is not None:
            self._report.problems[self._report.problems.index(told)] = problem
            return
        self._report.problems.append(problem)
        self._tell(Progress(self._account, "wait", f"{error.title} {error.cure}"))


def clock_notice(ahead_s: float) -> AccountProblem | None:
    """That this computer's clock is wrong, or None; `ahead_s` against Amazon's."""
    if abs(ahead_s) <= CLOCK_TOLERANCE_S:
        return None
    direction = "ahead of" if ahead_s > 0 else "behind"
    seconds = round(abs(ahead_s))
    return account_problem("amazon", "clock_wrong", seconds=seconds, direction=direction)
