"""Named steps at which a test ends the process from outside, as a power cut or `kill -9` would.

The code says where it is (`reached("station.spooled")`); nothing happens unless the entry point armed a plan. A plan is a
step and which passing of it is the last: `station.spooled:2`; `*:17` is the 17th step of any name, for kills at random;
`work.claimed@9f2c` is that step of what has an id that begins so, for a paper that ends whoever works on it.
"""

import os
import re
import signal
import threading
from dataclasses import dataclass, field

from digitize.errors import BadConfiguration

_PLAN = re.compile(
    r"(?P<name>\*|[a-z0-9_]+(?:\.[a-z0-9_]+)*)(?:@(?P<subject>[0-9a-f/p-]+))?(?::(?P<count>[1-9][0-9]{0,8}))?"
)
_ANY = "*"
# Windows has no SIGKILL; there `os.kill` ends the process at once whatever the signal.
_HARD = getattr(signal, "SIGKILL", signal.SIGTERM)


@dataclass(slots=True)
class _Plan:
    name: str
    subject: str
    """Beginning of the ids that count; of every one where it is empty."""
    left: int
    """Passings until the process ends; each is counted once, whichever thread makes it."""
    lock: threading.Lock = field(default_factory=threading.Lock)


_armed: list[_Plan] = []
"""At most one plan; empty in every process that was not asked to die."""


def arm(plan: str) -> None:
    """`name`, `name:count`, `name@subject:count`; an empty plan disarms. Raises `BadConfiguration`."""
    _armed.clear()
    if not plan:
        return
    found = _PLAN.fullmatch(plan)
    if found is None:
        raise BadConfiguration(f"fault point: {plan!r} is not NAME or NAME@SUBJECT:COUNT")
    _armed.append(
        _Plan(name=found["name"], subject=found["subject"] or "", left=int(found["count"] or 1))
    )


def reached(name: str, subject: str = "") -> None:
    """The step of this name is being passed, on the way of this subject; the armed one does not return."""
    for plan in _armed:
        if plan.name in (name, _ANY) and subject.startswith(plan.subject):
            _pass(plan)


def _pass(plan: _Plan) -> None:
    with plan.lock:
        plan.left -= 1
        if plan.left == 0:
            os.kill(os.getpid(), _HARD)
