"""Facts for tests of indicators: all that is not named is plain."""

from datetime import date

from digitize.indicators.facts import ComponentFacts, DossierFacts, PaperFacts, ResultFacts

DAY = date(2026, 11, 2)


def a_component(**changes: bool) -> ComponentFacts:
    return ComponentFacts(**changes)


def a_result(**changes: bool) -> ResultFacts:
    return ResultFacts(**changes)


def a_dossier(code: str = "H46.12-261102-0001", **changes: object) -> DossierFacts:
    plain: dict[str, object] = {
        "code": code,
        "received_on": DAY,
        "agency": "H46.12",
        "procedure": "1.000656",
        "looked_at_on": date(2026, 12, 1),
    }
    return DossierFacts(**{**plain, **changes})  # type: ignore[arg-type]


def a_paper(key: str = "r1", **changes: object) -> PaperFacts:
    plain: dict[str, object] = {"key": key, "filed_on": DAY, "agency": "H46.12"}
    return PaperFacts(**{**plain, **changes})  # type: ignore[arg-type]
