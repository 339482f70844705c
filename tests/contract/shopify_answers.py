"""Requests and answers of Shopify's GraphQL against the whole schema.

A request: the document validates, and its variables fit their types. An answer: walked with the
document, each selected field there and of the schema's type, nothing else, enums known.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLAbstractType,
    GraphQLEnumType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    build_schema,
    is_abstract_type,
    parse,
    specified_rules,
    validate,
)
from graphql.execution.values import get_variable_values
from graphql.validation import NoDeprecatedCustomRule

from tests.contract.shopify_scalars import LOOKS, be_strict

__all__ = ["Walk", "answer_errors", "request_errors", "whole_schema"]


@cache
def whole_schema(path: Path) -> GraphQLSchema:
    """Shopify's schema, with scalars that look at their values."""
    text = path.read_text(encoding="utf-8")
    return be_strict(build_schema(text, assume_valid=True, assume_valid_sdl=True, no_location=True))


@cache
def _document(path: Path, text: str) -> tuple[DocumentNode, tuple[str, ...]]:
    document = parse(text)
    rules = [*specified_rules, NoDeprecatedCustomRule]
    wrong = validate(whole_schema(path), document, rules)
    return document, tuple(error.message for error in wrong)


def _operation(document: DocumentNode) -> OperationDefinitionNode:
    (found,) = (n for n in document.definitions if isinstance(n, OperationDefinitionNode))
    return found


def request_errors(path: Path, body: Mapping[str, Any]) -> list[str]:
    """What is wrong with a request's body."""
    document, wrong = _document(path, body["query"])
    operation = _operation(document)
    given = body.get("variables") or {}
    declared = {one.variable.name.value for one in operation.variable_definitions or ()}
    errors = [*wrong, *(f"${name} is not declared" for name in given.keys() - declared)]
    coerced = get_variable_values(
        whole_schema(path), tuple(operation.variable_definitions or ()), dict(given)
    )
    if isinstance(coerced, list):
        errors += [error.message for error in coerced]
    return errors


def answer_errors(path: Path, body: Mapping[str, Any], answer: Mapping[str, Any]) -> list[str]:
    """What is wrong with the answer to that request."""
    allowed = {"data", "errors", "extensions"}
    wrong = [f"{name} has no place in an answer" for name in answer.keys() - allowed]
    for error in answer.get("errors", ()):
        if not isinstance(error.get("message"), str):
            wrong.append("an error without a message")
    data = answer.get("data")
    if data is None:
        return wrong if answer.get("errors") else [*wrong, "neither data nor errors"]
    schema = whole_schema(path)
    document, _ = _document(path, body["query"])
    operation = _operation(document)
    root = schema.get_root_type(operation.operation)
    assert root is not None
    walk = Walk(schema, document)
    return wrong + list(walk.object(root, [operation.selection_set], data, ""))


@dataclass
class Walk:
    """Goes through the data of an answer beside the document that asked for it.

    No document of ours has @skip or @include; a field that one of them leaves out would be missed.
    """

    schema: GraphQLSchema
    document: DocumentNode

    def object(
        self, kind: GraphQLObjectType, asked: list[SelectionSetNode], data: Any, at: str
    ) -> Iterator[str]:
        """The fields of one object."""
        if not isinstance(data, dict):
            yield f"{at}: {data!r} is no {kind.name}"
            return
        fields: dict[str, list[FieldNode]] = {}
        for selections in asked:
            self._collect(kind, selections, fields)
        yield from (f"{at}.{name} was not asked for" for name in data.keys() - fields.keys())
        for name, nodes in fields.items():
            if name not in data:
                yield f"{at}.{name} is missing"
            elif nodes[0].name.value == "__typename":
                if data[name] != kind.name:
                    yield f"{at}.{name}: {data[name]!r} is not {kind.name}"
            else:
                field = kind.fields[nodes[0].name.value]
                yield from self._value(field.type, nodes, data[name], f"{at}.{name}")

    def _value(self, kind: Any, nodes: list[FieldNode], value: Any, at: str) -> Iterator[str]:
        if isinstance(kind, GraphQLNonNull):
            if value is None:
                yield f"{at} is null, and may not be"
                return
            kind = kind.of_type
        if value is None:
            return
        if isinstance(kind, GraphQLList):
            if not isinstance(value, list):
                yield f"{at}: {value!r} is no list"
                return
            for number, one in enumerate(value):
                yield from self._value(kind.of_type, nodes, one, f"{at}[{number}]")
        elif isinstance(kind, GraphQLObjectType) or is_abstract_type(kind):
            inner = [node.selection_set for node in nodes if node.selection_set is not None]
            yield from self.object(self._runtime(kind, value), inner, value, at)
        elif isinstance(kind, GraphQLEnumType):
            if value not in kind.values:
                yield f"{at}: {value!r} is none of {kind.name}"
        elif not LOOKS[kind.name](value):
            yield f"{at}: {value!r} is no {kind.name}"

    def _runtime(
        self, kind: GraphQLObjectType | GraphQLAbstractType, value: Any
    ) -> GraphQLObjectType:
        """The type of the object behind an interface: by its name, or by its global ID."""
        if isinstance(kind, GraphQLObjectType):
            return kind
        told = value if isinstance(value, dict) else {}
        name = told.get("__typename") or "".join(str(told.get("id", "")).split("/")[3:4])
        found = self.schema.type_map.get(name)
        if isinstance(found, GraphQLObjectType) and self.schema.is_sub_type(kind, found):
            return found
        return self.schema.get_possible_types(kind)[0]

    def _collect(
        self,
        kind: GraphQLObjectType,
        selections: SelectionSetNode,
        fields: dict[str, list[FieldNode]],
    ) -> None:
        for node in selections.selections:
            if isinstance(node, FieldNode):
                key = node.alias.value if node.alias else node.name.value
                fields.setdefault(key, []).append(node)
            elif isinstance(node, InlineFragmentNode):
                condition = node.type_condition
                if condition is None or self._fits(kind, condition.name.value):
                    self._collect(kind, node.selection_set, fields)
            elif isinstance(node, FragmentSpreadNode):
                fragment = self._fragment(node.name.value)
                if self._fits(kind, fragment.type_condition.name.value):
                    self._collect(kind, fragment.selection_set, fields)

    def _fragment(self, name: str) -> FragmentDefinitionNode:
        return next(
            one
            for one in self.document.definitions
            if isinstance(one, FragmentDefinitionNode) and one.name.value == name
        )

    def _fits(self, kind: GraphQLObjectType, name: str) -> bool:
        wanted = self.schema.type_map[name]
        return wanted is kind or (
            is_abstract_type(wanted) and self.schema.is_sub_type(wanted, kind)
        )
