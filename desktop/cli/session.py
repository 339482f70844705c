"""Opens what a verb works on: the log, the profile, its database; with --demo a sandbox first."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from desktop import log, paths
from desktop.cli.options import Options
from desktop.models.database import close_database, open_database
from desktop.profile import Profile, open_profile


@contextmanager
def open_session(options: Options, *, demo_syncs: bool = True) -> Iterator[Profile]:
    """The profile, open until the end of the block.

    The log stays open, so that it can take a bug that ends the verb. In a demo the sandbox is
    running and connected, and has been synced once where `demo_syncs`. Raises ProfileProblem.
    """
    with ExitStack() as ends:
        profile = open_profile(options.profile, session_only=options.demo and not options.profile)
        log.set_up(profile.folder, options.verbose)
        options.log_file = paths.log_folder(profile.folder) / "crossdock.log"
        open_database(profile.database_path, profile.key)
        ends.callback(close_database)
        if options.demo:
            from desktop.cli.demo import demo_account

            ends.enter_context(demo_account(profile, syncs=demo_syncs))
        yield profile
