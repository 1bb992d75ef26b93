"""The sealing keys of this machine against those of its house: other keys seal nothing, and no second authority is ever made.

A machine of a cluster that was set up without a copy of the keys would otherwise make an authority of its own, and half of
the papers would bear seals that the other half's verifiers do not know.
"""

from dataclasses import dataclass
from pathlib import Path

from digitize.errors import ForeignKeys, KeysMissing
from digitize.ports import Clock
from storage.known_keys import Fingerprints, KnownKeys
from workers.backup.key_box import fingerprints

AUTHORITY = "authority"


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseKeys:
    """Of one machine."""

    folder: Path
    known: KnownKeys
    clock: Clock

    def own(self) -> Fingerprints:
        """Of the certificates in the folder; none where there are no keys yet. Raises `BadConfiguration`."""
        return fingerprints(self.folder / AUTHORITY)

    def require(self) -> None:
        """Before keys are used or made. What the first machine has is the house's, and told to the ledger.

        Raises `ForeignKeys`, `KeysMissing`, `BadConfiguration` for a certificate that cannot be read, the catalogue's errors.
        """
        own, known = self.own(), self.known.now()
        if known is None and own:
            known = self.known.first(own, at=self.clock())
        if known is None or own == known:
            return
        if not own:
            raise KeysMissing(str(self.folder))
        raise ForeignKeys(", ".join(sorted(_differing(own, known))))


def _differing(own: Fingerprints, known: Fingerprints) -> set[str]:
    return {name for name in own.keys() | known.keys() if own.get(name) != known.get(name)}
