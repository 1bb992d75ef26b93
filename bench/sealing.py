"""Seals and files what a run left for people, and says what it cost: the race goes to a sealed PDF of every paper.

An approval without a look stands for the checker. The clock starts with what `digitize run` had loaded when it ended and counts what it
then had not: the libraries that sign, the first run's keys, each paper's seal, its check and its filing.

    python -m bench.sealing WAREHOUSE
"""

import json
import sys
import time
from pathlib import Path

from config.settings import load_settings
from digitize.status import DocumentStatus
from workers.reading_pool import build_pool
from workers.runner import Runner  # noqa: F401 - loaded by the run as well
from workers.services import Services, build_services
from workers.steps import DocumentSteps


class NotSealed(Exception):
    """A paper that somebody approved did not become a record."""


def seal_the_waiting(services: Services, steps: DocumentSteps) -> int:
    """How many papers waited; all are filed now. Raises `NotSealed`."""
    waiting = services.catalogue.documents(status=DocumentStatus.NEEDS_CHECK)
    for document in waiting:
        services.catalogue.approve(
            document.id, version=document.version, actor="bench", at=services.clock()
        )
        done = steps.finish(document.id)
        if done.status is not DocumentStatus.FILED:
            raise NotSealed(f"{done.id} is {done.status}")
    return len(waiting)


def main() -> None:
    settings = load_settings({"warehouse": Path(sys.argv[1])})
    with build_services(settings) as services, build_pool(settings) as pool:
        cpu, wall = time.process_time(), time.perf_counter()
        sealed = seal_the_waiting(services, DocumentSteps(services, pool))
        cost = {
            "sealed": sealed,
            "cpu_seconds": time.process_time() - cpu,
            "wall_seconds": time.perf_counter() - wall,
        }
    sys.stdout.write(json.dumps(cost) + "\n")


if __name__ == "__main__":
    main()
