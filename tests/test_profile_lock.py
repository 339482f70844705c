"""One process syncs a profile, and a dead one gives it back."""

import os
import signal
import subprocess
import threading
from pathlib import Path

import pytest

from desktop import clock, profile_lock
from desktop.errors import ProfileProblem

HOLD = """
import sys
from pathlib import Path
from desktop import profile_lock
with profile_lock.hold(Path(sys.argv[1]), "window"):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def other(
    profile_folder: Path, python: str, child_environment: dict[str, str]
) -> "subprocess.Popen[str]":
    """A second process that holds the lock until its standard input ends."""
    process = subprocess.Popen(
        [python, "-c", HOLD, str(profile_folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=child_environment,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_the_second_is_told_who_holds_it(
    other: "subprocess.Popen[str]", profile_folder: Path
) -> None:
    with other:
        seen = profile_lock.holder(profile_folder)
        assert seen is not None
        assert (seen.pid, seen.what) == (other.pid, "window")
        assert abs(seen.since - clock.now()) < 100
        with (
            pytest.raises(ProfileProblem, match=f"Process {other.pid} has been"),
            profile_lock.hold(profile_folder, "sync"),
        ):
            pytest.fail("two processes hold the profile")
        other.communicate()
    assert profile_lock.holder(profile_folder) is None
    with profile_lock.hold(profile_folder, "sync"):
        assert profile_lock.holder(profile_folder) is not None


def test_a_killed_holder_frees_it(other: "subprocess.Popen[str]", profile_folder: Path) -> None:
    with other:
        other.kill()
        other.wait()
    assert other.returncode == (-signal.SIGKILL if os.name == "posix" else 1)
    assert (profile_folder / "sync.json").exists()
    assert profile_lock.holder(profile_folder) is None
    with profile_lock.hold(profile_folder, "sync"):
        seen = profile_lock.holder(profile_folder)
    assert seen is not None
    assert seen.pid == os.getpid()


def test_one_process_does_not_hold_it_twice(profile_folder: Path) -> None:
    with profile_lock.hold(profile_folder, "sync"), pytest.raises(ProfileProblem) as caught:
        profile_lock.hold(profile_folder, "import").__enter__()
    assert caught.value.code == "in_use"
    assert str(os.getpid()) in caught.value.cause


def test_it_is_given_back_after_an_error_and_from_another_thread(profile_folder: Path) -> None:
    held = profile_lock.hold(profile_folder, "sync")
    held.__enter__()
    thread = threading.Thread(target=held.__exit__, args=(None, None, None))
    thread.start()
    thread.join()
    with pytest.raises(KeyError), profile_lock.hold(profile_folder, "sync"):
        raise KeyError
    assert profile_lock.holder(profile_folder) is None
    assert not (profile_folder / "sync.json").exists()


def test_a_note_that_cannot_be_read_still_names_the_lock(profile_folder: Path) -> None:
    with profile_lock.hold(profile_folder, "sync"):
        (profile_folder / "sync.json").write_text("{half")
        assert profile_lock.holder(profile_folder) is not None
        with pytest.raises(ProfileProblem, match="starting"):
            profile_lock.hold(profile_folder, "sync").__enter__()


def test_looking_makes_nothing(profile_folder: Path) -> None:
    assert profile_lock.holder(profile_folder) is None
    assert list(profile_folder.iterdir()) == []
