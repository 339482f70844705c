"""One window a profile."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from desktop.app.single_instance import SingleInstance, server_name
from desktop.app.where import Where
from tests.gui.real_window import LONG_MS, opened


def test_a_second_one_shows_the_first(qtbot: QtBot, profile_folder: Path) -> None:
    first, second = SingleInstance(profile_folder), SingleInstance(profile_folder)
    assert first.claim()
    assert not second.claim()
    with qtbot.waitSignal(first.show_wanted):
        assert second.call_first()
    first.release()
    assert second.claim()
    second.release()


def test_profiles_do_not_know_each_other(tmp_path: Path) -> None:
    folders = [tmp_path / "a", tmp_path / "b"]
    for folder in folders:
        folder.mkdir()
    assert server_name(folders[0]) != server_name(folders[1])
    one, other = (SingleInstance(folder) for folder in folders)
    assert one.claim()
    assert other.claim()
    one.release()
    other.release()


def test_another_profile_is_claimed_and_its_window_shown_where_there_is_one(
    qtbot: QtBot, tmp_path: Path
) -> None:
    mine, other, taken = (tmp_path / name for name in ("mine", "other", "taken"))
    for folder in (mine, other, taken):
        folder.mkdir()
    first = SingleInstance(taken)
    assert first.claim()
    try:
        with opened(qtbot, Where(mine)) as controller:
            controller.window.profile_wanted.emit(str(other))
            qtbot.waitUntil(lambda: controller.where.folder == other, timeout=LONG_MS)
            assert not SingleInstance(other).claim()
            with qtbot.waitSignal(first.show_wanted, timeout=LONG_MS):
                controller.window.profile_wanted.emit(str(taken))
            assert controller.where.folder == other
    finally:
        first.release()
