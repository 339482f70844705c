"""Makes all pictures, or those of some scenes; a display is not needed."""

import json
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QLocale
from PySide6.QtGui import QFont, QFontDatabase

from desktop.app.pictures import back_scenes, dialog_scenes, main_scenes, many, settings_scenes
from desktop.app.pictures.camera import Camera
from desktop.app.pictures.director import Director, Script
from desktop.app.pictures.shoot import USUAL, Shoot
from desktop.app.pictures.studio import Studio
from desktop.app.where import Where
from desktop.ui import theme

SCENES: dict[str, Callable[[Shoot], Script]] = {
    "tabs": main_scenes.tabs,
    "filters": main_scenes.filters,
    "orders": dialog_scenes.orders,
    "resolve": dialog_scenes.resolve,
    "back": back_scenes.back,
    "imports": dialog_scenes.imports,
    "accounts": dialog_scenes.accounts,
    "connect": dialog_scenes.connect,
    "settings": settings_scenes.settings,
    "settings_back": settings_scenes.settings_back,
    "bars": main_scenes.bars,
    "amounts": main_scenes.amounts,
}
LONG = {"many": many.many}  # only when asked for
_SCREEN = (2048, 1200)
_FONT = "Inter"  # the design's; the system's own where it is not installed


# What the README shows, and under which names.
CHOSEN = {
    "all-1440x900-light": "main-light",
    "all-1440x900-dark": "main-dark",
    "errors-grouped-1440x900-light": "errors",
    "order-over-window-light": "order",
    "resolve-over-window-light": "resolve",
    "order-back-story-light": "order-back",
    "ship-over-window-light": "ship",
    "resolve-back-carrier-over-window-light": "resolve-carrier",
    "resolve-back-allocate-over-window-light": "resolve-refund",
    "outbox-over-window-dark": "outbox",
    "import-over-window-light": "import",
    "connect-1-failed-light": "connect",
    "start-over-window-light": "start",
    "settings-over-window-dark": "settings",
}


def choose(folder: Path, to: Path) -> int:
    """Copy the chosen pictures of a folder under the README's names; how many there were."""
    to.mkdir(parents=True, exist_ok=True)
    found = [(folder / f"{name}.png", to / f"{short}.png") for name, short in CHOSEN.items()]
    there = [(source, target) for source, target in found if source.exists()]
    for source, target in there:
        shutil.copyfile(source, target)
    return len(there)


def make_album(folder: Path, only: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Make the pictures; their names. Raises whatever a scene ran into."""
    with tempfile.TemporaryDirectory(prefix="crossdock-") as aside:
        _use_a_screen(Path(aside) / "screen.json")
        return _made(folder, only or tuple(SCENES))


def _use_a_screen(file: Path) -> None:
    """A screen without a display, large enough for the largest window."""
    width, height = _SCREEN
    screen = {"name": "made-up", "x": 0, "y": 0, "width": width, "height": height}
    more = {"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
    file.write_text(json.dumps({"screens": [{**screen, **more}]}), encoding="utf-8")
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={file}"


def _made(folder: Path, only: tuple[str, ...]) -> tuple[str, ...]:
    from desktop.app.window import make_application

    app = make_application()
    QLocale.setDefault(QLocale("en_US"))
    if _FONT in QFontDatabase.families():
        app.setFont(QFont(_FONT))
    theme.choose("light")
    studio = Studio(Where(demo=True, shop=main_scenes.CALM))
    shoot = Shoot(studio, Camera(folder))
    shoot.size(USUAL)
    failed: list[BaseException] = []

    def script() -> Script:
        for name in only:
            yield from (SCENES | LONG)[name](shoot)

    def on_end(error: BaseException | None) -> None:
        if error is not None:
            failed.append(error)
        studio.quit()

    director = Director(script(), studio)
    director.ended.connect(on_end)
    studio.start()
    director.begin()
    loop = app.exec
    loop()
    if failed:
        raise failed[0]
    return tuple(shoot.camera.made)
