"""Settings of the messages: what a person is told of, and when not. Pure."""

from desktop.models.setting_kinds import APP, ON_OFF, Setting, numbers, span, yes_no

_LEVELS = (APP,)
NOTIFY_SETTINGS = (
    Setting("notify.failures", True, yes_no, ON_OFF, _LEVELS, "tell of new failures"),
    Setting("notify.cancel_wishes", True, yes_no, ON_OFF, _LEVELS, "tell of cancel wishes"),
    Setting(
        "notify.ship_by",
        True,
        yes_no,
        ON_OFF,
        _LEVELS,
        "warn before the ship-by time of what is still to be shipped",
    ),
    Setting(
        "notify.ship_by_hours",
        [24, 4],
        numbers(1, 168, 5),
        "up to five numbers from 1 to 168, such as 24, 4",
        _LEVELS,
        "hours before ship-by at which it warns",
    ),
    Setting(
        "notify.oversold",
        True,
        yes_no,
        ON_OFF,
        _LEVELS,
        "tell of orders that took stock that was not there",
    ),
    Setting(
        "notify.refunds",
        True,
        yes_no,
        ON_OFF,
        _LEVELS,
        "tell of refunds made in Shopify that were not sent to Amazon",
    ),
    Setting(
        "notify.problems",
        True,
        yes_no,
        ON_OFF,
        _LEVELS,
        "tell when a side is stopped, as by wrong credentials",
    ),
    Setting(
        "notify.summary",
        True,
        yes_no,
        ON_OFF,
        _LEVELS,
        "sum up what was done while the window was closed to the tray",
    ),
    Setting(
        "notify.quiet_hours",
        "",
        span,
        "two times of day as 22:00-07:00, or empty for none",
        _LEVELS,
        "no messages between these; ship-by warnings and cancel wishes still come",
    ),
)
