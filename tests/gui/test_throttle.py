"""The first change shows at once, the rest together."""

from pytestqt.qtbot import QtBot

from desktop.ui.throttle import Throttle


def test_the_first_at_once_and_the_rest_together(qtbot: QtBot) -> None:
    fired: list[tuple[int, ...]] = []
    throttle = Throttle(30)
    throttle.fired.connect(fired.append)
    for number in (3, 1, 2, 1):
        throttle.ask([number])
    assert fired == [(3,)]
    qtbot.waitUntil(lambda: fired == [(3,), (1, 2)])


def test_unknown_changes_cover_known_ones(qtbot: QtBot) -> None:
    fired: list[tuple[int, ...]] = []
    throttle = Throttle(20)
    throttle.fired.connect(fired.append)
    for ids in ([1], [2], [], [3]):
        throttle.ask(ids)
    qtbot.waitUntil(lambda: fired == [(1,), ()])


def test_after_a_quiet_time_the_next_is_at_once_again(qtbot: QtBot) -> None:
    fired: list[tuple[int, ...]] = []
    throttle = Throttle(5)
    throttle.fired.connect(fired.append)
    throttle.ask([1])
    qtbot.waitUntil(lambda: not throttle._timer.isActive())
    throttle.ask([2])
    assert fired == [(1,), (2,)]
