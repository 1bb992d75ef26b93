"""What can break in a province, each as a function that breaks it and leaves it mended; which comes next is drawn from a seed.

Each takes its turn at what it breaks, so that a server that is down is not killed again; otherwise they overlap as
they come. Processes die for good, and whoever started them starts them again: workers by their parent, a house by the test,
as systemd would.
"""

import os
import random
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial

from tests.cluster_rig import House
from tests.faults.province import PROCESSES, Province
from tests.servers.lines import Cut, Line
from tests.servers.process_tree import children, descendants, kill

SHORT_SECONDS, LONG_SECONDS = (0.3, 4.0), (8.0, 25.0)
"""Of a line that is away: most are back before anybody gave it up, the others are longer away than everybody waits."""
LONG_SHARE = 0.3
STOPPED_SECONDS = (2.0, 15.0)
"""Of a process that stands still: a lease ends meanwhile, or not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Breakage:
    act: Callable[[Province, random.Random], None]
    weight: int
    """How many of 300, on average."""


# -- workers


def kill_at(depth: int, province: Province, draw: random.Random) -> None:
    """One process so far below a house's parent: a worker, the process that forks its children, a child."""
    house = _house(province, draw)
    found = _below(house, depth)
    kill([draw.choice(found)] if found else [])


def stop_worker(province: Province, draw: random.Random) -> None:
    """It stands still, as on a machine that swaps, and goes on as if nothing had been."""
    found = _below(_house(province, draw), 1)
    with suppress(ProcessLookupError):
        for pid in found[:1]:
            os.kill(pid, signal.SIGSTOP)
            province.is_over.wait(draw.uniform(*STOPPED_SECONDS))
            os.kill(pid, signal.SIGCONT)


def kill_parent(province: Province, draw: random.Random) -> None:
    """Its workers see that it is gone and end in order, beside those of the next one."""
    house = _house(province, draw)
    with province.turn_at(house.folder):
        assert house.process is not None
        kill([house.process.pid])
        house.process.wait()
        house.start(PROCESSES)


def kill_house(province: Province, draw: random.Random) -> None:
    house = _house(province, draw)
    with province.turn_at(house.folder):
        assert house.process is not None
        kill(descendants(house.process.pid))
        house.kill()
        house.start(PROCESSES)


def update_house(province: Province, draw: random.Random) -> None:
    """Asked to end, as for a new version; killed where it takes too long, as systemd does."""
    house = _house(province, draw)
    with province.turn_at(house.folder):
        assert house.process is not None
        house.process.terminate()
        end = time.monotonic() + draw.uniform(1.0, 20.0)
        while house.process.poll() is None and time.monotonic() < end:
            time.sleep(0.05)
        kill(descendants(house.process.pid))
        house.kill()
        house.start(PROCESSES)


# -- servers


def kill_broker(province: Province, draw: random.Random) -> None:
    with province.turn_at("broker"):
        province.broker.kill()
        province.is_over.wait(draw.uniform(0.0, 5.0))
        province.broker.start()


def flush_broker(province: Province, _draw: random.Random) -> None:
    with province.turn_at("broker"):
        province.broker.flush()


def break_catalogue(act: str, province: Province, _draw: random.Random) -> None:
    """By one of the pair's own methods."""
    with province.turn_at("catalogue"):
        getattr(province.postgres, act)()


def kill_daemon(province: Province, draw: random.Random) -> None:
    """One of three that keep the objects."""
    with province.turn_at("store"):
        number = draw.randrange(province.ceph.osds)
        province.ceph.kill_osd(number)
        province.is_over.wait(draw.uniform(0.0, 10.0))
        province.ceph.start_osd(number)
        province.ceph.wait_until_whole()


def kill_store(province: Province, _draw: random.Random) -> None:
    """All daemons at once, as a power cut would."""
    with province.turn_at("store"):
        province.ceph.kill_all()
        province.ceph.start_all()
        province.ceph.wait_until_whole()


