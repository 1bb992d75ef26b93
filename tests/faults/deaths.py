"""What a process is to die of, drawn from a seed: at the so-many-th named step it passes, or at some moment.

The draws of a seed are always the same; what a process was doing when its moment came is the machine's to say. Moments are
counted in the processor time that it used, or on a busy machine everything would die before it began.
"""

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import repeat

STEP_SHARE = 0.85
"""Of the deaths that are drawn at a named step; the others come at any moment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Death:
    """How one life of a process ends."""

    steps: int
    """Named steps from its start, the last of which it does not outlive; 0 where it dies at a moment."""
    cpu_seconds: float
    """Without a step: once it has used so much processor time it is killed from outside, with all below it."""
    is_before_up: bool
    """Whether that counts from its very start, so that it may die while it still gets ready."""

    @property
    def fault_point(self) -> str:
        return f"*:{self.steps}" if self.steps else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifetime:
    """How long the lives of one kind of process are at most."""

    most_steps: int
    most_cpu_seconds: float
    """Without a step."""


def deaths(name: str, *, seed: int, lifetime: Lifetime) -> Iterator[Death]:
    """Without end; every process has draws of its own, so that how often one died does not change another's."""
    draw = random.Random(f"{seed} {name}")
    for _ in repeat(None):
        if draw.random() < STEP_SHARE:
            steps = draw.randint(1, lifetime.most_steps)
            yield Death(steps=steps, cpu_seconds=math.inf, is_before_up=False)
        else:
            seconds = draw.uniform(0.0, lifetime.most_cpu_seconds)
            yield Death(steps=0, cpu_seconds=seconds, is_before_up=draw.random() < 0.25)
