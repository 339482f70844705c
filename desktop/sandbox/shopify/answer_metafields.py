"""Answers about metafields and their definitions, and the two mutations that write them."""

import hashlib
import json
from typing import Any

from desktop.sandbox.shopify.call import require, shop_of
from desktop.sandbox.shopify.metafield_rules import (
    known_type,
    place_problem,
    resolve_type,
    taken_by_other,
    value_problem,
)
from desktop.sandbox.shopify.paging import Row, connect
from desktop.sandbox.shopify.records import Definition, Metafield, Order
from desktop.sandbox.shopify.refusals import Refusals
from desktop.sandbox.shopify.registry import Info, resolves
from desktop.sandbox.shopify.shop import Shop

_MOST_AT_ONCE = 25


def _owner_id(source: Any) -> str:
    return str(source["id"]) if isinstance(source, dict) else str(source.id)


@resolves("Shop", "metafield")
@resolves("Order", "metafield")
def metafield(source: Any, info: Info, *, key: str, namespace: str | None = None) -> Any:
    """One metafield of an owner."""
    if namespace is None:
        namespace, _, key = key.rpartition(".")
    return shop_of(info).metafields.get((_owner_id(source), namespace, key))


@resolves("Shop", "metafields")
@resolves("Order", "metafields")
def metafields(
    source: Any,
    info: Info,
    *,
    keys: list[str] | None = None,
    namespace: str | None = None,
    **page: Any,
) -> dict[str, Any]:
    """The metafields of an owner."""
    rows = [
        Row(field.legacy_resource_id, field.legacy_resource_id, field)
        for field in shop_of(info).metafields_of(_owner_id(source))
        if (namespace is None or field.namespace == namespace)
        and (keys is None or f"{field.namespace}.{field.key}" in keys)
    ]
    return connect(rows, **page)


def digest(field: Metafield) -> str:
    """What changes whenever the value does."""
    text = f"{field.value}\0{field.type}\0{field.updated_at}"
    return hashlib.sha256(text.encode()).hexdigest()


@resolves("Metafield", "compareDigest")
def compare_digest(source: Metafield, _info: Info) -> str:
    """The digest to send with a conditional write."""
    return digest(source)


@resolves("Metafield", "jsonValue")
def json_value(source: Metafield, _info: Info) -> Any:
    """The value as JSON where its type is one, else the text."""
    return json.loads(source.value) if source.type == "json" else source.value


@resolves("Metafield", "definition")
def metafield_definition(source: Metafield, info: Info) -> Definition | None:
    """The definition it follows."""
    return shop_of(info).definition(source.owner_type, source.namespace, source.key)


@resolves("MetafieldDefinition", "type")
def definition_type(source: Definition, _info: Info) -> dict[str, str]:
    """The type by its name."""
    return {"name": source.kind, "category": "ID" if source.kind == "id" else "TEXT"}


@resolves("MetafieldDefinition", "capabilities")
def capabilities(source: Definition, _info: Info) -> dict[str, Any]:
    """What the definition can do."""
    return {
        "uniqueValues": {"enabled": source.unique, "eligible": True},
        "adminFilterable": {"enabled": False, "eligible": True},
    }


@resolves("QueryRoot", "metafieldDefinitions")
def metafield_definitions(
    _root: Any,
    info: Info,
    *,
    ownerType: str,  # noqa: N803
    namespace: str | None = None,
    key: str | None = None,
    sortKey: str | None = "ID",  # noqa: N803
    **page: Any,
) -> dict[str, Any]:
    """Definitions of an owner type."""
    for unused in ("pinnedStatus", "query"):
        page.pop(unused, None)
    rows = [
        Row(each.name if sortKey == "NAME" else number, number, each)
        for each in shop_of(info).definitions.values()
        for number in (each.legacy_resource_id,)
        if each.owner_type == ownerType
        and namespace in (None, each.namespace)
        and key in (None, each.key)
    ]
    return connect(rows, sort=sortKey or "ID", **page)


