"""Who may in: token grants by client credentials, token checks, and a shop that shuts its door."""

import hmac
import json
from urllib.parse import parse_qs

from desktop.sandbox.shopify.shop import Shop
from desktop.sandbox.wire import Request, Response, html_response, json_response

SCOPES = (
    "read_all_orders read_assigned_fulfillment_orders read_customers read_fulfillments"
    " read_inventory read_locations read_merchant_managed_fulfillment_orders read_orders"
    " read_products read_third_party_fulfillment_orders write_customers write_fulfillments"
    " write_inventory write_merchant_managed_fulfillment_orders write_orders"
).split()
_REFUSALS = {
    "app_not_installed": "The application is not installed on this shop",
    "shop_not_permitted": "Client credentials cannot be performed on this shop",
    "invalid_client": "The client secret does not belong to this application",
    "application_cannot_be_found": "No application has this client ID",
    "invalid_request": "The request lacks a parameter or has a grant type that is not supported",
}
_WRONG_TOKEN = "[API] Invalid API key or access token (unrecognized login or wrong password)"  # noqa: S105
_DOORS = (
    ("frozen", 402, "Unavailable Shop"),
    ("forbidden", 403, "[API] This action requires merchant approval."),
    ("locked", 423, "Locked"),
    ("rejected", 430, "Shopify Security Rejection"),
)


class Access:
    """The tokens of one app on one shop."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self.client_id = f"{shop.random.getrandbits(128):032x}"
        self.client_secret = f"shpss_{shop.random.getrandbits(128):032x}"
        self._tokens: dict[str, float] = {}

    def scopes(self) -> frozenset[str]:
        """What the shop has granted now."""
        return frozenset(SCOPES) - set(self.shop.knobs.texts("scopes_missing"))

    def expire_all(self) -> int:
        """End every granted token at once; how many there were."""
        count = len(self._tokens)
        self._tokens.clear()
        return count

    def grant(self, request: Request) -> Response:
        """A token for the right client ID and secret, else a page that names the reason."""
        if request.method != "POST":
            return html_response(404, "<html><body>Not Found</body></html>")
        given = _credentials(request)
        refusal = self.shop.knobs.text("token_refusal") or self._refusal(given)
        if refusal:
            return _refused(refusal)
        token = f"shpat_{self.shop.random.getrandbits(128):032x}"
        hours = self.shop.knobs.number("token_hours")
        self._tokens[token] = self.shop.now() + self.shop.timing.here(hours * 3600)
        return json_response(
            200,
            {
                "access_token": token,
                "scope": ",".join(sorted(self.scopes())),
                "expires_in": max(0, int(hours * 3600) - 1),
            },
        )

    def _refusal(self, given: dict[str, str]) -> str:
        if given.get("grant_type") != "client_credentials":
            return "invalid_request"
        if not hmac.compare_digest(given.get("client_id", "").encode(), self.client_id.encode()):
            return "application_cannot_be_found"
        secret = given.get("client_secret", "").encode()
        return "" if hmac.compare_digest(secret, self.client_secret.encode()) else "invalid_client"

    def refuses(self, request: Request) -> Response | None:
        """The answer to a request that does not get as far as GraphQL; None: it may pass."""
        knobs = self.shop.knobs
        for name, status, words in _DOORS:
            if knobs.flag(name):
                return json_response(status, {"errors": words})
        if knobs.number("too_many"):
            words = "Exceeded the rate limit. Reduce request rates to resume uninterrupted service."
            retry = {"Retry-After": f"{knobs.number('too_many'):.1f}"}
            return json_response(429, {"errors": words}, retry)
        if not self._knows(request.headers.get("x-shopify-access-token", "")):
            return json_response(401, {"errors": _WRONG_TOKEN})
        if knobs.flag("inactive"):
            error = {"message": "Shop is not active", "extensions": {"code": "SHOP_INACTIVE"}}
            return json_response(200, {"errors": [error]})
        return None

    def _knows(self, token: str) -> bool:
        fixed = self.shop.knobs.text("static_token")
        if token and fixed and hmac.compare_digest(token.encode(), fixed.encode()):
            return True
        return self._tokens.get(token, 0.0) > self.shop.now()


def _credentials(request: Request) -> dict[str, str]:
    text = request.body.decode("utf-8", "replace")
    if "json" in request.headers.get("content-type", ""):
        try:
            data = json.loads(text)
        except ValueError:
            return {}
        return {str(k): str(v) for k, v in data.items()} if isinstance(data, dict) else {}
    return {name: values[-1] for name, values in parse_qs(text).items()}


def _refused(code: str) -> Response:
    words = _REFUSALS[code]
    return html_response(
        400,
        f"<!DOCTYPE html><html><head><title>Oauth error {code}</title></head>"
        f"<body><h1>400 Bad Request</h1><p>Oauth error {code}: {words}</p></body></html>",
    )
