"""Pages in, pages out: every page received is filed, waiting, set aside or rejected; counted in any account of them.

The account of the rows says where pages are now, that of the ledger how they came there; the two share no code.
"""

from collections import Counter
from dataclasses import dataclass

from digitize.model import BatchId
from digitize.rows import PageState, ScanState
from storage.account import Account


@dataclass(frozen=True, slots=True, kw_only=True)
class PageCounts:
    received: int
    filed: int
    waiting: int
    set_aside: int
    rejected: int

    @property
    def is_conserved(self) -> bool:
        """No page is lost and none is counted twice."""
        return self.received == self.filed + self.waiting + self.set_aside + self.rejected


def count_pages(account: Account, *, batch_id: BatchId | None = None) -> PageCounts:
    """Of all batches or one. Received is what the scans say they have, the rest where their pages are."""
    counted = {
        scan_id: scan
        for scan_id, scan in account.scans.items()
        if batch_id is None or scan.batch_id == batch_id
    }
    states = Counter(
        page.state for (scan_id, _), page in account.pages.items() if scan_id in counted
    )
    for scan_id, scan in counted.items():
        if scan.state is ScanState.REJECTED and (scan_id, 0) not in account.pages:
            states[PageState.REJECTED] += scan.page_count
    return PageCounts(
        received=sum(scan.page_count for scan in counted.values()),
        filed=states[PageState.FILED],
        waiting=states[PageState.WAITING],
        set_aside=states[PageState.SET_ASIDE],
        rejected=states[PageState.REJECTED],
    )
