"""The pictures: the script that leads the window, and what is saved."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.app.pictures import album
from desktop.app.pictures.camera import Camera
from desktop.app.pictures.director import Director, Step, now
from desktop.app.pictures.trouble import KINDS
from desktop.ui.resolve.kinds import KINDS as FIXES


@pytest.fixture
def parent(qtbot: QtBot) -> Iterator[QObject]:
    made = QObject()
    yield made
    made.deleteLater()


def test_a_step_is_left_when_it_holds(qtbot: QtBot, parent: QObject) -> None:
    seen: list[str] = []
    looks = iter((False, False, True))

    def script() -> Iterator[Step]:
        seen.append("first")
        yield lambda: next(looks)
        seen.append("second")
        yield now

    director = Director(script(), parent)  # type: ignore[arg-type]
    with qtbot.waitSignal(director.ended) as ended:
        director.begin()
    assert seen == ["first", "second"]
    assert ended.args == [None]
    assert next(looks, "all looked at") == "all looked at"


def test_what_a_scene_runs_into_is_told(qtbot: QtBot, parent: QObject) -> None:
    def script() -> Iterator[Step]:
        yield now
        raise LookupError("no such order")

    director = Director(script(), parent)  # type: ignore[arg-type]
    with qtbot.waitSignal(director.ended) as ended:
        director.begin()
    assert ended.args is not None
    assert isinstance(ended.args[0], LookupError)


def test_a_picture_keeps_its_colours_in_a_palette(qtbot: QtBot, tmp_path: Path) -> None:
    words = QLabel("Failed Order")
    words.setStyleSheet("background: #FDECEC; color: #B42318")
    qtbot.addWidget(words)
    camera = Camera(tmp_path / "new")
    camera.take("one", words)
    saved = QImage(str(tmp_path / "new" / "one.png"))
    assert camera.made == ["one"]
    assert saved.size() == words.size()
    assert saved.colorCount() <= 256
    assert saved.pixelColor(1, 1) == QColor("#FDECEC")


def test_what_the_readme_shows_is_copied_as_far_as_it_is_there(tmp_path: Path) -> None:
    long, short = next(iter(album.CHOSEN.items()))
    (tmp_path / f"{long}.png").write_bytes(b"a picture")
    assert album.choose(tmp_path, tmp_path / "to") == 1
    assert (tmp_path / "to" / f"{short}.png").read_bytes() == b"a picture"


def test_the_readme_shows_every_chosen_picture() -> None:
    checkout = Path(__file__).parents[2]
    readme = (checkout / "README.md").read_text(encoding="utf-8")
    for short in album.CHOSEN.values():
        assert f"(resources/screenshots/{short}.png)" in readme
        assert (checkout / "resources" / "screenshots" / f"{short}.png").stat().st_size < 150_000


def test_each_way_of_mending_has_a_picture() -> None:
    by_themselves = {"sku_unknown", "sku_ambiguous", "address_missing"}
    pictured = {FIXES[code] for code in {*KINDS, *by_themselves} if code in FIXES}
    assert pictured == set(FIXES.values())
