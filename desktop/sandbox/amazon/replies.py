"""Amazon's refusals, word for word, and the request ID that every answer bears."""


class Refusal(Exception):
    """An answer of SP-API that is not a success."""

    def __init__(self, status: int, code: str, message: str, details: str = "") -> None:
        super().__init__(f"{status} {code}")
        self.status = status
        self.code = code
        self.message = message
        self.details = details

    def body(self) -> dict[str, object]:
        """As Amazon writes it."""
        error = {"code": self.code, "message": self.message, "details": self.details}
        return {"errors": [error]}


def invalid(details: str) -> Refusal:
    """400: the request is wrong."""
    return Refusal(400, "InvalidInput", "Invalid Input", details)


def invalid_words(message: str) -> Refusal:
    """400: the request is wrong; what is wrong stands in the message itself."""
    return Refusal(400, "InvalidInput", message)


def wrong_type() -> Refusal:
    """415: no JSON."""
    words = "The entity of the request is in a format that is not supported."
    return Refusal(415, "UnsupportedMediaType", words)


def unauthorized(details: str = "") -> Refusal:
    """403: the token, the role or the seller's permission is wrong."""
    return Refusal(403, "Unauthorized", "Access to requested resource is denied.", details)


def missing_token() -> Refusal:
    """403: no token, or no such path."""
    return Refusal(
        403, "MissingAuthenticationToken", "Missing Authentication Token", "Access token is missing"
    )


def quota_exceeded() -> Refusal:
    """429: the bucket is empty."""
    words = "You exceeded your quota for the requested resource."
    return Refusal(429, "QuotaExceeded", words)


def not_found() -> Refusal:
    """404: no such order of this seller's."""
    return Refusal(404, "NotFound", "The requested resource doesn't exist.")


def expired_token() -> Refusal:
    """403: the access token's hour is over."""
    return unauthorized("The access token you provided has expired.")


def bad_token() -> Refusal:
    """403: no token that was ever given."""
    return unauthorized("The access token you provided is revoked, malformed or invalid.")


def expired_secret() -> Refusal:
    """403: the client secret is older than 180 days."""
    return unauthorized("The LWA secret token you provided has expired.")
