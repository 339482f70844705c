"""Both tones are whole, readable, and change live."""

import re
from dataclasses import fields

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.paths import resource
from desktop.rows import Status, SyncStatus
from desktop.ui import theme


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.03928 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """WCAG's contrast ratio."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("used", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
@pytest.mark.parametrize("kind", ["good", "info", "waiting", "bad", "money", "neutral"])
def test_pills_can_be_read(used: theme.Tokens, kind: str) -> None:
    assert contrast(getattr(used, kind), getattr(used, f"{kind}_soft")) >= 4.5


@pytest.mark.parametrize("used", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
def test_texts_can_be_read(used: theme.Tokens) -> None:
    for ground in (used.background, used.surface, used.header, used.accent_soft, used.hover):
        assert contrast(used.text, ground) >= 7
        assert contrast(used.muted, ground) >= 4.4
    assert contrast(used.on_accent, used.accent) >= 4.5


@pytest.mark.parametrize("used", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
def test_the_style_sheet_is_filled_in(used: theme.Tokens) -> None:
    sheet = theme.style_sheet(used)
    assert used.accent in sheet
    assert not re.search(r"\{\w+\}", sheet)
    for name in re.findall(r"url\((.*?)\)", sheet):
        assert resource("icons").joinpath(name.rsplit("/", 1)[1]).is_file()


def test_every_status_has_a_pill() -> None:
    assert set(theme.STATUS_KIND) == set(Status)
    assert set(theme.SYNC_KIND) == set(SyncStatus)
    for kind in {*theme.STATUS_KIND.values(), *theme.SYNC_KIND.values(), *theme.TAG_KIND.values()}:
        ground, text = theme.pill_colors(kind)
        assert ground != text


def test_a_change_of_tone_is_told_once(qtbot: QtBot, qapp: QApplication) -> None:
    heard: list[bool] = []
    theme.notifier().changed.connect(lambda: heard.append(theme.tokens().is_dark))  # type: ignore[attr-defined]
    theme.choose("dark")
    theme.choose("dark")
    assert heard == [True]
    assert qapp.palette().window().color().name().upper() == theme.DARK.background
    with pytest.raises(ValueError, match="choose system"):
        theme.choose("pink")


def test_icons_take_the_colour_of_their_token(qtbot: QtBot) -> None:
    for file in resource("icons").glob("*.svg"):
        made = theme.icon(file.stem, "accent")
        assert not made.pixmap(32, 32).isNull()
    drawn = theme.icon("close", "bad").pixmap(64, 64).toImage()
    colours = {drawn.pixelColor(x, x).name().upper() for x in range(64)} - {"#000000"}
    assert theme.tokens().bad in colours
    assert len(fields(theme.Tokens)) > 20
