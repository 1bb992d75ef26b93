"""A long-running process that can be watched: its services measured, its metrics kept, its traces sent where that is set.

with watched(settings) as (services, metrics): ...

What runs for a moment (a search, an audit) opens its services as they are and loads none of this.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace

from config.settings import Settings
from storage.catalogue import SqlCatalogue
from workers.log_of_libraries import libraries_into
from workers.measured_database import MeasuredDatabase
from workers.measured_store import MeasuredStore
from workers.metrics import Metrics
from workers.observing import observed_by
from workers.services import Services, build_services
from workers.waiting_metrics import WaitingMetrics


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    services: Services
    """Store and database of these are timed."""
    metrics: Metrics


@contextmanager
def watched(settings: Settings, *, shows_what_waits: bool = True) -> Iterator[Watched]:
    """Everything that this process does in the block is counted, and traced where `otlp_endpoint` says so.

    `shows_what_waits`: its metrics have those of the catalogue too; one process of a cluster is enough for that. Raises what
    `build_services` raises, `ForeignKeys` and `KeysMissing`, and `MissingDependency` for traces without the extra `[trace]`.
    """
    with ExitStack() as stack:
        services = stack.enter_context(measured(build_services(settings)))
        services.house_keys.require()
        stack.enter_context(libraries_into(services.log))
        if settings.otlp_endpoint:
            from workers.tracing import tracing  # an extra, loaded by who asks for it

            stack.enter_context(observed_by(stack.enter_context(tracing(settings.otlp_endpoint))))
        waiting = WaitingMetrics(services.database, clock=services.clock)
        metrics = Metrics(*([waiting] if shows_what_waits else []))
        stack.enter_context(observed_by(metrics))
        yield Watched(services=services, metrics=metrics)


def measured(services: Services) -> Services:
    """The same services, their store and their database timed."""
    database = MeasuredDatabase(services.database)
    return replace(
        services,
        store=MeasuredStore(services.store),
        database=database,
        catalogue=SqlCatalogue(database),
    )
