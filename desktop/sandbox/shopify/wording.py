"""Says in the service's words what the GraphQL library found wrong with a document."""

import re
from typing import Any

from graphql import GraphQLError

# (pattern of the library's message, code, the service's message)
_RULES: tuple[tuple[re.Pattern[str], str, str], ...] = tuple(
    (re.compile(pattern), code, message)
    for pattern, code, message in (
        (
            r"Cannot query field '(?P<fieldName>\w+)' on type '(?P<typeName>\w+)'",
            "undefinedField",
            "Field '{fieldName}' doesn't exist on type '{typeName}'",
        ),
        (
            r"Unknown argument '(?P<argumentName>\w+)' on field '(?:(?P<name>[\w.]+))'",
            "argumentNotAccepted",
            "Field '{name}' doesn't accept argument '{argumentName}'",
        ),
        (
            r"(?:Field|Argument) '(?P<name>[^']+)'.* of type '(?P<typeName>[^']+)' is required",
            "missingRequiredArguments",
            "'{name}' is missing a required argument or field of type {typeName}",
        ),
        (
            r"Field '(?P<name>[\w.]+)' is not defined by type '(?P<typeName>\w+)'",
            "argumentNotAccepted",
            "InputObject '{typeName}' doesn't accept argument '{name}'",
        ),
        (
            r"Field '(?P<fieldName>\w+)' of type '(?P<typeName>[^']+)' must have a selection",
            "selectionMismatch",
            "Field must have selections (field '{fieldName}' returns {typeName} but has no"
            " selections)",
        ),
        (
            r"Field '(?P<fieldName>\w+)' must not have a selection",
            "selectionMismatch",
            "Selections can't be made on scalars (field '{fieldName}')",
        ),
        (
            r"Unknown type '(?P<typeName>\w+)'",
            "undefinedType",
            "{typeName} isn't a defined input type",
        ),
        (
            r"Unknown directive '(?P<name>@\w+)'",
            "undefinedDirective",
            "Directive {name} is not defined",
        ),
        (
            r"Variable '\$(?P<name>\w+)' of type '(?P<typeName>[^']+)' used in position",
            "variableMismatch",
            "Type mismatch on variable ${name} ({typeName})",
        ),
        (
            r"Variable '\$(?P<name>\w+)' is not defined",
            "variableNotDefined",
            "Variable ${name} is used but not declared",
        ),
        (
            r"Variable '\$(?P<name>\w+)' is never used",
            "variableNotUsed",
            "Variable ${name} is declared but not used",
        ),
        (
            r"Unknown fragment '(?P<name>\w+)'",
            "useAndDefineFragment",
            "Fragment {name} was used, but not defined",
        ),
        (
            r"(?P<what>Expected value of type .*|.* cannot represent .*"
            r"|.* does not exist in .* enum.*)",
            "argumentLiteralsIncompatible",
            "{what}",
        ),
    )
)


def document_error(error: GraphQLError) -> dict[str, Any]:
    """One error of parsing or validating a document."""
    places = [{"line": p.line, "column": p.column} for p in error.locations or ()]
    for pattern, code, message in _RULES:
        found = pattern.search(error.message)
        if found:
            facts = found.groupdict()
            return {
                "message": message.format(**facts),
                "locations": places,
                "extensions": {"code": code, **facts},
            }
    if error.message.startswith("Syntax Error"):
        return {"message": error.message.lower(), "locations": places}
    return {
        "message": error.message,
        "locations": places,
        "extensions": {"code": "argumentLiteralsIncompatible"},
    }


def plain_error(message: str, code: str, **extensions: Any) -> dict[str, Any]:
    """One error of an answer with its code."""
    return {"message": message, "extensions": {"code": code, **extensions}}
