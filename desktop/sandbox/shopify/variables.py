"""Are the variables of a request what the operation says? Every problem with its path, as the
service reports them (INVALID_VARIABLE), and no list longer than it takes."""

from collections.abc import Mapping
from typing import Any

from graphql import (
    DocumentNode,
    GraphQLEnumType,
    GraphQLError,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLScalarType,
    GraphQLSchema,
    OperationDefinitionNode,
    is_input_type,
    is_required_input_field,
    print_ast,
    type_from_ast,
)

from desktop.sandbox.shopify.call import GID
from desktop.sandbox.shopify.schema import one_branch_inputs

MOST_ITEMS = 250
Problem = dict[str, Any]
Path = tuple[str | int, ...]


class _Checker:
    """Walks one value beside its type."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.too_long: list[tuple[Path, int]] = []

    def bad(self, path: Path, explanation: str) -> None:
        self.problems.append({"path": list(path), "explanation": explanation})

    def check(self, value: Any, kind: GraphQLInputType, path: Path) -> None:
        if isinstance(kind, GraphQLNonNull):
            if value is None:
                self.bad(path, "Expected value to not be null")
            else:
                self.check(value, kind.of_type, path)
        elif value is None:
            return
        elif isinstance(kind, GraphQLList):
            self._items(value, kind, path)
        elif isinstance(kind, GraphQLInputObjectType):
            self._fields(value, kind, path)
        elif isinstance(kind, GraphQLEnumType):
            if not isinstance(value, str) or value not in kind.values:
                allowed = ", ".join(kind.values)
                self.bad(path, f'Expected "{value}" to be one of: {allowed}')
        elif isinstance(kind, GraphQLScalarType):
            self._scalar(value, kind, path)

    def _items(self, value: Any, kind: GraphQLList[Any], path: Path) -> None:
        items = value if isinstance(value, list) else [value]
        if len(items) > MOST_ITEMS:
            self.too_long.append((path, len(items)))
            return
        for place, item in enumerate(items):
            self.check(item, kind.of_type, (*path, place))

    def _fields(self, value: Any, kind: GraphQLInputObjectType, path: Path) -> None:
        if not isinstance(value, dict):
            self.bad(path, f"Expected value to be a {kind.name} object")
            return
        for name in value:
            if name not in kind.fields:
                self.bad((*path, name), f"Field is not defined on {kind.name}")
        for name, field in kind.fields.items():
            if name in value:
                self.check(value[name], field.type, (*path, name))
            elif is_required_input_field(field):
                self.bad((*path, name), "Expected value to not be null")
        if kind.name in one_branch_inputs() and (len(value) != 1 or None in value.values()):
            self.bad(path, f"'{kind.name}' requires exactly one argument, but {len(value)} given.")

    def _scalar(self, value: Any, kind: GraphQLScalarType, path: Path) -> None:
        try:
            kind.parse_value(value)
        except GraphQLError:
            self.bad(path, f"Could not coerce value {value!r} to {kind.name}")
            return
        if kind.name == "ID" and not GID.match(str(value)):
            self.bad(path, f"Invalid global id '{value}'")


def _chosen(document: DocumentNode, name: str | None) -> OperationDefinitionNode | None:
    found = [d for d in document.definitions if isinstance(d, OperationDefinitionNode)]
    if name:
        found = [d for d in found if d.name is not None and d.name.value == name]
    return found[0] if len(found) == 1 else None


def operation_of(document: DocumentNode, name: str | None) -> OperationDefinitionNode | None:
    """The operation that is meant; None where the name fits none or several."""
    return _chosen(document, name)


def variable_errors(
    schema: GraphQLSchema, operation: OperationDefinitionNode, given: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """The errors of an answer for variables that do not fit; empty where all do."""
    errors = []
    for definition in operation.variable_definitions or ():
        name = definition.variable.name.value
        kind = type_from_ast(schema, definition.type)
        if not is_input_type(kind):
            continue
        checker = _Checker()
        if name in given or definition.default_value is None:
            checker.check(given.get(name), kind, ())
        written = print_ast(definition.type)
        for path, size in checker.too_long:
            errors.append(_too_long((name, *path), size))
        if checker.problems:
            errors.append(_invalid(name, written, given.get(name), checker.problems))
    return errors


def _invalid(name: str, kind: str, value: Any, problems: list[Problem]) -> dict[str, Any]:
    details = ", ".join(
        f"{p['explanation']}"
        if not p["path"]
        else f"{'.'.join(str(step) for step in p['path'])} ({p['explanation']})"
        for p in problems[:5]
    )
    return {
        "message": f"Variable ${name} of type {kind} was provided invalid value for {details}",
        "extensions": {"code": "INVALID_VARIABLE", "value": value, "problems": problems},
    }


def _too_long(path: Path, size: int) -> dict[str, Any]:
    return {
        "message": f"The input array size of {size} is greater than the maximum allowed of"
        f" {MOST_ITEMS}.",
        "path": [str(step) for step in path],
        "extensions": {"code": "MAX_INPUT_SIZE_EXCEEDED"},
    }
