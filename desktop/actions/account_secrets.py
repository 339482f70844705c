"""Puts an account's secrets into the vault, and takes them back when the rest fails."""

from collections.abc import Callable, Mapping

from desktop.actions.connect_request import ConnectRequest
from desktop.credentials import Secret, SecretStore, account_secret


def secrets_of(request: ConnectRequest) -> dict[Secret, str]:
    """The secrets of a request by name; an empty one is to be removed."""
    return {
        "amazon-client-secret": request.amazon_client_secret,
        "amazon-refresh-token": request.amazon_refresh_token,
        "shopify-client-secret": request.shopify_client_secret,
        "shopify-access-token": request.shopify_access_token,
    }


def put_secrets(
    vault: SecretStore, profile_id: str, account_id: int, secrets: Mapping[Secret, str]
) -> Callable[[], None]:
    """Keep the secrets; the answer puts back what was there before.

    Raises ProfileProblem when the keyring refuses; then what was kept so far is taken back.
    """
    names = {account_secret(account_id, name): value for name, value in secrets.items()}
    before = {name: vault.get(profile_id, name) for name in names}

    def take_back() -> None:
        for name, value in before.items():
            _put(vault, profile_id, name, value or "")

    try:
        for name, value in names.items():
            _put(vault, profile_id, name, value)
    except BaseException:
        take_back()
        raise
    return take_back


def _put(vault: SecretStore, profile_id: str, name: str, value: str) -> None:
    if value:
        vault.set(profile_id, name, value)
    else:
        vault.delete(profile_id, name)
