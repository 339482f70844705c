"""Says in an order's story which request did it: its id, how long it took, what was sent."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from desktop.channels.call_notes import Call, noting
from desktop.models import history
from desktop.trade.masking import masked_text


@contextmanager
def told(*, payloads: bool = True) -> Iterator[None]:
    """What is written into histories until the end of the block names the request before it.

    Without `payloads` what was sent is left out.
    """
    with noting() as calls, history.caused_by(lambda: _cause(calls, payloads=payloads)):
        yield


def _cause(calls: Sequence[Call], *, payloads: bool) -> history.Cause | None:
    """The last request that wrote; where none did, the last one."""
    call = next((one for one in reversed(calls) if one.writes), calls[-1] if calls else None)
    if call is None:
        return None
    payload = _payload(call.body) if payloads and call.writes and call.body else ""
    return history.Cause(call.request_id, call.took_ms, payload)


def _payload(body: bytes) -> str:
    """A query's variables, or the whole of another JSON body."""
    try:
        sent = json.loads(body)
    except ValueError:
        return ""
    return masked_text(sent.get("variables", sent) if isinstance(sent, dict) else None)
