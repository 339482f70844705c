"""The schema that this shop executes: the .graphql files beside this one, and what they spare."""

import re
from functools import cache
from importlib import import_module, resources

import graphql
from graphql import GraphQLSchema, build_schema

from desktop.sandbox.shopify.iso import enums_sdl
from desktop.sandbox.shopify.registry import attach_resolvers
from desktop.sandbox.shopify.scalars import equip_scalars

RESOLVER_FILES = (
    "answer_shop",
    "answer_products",
    "answer_orders",
    "answer_order_parts",
    "answer_metafields",
    "answer_tags",
    "answer_packing",
    "answer_fulfillments",
    "answer_refunds",
    "answer_cancel",
    "order_create",
)


def _connections_sdl(text: str) -> str:
    """Every `XConnection` that is mentioned, with its edge, in the service's one form."""
    names = sorted(set(re.findall(r"\b(\w+)Connection!", text)))
    return "".join(
        f"type {name}Connection {{ edges: [{name}Edge!]! nodes: [{name}!]! pageInfo: PageInfo! }}\n"
        f"type {name}Edge {{ cursor: String! node: {name}! }}\n"
        for name in names
    )


@cache
def schema_text() -> str:
    """The whole schema in the schema language."""
    folder = resources.files(__package__)
    files = sorted(
        (entry for entry in folder.iterdir() if entry.name.endswith(".graphql")),
        key=lambda entry: entry.name,
    )
    text = "\n".join(entry.read_text(encoding="utf-8") for entry in files)
    one_of = "" if hasattr(graphql, "GraphQLOneOfDirective") else "directive @oneOf on INPUT_OBJECT"
    return f"{text}\n{_connections_sdl(text)}\n{enums_sdl()}\n{one_of}\n"


@cache
def one_branch_inputs() -> frozenset[str]:
    """The input objects of which exactly one field must be given (@oneOf)."""
    return frozenset(re.findall(r"\binput (\w+) @oneOf", schema_text()))


@cache
def shop_schema() -> GraphQLSchema:
    """The executable schema; it holds no state, so one serves every shop."""
    schema = build_schema(schema_text(), no_location=True)
    for name in RESOLVER_FILES:
        import_module(f"{__package__}.{name}")
    equip_scalars(schema)
    attach_resolvers(schema)
    return schema
