"""What failed and waits for an operator: files that gave no documents, and work that was set aside; and another try."""

from collections.abc import Sequence

from digitize.work import Task, WorkRow
from workers.services import Services


def set_aside(services: Services) -> Sequence[WorkRow]:
    """Work that was begun too often without an end."""
    return services.work.waiting_for_operator()


def try_again(services: Services, subject: str, *, actor: str) -> Sequence[Task]:
    """All that was set aside of a scan or document is work again, from the stage it had reached. Raises `NotFound`."""
    tasks = services.work.again(subject, actor=actor, at=services.clock())
    if services.outbox is not None:
        for task in tasks:
            services.outbox.tell(task)
    return tasks
