"""The sandbox's own endpoint: read what truly happened, set faults, make things happen."""

import json
from collections import Counter
from collections.abc import Mapping, MutableMapping
from typing import Any, Protocol

from desktop.sandbox.events import AmazonEvents
from desktop.sandbox.faults import BadInput, Faults, read_faults
from desktop.sandbox.wire import Request, Response, json_response


class ShopifySide(Protocol):
    """What the control endpoint needs of the Shopify part."""

    @property
    def knobs(self) -> MutableMapping[str, Any]:
        """What can be turned, as it stands."""

    def ledger(self) -> list[dict[str, Any]]:
        """Every Shopify order, as it truly is."""

    def shop_ledger(self) -> dict[str, Any]:
        """What the shop itself keeps: its metafields, leases and stock."""

    def event(self, kind: str, body: dict[str, Any]) -> dict[str, Any]:
        """Make something happen; ValueError where it cannot be."""


class ControlPart:
    """`/control`: GET ledger, GET/PUT/DELETE faults, POST events, GET health."""

    def __init__(
        self,
        faults: Faults,
        counts: Counter[str],
        events: AmazonEvents,
        shopify: ShopifySide,
        *,
        seed: int,
        speed: float,
    ) -> None:
        self._faults = faults
        self._counts = counts
        self._events = events
        self._shopify = shopify
        self._facts = {"seed": seed, "speed": speed}
        self._knobs: dict[str, MutableMapping[str, Any]] = {
            "shopify": shopify.knobs,  # first, since it checks its values itself
            "amazon": events.part.knobs,
        }
        self._usual = {side: dict(knobs) for side, knobs in self._knobs.items()}

    def operation(self, request: Request) -> str:
        """`control.ledger` and so on."""
        return "control." + (request.path.strip("/") or "nothing")

    def handle(self, request: Request) -> Response:
        """Answer; 400 with the reason for what cannot be."""
        try:
            return self._route(request)
        except ValueError as error:
            return json_response(400, {"error": str(error)})

    def _route(self, request: Request) -> Response:
        match request.method, request.path.strip("/"):
            case "GET", "health":
                return json_response(200, {"ok": True, **self._facts})
            case "GET", "ledger":
                return json_response(200, self.ledger(request.query))
            case "GET", "faults":
                return json_response(200, self._state())
            case "PUT", "faults":
                self._put(_object(request.body))
                return json_response(200, self._state())
            case "DELETE", "faults":
                self._clear()
                return json_response(200, self._state())
            case "POST", "events":
                return json_response(200, self._event(_object(request.body)))
            case _:
                known = "GET ledger, GET/PUT/DELETE faults, POST events, GET health"
                return json_response(404, {"error": f"known are {known}"})

    def ledger(self, query: Mapping[str, list[str]] | None = None) -> dict[str, Any]:
        """What truly happened. `?side=shopify` leaves the other side's orders out."""
        side = (query or {}).get("side", ["both"])[0]
        if side not in ("both", "amazon", "shopify"):
            raise BadInput("side: give amazon, shopify or both")
        return {
            "amazon": {
                "orders": self._events.part.ledger() if side != "shopify" else [],
                "feeds": self._events.part.feeds.ledger() if side != "shopify" else [],
            },
            "shopify": {
                "orders": self._shopify.ledger() if side != "amazon" else [],
                **self._shopify.shop_ledger(),
            },
            "requests": {k: n for k, n in sorted(self._counts.items()) if k[:8] != "control."},
            **self._facts,
        }

    def _state(self) -> dict[str, Any]:
        knobs = {side: dict(turned) for side, turned in self._knobs.items()}
        return {"seed": self._faults.seed, "faults": self._faults.as_list(), **knobs}

    def _put(self, value: dict[str, Any]) -> None:
        for unknown in value.keys() - {"seed", "faults", "amazon", "shopify"}:
            raise BadInput(f"{unknown}: unknown; known are seed, faults, amazon, shopify")
        seed, rules = read_faults(value)
        for side in self._knobs:
            self._check_knobs(side, value.get(side, {}))
        for side in self._knobs:
            self.set_knobs(side, value.get(side, {}))
        self._faults.put(seed, rules)

    def set_knobs(self, side: str, knobs: dict[str, Any]) -> None:
        """Turn some knobs of one side. Raises BadInput naming the one that is wrong."""
        self._check_knobs(side, knobs)
        self._knobs[side].update(knobs)

    def begin_with(self, knobs: Mapping[str, Mapping[str, Any]]) -> None:
        """Turn knobs before anything happens; this is then what DELETE goes back to."""
        for side in knobs.keys() - self._knobs.keys():
            raise BadInput(f"{side}: give amazon or shopify")
        for side, values in knobs.items():
            self.set_knobs(side, dict(values))
        self._usual = {side: dict(turned) for side, turned in self._knobs.items()}

    def _check_knobs(self, side: str, knobs: Any) -> None:
        if not isinstance(knobs, dict):
            raise BadInput(f"{side}: give an object of knobs")
        usual = self._usual[side]
        for unknown in knobs.keys() - usual.keys():
            raise BadInput(f"{side}.{unknown}: unknown; known are {', '.join(sorted(usual))}")
        for name, value in knobs.items():
            if isinstance(usual[name], bool) != isinstance(value, bool):
                raise BadInput(f"{side}.{name}: give {_kind(usual[name])}")
            if isinstance(usual[name], float) and not isinstance(value, int | float):
                raise BadInput(f"{side}.{name}: give {_kind(usual[name])}")

    def _clear(self) -> None:
        self._faults.clear()
        for side, knobs in self._knobs.items():
            knobs.update(self._usual[side])

    def _event(self, value: dict[str, Any]) -> dict[str, Any]:
        kind = value.pop("kind", None)
        if isinstance(kind, str) and kind.startswith("shopify."):
            return self._shopify_event(kind, value)
        if not isinstance(kind, str) or kind not in self._events.kinds:
            raise BadInput(
                f"kind: {kind!r} is unknown; known are {', '.join(self._events.kinds)}, shopify.*"
            )
        return self._events.happen(kind, value)

    def _shopify_event(self, kind: str, value: dict[str, Any]) -> dict[str, Any]:
        try:
            return self._shopify.event(kind, value)
        except KeyError as missing:
            raise BadInput(f"{missing.args[0]}: missing") from None


def _kind(usual: Any) -> str:
    kinds = {bool: "true or false", float: "a number", str: "a text"}
    return kinds.get(type(usual), "a value of the usual kind")


def _object(body: bytes) -> dict[str, Any]:
    try:
        value = json.loads(body)
    except ValueError:
        raise BadInput("body: give a JSON object") from None
    if not isinstance(value, dict):
        raise BadInput("body: give a JSON object")
    return value
