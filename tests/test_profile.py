"""Opening a profile: one identity, one key, and never a new key for an old database."""

import subprocess
from pathlib import Path

import keyring
import pytest
from keyring.backends import fail

from desktop import paths
from desktop.credentials import DATABASE_KEY, SERVICE, SessionVault
from desktop.errors import ProfileProblem
from desktop.profile import open_profile
from tests.keyring_backend import MemoryKeyring

PRINT_KEY = """
import sys
from pathlib import Path
from desktop.profile import open_profile
opened = open_profile(Path(sys.argv[1]))
print(opened.profile_id, opened.key.hex())
"""


def refused(folder: Path, code: str) -> None:
    before = {file: file.read_bytes() for file in folder.iterdir()}
    with pytest.raises(ProfileProblem) as caught:
        open_profile(folder)
    assert caught.value.code == code
    after = {file: file.read_bytes() for file in folder.iterdir()}
    after.pop(folder / "profile.lock", None)
    before.pop(folder / "profile.lock", None)
    assert before == after


def test_the_first_use_makes_a_key_and_the_second_finds_it(
    profile_folder: Path, memory_keyring: MemoryKeyring
) -> None:
    first = open_profile(profile_folder)
    assert len(first.key) == 32
    assert first.is_lasting
    assert first.database_path.parent == profile_folder
    assert not first.database_path.exists()
    assert list(memory_keyring.entries) == [(SERVICE, f"{first.profile_id}/{DATABASE_KEY}")]
    first.database_path.write_bytes(b"a database")
    second = open_profile(profile_folder)
    assert (second.profile_id, second.key) == (first.profile_id, first.key)
    assert first.key.hex() not in repr(first)


def test_two_profiles_share_nothing(tmp_path: Path) -> None:
    one, two = open_profile(tmp_path / "one"), open_profile(tmp_path / "two")
    assert one.profile_id != two.profile_id
    assert one.key != two.key


def test_without_a_folder_it_is_the_sellers_own() -> None:
    assert open_profile(None).folder == paths.profile_folder()


def test_a_database_never_gets_a_new_key(
    profile_folder: Path, memory_keyring: MemoryKeyring
) -> None:
    open_profile(profile_folder).database_path.write_bytes(b"a database")
    kept = dict(memory_keyring.entries)
    memory_keyring.entries.clear()
    refused(profile_folder, "key_missing")
    assert memory_keyring.entries == {}
    memory_keyring.entries.update(dict.fromkeys(kept, "not a key"))
    refused(profile_folder, "key_wrong")
    memory_keyring.entries.update(kept)
    assert open_profile(profile_folder).key.hex() in kept.values()


@pytest.mark.parametrize("content", [None, "", "{", '{"profile_id": 3}'])
def test_a_lost_identity_is_never_made_anew(profile_folder: Path, content: str | None) -> None:
    open_profile(profile_folder).database_path.write_bytes(b"a database")
    (profile_folder / "profile.json").unlink()
    if content is not None:
        (profile_folder / "profile.json").write_text(content)
    refused(profile_folder, "profile_damaged")


def test_without_a_keyring_there_is_no_profile_but_a_session(profile_folder: Path) -> None:
    keyring.set_keyring(fail.Keyring())
    with pytest.raises(ProfileProblem, match="no keyring"):
        open_profile(profile_folder)
    session = open_profile(profile_folder, session_only=True)
    assert not session.is_lasting
    assert isinstance(session.vault, SessionVault)
    assert session.folder != profile_folder
    assert len(session.key) == 32


def test_a_session_leaves_nothing(python: str, child_environment: dict[str, str]) -> None:
    program = (
        "from desktop.profile import open_profile;"
        "opened = open_profile(None, session_only=True);"
        "opened.database_path.write_bytes(b'x'); print(opened.folder)"
    )
    done = subprocess.run(
        [python, "-c", program], capture_output=True, text=True, env=child_environment, check=True
    )
    folder = Path(done.stdout.strip())
    assert folder.is_absolute()
    assert not folder.exists()


def test_processes_that_make_one_profile_at_once_end_with_one_key(
    profile_folder: Path, python: str, child_environment: dict[str, str]
) -> None:
    makers = [
        subprocess.Popen(
            [python, "-c", PRINT_KEY, str(profile_folder)],
            stdout=subprocess.PIPE,
            text=True,
            env=child_environment,
        )
        for _ in range(4)
    ]
    told = {maker.communicate()[0] for maker in makers}
    assert [maker.returncode for maker in makers] == [0] * 4
    assert len(told) == 1
    assert len(told.pop().split()[1]) == 64
