"""The house rules as pure functions: from a file's text to the complaints about it.

`test_house_rules.py` holds the program to them, and each of them to a text that breaks it.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

FILE_LINES = 400
FUNCTION_LINES = 40
CLASS_LINES = 250
BANNED_WORDS = frozenset("util utils helper helpers manager managers common".split())

# A package, and where in the program it may be imported.
PLACES: dict[str, tuple[str, ...]] = {
    "requests": ("desktop/channels/",),
    "urllib3": ("desktop/channels/",),
    "truststore": ("desktop/channels/",),
    "keyring": ("desktop/credentials.py",),
    "apscheduler": ("desktop/sync/schedule.py",),
    "peewee": ("desktop/models/",),
    "playhouse": ("desktop/models/",),
    "sqlcipher3": ("desktop/models/",),
    "sqlite3": ("desktop/models/",),
    "PySide6": ("desktop/ui/", "desktop/app/"),
    "graphql": ("desktop/sandbox/",),
    "click": ("desktop/cli/",),
    "rich": ("desktop/cli/",),
}

_SQL = re.compile(
    r"\s*(SELECT\s.+\sFROM\s|INSERT\s+(OR\s+\w+\s+)?INTO\s|UPDATE\s+\w+\s+SET\s|DELETE\s+FROM\s"
    r"|CREATE\s+(TABLE|INDEX|TRIGGER)\s|PRAGMA\s)",
    re.DOTALL,
)
_LATER = re.compile(r"\b(TO" + r"DO|FIX" + r"ME)\b|#.*\bXX" + r"X\b")
_BARE_IGNORE = re.compile(r"#\s*type:\s*ignore(?!\[)")
_REGISTRY = re.compile(
    r"\b(py" + r"pi\.|python" + r"hosted\.|artif" + r"actory)|--(extra-)?index" + r"-url\s",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Source:
    """A Python file of the checkout: its path with forward slashes, and its text."""

    path: str
    text: str

    @property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def is_program(self) -> bool:
        return self.path.startswith("desktop/")


def sizes(source: Source) -> Iterator[str]:
    """Files, functions and classes stay small."""
    lines = source.text.count("\n")
    if lines > FILE_LINES:
        yield f"{source.path}: {lines} lines, {FILE_LINES} is the most"
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from _too_long(source, node, FUNCTION_LINES)
        if isinstance(node, ast.ClassDef):
            yield from _too_long(source, node, CLASS_LINES)


def _too_long(
    source: Source, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef, most: int
) -> Iterator[str]:
    lines = (node.end_lineno or node.lineno) - node.lineno + 1
    if lines > most:
        yield f"{source.path}:{node.lineno}: {node.name} has {lines} lines, {most} is the most"


def docstring(source: Source) -> Iterator[str]:
    """The first line of a module says what it is for."""
    if not source.text.strip():
        return
    said = ast.get_docstring(source.tree)
    first = (said or "").split("\n")[0]
    if len(first.split()) < (1 if source.path.endswith("/__init__.py") else 2):
        yield f"{source.path}: the first line does not say what the module is for"


def names(source: Source) -> Iterator[str]:
    """No module, class or function is called after nothing in particular."""
    given = [(1, part.removesuffix(".py")) for part in source.path.split("/")]
    for node in source.tree.body:  # methods are left out: some are named by what they extend
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            given.append((node.lineno, node.name))
    for line, name in given:
        if BANNED_WORDS & {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+", name)}:
            yield f"{source.path}:{line}: {name} says nothing about what it is"


def calls(source: Source) -> Iterator[str]:
    """What stops a thread, opens a hole or prints where nobody reads has no place."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call):
            banned = _banned_call(node, source)
            if banned:
                yield f"{source.path}:{node.lineno}: {banned}"
        if isinstance(node, ast.ImportFrom) and (node.module, "sleep") in [
            ("time", alias.name) for alias in node.names
        ]:
            yield f"{source.path}:{node.lineno}: time.sleep"


def _banned_call(node: ast.Call, source: Source) -> str:
    called = ast.unparse(node.func)
    if called in ("eval", "exec", "time.sleep"):
        return called
    if called == "print" and not source.path.startswith("desktop/cli/"):
        return "print"
    if called.endswith((".exec", ".exec_")):
        return ".exec() blocks the window; use open()"
    for keyword in node.keywords:
        if keyword.arg == "verify" and ast.unparse(keyword.value) == "False":
            return "verify=False"
    return ""


def control(source: Source) -> Iterator[str]:
    """No swallowed errors, no asserts that decide, nothing left unwritten."""
    for node in ast.walk(source.tree):
        where = f"{source.path}:{getattr(node, 'lineno', 0)}"
        if isinstance(node, ast.Assert):
            yield f"{where}: assert vanishes under -O; raise an error"
        if isinstance(node, ast.ExceptHandler):
            if node.type is None:
                yield f"{where}: bare except"
            elif ast.unparse(node.type) in ("Exception", "BaseException") and _is_idle(node.body):
                yield f"{where}: every error is swallowed"
        if isinstance(node, ast.Name) and node.id == "NotImplementedError":
            yield f"{where}: NotImplementedError"


def _is_idle(body: list[ast.stmt]) -> bool:
    return all(
        isinstance(each, ast.Pass | ast.Continue)
        or (isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant))
        for each in body
    )


def comments(source: Source) -> Iterator[str]:
    """Nothing is left for later in a comment, and no type error is waved through unnamed."""
    for number, line in enumerate(source.text.split("\n"), 1):
        if _LATER.search(line):
            yield f"{source.path}:{number}: work left for later"
        if _BARE_IGNORE.search(line):
            yield f"{source.path}:{number}: name the error code that is ignored"


def imports(source: Source) -> Iterator[str]:
    """Each outside package has its one place."""
    for node in ast.walk(source.tree):
        for module in _imported(node):
            package = module.split(".")[0]
            places = PLACES.get(package)
            if places is not None and not source.path.startswith(places):
                line = getattr(node, "lineno", 0)
                yield f"{source.path}:{line}: {package} belongs in {' and '.join(places)}"


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.level == 0:
        return [node.module or ""]
    return []


def sql(source: Source) -> Iterator[str]:
    """SQL is written in models only."""
    if source.path.startswith("desktop/models/"):
        return
    for node in ast.walk(source.tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and _SQL.match(node.value)
        ):
            yield f"{source.path}:{node.lineno}: SQL belongs in desktop/models/"


def chained(source: Source) -> Iterator[str]:
    """`1 < Order.total < 5` silently keeps one half on a peewee field; use .between()."""
    if not source.path.startswith("desktop/models/"):
        return
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.Compare) or len(node.ops) == 1:
            continue
        if any(isinstance(each, ast.Attribute) for each in [node.left, *node.comparators]):
            yield f"{source.path}:{node.lineno}: chained comparison on a field"


def machine(path: str, text: str, places: tuple[str, ...]) -> Iterator[str]:
    """No tracked file names a folder of this computer or the host of a package registry."""
    for number, line in enumerate(text.split("\n"), 1):
        if any(place in line for place in places):
            yield f"{path}:{number}: a path of one computer"
        if _REGISTRY.search(line):
            yield f"{path}:{number}: a package registry"


FOR_ALL = (sizes, docstring, names, comments)
FOR_THE_PROGRAM = (calls, control, imports, sql, chained)


def verbs_missing(readme: str, verbs: list[str]) -> list[str]:
    """The command line's verbs that the README does not name."""
    return [verb for verb in verbs if not re.search(rf"`(crossdock )?{re.escape(verb)}\b", readme)]
