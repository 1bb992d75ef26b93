"""What each indicator counts, by hand: a dossier that counts, one that is only asked, one that is not asked."""

from datetime import date

import pytest
from facts_made import a_component, a_dossier, a_paper, a_result

from digitize.indicators.counting import Count
from digitize.indicators.definitions import INDICATORS, Code
from digitize.indicators.facts import Channel, DossierFacts, PaperFacts
from digitize.indicators.tally import tally_of

FILE = a_component(has_file=True, is_digitised=True)
BARE = a_component()
OPTIONAL = a_component(is_mandatory=False)
ELECTRONIC = a_result(has_file=True, is_held_signed=True)
PAPER_ONLY = a_result()


@pytest.mark.parametrize(
    ("code", "dossier", "count"),
    [
        (Code.ORIGINAL_RESULT_AVAILABLE, a_dossier(results=(ELECTRONIC,)), (1, 1)),
        (Code.ORIGINAL_RESULT_AVAILABLE, a_dossier(results=(PAPER_ONLY,)), (0, 1)),
        (Code.ORIGINAL_RESULT_AVAILABLE, a_dossier(gives_result=False), (0, 0)),
        (
            Code.SO_HOA_GIAY_TO_GIAI_QUYET,
            a_dossier(components=(FILE, BARE), results=(ELECTRONIC,)),
            (1, 1),
        ),
        (Code.SO_HOA_GIAY_TO_GIAI_QUYET, a_dossier(components=(FILE,)), (0, 1)),
        (
            Code.SO_HOA_GIAY_TO_GIAI_QUYET,
            a_dossier(components=(FILE,), gives_result=False),
            (1, 1),
        ),
        (Code.SO_HOA_GIAY_TO_GIAI_QUYET, a_dossier(results=(ELECTRONIC,)), (0, 1)),
        (
            Code.REUSED_DIGITIZED_DATA,
            a_dossier(components=(BARE, a_component(is_reused=True))),
            (1, 1),
        ),
        (Code.REUSED_DIGITIZED_DATA, a_dossier(components=(FILE,)), (0, 1)),
        (
            Code.SYNCED_WITH_DVCQG_PERSONAL_STORAGE,
            a_dossier(components=(a_component(is_from_store=True),)),
            (1, 1),
        ),
        (
            Code.SYNCED_WITH_DVCQG_PERSONAL_STORAGE,
            a_dossier(results=(a_result(has_file=True, is_synced=True),)),
            (1, 1),
        ),
        (Code.SYNCED_WITH_DVCQG_PERSONAL_STORAGE, a_dossier(results=(ELECTRONIC,)), (0, 1)),
        (Code.CITIZEN_DATA_CONNECTED_DOSSIER, a_dossier(is_citizen_verified=True), (1, 1)),
        (Code.CITIZEN_DATA_CONNECTED_DOSSIER, a_dossier(), (0, 1)),
        (Code.DIGITISED_AT_RECEPTION, a_dossier(components=(FILE, OPTIONAL)), (1, 1)),
        (Code.DIGITISED_AT_RECEPTION, a_dossier(components=(FILE, BARE)), (0, 1)),
        (
            Code.DIGITISED_AT_RECEPTION,
            a_dossier(components=(FILE,), channel=Channel.POST),
            (1, 1),
        ),
        (
            Code.DIGITISED_AT_RECEPTION,
            a_dossier(components=(FILE,), channel=Channel.ONLINE),
            (0, 0),
        ),
        (Code.DIGITISED_AT_RECEPTION, a_dossier(components=(OPTIONAL,)), (0, 0)),
        (
            Code.MANDATORY_PAPERS_DIGITISED,
            a_dossier(components=(FILE, BARE, BARE, OPTIONAL)),
            (1, 3),
        ),
        (
            Code.RESULTS_DIGITISED,
            a_dossier(results=(ELECTRONIC, PAPER_ONLY, a_result(is_held_signed=True))),
            (2, 3),
        ),
        (
            Code.RESULTS_DIGITISED,
            a_dossier(results=(a_result(is_held_signed=True, is_valid=False),)),
            (0, 1),
        ),
        (
            Code.PAPERS_REUSED,
            a_dossier(components=(FILE, OPTIONAL, a_component(is_reused=True))),
            (1, 3),
        ),
        (Code.NOT_ASKED_AGAIN, a_dossier(components=(FILE,), owner_had_papers=True), (1, 1)),
        (
            Code.NOT_ASKED_AGAIN,
            a_dossier(components=(a_component(was_held=True),), owner_had_papers=True),
            (0, 1),
        ),
        (
            Code.NOT_ASKED_AGAIN,
            a_dossier(
                components=(a_component(was_held=True, is_reused=True),), owner_had_papers=True
            ),
            (1, 1),
        ),
        (Code.NOT_ASKED_AGAIN, a_dossier(components=(FILE,)), (0, 0)),
        (
            Code.RESULTS_SYNCED,
            a_dossier(results=(ELECTRONIC, PAPER_ONLY, a_result(has_file=True, is_synced=True))),
            (1, 2),
        ),
    ],
)
def test_a_dossier_adds_what_the_definition_says(
    code: Code, dossier: DossierFacts, count: Count
) -> None:
    assert added(code, dossier) == count


