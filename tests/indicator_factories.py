"""Dossiers of a month that has ended, for tests of figures: five of which two are digitised, one came by a reused paper."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from digitize.one_stop import Component, Digitisation, Dossier, DossierFile, Result, Reuse
from storage.dossier_rows import Dossiers
from workers.services import Services

DIGITISED = Component(
    code="to_khai", digitisation=Digitisation.DIGITISED, files=(DossierFile(id="1"),)
)
BARE = Component(code="can_cuoc")
REUSED = Component(code="can_cuoc", files=(DossierFile(id="2", reuse=Reuse.YES),))
RESULT = Result(code="KQ1", link="https://motcua.example/kq1.pdf")


def month_over(services: Services) -> date:
    """The first day of the month before this one."""
    today = (services.clock() + timedelta(hours=7)).date()
    return (today.replace(day=1) - timedelta(days=1)).replace(day=1)


def tell_five(services: Services, agency: str, *, others: str = "") -> str:
    """Name of the month they were received in; the last two are of `others`, where given."""
    first = month_over(services)
    contents = [
        ((DIGITISED,), (RESULT,)),
        ((DIGITISED, REUSED), (RESULT,)),
        ((DIGITISED, BARE), ()),
        ((BARE,), ()),
        ((DIGITISED,), ()),
    ]
    for number, (components, results) in enumerate(contents, start=1):
        tell_one(
            services,
            f"H07.16-{first:%y%m%d}-{number:04}",
            agency=others or agency if number > 3 else agency,
            components=components,
            results=results,
            counter=f"Quầy {number % 2 + 1}",
        )
    return f"{first:%Y-%m}"


def tell_one(services: Services, code: str, *, agency: str, **changes: object) -> None:
    """A dossier received on the third day of that month."""
    day = month_over(services) + timedelta(days=2)
    plain = Dossier(
        code=code,
        agency=agency,
        source="mot-cua",
        procedure_code="1.001193",
        received_at=datetime.combine(day, time(3), tzinfo=UTC),
    )
    said = replace(plain, **changes)  # type: ignore[arg-type]
    Dossiers(services.database).tell(said, at=services.clock(), actor="mot-cua")
