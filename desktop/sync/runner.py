"""One run: pull what Amazon has, send what is due, until nothing is due soon."""

from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from threading import Event

from desktop.catalogue import plan_problem
from desktop.clock import Clock, to_iso
from desktop.clock import now as real_now
from desktop.models import account as accounts
from desktop.models import housekeeping, import_request, plan, reconciliation
from desktop.rows import RunSummary
from desktop.sync.account_run import AccountRun
from desktop.sync.connection import Connection, SecretSource, open_connection
from desktop.sync.kept_tokens import KeptTokens
from desktop.sync.progress import Progress, Tell
from desktop.sync.report import RunReport
from desktop.trade import Account


def run_account(
    account_id: int,
    vault: SecretSource,
    profile_id: str,
    cancel: Event,
    *,
    wait_s: float,
    tell: Tell,
    clock: Clock = real_now,
    tokens: KeptTokens | None = None,
    asked: bool = True,
) -> RunReport:
    """Run one account until nothing is due within `wait_s` of the service's seconds.

    `tokens` are those of the process's earlier runs. One that nobody `asked` for reads only what is
    due.
    """
    report = RunReport()

    def opened(account: Account) -> Connection:
        return open_connection(account, vault, profile_id, cancel, tokens)

    @contextmanager
    def company() -> Iterator[Sequence[Connection]]:
        others = [one for one in accounts.accounts() if one.id != account_id]
        with ExitStack() as ends:
            yield [ends.enter_context(closing(opened(one))) for one in others]

    connection = opened(accounts.account(account_id))
    try:
        run = AccountRun(connection, report, tell, company=company, clock=clock, asked=asked)
        run.run(wait_s)
    finally:
        report.calls.update(connection.http.calls)
        connection.close()
        tell(Progress(connection.account.name, "done", "up to date"))
    return report


def run_accounts(
    account_ids: Sequence[int],
    vault: SecretSource,
    profile_id: str,
    cancel: Event,
    *,
    wait_s: float = 60.0,
    tell: Tell,
    clock: Clock = real_now,
) -> RunSummary:
    """Run accounts side by side, and sum up what they did and how everything stands now.

    Only for whoever holds the profile's lock.
    """
    began = clock()
    import_request.reopen()
    housekeeping.run_due(began)

    def run(account_id: int) -> RunReport:
        return run_account(
            account_id, vault, profile_id, cancel, wait_s=wait_s, tell=tell, clock=clock
        )

    with ThreadPoolExecutor(max_workers=max(1, min(4, len(account_ids)))) as pool:
        reports = list(pool.map(run, account_ids))
    return summary(account_ids, reports, began, clock())


def summary(
    account_ids: Sequence[int], reports: Sequence[RunReport], began: float, ended: float
) -> RunSummary:
    """Sum up: what the run did, what it left waiting, and the totals of everything held."""
    calls: Counter[str] = Counter()
    for report in reports:
        calls.update(report.calls)
    moved = reconciliation.since(account_ids, int(began))
    problems = [problem for report in reports for problem in report.problems]
    usage = plan.usage(ended)
    if usage.is_over:
        problems.append(plan_problem(usage.used, usage.limit, to_iso(usage.reset)[:10]))
    return RunSummary(
        imported=sum(report.imported for report in reports),
        refreshed=sum(report.refreshed for report in reports),
        created=sum(report.created for report in reports),
        adopted=sum(report.adopted for report in reports),
        waiting=moved.waiting,
        failed=moved.failed,
        skipped=moved.skipped,
        duration_s=round(ended - began, 3),
        calls=dict(sorted(calls.items())),
        problems=tuple(problems),
        totals=reconciliation.reconcile(),
    )
