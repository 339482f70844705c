"""`crossdock sandbox` refuses what it cannot run, in words."""

import socket
from pathlib import Path

import pytest
from click.testing import CliRunner

from desktop.cli import cli, exit_codes


def refused(*args: str) -> dict[str, str]:
    found = CliRunner().invoke(cli, ["sandbox", *args])
    assert found.exit_code == exit_codes.BAD_INPUT, found.output
    assert found.stdout == ""
    title, cause, cure = found.stderr.splitlines()
    return {"title": title, "cause": cause, "cure": cure}


@pytest.mark.parametrize("content", ["", "{", '"x"', '{"orders": 1}'])
def test_a_file_of_another_shape(tmp_path: Path, content: str) -> None:
    file = tmp_path / "orders.json"
    file.write_text(content, encoding="utf-8")
    assert "--load" in refused("--load", str(file))["title"]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert "--load" in refused("--load", str(tmp_path / "none.json"))["title"]


def test_a_port_that_is_taken() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        said = refused("--port", str(taken.getsockname()[1]))
    assert "--port" in said["title"]
    assert "0" in said["cure"]


def test_help_shows_every_option() -> None:
    text = CliRunner().invoke(cli, ["sandbox", "--help"]).output
    for name in ("--port", "--seed", "--orders", "--speed", "--load", "--arrivals"):
        assert name in text
