"""What goes into the packaged program: parts, licences, icons, the menu entry."""

import configparser
import importlib.util
import re
import struct
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path
from types import ModuleType

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent
TOOLS = CHECKOUT / "resources" / "package"
ICON = CHECKOUT / "resources" / "icons" / "crossdock.svg"


def tool(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"package_{name}", TOOLS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    "place",
    [
        "PySide6/Qt/lib/libQt6Core.so.6",
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "PySide6/Qt/plugins/platforms/libqoffscreen.so",
        "PySide6\\plugins\\platforms\\qwindows.dll",
        "PySide6/Qt/plugins/platforms/libqcocoa.dylib",
        "PySide6/Qt/plugins/imageformats/libqsvg.so",
        "PySide6/QtNetwork.abi3.so",
        "sqlcipher3/_sqlite3.cpython-311-x86_64-linux-gnu.so",
    ],
)
def test_what_the_window_needs_is_kept(place: str) -> None:
    assert tool("parts").is_kept(place)


@pytest.mark.parametrize(
    "place",
    [
        "PySide6/Qt/lib/libQt6Quick.so.6",
        "PySide6\\Qt6Qml.dll",
        "PySide6\\opengl32sw.dll",
        "PySide6/Qt/plugins/platforminputcontexts/libqtvirtualkeyboardplugin.so",
        "PySide6/Qt/plugins/platformthemes/libqgtk3.so",
        "PySide6/Qt/plugins/imageformats/libqpdf.so",
        "PySide6/Qt/translations/qtbase_de.qm",
    ],
)
def test_what_the_window_does_not_use_is_left_out(place: str) -> None:
    assert not tool("parts").is_kept(place)


def test_libraries_that_nothing_kept_is_linked_to_are_left_out() -> None:
    links = {"/x/plugin.so": ["libused.so.1"], "/x/libused.so.1": ["libdeep.so", "libabsent.so"]}
    given = [
        ("PySide6/Qt/plugins/platforms/plugin.so", "/x/plugin.so", "BINARY"),
        ("libused.so.1", "/x/libused.so.1", "BINARY"),
        ("libdeep.so", "/x/libdeep.so", "BINARY"),
        ("libgtk-3.so.0", "/x/libgtk-3.so.0", "BINARY"),
        ("libloop.so", "/x/libloop.so", "BINARY"),
        ("fast.so", "/x/fast.so", "EXTENSION"),
    ]
    kept = tool("parts").linked(given, lambda file: [(one, None) for one in links.get(file, [])])
    assert [Path(place).name for place, _, _ in kept] == [
        "plugin.so",
        "libused.so.1",
        "libdeep.so",
        "fast.so",
    ]


def test_every_dependency_shows_its_licence() -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = {re.split(r"[<>=]", each, maxsplit=1)[0].lower() for each in project["dependencies"]}
    owners = metadata.packages_distributions()
    modules = [
        module
        for module, names in owners.items()
        if wanted & {name.lower().replace("_", "-") for name in names}
    ]
    text = tool("licences").text(modules, [])
    for name in wanted:
        assert re.search(rf"^{name.replace('-', '[-_]')} [0-9]", text, re.MULTILINE | re.IGNORECASE)
    for words in ("GNU LESSER GENERAL PUBLIC LICENSE", "ZETETIC LLC", "PYTHON SOFTWARE FOUNDATION"):
        assert words in text


def test_a_package_without_a_licence_ends_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    licences = tool("licences")
    monkeypatch.setattr(licences, "_own", lambda package: iter(()))
    with pytest.raises(SystemExit, match="peewee comes without a licence text"):
        licences.text(["peewee"], [])


def test_the_icon_in_every_form(tmp_path: Path) -> None:
    command = [sys.executable, str(TOOLS / "icons.py"), str(ICON), str(tmp_path)]
    subprocess.run(command, check=True, timeout=60)
    png = (tmp_path / "crossdock.png").read_bytes()
    assert struct.unpack(">II", png[16:24]) == (256, 256)
    ico = (tmp_path / "crossdock.ico").read_bytes()
    _, kind, count = struct.unpack("<HHH", ico[:6])
    assert (kind, count) == (1, 7)
    size, at = struct.unpack("<II", ico[6 + 8 : 6 + 16])
    assert ico[at : at + 4] == b"\x89PNG"
    assert len(ico) > at + size
    icns = (tmp_path / "crossdock.icns").read_bytes()
    assert struct.unpack(">I", icns[4:8]) == (len(icns),)


def test_the_menu_entry_starts_the_window() -> None:
    entry = configparser.ConfigParser(interpolation=None)
    entry.optionxform = str  # type: ignore[method-assign,assignment] # keys keep their case
    entry.read(CHECKOUT / "resources" / "crossdock.desktop", encoding="utf-8")
    assert entry["Desktop Entry"]["Exec"] == "crossdock gui"
    assert entry["Desktop Entry"]["Icon"] == ICON.stem
