"""Which ways of mending fit a failed shipment, refund or cancellation."""

from desktop.ui.resolve.allocate_fix import AllocateFix
from desktop.ui.resolve.back_hand_fix import BackHandFix
from desktop.ui.resolve.carrier_fix import CarrierFix
from desktop.ui.resolve.case import Case
from desktop.ui.resolve.case_back import MATCH
from desktop.ui.resolve.fix import Fix
from desktop.ui.resolve.match_fix import MatchFix
from desktop.ui.resolve.reason_fix import ReasonFix
from desktop.ui.resolve.tracking_fix import TrackingFix

Kind = type[Fix]
_TO_AMAZON = ("confirm_shipment", "ship_by_feed")
_WORDS: dict[Kind, str] = {
    CarrierFix: "Map the carrier",
    TrackingFix: "Type the number",
    AllocateFix: "Spread it over the items",
    ReasonFix: "Choose the reason",
    MatchFix: "Link the products",
    BackHandFix: "Retry, done, or skip",
}


def back_kinds(case: Case) -> tuple[Kind, ...]:
    """What can be done about it, the likeliest first."""
    fixes = case.failure.fixes if case.failure else ()
    found = [kind for fix in fixes if (kind := _kind(fix, case)) is not None]
    return tuple(dict.fromkeys([*found, BackHandFix]))


def other_ways(case: Case, shown: Kind) -> tuple[tuple[str, Kind], ...]:
    """Words and kinds of what else can be done than what is shown."""
    current = BackHandFix if issubclass(shown, BackHandFix) else shown
    return tuple((_WORDS[kind], kind) for kind in back_kinds(case) if kind is not current)


def _kind(fix: str, case: Case) -> Kind | None:
    back = case.back
    if back is None:
        return None
    shipment = back.shipment
    if fix == "map_carrier" and back.verb in _TO_AMAZON and shipment is not None:
        return CarrierFix if shipment.company else TrackingFix
    if fix in ("type_tracking", "send_without_tracking") and shipment is not None:
        return TrackingFix
    if fix in ("allocate", "lower_amount") and back.refund is not None and back.refund.left:
        return AllocateFix
    if fix == MATCH and back.match is not None and back.match.skus:
        return MatchFix
    if fix == "choose_reason":
        return ReasonFix
    return None
