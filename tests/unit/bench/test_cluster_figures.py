"""The cluster's figures: what counts as a rate, what as efficiency."""

import os
import subprocess
from datetime import UTC, datetime, timedelta

import pytest

from bench.cluster.rounds import together
from bench.cluster.scaling import ScalingRun, middle_rate
from bench.process_tree import below, own_seconds

BEGIN = datetime(2026, 1, 5, tzinfo=UTC)


def run(workers: int, rate: float) -> ScalingRun:
    return ScalingRun(
        workers=workers, pages=100, pages_a_second=rate, cpu_ms_a_page={"workers": 4.0}
    )


def test_a_rate_is_that_of_the_middle() -> None:
    """A slow start and a slow end do not count."""
    steady = [BEGIN + timedelta(seconds=60 + 0.5 * number) for number in range(80)]
    edges = [BEGIN + timedelta(seconds=number) for number in range(10)]
    ends = [steady[-1] + timedelta(seconds=10 * number) for number in range(1, 11)]
    assert middle_rate([*ends, *steady, *edges]) == pytest.approx(2.0, rel=0.02)


def test_efficiency_is_against_one_worker_of_the_same_round() -> None:
    """In the second round the machine was half as fast for both."""
    found = together([run(4, 3.6), run(4, 1.8)], single=[run(1, 1.0), run(1, 0.5)])
    assert found.efficiency == pytest.approx(0.9)
    assert found.pages_a_second == pytest.approx(2.7)


def test_what_a_process_started_is_below_it() -> None:
    with subprocess.Popen(["sleep", "20"]) as child:
        assert child.pid in below(os.getpid())
        child.kill()
    assert own_seconds(os.getpid()) > 0
