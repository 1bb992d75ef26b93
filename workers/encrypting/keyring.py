"""The keys of agencies on this machine: made with an entry in the ledger, listed without their secrets."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from sqlalchemy import select

from digitize.errors import AgencyKeyMissing
from storage.agency_keys import AgencyKey, AgencyKeys, make_key
from storage.known_keys import AGENCIES_SUBJECT
from storage.ledger import Event
from storage.schema import batches
from workers.services import Services


def make_agency_key(services: Services, agency: str, *, is_rotation: bool) -> AgencyKey:
    """A key that encrypts this agency's papers from now on; the ledger has its fingerprint.

    Raises `AgencyKeyMissing` without the setting, `AgencyKeyThere`, `AgencyKeysUnusable`, and the disk's errors.
    """
    key = make_key(_folder(services), agency, is_rotation=is_rotation, at=services.clock())
    services.catalogue.note(
        Event.AGENCY_KEY_MADE,
        AGENCIES_SUBJECT,
        actor=services.settings.officer,
        data={"agency": agency, "fingerprint": key.fingerprint, "rotation": is_rotation},
        at=key.made_at,
    )
    return key


def keys_here(services: Services) -> Mapping[str, Sequence[AgencyKey]]:
    """By agency; an agency that sent papers and has no key has none. Nothing where keys are not set."""
    if services.settings.agency_keys is None:
        return {}
    found = AgencyKeys(services.settings.agency_keys).all()
    with services.database.reading() as connection:
        sent = connection.execute(select(batches.c.agency).distinct()).scalars().all()
    agencies = {*found, *filter(None, sent), services.settings.agency_code}
    return {agency: found.get(agency, ()) for agency in sorted(agencies)}


def fingerprints_of(folder: Path | None) -> Mapping[str, tuple[str, ...]]:
    """By agency, the oldest first: what a backup tells of the keys that its papers need."""
    if folder is None:
        return {}
    found = AgencyKeys(folder).all()
    return {agency: tuple(key.fingerprint for key in keys) for agency, keys in found.items()}


def _folder(services: Services) -> Path:
    folder = services.settings.agency_keys
    if folder is None:
        raise AgencyKeyMissing("DIGITIZE_AGENCY_KEYS is not set")
    return folder
