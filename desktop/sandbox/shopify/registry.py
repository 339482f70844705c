"""Which function answers which field. A new area of the API is a new file of such functions."""

import re
from collections.abc import Callable
from typing import Any

from graphql import GraphQLObjectType, GraphQLResolveInfo, GraphQLSchema

Resolver = Callable[..., Any]
Info = GraphQLResolveInfo
_RESOLVERS: dict[tuple[str, str], Resolver] = {}


def resolves(type_name: str, *field_names: str) -> Callable[[Resolver], Resolver]:
    """Mark a function `(source, info, **arguments)` as the answer to these fields of a type."""

    def mark(function: Resolver) -> Resolver:
        for name in field_names:
            if (type_name, name) in _RESOLVERS:
                raise ValueError(f"{type_name}.{name} is resolved already")
            _RESOLVERS[type_name, name] = function
        return function

    return mark


def snake(name: str) -> str:
    """legacyResourceId → legacy_resource_id: records carry a field under this name."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def _from_record(attribute: str, name: str) -> Resolver:
    def resolve(source: Any, _info: Info, **_arguments: Any) -> Any:
        if isinstance(source, dict):
            return source.get(name)
        return getattr(source, attribute)

    return resolve


def _type_of(value: Any, _info: Any, _abstract: Any) -> str:
    return str(value["__typename"] if isinstance(value, dict) else value.typename)


def attach_resolvers(schema: GraphQLSchema) -> None:
    """Put a resolver on every field: the marked one, or the record's own attribute."""
    for type_name, kind in schema.type_map.items():
        if isinstance(kind, GraphQLObjectType) and not type_name.startswith("__"):
            for name, field in kind.fields.items():
                own = _RESOLVERS.get((type_name, name))
                field.resolve = own or _from_record(snake(name), name)
        elif hasattr(kind, "resolve_type"):
            kind.resolve_type = _type_of
    for type_name, name in _RESOLVERS:
        owner = schema.type_map[type_name]
        if not isinstance(owner, GraphQLObjectType) or name not in owner.fields:
            raise ValueError(f"{type_name}.{name} is resolved, but not in the schema")
