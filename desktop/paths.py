"""Where things lie on this computer: profiles, logs, resources; and which places are refused.

A profile is one folder with the database, its lock and its log. It must lie on a disk of this
computer: on network drives and in cloud-synced folders SQLite's write-ahead log is not safe.
"""

import ctypes
import errno
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

import platformdirs

from desktop.catalogue import profile_problem
from desktop.errors import ProfileProblem

DATABASE = "crossdock.db"
_APP = "Crossdock"

_NETWORK_TYPES = frozenset(
    "nfs nfs4 cifs smb3 smbfs ncpfs afs afpfs webdav davfs ceph glusterfs lustre beegfs gpfs"
    " fuse.sshfs fuse.rclone fuse.s3fs fuse.davfs fuse.gvfsd-fuse fuse.glusterfs fuse.ceph"
    " fuse.smbnetfs fuse.google-drive-ocamlfuse fuse.onedriver macfuse osxfuse".split()
)
_CLOUD_FOLDERS = (
    ("OneDrive", re.compile(r"onedrive( ?[-–(].*)?", re.IGNORECASE)),
    ("Dropbox", re.compile(r"dropbox( ?\(.*)?", re.IGNORECASE)),
    ("Google Drive", re.compile(r"google ?drive|googledrive-.*", re.IGNORECASE)),
    ("iCloud", re.compile(r"icloud ?drive|mobile documents|com~apple~clouddocs", re.IGNORECASE)),
    ("a cloud drive", re.compile(r"cloudstorage|nextcloud|owncloud|pclouddrive", re.IGNORECASE)),
)
_DRIVE_REMOTE = 4
_DENIED = (errno.EACCES, errno.EPERM, errno.EROFS)


def profile_folder() -> Path:
    """The seller's profile where none is named."""
    return platformdirs.user_data_path(_APP, appauthor=False) / "profile"


def demo_folder() -> Path:
    """The profile of `--demo`: never the seller's."""
    return platformdirs.user_data_path(_APP, appauthor=False) / "demo"


def database_file(profile: Path) -> Path:
    """The profile's database."""
    return profile / DATABASE


def log_folder(profile: Path) -> Path:
    """Where the profile's log files lie."""
    return profile / "logs"


def resource(name: str) -> Path:
    """A file of `resources/`, run from source or from a frozen program."""
    frozen = getattr(sys, "_MEIPASS", None)
    base = Path(frozen) if frozen else Path(__file__).resolve().parent.parent
    return base / "resources" / name


def prepare_profile(folder: Path) -> Path:
    """Make the folder where missing, prove that it can be used, and return its full path.

    Raises ProfileProblem: network_drive, read_only, not_a_folder, disk_full. Nothing but the
    folder itself is made.
    """
    place = folder.expanduser().absolute()
    kind = unsafe_kind(place)
    if kind:
        raise profile_problem("network_drive", profile=place, kind=kind)
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=place):
            pass
    except OSError as error:
        raise _unusable(error, place) from error
    return place


def unsafe_kind(place: Path) -> str:
    """What makes a place unsafe for a database, in words; "" for a safe one."""
    real = place.resolve()
    return cloud_folder(place) or cloud_folder(real) or network_drive(real)


def cloud_folder(place: Path) -> str:
    """The name of the service that syncs this folder, by the usual folder names; "" for none."""
    home = Path.home()
    parts = place.relative_to(home).parts if place.is_relative_to(home) else place.parts
    for part in parts:
        for service, names in _CLOUD_FOLDERS:
            if names.fullmatch(part):
                return f"in a folder that {service} syncs"
    return ""


def network_drive(place: Path) -> str:
    """Words for a place on another computer's disk; "" for a disk of this one."""
    if os.name == "nt":
        return "on a network drive" if _windows_remote(place) else ""
    kind = mount_type(place, _mounts())
    return f"on a network drive ({kind})" if kind in _NETWORK_TYPES else ""


def mount_type(place: Path, mounts: Iterable[tuple[str, str]]) -> str:
    """The file system type of the mount that holds a place; the last of equal ones counts."""
    best, found = -1, ""
    for point, kind in mounts:
        if place.is_relative_to(point) and len(point) >= best:
            best, found = len(point), kind
    return found


def read_mountinfo(text: str) -> list[tuple[str, str]]:
    """(mount point, type) from Linux's /proc/self/mountinfo."""
    found = []
    for line in text.splitlines():
        before, dash, after = line.partition(" - ")
        fields = before.split()
        if dash and len(fields) > 4:
            found.append((_unescaped(fields[4]), after.split()[0]))
    return found


def read_mount_command(text: str) -> list[tuple[str, str]]:
    """(mount point, type) from what `mount` prints on macOS and the BSDs."""
    lines = re.finditer(r"^.* on (/.*) \(([^,)]+)", text, re.MULTILINE)
    return [(line[1], line[2].strip()) for line in lines]


def _unescaped(point: str) -> str:
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), point)


def _mounts() -> list[tuple[str, str]]:
    table = Path("/proc/self/mountinfo")
    try:
        if table.exists():
            return read_mountinfo(table.read_text(encoding="utf-8", errors="surrogateescape"))
        listed = subprocess.run(
            ["/sbin/mount"], capture_output=True, text=True, timeout=5, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return []  # a system that tells nothing about its mounts: taken as a local disk
    return read_mount_command(listed.stdout)


def _windows_remote(place: Path) -> bool:
    if place.drive.startswith("\\\\"):
        return True
    windows = vars(ctypes)["windll"]  # not there elsewhere, hence not by attribute
    return int(windows.kernel32.GetDriveTypeW(place.anchor)) == _DRIVE_REMOTE


def _unusable(error: OSError, place: Path) -> ProfileProblem:
    if error.errno == errno.ENOSPC:
        return profile_problem("disk_full", profile=place)
    if isinstance(error, FileExistsError | NotADirectoryError):
        return profile_problem("not_a_folder", profile=place)
    if error.errno in _DENIED:
        return profile_problem("read_only", profile=place)
    return profile_problem("unusable_folder", profile=place, detail=error.strerror or "no reason")
