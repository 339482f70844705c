"""What lets the app into a shop. Kept in the keyring, never shown."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ShopifySecrets:
    """Either the client secret of an app of one's own, or a static access token."""

    client_secret: str = field(default="", repr=False)
    access_token: str = field(default="", repr=False)
