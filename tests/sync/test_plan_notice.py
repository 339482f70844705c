"""The plan's limit is told, and nothing stops."""

from desktop.catalogue import plan_problem


def test_the_notice_names_use_limit_and_the_day_it_begins_anew():
    problem = plan_problem(500, 500, "2026-12-01")
    assert (problem.side, problem.code) == ("plan", "plan_limit")
    assert "500 of 500" in problem.cause
    assert "goes on" in problem.cause
    assert "2026-12-01" in problem.cure
