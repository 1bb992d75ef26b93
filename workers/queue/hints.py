"""A row of work into a message: which queue it goes through, which actor answers it.

Counters and backfill have a queue each, on every broker, and each worker listens to both: what it was given of both stands in
one heap by the actor's priority, so backfill is begun only while no counter's work is at hand, also where a broker knows no
priorities (Redis) and whatever was sent before.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from digitize.rows import Priority
from digitize.work import Task, WorkKind
from workers.queue.broker import broker_faults, messages_waiting

if TYPE_CHECKING:
    from dramatiq import Broker


class Hints:
    """Tells whoever is free that rows of work wait. Safe to share between threads."""

    def __init__(self, broker: "Broker") -> None:
        self._broker = broker

    def send(self, tasks: Iterable[Task]) -> None:
        """Raises `BrokerUnavailable`; what was not sent is found by the sweeper."""
        from dramatiq import Message

        with broker_faults():
            for task in tasks:
                queue = queue_name(task.priority)
                self._broker.declare_queue(queue)
                self._broker.enqueue(
                    Message(
                        queue_name=queue,
                        actor_name=actor_name(task.kind, task.priority),
                        args=(task.subject,),
                        kwargs={},
                        options={},
                    )
                )

    def close(self) -> None:
        """The broker's lines are closed; by the thread that sent, since they are its own."""
        self._broker.close()

    def waiting(self, priority: Priority) -> int:
        """How many messages of that priority wait. Raises `BrokerUnavailable`."""
        return messages_waiting(self._broker, queue_name(priority))


def queue_name(priority: Priority) -> str:
    return f"digitize-{priority.name.lower()}"


def actor_name(kind: WorkKind, priority: Priority) -> str:
    return f"{kind}-{priority.name.lower()}"
