"""Runs one GraphQL request against the shop: parse, validate, pay, execute, say what it cost."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, cast

from graphql import (
    DocumentNode,
    ExecutionResult,
    FieldNode,
    GraphQLError,
    OperationDefinitionNode,
    OperationType,
    execute,
    parse,
    validate,
)

from desktop.sandbox.shopify.call import Call
from desktop.sandbox.shopify.cost import MOST_FOR_ONE, Bucket, actual_cost, requested_cost
from desktop.sandbox.shopify.schema import shop_schema
from desktop.sandbox.shopify.shop import Shop
from desktop.sandbox.shopify.variables import operation_of, variable_errors
from desktop.sandbox.shopify.wording import document_error, plain_error

LIMITS_PAGE = "https://shopify.dev/api/usage/rate-limits"
Answer = dict[str, Any]


@lru_cache(maxsize=256)
def read_document(text: str) -> tuple[DocumentNode | None, tuple[GraphQLError, ...]]:
    """A document parsed and validated once; None where it does not even parse."""
    try:
        document = parse(text, max_tokens=20_000)
    except GraphQLError as error:
        return None, (error,)
    return document, tuple(validate(shop_schema(), document, max_errors=20))


def root_field(text: str, name: str | None) -> str:
    """The first root field of the operation that is meant; empty where there is none."""
    document, _ = read_document(text)
    operation = operation_of(document, name) if document else None
    for node in operation.selection_set.selections if operation else ():
        if isinstance(node, FieldNode):
            return node.name.value
    return ""


class Executor:
    """The GraphQL endpoint of one shop, with its bucket of points."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self.bucket = Bucket(shop.knobs.number("bucket_size"), shop.now())

    def answer(
        self,
        text: str,
        variables: Mapping[str, Any],
        operation_name: str | None,
        scopes: frozenset[str],
    ) -> Answer:
        """The body of the answer; an error of the sandbox itself is raised, not worded."""
        document, errors = read_document(text)
        if document is None or errors:
            return {"errors": [document_error(error) for error in errors]}
        operation = operation_of(document, operation_name)
        if operation is None:
            message = f'No operation named "{operation_name}"' if operation_name else "No operation"
            return {"errors": [plain_error(message, "BAD_REQUEST")]}
        wrong = variable_errors(shop_schema(), operation, variables)
        if wrong:
            return {"errors": wrong}
        requested = requested_cost(document, operation, variables)
        refused = self._unpaid(requested)
        if refused:
            return refused
        call = Call(self.shop, variables, scopes)
        broken = self._breaks(operation)
        if broken == "before":
            return self._broken(requested)
        result = self._run(document, operation, call)
        actual = actual_cost(operation, result.data, requested)
        self.bucket.take(actual)
        if broken:
            return self._broken(requested)
        return self._worded(result, call, requested, actual)

    def _run(
        self, document: DocumentNode, operation: OperationDefinitionNode, call: Call
    ) -> ExecutionResult:
        name = operation.name.value if operation.name else None
        result = execute(
            shop_schema(),
            document,
            context_value=call,
            variable_values=dict(call.variables),
            operation_name=name,
        )
        for error in result.errors or () if isinstance(result, ExecutionResult) else ():
            cause = error.original_error
            if cause is not None and not isinstance(cause, GraphQLError):
                raise cause
        return cast(ExecutionResult, result)

    def _worded(self, result: ExecutionResult, call: Call, requested: int, actual: int) -> Answer:
        answer: Answer = {}
        if result.errors:
            answer["errors"] = [dict(error.formatted) for error in result.errors]
        answer["data"] = result.data
        answer["extensions"] = {"cost": self._cost(requested, actual)}
        if call.searches:
            answer["extensions"]["search"] = call.searches
        return answer

    def _breaks(self, operation: OperationDefinitionNode) -> str:
        knobs = self.shop.knobs
        when = knobs.text("internal_error")
        if not when or operation.operation is not OperationType.MUTATION:
            return ""
        return when if self.shop.random.random() < knobs.number("internal_error_share") else ""

    def _broken(self, requested: int) -> Answer:
        message = "Internal error. Looks like something went wrong on our end."
        error = plain_error(
            message, "INTERNAL_SERVER_ERROR", requestId=f"{self.shop.random.getrandbits(64):x}"
        )
        return {"errors": [error], "extensions": {"cost": self._cost(requested, None)}}

    def _unpaid(self, requested: int) -> Answer | None:
        if requested > MOST_FOR_ONE:
            message = (
                f"Query cost is {requested}, which exceeds the single query max cost limit"
                f" ({MOST_FOR_ONE})."
            )
            error = plain_error(
                message,
                "MAX_COST_EXCEEDED",
                cost=requested,
                maxCost=MOST_FOR_ONE,
                documentation=LIMITS_PAGE,
            )
        elif self._available() < requested:
            error = plain_error("Throttled", "THROTTLED", documentation=LIMITS_PAGE)
        else:
            return None
        return {"errors": [error], "extensions": {"cost": self._cost(requested, None)}}

    def _rate(self) -> float:
        return self.shop.knobs.number("restore_rate")

    def _available(self) -> float:
        size = self.shop.knobs.number("bucket_size")
        return self.bucket.refill(self.shop.now(), size, self._rate() * self.shop.timing.speed)

    def _cost(self, requested: int, actual: int | None) -> Answer:
        return {
            "requestedQueryCost": requested,
            "actualQueryCost": actual,
            "throttleStatus": {
                "maximumAvailable": self.shop.knobs.number("bucket_size"),
                "currentlyAvailable": int(self._available()),
                "restoreRate": self._rate(),
            },
        }
