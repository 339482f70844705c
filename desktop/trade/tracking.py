"""Tracking numbers as both sides write them: with blanks, in groups, in either case."""


def tidy(text: str) -> str:
    """One line without blanks around it; what a person typed is otherwise left as it is."""
    return " ".join(text.split())


def number_key(number: str) -> str:
    """What two spellings of one number share; empty where there is none."""
    return "".join(number.split()).upper()


def is_same_number(one: str, other: str) -> bool:
    """Whether both name the same parcel; nothing is never the same."""
    return bool(number_key(one)) and number_key(one) == number_key(other)
