"""Which orders are created when an account is started: unshipped, all, none, or since a day."""

from datetime import date

from desktop.actions.bad_input import BadInput

CHOICES = ("unshipped", "all", "none")


def read_choice(text: str) -> str:
    """The choice as the sync keeps it. Raises BadInput."""
    choice = text.strip().lower()
    if choice in CHOICES:
        return choice
    try:
        return date.fromisoformat(choice).isoformat()
    except ValueError:
        raise BadInput(
            "create",
            f"{text[:40]!r} is no choice.",
            "Give unshipped, all, none, or a day such as 2026-11-30.",
        ) from None
