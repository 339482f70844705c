"""Does the Amazon side of an account work?"""

from desktop.channels.amazon.client import AmazonClient
from desktop.channels.amazon.orders import get_order
from desktop.channels.amazon.regions import REGIONS

# Of the right form, and no order: the answer "there is none" needs valid access.
_NO_ORDER = "000-0000000-0000000"


def check_amazon(client: AmazonClient) -> tuple[str, ...]:
    """Lines of what is right, for a person to read. Raises AccountProblem, TryLater, Cancelled."""
    client.check_token()
    get_order(client, _NO_ORDER)
    region = REGIONS.get(client.access.region)
    name = region.name if region else client.access.region
    return (
        "Amazon knows the credentials.",
        f"Amazon lets the app read orders in {name}.",
    )
