from __future__ import annotations

import pytest
from tests.studio.drawer import CENT, Drawer

from hwasil.core.errors import InvalidInput, NotSupported
from hwasil.core.results import FREE
from hwasil.studio.batch import MOST, Row, count_of, limited, planned, price_of
from hwasil.studio.studio import Studio


@pytest.fixture
def studio(drawer: Drawer) -> Studio:
    return Studio({"local": lambda: drawer})


def test_a_row_holds_its_job_or_what_is_wrong_with_it() -> None:
    good = Row.of(2, "a fox", {"size": "1024x1024", "count": 3})
    assert good.job is not None
    assert (good.line, good.job.prompt, good.job.count, good.problem) == (2, "a fox", 3, None)
    bad = Row.of(3, "a fox", {"size": "large"})
    assert (bad.prompt, bad.job) == ("a fox", None)
    assert isinstance(bad.problem, InvalidInput)
    assert bad.problem.key == "size_unreadable"


def test_rows_that_cannot_be_planned_keep_no_other_from_it(studio: Studio) -> None:
    rows = (
        Row.of(2, "a fox", {"count": 3}),
        Row.of(3, "a fox" * 200, {}),
        Row.of(4, "a hare", {"size": "x"}),
        Row.of(5, "a deer", {}),
    )
    done = planned(studio, rows)
    assert [row.plan is not None for row in done] == [True, False, False, True]
    assert [row.problem.key if row.problem else None for row in done] == [
        None, "prompt_too_long", "size_unreadable", None,
    ]  # fmt: skip
    assert price_of(done) == CENT * 4
    assert count_of(done) == 4


def test_what_planning_is_told_reaches_it(studio: Studio) -> None:
    row = Row.of(2, "a fox", {"negative": "trees"})
    assert planned(studio, [row])[0].plan is not None
    assert isinstance(planned(studio, [row], strict=True)[0].problem, NotSupported)
    unknown = planned(studio, [row], backend="nobody")[0].problem
    assert unknown is not None
    assert unknown.key == "backend_unknown"


def test_nothing_planned_costs_nothing() -> None:
    assert price_of([Row.of(2, "a fox", {"size": "x"})]) == FREE


def test_a_batch_has_bounds() -> None:
    rows = [Row.of(line, "a fox", {}) for line in range(MOST)]
    assert limited(rows) == tuple(rows)
    for wrong, key in (
        ([], "batch_empty"),
        ([*rows, rows[0]], "batch_too_many"),
        ([Row.of(1, "a fox", {"count": 100})] * (MOST // 100 + 1), "batch_too_many"),
    ):
        with pytest.raises(InvalidInput) as caught:
            limited(wrong)
        assert caught.value.key == key
