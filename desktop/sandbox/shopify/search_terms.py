"""The service's search language, read into a tree: terms, AND, OR, NOT and parentheses."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """`field:>=value`; without a field it is a phrase. `prefix` stands for a `*` at the end."""

    field: str
    comparator: str
    value: str
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Not:
    """What the inner part does not match."""

    inner: "Node"


@dataclass(frozen=True, slots=True)
class Both:
    """Every part must match; no part matches everything."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Either:
    """One part must match."""

    parts: tuple["Node", ...]


Node = Term | Not | Both | Either
_FIELD = re.compile(r"([A-Za-z_][\w.\-]*):(>=|<=|>|<)?")


class _Reader:
    """One pass over the text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def skip_space(self) -> None:
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1

    def done(self) -> bool:
        self.skip_space()
        return self.at >= len(self.text)

    def takes(self, token: str) -> bool:
        """Whether that token stands here; it is consumed if so. Words must end there."""
        self.skip_space()
        end = self.at + len(token)
        if self.text[self.at : end] != token:
            return False
        if token.isalpha() and end < len(self.text) and self.text[end] not in " \t\r\n()":
            return False
        self.at = end
        return True

    def value(self) -> tuple[str, bool]:
        """A quoted or bare value, unescaped, and whether it ends with an open `*`."""
        quote = self.text[self.at] if self.text[self.at : self.at + 1] in ("'", '"') else ""
        self.at += len(quote)
        letters: list[str] = []
        prefix = False
        while self.at < len(self.text):
            letter = self.text[self.at]
            self.at += 1
            if letter == "\\" and self.at < len(self.text):
                letters.append(self.text[self.at])
                self.at += 1
                prefix = False
                continue
            if quote and letter == quote:
                break
            if not quote and (letter.isspace() or letter in "()"):
                self.at -= 1
                break
            letters.append(letter)
            prefix = letter == "*"
        text = "".join(letters)
        return (text[:-1], True) if prefix else (text, False)

    def term(self) -> Term:
        self.skip_space()
        found = _FIELD.match(self.text, self.at)
        if found:
            self.at = found.end()
            self.skip_space()
        value, prefix = self.value()
        field, comparator = (found[1].lower(), found[2] or "") if found else ("", "")
        return Term(field, comparator, value, prefix)

    def one(self) -> Node:
        if self.takes("NOT") or self.takes("-"):
            return Not(self.one())
        if self.takes("("):
            inner = self.either()
            self.takes(")")
            return inner
        return self.term()

    def both(self) -> Node:
        parts: list[Node] = []
        while not self.done() and self.text[self.at] != ")":
            start = self.at
            if self.takes("OR"):
                self.at = start
                break
            if not self.takes("AND"):
                parts.append(self.one())
        return parts[0] if len(parts) == 1 else Both(tuple(parts))

    def either(self) -> Node:
        parts = [self.both()]
        while self.takes("OR"):
            parts.append(self.both())
        return parts[0] if len(parts) == 1 else Either(tuple(parts))


def parse_search(text: str) -> Node:
    """The tree of a search text. Nothing is refused: a stray parenthesis is passed over."""
    reader = _Reader(text)
    parts = [reader.either()]
    while not reader.done():
        reader.at += 1
        if not reader.done():
            parts.append(reader.either())
    return parts[0] if len(parts) == 1 else Both(tuple(parts))


def terms_of(node: Node) -> tuple[Term, ...]:
    """Every term in a tree, in reading order."""
    if isinstance(node, Term):
        return (node,)
    if isinstance(node, Not):
        return terms_of(node.inner)
    return tuple(term for part in node.parts for term in terms_of(part))
