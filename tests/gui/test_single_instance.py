"""One window a profile."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from desktop.app.single_instance import SingleInstance, server_name


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
