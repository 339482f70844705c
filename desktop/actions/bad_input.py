"""What a person typed cannot be used: which field, what is wrong, and what would be right."""


class BadInput(ValueError):
    """A value that was given cannot be used. Never names a secret's value."""

    def __init__(self, field: str, problem: str, cure: str) -> None:
        super().__init__(f"{field}: {problem} {cure}")
        self.field = field
        self.problem = problem
        self.cure = cure
