"""Where things lie, and the places that are refused."""

import errno
import os
import stat
import tempfile
from pathlib import Path
from typing import Any

import pytest

from desktop import paths
from desktop.errors import ProfileProblem

MOUNTINFO = r"""
22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
30 22 0:25 / /home/ann/share rw,relatime shared:9 - cifs //nas/ann rw,vers=3.0
31 22 0:26 / /home/ann/remote\040disk rw shared:10 - fuse.sshfs ann@box:/ rw
32 22 0:27 / /mnt/nfs rw - nfs4 box:/export rw
33 32 0:28 / /mnt/nfs/local rw - ext4 /dev/sdb1 rw
not a mount line
"""
MACOS = """/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
//ann@nas/share on /Volumes/My Share (smbfs, nodev, nosuid, mounted by ann)
"""


def test_a_new_profile_folder_is_made_for_its_owner_only(tmp_path: Path) -> None:
    made = paths.prepare_profile(tmp_path / "a b" / "profile")
    assert made.is_dir()
    assert list(made.iterdir()) == []
    if os.name == "posix":
        assert stat.S_IMODE(made.stat().st_mode) == 0o700


def test_profile_and_demo_differ() -> None:
    assert paths.profile_folder() != paths.demo_folder()
    assert paths.database_file(Path("p")) == Path("p/crossdock.db")
    assert paths.log_folder(Path("p")).parent == Path("p")


def test_resources_come_from_the_checkout_or_the_frozen_program(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert paths.resource("x.svg") == Path(__file__).parents[1] / "resources" / "x.svg"
    monkeypatch.setattr("sys._MEIPASS", str(tmp_path), raising=False)
    assert paths.resource("x.svg") == tmp_path / "resources" / "x.svg"


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ("/home/ann/crossdock", "ext4"),
        ("/home/ann/share/crossdock", "cifs"),
        ("/home/ann/sharep", "ext4"),
        ("/home/ann/remote disk/x", "fuse.sshfs"),
        ("/mnt/nfs/x", "nfs4"),
        ("/mnt/nfs/local/x", "ext4"),
    ],
)
def test_mount_type_is_that_of_the_deepest_mount(place: str, kind: str) -> None:
    assert paths.mount_type(Path(place), paths.read_mountinfo(MOUNTINFO)) == kind


def test_macos_mounts_are_read() -> None:
    mounts = paths.read_mount_command(MACOS)
    assert paths.mount_type(Path("/Volumes/My Share/p"), mounts) == "smbfs"
    assert paths.mount_type(Path("/Users/ann"), mounts) == "apfs"


def test_a_network_drive_is_refused_before_anything_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "_mounts", lambda: [("/", "nfs4")])
    with pytest.raises(ProfileProblem) as caught:
        paths.prepare_profile(tmp_path / "new")
    assert caught.value.code == "network_drive"
    assert "nfs4" in caught.value.cause
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    ("folder", "service"),
    [
        ("OneDrive", "OneDrive"),
        ("OneDrive - My Shop Ltd", "OneDrive"),
        ("Dropbox", "Dropbox"),
        ("Dropbox (Personal)", "Dropbox"),
        ("Google Drive", "Google Drive"),
        ("Library/Mobile Documents/com~apple~CloudDocs", "iCloud"),
        ("iCloudDrive", "iCloud"),
        ("Library/CloudStorage/x", "a cloud drive"),
        ("Nextcloud", "a cloud drive"),
    ],
)
def test_a_synced_folder_is_refused(tmp_path: Path, folder: str, service: str) -> None:
    with pytest.raises(ProfileProblem) as caught:
        paths.prepare_profile(tmp_path / folder / "crossdock")
    assert caught.value.code == "network_drive"
    assert service in caught.value.cause


def test_a_link_into_a_synced_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "Dropbox").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "Dropbox", target_is_directory=True)
    with pytest.raises(ProfileProblem, match="not safe"):
        paths.prepare_profile(tmp_path / "link" / "crossdock")


@pytest.mark.parametrize("name", ["dropbox-export", "my onedrives", "googled", "box"])
def test_names_that_only_resemble_are_taken(tmp_path: Path, name: str) -> None:
    assert paths.prepare_profile(tmp_path / name).is_dir()


def test_a_home_called_like_a_service_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "dropbox")
    assert paths.cloud_folder(tmp_path / "dropbox" / "crossdock") == ""
    assert paths.cloud_folder(tmp_path / "dropbox" / "Dropbox" / "x") != ""


def test_a_file_in_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for place in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(ProfileProblem) as caught:
            paths.prepare_profile(place)
        assert caught.value.code == "not_a_folder"


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.EROFS, "read_only"),
        (errno.EACCES, "read_only"),
        (errno.ENOSPC, "disk_full"),
        (errno.EIO, "unusable_folder"),
    ],
)
def test_a_folder_that_takes_no_file_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    def refuse(**_: Any) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(tempfile, "TemporaryFile", refuse)
    with pytest.raises(ProfileProblem) as caught:
        paths.prepare_profile(tmp_path)
    assert caught.value.code == code
    assert str(tmp_path) in caught.value.cause