@resolves("Mutation", "metafieldDefinitionCreate")
def metafield_definition_create(
    _root: Any, info: Info, definition: dict[str, Any]
) -> dict[str, Any]:
    """Define a metafield. Those of type `id` hold unique values."""
    owner_type = definition["ownerType"]
    if owner_type == "ORDER":
        require(info, "write_orders")
    here = shop_of(info)
    namespace, key = definition.get("namespace") or "app--1", definition["key"]
    refusals = Refusals()
    problem = place_problem(namespace, key)
    if problem:
        refusals.add(("definition", problem[0]), problem[1], problem[2])
    if not known_type(definition["type"]):
        refusals.add(("definition", "type"), "Type name is not a valid type.", "INCLUSION")
    if not definition["name"].strip():
        refusals.add(("definition", "name"), "Name can't be blank.", "BLANK")
    if here.definition(owner_type, namespace, key) is not None:
        owners = owner_type.capitalize()
        message = f"Key is in use for {owners} metafields on the '{namespace}' namespace."
        refusals.add(("definition", "key"), message, "TAKEN")
    elif any(
        (f.owner_type, f.namespace, f.key) == (owner_type, namespace, key)
        for f in here.metafields.values()
    ):
        message = "Key is in use by metafields that have no definition."
        refusals.add(("definition", "key"), message, "UNSTRUCTURED_ALREADY_EXISTS")
    if refusals:
        return {"createdDefinition": None, "userErrors": refusals.errors}
    asked = ((definition.get("capabilities") or {}).get("uniqueValues") or {}).get("enabled")
    made = Definition(
        here.number("MetafieldDefinition"), definition["name"], namespace, key,
        definition["type"], owner_type, definition["type"] == "id" or bool(asked),
        definition.get("description"),
    )  # fmt: skip
    here.definitions[owner_type, namespace, key] = made
    return {"createdDefinition": made, "userErrors": []}


@resolves("Mutation", "metafieldsSet")
def metafields_set(_root: Any, info: Info, metafields: list[dict[str, Any]]) -> dict[str, Any]:
    """Write up to 25 metafields, all or none."""
    here = shop_of(info)
    refusals = Refusals()
    if len(metafields) > _MOST_AT_ONCE:
        message = f"Exceeded the maximum metafields input limit of {_MOST_AT_ONCE}."
        refusals.add(("metafields",), message, "LESS_THAN_OR_EQUAL_TO")
    writes = [
        _checked(info, here, given, ("metafields", place), refusals)
        for place, given in enumerate(metafields)
    ]
    if refusals:
        return {"metafields": None, "userErrors": refusals.errors}
    written = []
    for owner, record, given, kind in filter(None, writes):
        namespace = given.get("namespace") or "app--1"
        field = here.put_metafield(owner, namespace, given["key"], kind, given["value"])
        written.append(field)
        if isinstance(record, Order):
            here.changed(record)
    return {"metafields": written, "userErrors": []}


Write = tuple[tuple[str, str], Any, dict[str, Any], str]


def _checked(
    info: Info, here: Shop, given: dict[str, Any], path: tuple[str | int, ...], refusals: Refusals
) -> Write | None:
    before = len(refusals.errors)
    found = here.as_owner(given["ownerId"])
    if found is None:
        refusals.add((*path, "ownerId"), "Owner does not exist.", "INVALID")
        return None
    owner_type, record = found
    if owner_type == "ORDER":
        require(info, "write_orders")
    namespace, key = given.get("namespace") or "app--1", given["key"]
    misplaced = place_problem(namespace, key)
    if misplaced:
        refusals.add((*path, misplaced[0]), misplaced[1], "INVALID")
    kind, problem = resolve_type(here, owner_type, namespace, key, given.get("type"))
    if problem:
        refusals.add((*path, "type"), *problem)
    problem = value_problem(kind, given["value"])
    number = record.legacy_resource_id if isinstance(record, Order) else None
    if problem:
        refusals.add((*path, "value"), *problem)
    elif taken_by_other(here, owner_type, namespace, key, given["value"], number):
        refusals.add((*path, "value"), "Value has already been taken.", "TAKEN")
    held = here.metafields.get((given["ownerId"], namespace, key))
    if "compareDigest" in given and given["compareDigest"] != (digest(held) if held else None):
        message = "The resource has been updated since it was loaded. Try again with an updated"
        refusals.add((*path, "compareDigest"), f"{message} `compareDigest` value.", "STALE_OBJECT")
    if len(refusals.errors) > before:
        return None
    return (owner_type, given["ownerId"]), record, given, kind
