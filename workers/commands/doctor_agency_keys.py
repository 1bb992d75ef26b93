"""The encryption keys of agencies as `digitize doctor` finds them: there, private, and one for everybody who sends papers."""

from collections.abc import Iterator

from config.settings import Settings, WithoutKey
from digitize.errors import AgencyKeyMissing, DigitizeError
from storage.known_keys import are_agency_keys_known
from workers.commands.finding import Finding, attempt
from workers.encrypting.keyring import keys_here
from workers.services import build_services


def agency_key_findings(settings: Settings) -> Iterator[Finding]:
    """None where neither this machine nor its house encrypts."""
    try:
        with build_services(settings) as services:
            is_known = are_agency_keys_known(services.database)
    except DigitizeError:
        return  # what it is, the warehouse's own finding says
    if settings.agency_keys is not None or is_known:
        yield attempt("agency keys", lambda: _found(settings))


def _found(settings: Settings) -> str:
    if settings.agency_keys is None:
        raise AgencyKeyMissing("DIGITIZE_AGENCY_KEYS")
    with build_services(settings) as services:
        found = keys_here(services)
    without = [agency for agency, keys in found.items() if not keys]
    if without and settings.agency_without_key is WithoutKey.REFUSE:
        raise AgencyKeyMissing(", ".join(without))
    return f"{settings.agency_keys}: {len(found) - len(without)}"