def kill_gateway(province: Province, draw: random.Random) -> None:
    with province.turn_at("store"):
        province.ceph.kill_gateway()
        province.is_over.wait(draw.uniform(0.0, 5.0))
        province.ceph.start_gateway()


# -- lines


def cut(how: Cut, server: str, province: Province, draw: random.Random) -> None:
    """Between one house and one server; the others have theirs."""
    with _a_line(province, draw) as line:
        line.cut(province.ports()[server], how)
        _away(province, draw)
        line.heal()


def unplug(province: Province, draw: random.Random) -> None:
    with _a_line(province, draw) as line:
        line.unplug()
        _away(province, draw)
        line.plug_in()


def slow(province: Province, draw: random.Random) -> None:
    with _a_line(province, draw) as line:
        line.slow(draw.choice(("64kbit", "256kbit", "1mbit")))
        province.is_over.wait(draw.uniform(*LONG_SECONDS))
        line.quicken()


BREAKAGES: dict[str, Breakage] = {
    "worker": Breakage(act=partial(kill_at, 1), weight=70),
    "forks": Breakage(act=partial(kill_at, 2), weight=20),
    "child": Breakage(act=partial(kill_at, 3), weight=40),
    "worker stands still": Breakage(act=stop_worker, weight=12),
    "parent": Breakage(act=kill_parent, weight=8),
    "house": Breakage(act=kill_house, weight=12),
    "house updated": Breakage(act=update_house, weight=6),
    "broker killed": Breakage(act=kill_broker, weight=10),
    "broker flushed": Breakage(act=flush_broker, weight=15),
    "primary killed": Breakage(act=partial(break_catalogue, "kill_primary"), weight=8),
    "primary restarted": Breakage(act=partial(break_catalogue, "restart_primary"), weight=4),
    "standby killed": Breakage(act=partial(break_catalogue, "kill_standby"), weight=5),
    "failover": Breakage(act=partial(break_catalogue, "fail_over"), weight=8),
    "object daemon": Breakage(act=kill_daemon, weight=8),
    "whole store": Breakage(act=kill_store, weight=3),
    "gateway": Breakage(act=kill_gateway, weight=5),
    "line to catalogue silent": Breakage(act=partial(cut, Cut.SILENT, "catalogue"), weight=10),
    "line to broker silent": Breakage(act=partial(cut, Cut.SILENT, "broker"), weight=10),
    "line to store silent": Breakage(act=partial(cut, Cut.SILENT, "store"), weight=10),
    "line to catalogue reset": Breakage(act=partial(cut, Cut.RESET, "catalogue"), weight=8),
    "line to broker reset": Breakage(act=partial(cut, Cut.RESET, "broker"), weight=8),
    "line to store reset": Breakage(act=partial(cut, Cut.RESET, "store"), weight=8),
    "all lines": Breakage(act=unplug, weight=8),
    "slow line": Breakage(act=slow, weight=4),
}


def drawn(seed: int, count: int) -> Iterator[tuple[str, random.Random]]:
    """Each kind once in a run of as many, then by weight; and what draws the rest of each."""
    draw = random.Random(f"{seed} breakages")
    names = list(BREAKAGES)
    weights = [BREAKAGES[name].weight for name in names]
    chosen = [*names, *draw.choices(names, weights, k=max(count - len(names), 0))][:count]
    draw.shuffle(chosen)
    for number, name in enumerate(chosen):
        yield name, random.Random(f"{seed} breakage {number}")


def _house(province: Province, draw: random.Random) -> House:
    return draw.choice(province.houses)


def _below(house: House, depth: int) -> Sequence[int]:
    assert house.process is not None
    found = [house.process.pid]
    for _ in range(depth):
        found = [child for pid in found for child in children(pid)]
    return found


@contextmanager
def _a_line(province: Province, draw: random.Random) -> Iterator[Line]:
    line = draw.choice(province.lines)
    with province.turn_at(line.pid):
        yield line


def _away(province: Province, draw: random.Random) -> None:
    seconds = LONG_SECONDS if draw.random() < LONG_SHARE else SHORT_SECONDS
    province.is_over.wait(draw.uniform(*seconds))