@pytest.mark.parametrize(
    ("due", "finished", "on_time", "late"),
    [
        (date(2026, 11, 10), date(2026, 11, 10), (1, 1), (0, 1)),
        (date(2026, 11, 10), date(2026, 11, 11), (0, 1), (1, 1)),
        (date(2026, 11, 10), None, (0, 1), (1, 1)),
        (date(2026, 12, 1), None, (0, 0), (0, 0)),
        (None, date(2026, 11, 10), (0, 0), (0, 0)),
    ],
    ids=["on the day", "a day later", "due and not there", "not due yet", "without a date"],
)
def test_a_dossier_is_late_by_whole_days(
    due: date | None, finished: date | None, on_time: Count, late: Count
) -> None:
    dossier = a_dossier(due_on=due, finished_on=finished)
    assert (added(Code.ON_TIME, dossier), added(Code.LATE, dossier)) == (on_time, late)


@pytest.mark.parametrize(
    ("code", "paper", "count"),
    [
        (Code.VALID_SIGNATURES, a_paper(has_valid_signature=True), (1, 1)),
        (Code.VALID_SIGNATURES, a_paper(), (0, 1)),
        (Code.FIELDS_UNCHANGED, a_paper(fields_extracted=7, fields_unchanged=5), (5, 7)),
        (Code.READING_ACCURACY, a_paper(characters_sampled=40, characters_right=39), (39, 40)),
        (Code.SECONDS_TO_FILING, a_paper(seconds_to_filing=42), (42, 1)),
        (Code.SECONDS_TO_FILING, a_paper(), (0, 0)),
    ],
)
def test_a_paper_adds_what_the_definition_says(code: Code, paper: PaperFacts, count: Count) -> None:
    assert added(code, paper) == count


def test_a_procedure_counts_once_however_many_dossiers_it_has() -> None:
    connected = [a_dossier(f"c{i}", procedure="1.1", asked_databases=True) for i in range(3)]
    others = [a_dossier("d", procedure="1.2"), a_dossier("e", procedure="1.3", is_of_citizen=False)]
    figure = tally_of([*connected, *others]).figure(Code.CITIZEN_DATA_CONNECTED_FORMALITY)
    assert (figure.numerator, figure.denominator) == (1, 2)


def test_every_indicator_counts_one_kind_of_fact() -> None:
    for indicator in INDICATORS.values():
        ways = (indicator.of_dossier, indicator.of_paper, indicator.of_procedure)
        assert sum(way is not None for way in ways) == 1, indicator.code


def test_the_group_of_the_decision_gives_22_points() -> None:
    """QĐ 766/QĐ-TTg, nhóm Số hóa hồ sơ."""
    assert sum(indicator.max_points for indicator in INDICATORS.values()) == 22


def added(code: Code, fact: DossierFacts | PaperFacts) -> Count:
    figure = tally_of([fact]).figure(code)
    return figure.numerator, figure.denominator
