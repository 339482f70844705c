"""What belongs into the packaged program and what stays out, for build.spec."""

import re
from collections.abc import Callable, Iterable
from pathlib import Path

# Packages that look up entry points or their own version at run time.
METADATA = ("keyring", "apscheduler", "tzlocal", "rich", "click", "requests")

# Packages whose modules are imported by name.
WHOLE = ("desktop", "keyring.backends", "phonenumbers.data", "rich._unicode_data", "tzdata")

HIDDEN = {
    "linux": ("secretstorage", "jeepney.io.blocking"),
    "win32": ("win32ctypes.core", "win32ctypes.core.ctypes", "win32timezone"),
    "darwin": ("keyring.backends.macOS.api",),
}

EXCLUDED = [
    "tkinter", "unittest", "pydoc", "doctest", "test", "setuptools", "pkg_resources", "pip",
    "distutils", "lib2to3", "IPython", "numpy", "pytest", "hypothesis", "mypy", "keyrings",
    "keyring.testing", "keyring.devpi_client", "playhouse", "gi", "dbus",
    "PySide6.QtQml", "PySide6.QtQuick", "PySide6.QtQuickWidgets", "PySide6.QtSql",
    "PySide6.QtOpenGL", "PySide6.QtOpenGLWidgets", "PySide6.QtPrintSupport", "PySide6.QtTest",
    "PySide6.QtDesigner", "PySide6.QtHelp", "PySide6.QtUiTools", "PySide6.QtXml",
    "PySide6.QtConcurrent", "PySide6.QtSvgWidgets",
]  # fmt: skip

# By the place in the folder: Qt's plugins that the window does not use; the GTK look, which would
# bring GTK as a whole (the desktop portal tells light and dark as well); Qt's own translations, as
# the program speaks English only.
_DROPPED = re.compile(
    r"""
    PySide6/(Qt/)?translations/
    | (lib)?Qt6?(Qml|Quick|Sql|Pdf|VirtualKeyboard|OpenGL|EglFS|EglFs|Test|PrintSupport|Designer)
    | plugins/(egldeviceintegrations|generic|networkinformation|tls|sqldrivers|printsupport
               |qmltooling|designer|vectorimageformats|wayland-graphics-integration-server)/
    | plugins/platformthemes/(lib)?qgtk3
    | plugins/platforms/(lib)?q(eglfs|linuxfb|vnc|vkkhrdisplay|minimalegl|minimal|direct2d)\b
    | plugins/platforminputcontexts/(lib)?qtvirtualkeyboard
    | plugins/imageformats/(lib)?q(pdf|tga|tiff|wbmp|webp|icns|gif|jpeg)\b
    | opengl32sw\.dll | d3dcompiler
    """,
    re.VERBOSE,
)

Part = tuple[str, str, str]  # place in the folder, where it comes from, PyInstaller's kind
Needs = Callable[[str], Iterable[tuple[str, str | None]]]

_VERSION = """VSVersionInfo(
  ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}),
  kids=[StringFileInfo([StringTable("040904B0", [
    StringStruct("ProductName", "Crossdock"),
    StringStruct("FileDescription", "Crossdock"),
    StringStruct("FileVersion", "{version}"),
    StringStruct("ProductVersion", "{version}")])]),
    VarFileInfo([VarStruct("Translation", [1033, 1200])])])
"""


def is_kept(place: str) -> bool:
    """Whether a file of the folder is one that the program uses."""
    return not _DROPPED.search(place.replace("\\", "/"))


def linked(
    parts: Iterable[Part], needs: Callable[[str], Iterable[tuple[str, str | None]]]
) -> list[Part]:
    """Without the libraries that only left out plugins were linked to.

    `needs` names what a library is linked to. Python's extensions and Qt's plugins are what
    is loaded by name; everything else must be reached from them.
    """
    given = list(parts)
    by_name = {Path(place).name: (place, source) for place, source, _ in given}
    waiting = [part for part in given if not _is_library(part)]
    reached = {place for place, _, _ in waiting}
    sources = [source for _, source, kind in waiting if kind != "SYMLINK"]
    while sources:
        for name, _ in needs(sources.pop()):
            place, source = by_name.get(Path(name).name, ("", ""))
            if place and place not in reached:
                reached.add(place)
                sources.append(source)
    return [part for part in given if part[0] in reached]


def _is_library(part: Part) -> bool:
    place, _, kind = part
    is_plugin = "/plugins/" in place or kind == "EXTENSION" or "libpython" in place
    return kind == "BINARY" and not is_plugin


def windows_version(folder: Path, version: str) -> Path:
    """The file from which Windows shows name and version of the program."""
    numbers = tuple(int(each) for each in re.findall(r"\d+", f"{version}.0.0.0")[:4])
    file = folder / "version.txt"
    file.write_text(_VERSION.format(numbers=numbers, version=version), encoding="utf-8")
    return file
