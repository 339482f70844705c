"""Secrets: kept one by one, never shown, never in plain text, and no keyring hangs the program."""

import subprocess
import threading
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail, null
from keyring.backends.chainer import ChainerBackend
from keyring.errors import InitError, KeyringLocked, PasswordSetError

from desktop import credentials
from desktop.credentials import SecretStore, SessionVault, Vault
from desktop.errors import ProfileProblem
from tests.keyring_backend import FileKeyring, MemoryKeyring

SECRET = "Atzr|a-secret-value"


def refused(code: str) -> str:
    """Open a vault, see it refused with that code, and hand back all that the error says."""
    with pytest.raises(ProfileProblem) as caught:
        Vault.open(limit_s=5)
    assert caught.value.code == code
    assert caught.value.__cause__ is None
    return str(caught.value)


@pytest.fixture(params=["keyring", "session"])
def store(request: pytest.FixtureRequest) -> SecretStore:
    return Vault.open() if request.param == "keyring" else SessionVault()


def test_a_secret_is_kept_changed_and_forgotten(store: SecretStore) -> None:
    name = credentials.account_secret(7, "amazon-refresh-token")
    assert name == "7/amazon-refresh-token"
    assert store.get("p1", name) is None
    store.set("p1", name, "one")
    store.set("p1", name, SECRET)
    assert store.get("p1", name) == SECRET
    assert store.get("p2", name) is None
    store.forget()
    assert store.get("p1", name) == SECRET
    store.delete("p1", name)
    store.delete("p1", name)
    assert store.get("p1", name) is None


@pytest.mark.parametrize("size", [1281, 5000])
def test_what_windows_would_refuse_is_refused_everywhere(store: SecretStore, size: int) -> None:
    store.set("p", "database-key", "x" * 1280)
    with pytest.raises(ProfileProblem) as caught:
        store.set("p", "database-key", "y" * size)
    assert caught.value.code == "secret_too_long"
    assert "yy" not in str(caught.value)
    assert store.get("p", "database-key") == "x" * 1280


def test_a_letter_beyond_the_first_plane_counts_double(store: SecretStore) -> None:
    store.set("p", "n", "𝄞" * 640)
    with pytest.raises(ProfileProblem, match="2564 bytes"):
        store.set("p", "n", "𝄞" * 641)


def test_an_empty_secret_is_a_mistake_of_the_caller(store: SecretStore) -> None:
    with pytest.raises(ValueError, match="n is empty"):
        store.set("p", "n", "")


def test_values_never_show(store: SecretStore) -> None:
    store.set("p", "n", SECRET)
    assert SECRET not in repr(store)
    assert SECRET not in str(store)


def test_one_entry_a_secret_and_no_probe_left(memory_keyring: MemoryKeyring) -> None:
    vault = Vault.open()
    assert memory_keyring.entries == {}
    vault.set("p", "1/amazon-client-secret", "a")
    vault.set("p", "1/shopify-access-token", "b")
    assert memory_keyring.entries == {
        ("Crossdock", "p/1/amazon-client-secret"): "a",
        ("Crossdock", "p/1/shopify-access-token"): "b",
    }


def test_a_secret_is_read_once_a_run(memory_keyring: MemoryKeyring) -> None:
    vault = Vault.open()
    vault.set("p", "n", "a")
    memory_keyring.entries.clear()
    assert vault.get("p", "n") == "a"
    vault.forget()
    assert vault.get("p", "n") is None
    memory_keyring.set_password("Crossdock", "p/n", "new")
    assert vault.get("p", "n") == "new"


@pytest.mark.parametrize("backend", [fail.Keyring, null.Keyring])
def test_no_keyring(backend: type[KeyringBackend]) -> None:
    keyring.set_keyring(backend())
    assert "none is installed" in refused("no_keyring")


def test_a_backend_that_does_not_exist(
    python: str, child_environment: dict[str, str], tmp_path: Path
) -> None:
    program = "from desktop.credentials import Vault; Vault.open()"
    environment = {**child_environment, "PYTHON_KEYRING_BACKEND": "no_such.Keyring"}
    done = subprocess.run(
        [python, "-c", program], capture_output=True, text=True, env=environment, check=False
    )
    assert "no_such" in done.stderr
    assert "There is no keyring" in done.stderr


class PlaintextKeyring(MemoryKeyring):
    """Named like those of keyrings.alt and keyrings.cryptfile."""


class BasicKeyring(MemoryKeyring):
    """Named like that of keyrings.alt.pyfs."""


class Wrapper(MemoryKeyring):
    """Shaped like keyrings.alt.multi."""

    def __init__(self, inner: KeyringBackend) -> None:
        super().__init__()
        self._keyring = inner


class Chain(ChainerBackend):
    """A chain of given backends."""

    priority = 0.1
    backends: list[KeyringBackend] = []  # noqa: RUF012 - a property in the base class


def chain(*backends: KeyringBackend) -> Chain:
    made = Chain()
    made.backends = list(backends)
    return made


@pytest.mark.parametrize(
    "backend",
    [
        PlaintextKeyring(),
        BasicKeyring(),
        Wrapper(PlaintextKeyring()),
        chain(PlaintextKeyring()),
        chain(null.Keyring(), chain(BasicKeyring(), PlaintextKeyring())),
    ],
    ids=["plaintext", "basic", "wrapped", "chained", "deep"],
)
def test_plain_text_is_refused(backend: KeyringBackend) -> None:
    keyring.set_keyring(backend)
    assert "does not encrypt" in refused("plaintext_keyring")


