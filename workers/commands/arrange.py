"""`digitize check split`, `merge`, `turn`, `set-aside`, `take-back`, `rescan`: a checker's hand on pages, at the command line.

Pages are numbered from 1 as in the scan. What begins anew is read, frozen and understood at once, or by the cluster's workers.
"""

from collections.abc import Callable, Sequence

from config.settings import Settings
from digitize.errors import BadArrangement
from digitize.model import DocumentId
from workers.checking import editing
from workers.commands.check import go_on
from workers.commands.exit_codes import ExitCode
from workers.commands.records import find_document
from workers.lock import embedded_lock
from workers.services import open_services


def split(settings: Settings, wanted: str, page_number: int) -> ExitCode:
    """Another document begins on this page."""
    return _on_page(editing.split, settings, wanted, page_number)


def merge(settings: Settings, wanted: str, other: str) -> ExitCode:
    """Two neighbouring documents become one."""
    with embedded_lock(settings), open_services(settings) as services:
        document, second = find_document(services, wanted), find_document(services, other)
        account, version = settings.officer, document.version
        begun = editing.merge(services, document.id, second.id, account=account, version=version)
        go_on(services, *begun)
    return ExitCode.OK


def turn(settings: Settings, wanted: str, page_number: int, degrees: int) -> ExitCode:
    """The page is read again, turned clockwise."""
    return _on_page(editing.turn, settings, wanted, page_number, degrees=degrees)


def set_aside(settings: Settings, wanted: str, page_number: int) -> ExitCode:
    """The page belongs to no document any more."""
    return _on_page(editing.set_aside, settings, wanted, page_number)


def take_back(settings: Settings, wanted: str, page_number: int) -> ExitCode:
    """A page that was set aside is in this document again."""
    return _on_page(editing.take_into, settings, wanted, page_number)


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


def _on_page(
    change: Callable[..., Sequence[DocumentId]],
    settings: Settings,
    wanted: str,
    page_number: int,
    **more: int,
) -> ExitCode:
    with embedded_lock(settings), open_services(settings) as services:
        document = find_document(services, wanted)
        account, version = settings.officer, document.version
        begun = change(
            services, document.id, page_number - 1, account=account, version=version, **more
        )
        go_on(services, *begun)
    return ExitCode.OK
