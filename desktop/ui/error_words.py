"""Any error in words: what is wrong, why, what to do; and whether it is a bug of ours."""

from dataclasses import dataclass

from desktop.errors import (
    AccountProblem,
    CrossdockError,
    NeedsPerson,
    OutcomeUnknown,
    ProfileProblem,
    TryLater,
)


@dataclass(frozen=True, slots=True)
class Words:
    """What a person is told."""

    title: str
    cause: str = ""
    cure: str = ""
    code: str = ""

    @property
    def text(self) -> str:
        """Cause and cure in one paragraph."""
        return f"{self.cause} {self.cure}".strip()


def words_of(error: Exception) -> Words:
    """Title, cause and cure of an error; a bug's own text is never shown."""
    if isinstance(error, NeedsPerson | AccountProblem | ProfileProblem):
        return Words(error.title, error.cause, error.cure, error.code)
    if isinstance(error, TryLater | OutcomeUnknown):
        cure = "Check the network, then try again." if isinstance(error, TryLater) else ""
        return Words("That could not be done now.", _sentence(error.why), cure, "later")
    if all(hasattr(error, name) for name in ("field", "problem", "cure")):
        return _bad_input(error)
    if isinstance(error, ValueError | OSError | CrossdockError):
        return Words("That cannot be done.", _sentence(str(error)), "", "refused")
    return Words(
        "Something went wrong inside Crossdock.",
        "Your orders are safe; what was under way is looked up before it goes on.",
        "The report tells what happened, without personal data.",
        "bug",
    )


def is_bug(error: Exception) -> bool:
    """Whether nobody but us can mend it."""
    if isinstance(error, CrossdockError) or hasattr(error, "problem"):
        return False
    return not isinstance(error, OSError)


def _bad_input(error: Exception) -> Words:
    field, problem = str(getattr(error, "field", "")), str(getattr(error, "problem", ""))
    is_whole = field.isupper() or field.startswith("-") or problem[:1].isupper()
    title = problem if is_whole else f"{field} {problem}"
    return Words(_sentence(title), "", str(getattr(error, "cure", "")), "bad_input")


def _sentence(text: str) -> str:
    shown = text.strip()
    if not shown:
        return ""
    return f"{shown[0].upper()}{shown[1:]}{'' if shown[-1] in '.!?…:' else '.'}"
