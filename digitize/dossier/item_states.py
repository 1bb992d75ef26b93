"""The checklist item by item: what came for it, or in plain words what is still to be brought."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from digitize.dossier.checklist import Checklist
from digitize.dossier.claims import Claim
from digitize.dossier.missing import Missing


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemState:
    component: str
    title: str
    is_needed: bool
    files: tuple[str, ...]
    """Names of the files that are it or hold it, in the order they came."""
    message: str
    """What to do where it is missing; empty where it came, or need not."""
    is_held: bool = False
    """The owner's warehouse has it in force, so that it is not asked for."""

    @property
    def came(self) -> bool:
        return bool(self.files)


def item_states(
    checklist: Checklist | None,
    claims: Sequence[Claim],
    missing: Sequence[Missing],
    held: Collection[str] = (),
) -> tuple[ItemState, ...]:
    """In the order of the checklist; nothing where the procedure has none."""
    said = {one.component: one.message for one in missing if one.component}
    return tuple(
        ItemState(
            component=item.code,
            title=item.title,
            is_needed=item.is_needed,
            files=_files(item.code, claims),
            message="" if _files(item.code, claims) else said.get(item.code, ""),
            is_held=item.code in held,
        )
        for item in (checklist.items if checklist is not None else ())
    )


def _files(item_code: str, claims: Sequence[Claim]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(claim.file_name for claim in claims if claim.item_code == item_code))
