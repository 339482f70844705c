"""What a resolver may ask about the call it serves: the shop, the scopes, the raw variables."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from graphql import GraphQLError, VariableNode
from graphql.utilities import value_from_ast_untyped

from desktop.sandbox.shopify.registry import Info
from desktop.sandbox.shopify.shop import Shop

GID = re.compile(r"gid://shopify/(\w+)/(\d+)(?:\?.*)?$")
SCOPE_PAGE = "https://shopify.dev/api/usage/access-scopes"


@dataclass(slots=True)
class Call:
    """One GraphQL request on its way."""

    shop: Shop
    variables: Mapping[str, Any]
    scopes: frozenset[str]
    searches: list[dict[str, Any]] = field(default_factory=list)


def call_of(info: Info) -> Call:
    """The call that a resolver serves."""
    return cast(Call, info.context)


def shop_of(info: Info) -> Shop:
    """The shop that a resolver answers for."""
    return call_of(info).shop


def require(info: Info, *any_of: str) -> None:
    """Refuse the field unless one of the scopes is granted. Raises GraphQLError."""
    if not call_of(info).scopes.isdisjoint(any_of):
        return
    named = [f"`{scope}` access scope" for scope in any_of]
    needed = " or ".join(filter(None, (", ".join(named[:-1]), named[-1]))) + "."
    raise GraphQLError(
        f"Access denied for {info.field_name} field. Required access: {needed}",
        extensions={
            "code": "ACCESS_DENIED",
            "documentation": SCOPE_PAGE,
            "requiredAccess": needed,
        },
    )


def number_of(global_id: str, kind: str) -> int | None:
    """The number in a global ID of that kind; None where it is of another kind.

    Raises GraphQLError where the text is no global ID at all.
    """
    found = GID.match(global_id)
    if not found:
        raise GraphQLError(
            f"Invalid global id '{global_id}'", extensions={"code": "INVALID_VARIABLE"}
        )
    return int(found[2]) if found[1] == kind else None


def as_received(info: Info, argument: str) -> Any:
    """An argument of the field just as the request carried it, before any default."""
    for node in info.field_nodes[0].arguments or ():
        if node.name.value == argument:
            if isinstance(node.value, VariableNode):
                return call_of(info).variables.get(node.value.name.value)
            return value_from_ast_untyped(node.value, dict(call_of(info).variables))
    return None


def need_idempotency_key(info: Info) -> str:
    """The key of `@idempotent(key:)` on this field, for mutations that cannot go without.

    Raises GraphQLError where it is missing or blank.
    """
    for directive in info.field_nodes[0].directives or ():
        if directive.name.value == "idempotent":
            for node in directive.arguments or ():
                if isinstance(node.value, VariableNode):
                    key = call_of(info).variables.get(node.value.name.value)
                else:
                    key = value_from_ast_untyped(node.value)
                if isinstance(key, str) and key.strip():
                    return key
    raise GraphQLError(
        f"The @idempotent directive with a key is required for {info.field_name}.",
        extensions={"code": "BAD_REQUEST"},
    )
