"""The figures as a plain table."""

from collections.abc import Sequence

from tests.benchmarks.measure import Figure

HEAD = ("what", "median", "range", "p99", "unit", "ratio", "beside", "goal", "")


def table(figures: Sequence[Figure]) -> str:
    """One block a benchmark, columns as wide as they must be."""
    rows = [HEAD, *(_cells(one) for one in figures)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(HEAD))]
    lines, benchmark = [_line(HEAD, widths)], ""
    for one, row in zip(figures, rows[1:], strict=True):
        if one.benchmark != benchmark:
            benchmark = one.benchmark
            lines += ["", benchmark]
        lines.append(_line(row, widths))
        if one.note:
            lines.append(f"    {one.note}")
    return "\n".join(lines)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *rest = cells
    padded = [first.ljust(widths[0])]
    for cell, width, head in zip(rest, widths[1:], HEAD[1:], strict=True):
        padded.append(cell.ljust(width) if head in ("unit", "beside", "") else cell.rjust(width))
    return "  ".join(padded).rstrip()


def _cells(one: Figure) -> tuple[str, ...]:
    words = {True: "met", False: "MISSED", None: ""}[one.is_met]
    return (
        one.what,
        number(one.median),
        f"{number(one.low)}-{number(one.high)}" if one.low != one.high else "",
        "" if one.p99 is None else number(one.p99),
        one.unit,
        "" if one.ratio is None else f"{one.ratio:.2f}",
        one.beside,
        "" if one.goal is None else f"<= {number(one.goal)}",
        words,
    )


def number(value: float) -> str:
    """Three figures, or whole."""
    if value == int(value) or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"
