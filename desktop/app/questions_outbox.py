"""Quick reads of the outbox and of the carrier map."""

from desktop.actions.map_carrier import carriers_of
from desktop.actions.outbox import outbox_list
from desktop.actions.record_refunds import to_record
from desktop.channels.amazon.carriers import PREFILLED
from desktop.models import outbox as stored
from desktop.rows import CarrierRow, OutboxContent, ToRecordRow


class OutboxReads:
    """Beside `WindowQuestions`, on the same thread."""

    def outbox(self, account_id: int | None) -> OutboxContent:
        """What is about to leave, what is not sent or was withdrawn, what Shopify lacks."""
        found = outbox_list(account_id)
        return OutboxContent(
            waiting=found.waiting,
            not_sent=found.not_sent + stored.withdrawn(account_id),
            to_record=tuple(
                ToRecordRow(
                    one.refund_id,
                    one.order_id,
                    one.amazon_order_id,
                    one.account,
                    one.shopify_order_name,
                    one.amount,
                    one.at,
                    one.asks,
                )
                for one in to_record(account_id)
            ),
        )

    def carriers(self, account_id: int) -> tuple[CarrierRow, ...]:
        """The seller's own entries, then the usual ones that none of them replaces."""
        own = tuple(
            CarrierRow(one.company, one.country, one.amazon_code, one.carrier_name)
            for one in carriers_of(account_id)
        )
        replaced = {one.company.casefold() for one in own if not one.country}
        usual = sorted(PREFILLED.items(), key=lambda pair: pair[0].casefold())
        return own + tuple(
            CarrierRow(company, "", code, is_own=False)
            for company, code in usual
            if company.casefold() not in replaced
        )
