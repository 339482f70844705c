"""What an operation costs, and the bucket it is paid from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    IntValueNode,
    ListValueNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    VariableNode,
)

MUTATION_COST = 10
MOST_FOR_ONE = 1000
_SIZED_BY = ("first", "last")


class _Estimate:
    """Scalars are free, an object costs 1, lists are taken at their full asked size."""

    def __init__(self, document: DocumentNode, variables: Mapping[str, Any]) -> None:
        self.variables = variables
        self.fragments = {
            d.name.value: d.selection_set
            for d in document.definitions
            if isinstance(d, FragmentDefinitionNode)
        }

    def of_set(self, selection: SelectionSetNode | None, depth: int = 0) -> int:
        if selection is None or depth > 50:
            return 0
        total = 0
        for node in selection.selections:
            if isinstance(node, FieldNode):
                total += self.of_field(node, depth)
            elif isinstance(node, InlineFragmentNode):
                total += self.of_set(node.selection_set, depth + 1)
            elif isinstance(node, FragmentSpreadNode):
                total += self.of_set(self.fragments.get(node.name.value), depth + 1)
        return total

    def of_field(self, node: FieldNode, depth: int) -> int:
        if node.selection_set is None:
            return 0
        size = self._size(node)
        if size is None:
            return 1 + self.of_set(node.selection_set, depth + 1)
        connection, items = 0, 0
        for inner in self._fields(node.selection_set, depth):
            if inner.name.value == "pageInfo":
                connection += 1
            elif inner.name.value in ("nodes", "edges"):
                connection = max(connection, 1)
                items += self._inside(inner, depth)
        if not items:
            items = 1 + self.of_set(node.selection_set, depth + 1)
        return connection + size * items

    def _fields(self, selection: SelectionSetNode | None, depth: int) -> Iterator[FieldNode]:
        """The fields of a selection, those of its fragments too."""
        for node in selection.selections if selection and depth <= 50 else ():
            if isinstance(node, FieldNode):
                yield node
            elif isinstance(node, InlineFragmentNode):
                yield from self._fields(node.selection_set, depth + 1)
            elif isinstance(node, FragmentSpreadNode):
                yield from self._fields(self.fragments.get(node.name.value), depth + 1)

    def _inside(self, node: FieldNode, depth: int) -> int:
        if node.name.value == "edges" and node.selection_set is not None:
            return max(1, self.of_set(node.selection_set, depth + 1))
        return 1 + self.of_set(node.selection_set, depth + 1)

    def _size(self, node: FieldNode) -> int | None:
        for argument in node.arguments or ():
            name, value = argument.name.value, argument.value
            found = (
                self.variables.get(value.name.value) if isinstance(value, VariableNode) else None
            )
            if name in _SIZED_BY:
                if isinstance(value, IntValueNode):
                    return int(value.value)
                if isinstance(found, int):
                    return found
            if name == "ids":
                if isinstance(value, ListValueNode):
                    return len(value.values)
                if isinstance(found, list):
                    return len(found)
        return None


def requested_cost(
    document: DocumentNode, operation: OperationDefinitionNode, variables: Mapping[str, Any]
) -> int:
    """The worst case that is reserved before an operation runs."""
    own = MUTATION_COST if operation.operation is OperationType.MUTATION else 0
    estimate = _Estimate(document, variables).of_set(operation.selection_set)
    return max(1, own + estimate - (1 if own else 0))


def actual_cost(operation: OperationDefinitionNode, data: Any, requested: int) -> int:
    """What is taken in the end: the objects that came back, never more than was reserved."""
    own = MUTATION_COST if operation.operation is OperationType.MUTATION else 0
    return min(requested, max(1, own + _objects(data) - 1 - (1 if own else 0)))


def _objects(value: Any) -> int:
    if isinstance(value, dict):
        return 1 + sum(_objects(entry) for entry in value.values())
    if isinstance(value, list):
        return sum(_objects(entry) for entry in value)
    return 0


@dataclass(slots=True)
class Bucket:
    """The points of one shop. `level` is what was there at `at` (UTC seconds)."""

    level: float
    at: float

    def refill(self, now: float, size: float, rate: float) -> float:
        """Let time pass and say what is there now; rate in points a second here."""
        self.level = min(size, self.level + max(0.0, now - self.at) * rate)
        self.at = now
        return self.level

    def take(self, cost: float) -> None:
        """Pay."""
        self.level = max(0.0, self.level - cost)
