"""`digitize check split`, `merge`, `turn`, `set-aside`, `take-back`, `rescan`: a checker's hand on pages, at the command line.

Pages are numbered from 1 as in the scan. What begins anew is read, frozen and understood at once, or by the cluster's workers.
"""

from collections.abc import Sequence

from config.settings import Settings
from digitize.errors import BadArrangement
from digitize.model import DocumentId
from workers.checking import editing
from workers.commands.check import go_on
from workers.commands.exit_codes import ExitCode
from workers.commands.records import find_document
from workers.lock import embedded_lock
from workers.services import Services, open_services


def split(settings: Settings, wanted: str, page_number: int) -> ExitCode:
    """Another document begins on this page."""
    with embedded_lock(settings), open_services(settings) as services:
        document = find_document(services, wanted)
        begun = editing.split(
            services,
            document.id,
            page_number - 1,
            account=settings.officer,
            version=document.version,
        )
        return _gone_on(services, begun)


def merge(settings: Settings, wanted: str, other: str) -> ExitCode:
    """Two neighbouring documents become one."""
    with embedded_lock(settings), open_services(settings) as services:
        document = find_document(services, wanted)
        begun = editing.merge(
            services,
            document.id,
            find_document(services, other).id,
            account=settings.officer,
            version=document.version,
        )
        return _gone_on(services, begun)


def turn(settings: Settings, wanted: str, page_number: int, degrees: int) -> ExitCode:
    """The page is read again, turned clockwise."""
    with embedded_lock(settings), open_services(settings) as services:
        document = find_document(services, wanted)
        begun = editing.turn(
            services,
            document.id,
            page_number - 1,
            degrees,
            account=settings.officer,
            version=document.version,
        )
        return _gone_on(services, begun)


def set_aside(settings: Settings, wanted: str, page_number: int) -> ExitCode:
    """The page belongs to no document any more."""
    with embedded_lock(settings), open_services(settings) as services:
        document = find_document(services, wanted)
        begun = editing.set_aside(
            services,
            document.id,
            page_number - 1,
            account=settings.officer,
            version=document.version,
        )
        return _gone_on(services, begun)


def take_back(settings: Settings, wanted: str, page_number: int) -> ExitCode:
    """A page that was set aside is in this document again."""
    with embedded_lock(settings), open_services(settings) as services:
        document = find_document(services, wanted)
        begun = editing.take_back(
            services,
            document.scan_id,
            page_number - 1,
            into=document.id,
            account=settings.officer,
            version=document.version,
        )
        return _gone_on(services, begun)


def rescan(
    settings: Settings, wanted: str, page_numbers: Sequence[int], *, reason: str
) -> ExitCode:
    """The counter is asked to scan these pages again, or the whole paper; this one is rejected."""
    if any(number < 1 for number in page_numbers):
        raise BadArrangement("pages are numbered from 1")
    with embedded_lock(settings), open_services(settings) as services:
        document = find_document(services, wanted)
        editing.ask_rescan(
            services,
            document.id,
            [number - 1 for number in page_numbers],
            reason=reason,
            account=settings.officer,
            version=document.version,
        )
    return ExitCode.OK


def _gone_on(services: Services, begun: Sequence[DocumentId]) -> ExitCode:
    go_on(services, *begun)
    return ExitCode.OK
