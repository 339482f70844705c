"""What can go wrong with a file sent to Amazon (a feed), whatever it carries."""

from desktop.catalogue.entry import Entry

_LEFT = ("retry", "mark_done", "skip", "open_amazon")

FEED_FAILURES: dict[str, Entry] = {
    "feed_file": Entry(
        "Amazon could not read the file.",
        "Amazon refused the whole file that this was sent in, so nothing of it was done.",
        "Retry. If it stays, send the report from the log folder, and do it in Seller Central.",
        _LEFT,
    ),
    "feed_refused": Entry(
        "Amazon did not take the file.",
        "Amazon refused the file that this was to be sent in before it read it.",
        "Retry. If it stays, check that the app has the role Inventory and Order Tracking, and do"
        " it in Seller Central.",
        _LEFT,
    ),
    "feed_address": Entry(
        "The file could not be handed over.",
        "Amazon gave address after address for the file, and none could be used. Nothing was sent.",
        "Something between this computer and Amazon may change what is sent, such as a proxy or a"
        " virus scanner. Let the app through, then retry.",
        _LEFT,
    ),
    "feed_fatal": Entry(
        "Amazon broke off the file.",
        "Amazon stopped while it worked on the file: this may or may not have been done.",
        "Look at the order in Seller Central. If it was done, mark it as done; if not, retry.",
        _LEFT,
    ),
    "feed_cancelled": Entry(
        "The file was cancelled on Amazon.",
        "Somebody cancelled the file before Amazon worked on it, so nothing of it was done.",
        "Retry, or skip it.",
        _LEFT,
    ),
    "feed_stuck": Entry(
        "Amazon does not finish the file.",
        "Amazon has been at the file since {since}, and it is never sent twice.",
        "Look at the order in Seller Central. If it was done, mark it as done. Crossdock keeps"
        " asking meanwhile.",
        ("mark_done", "skip", "open_amazon"),
    ),
    "feed_report": Entry(
        "Amazon's report does not add up.",
        "The report on the file says neither that this was done nor that it was refused.",
        "Look at the order in Seller Central. If it was done, mark it as done; if not, retry.",
        _LEFT,
    ),
    "feed_undecided": Entry(
        "It is not certain whether the file arrived.",
        "The answer was lost, and Amazon lists {count} files that it could be.",
        "Look at the order in Seller Central. If it was done, mark it as done; if not, retry.",
        _LEFT,
    ),
}
