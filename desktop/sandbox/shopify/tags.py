"""An order's tags: trimmed, each once whatever its capitals, in alphabetical order."""

from collections.abc import Iterable

MOST_TAGS = 250
LONGEST_TAG = 40


def tidy(tags: Iterable[str]) -> list[str]:
    """As the service keeps them."""
    kept: dict[str, str] = {}
    for text in tags:
        for tag in text.split(","):
            if tag.strip():
                kept.setdefault(tag.strip().casefold(), tag.strip())
    return sorted(kept.values(), key=str.casefold)


def tag_problems(tags: list[str]) -> list[str]:
    """What is wrong with a whole set of tags."""
    found = []
    if len(tags) > MOST_TAGS:
        found.append(f"Tags exceed the maximum of {MOST_TAGS}")
    found += [
        f"Tag exceeds the maximum length of {LONGEST_TAG} characters"
        for tag in tags
        if len(tag) > LONGEST_TAG
    ][:1]
    return found
