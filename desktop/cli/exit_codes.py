"""What the command's exit codes mean; scripts may rely on them."""

from typing import Final

DONE: Final = 0
BUG: Final = 1
BAD_INPUT: Final = 2
NEEDS_PERSON: Final = 3
ACCOUNT: Final = 4
PROFILE: Final = 5
IN_USE: Final = 6
NO_WINDOW: Final = 7
INTERRUPTED: Final = 130

MEANING: Final = {
    DONE: "done (sync: failed orders stand in the output)",
    BUG: "an error of Crossdock's own; the log has it",
    BAD_INPUT: "the command or something given to it cannot be used",
    NEEDS_PERSON: "something that was asked for was not found, or was refused",
    ACCOUNT: "a side of an account is stopped by a problem, or could not be reached",
    PROFILE: "the profile cannot be used (keyring, key, disk)",
    IN_USE: "another Crossdock syncs this profile",
    NO_WINDOW: "there is no window here",
    INTERRUPTED: "interrupted before it was through",
}


def explained() -> str:
    """The table for --help; the first line keeps click from joining the lines."""
    lines = [f"{code:>5}  {meaning}" for code, meaning in MEANING.items()]
    return "\n".join(["\b", "Exit codes:", *lines])
