"""What sends an account's tasks one by one: a part of its own for every verb.

So a verb that is refused something, or whose service does not answer, keeps no other one back.
"""

from desktop.clock import Clock
from desktop.sync.connection import Connection
from desktop.sync.engine import Engine, Tally
from desktop.sync.lease import LeaseKeeper
from desktop.sync.part import Part
from desktop.sync.progress import Tell
from desktop.sync.shop_ready import make_ready
from desktop.sync.tasks.registry import CREATIONS, TO_AMAZON, TO_SHOPIFY
from desktop.sync.tasks.verb import Verb


class Senders:
    """Those of one run; `parts` in the order in which they go, `tally` what they did together."""

    def __init__(
        self, connection: Connection, tell: Tell, *, clock: Clock, lease: LeaseKeeper | None
    ) -> None:
        self._connection = connection
        self._tell = tell
        self._clock = clock
        self._lease = lease
        self._engines: list[Engine] = []
        self._shop_is_ready = False
        self.tally = Tally()
        self.parts = (
            *(self._to_shopify(verb) for verb in TO_SHOPIFY),
            *(self._to_amazon(verb) for verb in TO_AMAZON),
        )

    def recover(self) -> None:
        """Tasks that a dead process left in flight are to be looked up."""
        for engine in self._engines:
            engine.recover()

    def _to_shopify(self, verb: Verb) -> Part:
        engine = self._engine(verb)

        def step() -> None:
            if not self._shop_is_ready:
                make_ready(self._connection)
                self._shop_is_ready = True
            engine.step()

        return Part("shopify", engine, step, sends=True, is_core=verb in CREATIONS)

    def _to_amazon(self, verb: Verb) -> Part:
        engine = self._engine(verb)
        return Part("amazon", engine, engine.step, sends=True)

    def _engine(self, verb: Verb) -> Engine:
        engine = Engine(
            self._connection,
            (verb,),
            self._tell,
            clock=self._clock,
            lease=self._lease,
            tally=self.tally,
        )
        self._engines.append(engine)
        return engine