def test_plain_text_in_a_chain_is_passed_over() -> None:
    plain, safe = PlaintextKeyring(), MemoryKeyring()
    keyring.set_keyring(chain(plain, safe))
    Vault.open().set("p", "n", "a")
    assert plain.entries == {}
    assert list(safe.entries.values()) == ["a"]


class Broken(MemoryKeyring):
    """A backend whose writes fail with the secret in the error, as bad ones do."""

    def __init__(self, kind: type[Exception]) -> None:
        super().__init__()
        self.kind = kind

    def set_password(self, service: str, username: str, password: str) -> None:
        raise self.kind(f"could not write {password}")


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (KeyringLocked, "keyring_locked"),
        (InitError, "keyring_locked"),
        (EOFError, "keyring_locked"),
        (PasswordSetError, "no_keyring"),
        (OSError, "no_keyring"),
        (ValueError, "no_keyring"),
    ],
)
def test_errors_of_a_backend_are_explained_without_values(kind: type[Exception], code: str) -> None:
    keyring.set_keyring(Broken(kind))
    assert "could not write" not in refused(code)
    vault = Vault.open(prove=False)
    with pytest.raises(ProfileProblem) as caught:
        vault.set("p", "n", SECRET)
    assert SECRET not in str(caught.value) + repr(caught.value.__context__)
    assert vault.get("p", "n") is None


class Forgetful(MemoryKeyring):
    """Takes everything and keeps nothing."""

    def set_password(self, service: str, username: str, password: str) -> None:
        return


def test_a_keyring_that_keeps_nothing_is_none() -> None:
    keyring.set_keyring(Forgetful())
    assert "keeps nothing" in refused("no_keyring")


class Blocking(MemoryKeyring):
    """Waits for a person who never comes."""

    def __init__(self) -> None:
        super().__init__()
        self.person = threading.Event()

    def get_password(self, service: str, username: str) -> str | None:
        self.person.wait()
        return super().get_password(service, username)


def test_a_keyring_that_waits_for_ever_is_locked_until_it_answers() -> None:
    backend = Blocking()
    keyring.set_keyring(backend)
    backend.entries[("Crossdock", "p/n")] = "a"
    vault = Vault.open(prove=False, limit_s=0.05)
    for _ in range(2):
        with pytest.raises(ProfileProblem, match="keyring is locked"):
            vault.get("p", "n")
    stuck = [each for each in threading.enumerate() if each.name == "keyring"]
    assert len(stuck) == 1
    backend.person.set()
    stuck[0].join()
    assert vault.get("p", "n") == "a"


def test_many_threads_share_one_vault(memory_keyring: MemoryKeyring) -> None:
    vault = Vault.open()
    threads = [
        threading.Thread(target=vault.set, args=("p", f"{number}/n", str(number)))
        for number in range(20)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(memory_keyring.entries) == 20


def test_processes_share_the_file_keyring_of_the_tests(
    python: str,
    child_environment: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    program = "from desktop.credentials import Vault; Vault.open().set('p', 'n', 'from a child')"
    subprocess.run([python, "-c", program], env=child_environment, check=True)
    monkeypatch.setenv("CROSSDOCK_TEST_KEYRING", child_environment["CROSSDOCK_TEST_KEYRING"])
    keyring.set_keyring(FileKeyring())
    assert Vault.open().get("p", "n") == "from a child"


CRYPTFILE = "keyrings.cryptfile.cryptfile.CryptFileKeyring"


def cryptfile(
    python: str, environment: dict[str, str], program: str, key: str = "one"
) -> "subprocess.Popen[str]":
    """A process with the encrypted file backend that the README advises."""
    return subprocess.Popen(
        [python, "-c", f"from desktop.credentials import Vault; {program}"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={
            **environment,
            "PYTHON_KEYRING_BACKEND": CRYPTFILE,
            **({"KEYRING_PROPERTY_KEYRING_KEY": key} if key else {}),
        },
    )


def test_the_encrypted_file_for_headless_machines(
    python: str, child_environment: dict[str, str], tmp_path: Path
) -> None:
    writers = [
        cryptfile(python, child_environment, f"Vault.open().set('p', 'n{number}', '{SECRET}')")
        for number in (1, 2)
    ]
    for writer in writers:
        assert writer.communicate()[1] == ""
    files = [file for file in (tmp_path / "home").rglob("*.cfg") if file.is_file()]
    assert len(files) == 1
    assert SECRET not in files[0].read_text()
    reader = cryptfile(
        python,
        child_environment,
        "v = Vault.open(prove=False); print(v.get('p', 'n1'), v.get('p', 'n2'))",
    )
    assert reader.communicate() == (f"{SECRET} {SECRET}\n", "")
    nobody = cryptfile(python, child_environment, "Vault.open()", key="")
    assert "KEYRING_PROPERTY_KEYRING_KEY, or a terminal" in nobody.communicate()[1]
    stranger = cryptfile(python, child_environment, "Vault.open(prove=False)", "another")
    assert "The keyring is locked" in stranger.communicate()[1]
