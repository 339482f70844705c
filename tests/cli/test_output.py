"""What is printed is aligned, harmless to a terminal, and survives any console."""

import io
import json
import sys

import pytest

from desktop.cli import output


def test_control_characters_never_reach_the_terminal() -> None:
    assert output.clean("a\x1b[2Jb\r\nc\x07") == "a [2Jb  c "
    assert output.clean("日本 العربية 🎁") == "日本 العربية 🎁"


def test_a_table_is_aligned_by_what_the_eye_sees(capsys: pytest.CaptureFixture[str]) -> None:
    output.say_table(("name", "n"), [("日本", "7"), ("e\u0301te", "123")], right="n")
    assert capsys.readouterr().out.splitlines() == ["name    n", "日本    7", "e\u0301te   123"]
    output.say_table(("a", ""), [("1", "x"), ("2", "yyy")])
    assert capsys.readouterr().out.splitlines() == ["a", "1  x", "2  yyy"]


def test_an_empty_table_is_its_head(capsys: pytest.CaptureFixture[str]) -> None:
    output.say_table(("name", "n"), [])
    assert capsys.readouterr().out == "name  n\n"


def test_a_stream_of_json_is_one_array(capsys: pytest.CaptureFixture[str]) -> None:
    output.say_json_stream(iter([{"a": 1}, {"a": 2}]))
    assert json.loads(capsys.readouterr().out) == [{"a": 1}, {"a": 2}]
    output.say_json_stream(iter([]))
    assert json.loads(capsys.readouterr().out) == []


def test_a_console_of_few_characters_gets_question_marks(monkeypatch: pytest.MonkeyPatch) -> None:
    said, aside = io.BytesIO(), io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(said, encoding="cp437"))
    monkeypatch.setattr(sys, "stderr", io.TextIOWrapper(aside, encoding="cp437"))
    output.be_printable()
    output.say("Ω 日本 🎁 é")
    output.say_aside("日本")
    assert said.getvalue().decode("cp437").split() == ["Ω", "??", "?", "é"]
    assert aside.getvalue().decode("cp437").split() == ["??"]


def test_json_stays_whole_on_a_console_of_few_characters(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(said, encoding="cp437"))
    output.be_printable()
    output.say_json({"name": "日本 🎁"})
    sys.stdout.flush()
    assert json.loads(said.getvalue()) == {"name": "日本 🎁"}
