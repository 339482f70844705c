"""The catalogue of failed shipments, refunds and cancellations: whole, plain and with cures."""

import ast
import string
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

import desktop
from desktop.catalogue import (
    CANCELLATION_FAILURES,
    REFUND_FAILURES,
    SHIPMENT_FAILURES,
    Entry,
    cancellation_failure,
    refund_failure,
    shipment_failure,
)
from desktop.errors import NeedsPerson, Technical

FIXES = set(
    "link_items map_carrier type_tracking take_again send_without_tracking allocate choose_reason"
    " lower_amount retry mark_done skip open_shopify open_amazon restock_by_hand".split()
)
KINDS: list[tuple[Mapping[str, Entry], Callable[..., NeedsPerson]]] = [
    (SHIPMENT_FAILURES, shipment_failure),
    (REFUND_FAILURES, refund_failure),
    (CANCELLATION_FAILURES, cancellation_failure),
]
ALL = [
    pytest.param(code, entry, build, id=f"{build.__name__} {code}")
    for entries, build in KINDS
    for code, entry in entries.items()
]


@pytest.mark.parametrize(("code", "entry", "build"), ALL)
def test_every_entry_says_what_why_and_what_next(
    code: str, entry: Entry, build: Callable[..., NeedsPerson]
) -> None:
    texts = (entry.title, entry.cause, entry.cure)
    names = {name for text in texts for _, name, _, _ in string.Formatter().parse(text) if name}
    error = build(code, **{name: f"<{name}>" for name in names})
    assert (error.code, error.fixes) == (code, entry.fixes)
    for text in (error.title, error.cause, error.cure):
        assert text[:1].isupper() or text.startswith("<")
        assert text.endswith((".", "}", ">")) or ": <" in text
        assert "unknown)" not in text
    assert set(entry.fixes) <= FIXES
    assert entry.fixes
    assert len(set(entry.fixes)) == len(entry.fixes)
    assert {"skip", "mark_done"} & set(entry.fixes)  # there is always a way out


@pytest.mark.parametrize("build", [build for _, build in KINDS])
def test_what_is_not_known_is_refused_with_the_words_of_the_service(
    build: Callable[..., NeedsPerson],
) -> None:
    said = Technical("op", 400, "Brandnew", "nobody knows")
    error = build("brandnew", said)
    known = build("refused")
    assert (error.code, error.title) == ("brandnew", known.title)
    assert error.technical is said


@pytest.mark.parametrize("build", [build for _, build in KINDS])
def test_every_kind_has_an_end_for_the_unknown_and_for_bugs(
    build: Callable[..., NeedsPerson],
) -> None:
    titles = {build(code).title for code in ("refused", "bug", "undecided", "feed_report")}
    assert len(titles) == 4


@pytest.mark.parametrize("entries", [entries for entries, _ in KINDS])
def test_where_it_may_have_been_done_nobody_is_told_to_retry_unseen(
    entries: Mapping[str, Entry],
) -> None:
    for code in ("feed_fatal", "feed_report", "feed_undecided", "undecided"):
        assert "mark it as done" in entries[code].cure
        assert "Look" in entries[code].cure
    assert "retry" not in entries["feed_stuck"].fixes


BUILDERS = {build.__name__: entries for entries, build in KINDS}


def raised() -> Iterator[tuple[str, str, str, set[str]]]:
    """Where an entry is named in the program: place, builder, code, and the facts given."""
    for path in sorted(Path(desktop.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
                continue
            code = node.args[0] if node.args else None
            if node.func.id in BUILDERS and isinstance(code, ast.Constant):
                facts = {keyword.arg for keyword in node.keywords if keyword.arg}
                yield f"{path.name}:{node.lineno}", node.func.id, str(code.value), facts


def test_whatever_the_program_raises_has_an_entry_and_all_its_facts() -> None:
    found = list(raised())
    assert len(found) > 20
    for place, builder, code, facts in found:
        entry = BUILDERS[builder].get(code)
        assert entry is not None, f"{place}: {code} has no entry"
        texts = (entry.title, entry.cause, entry.cure)
        names = {name for text in texts for _, name, _, _ in string.Formatter().parse(text) if name}
        assert names <= facts, f"{place}: {code} lacks {names - facts}"
