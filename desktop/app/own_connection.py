"""Gives back the database connection that an errand's thread opened, once the errand is over."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from desktop.models.database import close_connection

Given = ParamSpec("Given")
Answer = TypeVar("Answer")


def ends_connection(errand: Callable[Given, Answer]) -> Callable[Given, Answer]:
    """An errand runs on a thread of its own, which ends with it: so must its connection."""

    @wraps(errand)
    def run(*args: Given.args, **kwargs: Given.kwargs) -> Answer:
        try:
            return errand(*args, **kwargs)
        finally:
            close_connection()

    return run
