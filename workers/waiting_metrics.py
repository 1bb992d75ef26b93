"""What waits in the catalogue as gauges, asked when Prometheus asks: how many scans, since when, documents by status.

Only the server shows them: the catalogue is one, whichever process asks. An answer is kept for some seconds, so that
several who scrape cost what one does; a catalogue that does not answer shows as `digitize_catalogue_up 0`, never as no work.
"""

import threading
import time
from collections.abc import Iterable

from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from digitize.errors import DigitizeError
from digitize.ports import Clock
from storage.database import Database
from storage.figures import Figures, figures

KEPT_SECONDS = 10.0


class WaitingMetrics(Collector):
    """For a registry; thread-safe."""

    def __init__(
        self, database: Database, *, clock: Clock, kept_seconds: float = KEPT_SECONDS
    ) -> None:
        self._database = database
        self._clock = clock
        self._kept_seconds = kept_seconds
        self._lock = threading.Lock()
        self._figures: Figures | None = None
        self._asked_at = -kept_seconds

    def describe(self) -> Iterable[Metric]:
        """Nothing is asked of the catalogue to register the names."""
        return self._families(None)

    def collect(self) -> Iterable[Metric]:
        return self._families(self._latest())

    def _latest(self) -> Figures | None:
        """One asks, the others get what it was told."""
        with self._lock:
            if time.monotonic() - self._asked_at >= self._kept_seconds:
                self._figures = self._asked()
                self._asked_at = time.monotonic()
            return self._figures

    def _asked(self) -> Figures | None:
        try:
            return figures(self._database)
        except DigitizeError:
            return None

    def _families(self, found: Figures | None) -> list[Metric]:
        is_up = GaugeMetricFamily(
            "digitize_catalogue_up",
            "1 where the catalogue answered, else 0.",
            value=found is not None,
        )
        documents = GaugeMetricFamily(
            "digitize_documents",
            "Documents by status; needs_check waits for a person.",
            labels=["status"],
        )
        depth = GaugeMetricFamily(
            "digitize_queue_scans",
            "Scans with a step left that needs no person, by urgency.",
            labels=["priority"],
        )
        age = GaugeMetricFamily(
            "digitize_queue_oldest_seconds",
            "How long the oldest of them has been in custody, 0 where none waits, by urgency.",
            labels=["priority"],
        )
        aside = GaugeMetricFamily(
            "digitize_work_set_aside",
            "Scans, pages and documents that workers gave up and an operator has to look at.",
        )
        unread = GaugeMetricFamily(
            "digitize_fixity_oldest_seconds",
            "How long ago the scan was last read anew and compared that waits longest for it.",
        )
        if found is not None:
            aside.add_metric([], found.set_aside)
            self._fill(found, documents, depth, age)
            if found.read_anew_since is not None:
                unread.add_metric([], (self._clock() - found.read_anew_since).total_seconds())
        return [is_up, documents, depth, age, aside, unread]

    def _fill(
        self,
        found: Figures,
        documents: GaugeMetricFamily,
        depth: GaugeMetricFamily,
        age: GaugeMetricFamily,
    ) -> None:
        for status, count in found.documents.items():
            documents.add_metric([status.value], count)
        now = self._clock()
        for priority, waiting in found.waiting.items():
            name = priority.name.lower()
            depth.add_metric([name], waiting.scans)
            since = waiting.oldest or now
            age.add_metric([name], max(0.0, (now - since).total_seconds()))
