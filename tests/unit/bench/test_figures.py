"""The figures of a run: what each stage cost, and what is said about them beside the run before."""

import io
from pathlib import Path

from rich.console import Console

from bench import history
from bench.stages import RECOGNITION, StageCosts, _Clock, _cpu_seconds
from bench.workers_at_work import _is_below, _timed


def _work(seconds: float) -> None:
    end = _cpu_seconds() + seconds
    while _cpu_seconds() < end:
        pass


def test_a_stage_inside_another_is_counted_once() -> None:
    clock = _Clock()
    inner = clock.timed("inner", lambda: _work(0.05))
    outer = clock.timed("outer", lambda: (inner(), inner(), _work(0.05)))
    before = _cpu_seconds()
    outer()
    whole = _cpu_seconds() - before
    assert clock.seconds["inner"] >= 0.1
    assert clock.seconds.total() <= whole


def test_overhead_is_everything_but_recognition_over_recognition() -> None:
    costs = StageCosts(pages=1, seconds={RECOGNITION: 4.0, "red_ink": 0.5, "seal": 0.5})
    assert costs.overhead_share == 0.25


def test_what_we_use_ourselves_is_not_counted_as_others() -> None:
    seconds, others = _timed(lambda: _work(0.3))
    assert seconds >= 0.25
    assert 0 <= others <= 1


def test_a_grandchild_counts_as_ours_and_a_stranger_does_not() -> None:
    parents = {30: 20, 20: 10, 10: 1, 40: 1, 1: 0}
    assert [_is_below(pid, 10, parents) for pid in (10, 20, 30, 40, 1)] == [True] * 3 + [False] * 2


def test_figures_of_one_part_leave_the_others_as_they_were(tmp_path: Path) -> None:
    path = tmp_path / "build" / "bench.json"
    history.keep({"cer": 0.03, "peak_mb": 200.0}, path)
    history.keep({"peak_mb": 210.0}, path)
    assert history.load(path) == {"cer": 0.03, "peak_mb": 210.0}


def test_the_first_run_has_nothing_before_it(tmp_path: Path) -> None:
    assert history.load(tmp_path / "none.json") == {}


def test_nested_figures_are_compared_one_by_one() -> None:
    out = io.StringIO()
    now, before = {"fields": {"subject": 0.95}}, {"fields": {"subject": 0.85}}
    history.show(Console(file=out, width=120), now, before=before)
    (line,) = (row for row in out.getvalue().splitlines() if "fields.subject" in row)
    assert "+0.1" in line
    assert "yes" in line


def test_a_figure_that_nothing_is_known_of_is_shown_as_such() -> None:
    out = io.StringIO()
    history.show(Console(file=out, width=120), {"accepted_right": None}, before={})
    assert "not yet" not in out.getvalue()


def test_a_bound_is_reached_from_its_own_side() -> None:
    assert history.is_reached("cer", 0.019)
    assert not history.is_reached("cer", 0.02)
    assert not history.is_reached("two_workers", 1.8)
    assert history.is_reached("sealed_share", 0.1) is None
