"""Once a run, before anything is sent: the shop's facts, the permissions and the unique field."""

from desktop.catalogue import account_problem
from desktop.channels.shopify.shop import ensure_key_definition, missing_scopes, read_shop
from desktop.models import account as accounts
from desktop.sync.connection import Connection


def make_ready(connection: Connection) -> None:
    """Read and keep the facts. Raises AccountProblem (scope_missing and others), TryLater."""
    facts = read_shop(connection.shopify)
    missing = missing_scopes(facts)
    if missing:
        connection.shopify.drop_token()
        raise account_problem("shopify", "scope_missing", scopes=", ".join(missing))
    ensure_key_definition(connection.shopify)
    accounts.save_facts(connection.account.id, facts)
