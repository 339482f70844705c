"""An open profile with everything that works on it; opened and closed away from the GUI thread."""

from contextlib import ExitStack
from dataclasses import dataclass

from desktop import log
from desktop.app.demo import start_demo
from desktop.app.desk import build_desk
from desktop.app.news import News
from desktop.app.syncing import Syncing
from desktop.app.where import Where
from desktop.models import setting
from desktop.models.database import close_database, open_database
from desktop.profile import Profile, open_profile
from desktop.sandbox.run import Sandbox
from desktop.ui.desk import Desk

_LOOKS = ("window.theme", "window.density", "window.close_to_tray", "window.start_minimised")
SESSION_NOTICE = (
    "This session only: there is no keyring, so the database and the secrets are gone when"
    " Crossdock is closed."
)
DEMO_NOTICE = "A made-up shop on this computer. Nothing here is real, and it is gone at the end."


@dataclass(frozen=True, slots=True)
class Session:
    """What is open."""

    profile: Profile
    desk: Desk
    syncing: Syncing
    looks: dict[str, object]
    ends: ExitStack
    sandbox: Sandbox | None = None  # of a made-up shop

    def close(self, grace_s: float = 3.0) -> bool:
        """End the work and close the database; False when a call was still in flight."""
        ended = self.syncing.stop(grace_s)
        self.ends.close()
        return ended


def open_session(where: Where, news: News) -> Session:
    """Open the profile, its log, its database, the sandbox of a demo, and begin to sync.

    May wait for the keyring. Raises ProfileProblem.
    """
    with ExitStack() as ends:
        profile = open_profile(where.folder, session_only=where.is_passing)
        log.set_up(profile.folder, where.verbose)
        open_database(profile.database_path, profile.key)
        ends.callback(close_database)
        sandbox = start_demo(profile, where.shop) if where.demo else None
        if sandbox is not None:
            ends.callback(sandbox.stop)
        syncing = Syncing(profile, news)
        looks = {key: setting.get(key) for key in _LOOKS}
        desk = build_desk(profile, news, syncing, _notices(where, profile), where.demo)
        syncing.start()
        return Session(profile, desk, syncing, looks, ends.pop_all(), sandbox)


def _notices(where: Where, profile: Profile) -> tuple[str, ...]:
    if where.demo:
        return (DEMO_NOTICE,)
    return () if profile.is_lasting else (SESSION_NOTICE,)
