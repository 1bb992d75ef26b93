"""What one fact adds to an indicator's numerator and denominator: a function an indicator, in the order of `definitions.py`."""

from digitize.indicators.facts import Channel, DossierFacts, PaperFacts, ProcedureFacts

Count = tuple[int, int]
"""Numerator, denominator."""


def electronic_result(dossier: DossierFacts) -> Count:
    return _one(any(one.has_file for one in dossier.results), of=dossier.gives_result)


def digitised(dossier: DossierFacts) -> Count:
    has_component = dossier.says_digitised or any(one.has_file for one in dossier.components)
    has_result = any(one.has_file for one in dossier.results)
    return _one(has_component and (has_result or not dossier.gives_result))


def reused(dossier: DossierFacts) -> Count:
    return _one(any(one.is_reused for one in dossier.components))


def synced(dossier: DossierFacts) -> Count:
    from_store = any(one.is_from_store for one in dossier.components)
    return _one(from_store or any(one.is_synced for one in dossier.results))


def citizen_connected(dossier: DossierFacts) -> Count:
    return _one(dossier.is_citizen_verified)


def digitised_at_reception(dossier: DossierFacts) -> Count:
    mandatory = [one for one in dossier.components if one.is_mandatory]
    is_asked = dossier.channel is not Channel.ONLINE and bool(mandatory)
    return _one(all(one.is_digitised for one in mandatory), of=is_asked)


def mandatory_digitised(dossier: DossierFacts) -> Count:
    mandatory = [one for one in dossier.components if one.is_mandatory]
    return sum(one.is_digitised for one in mandatory), len(mandatory)


def results_digitised(dossier: DossierFacts) -> Count:
    held = sum(one.is_valid and one.is_held_signed for one in dossier.results)
    return held, len(dossier.results)


def components_reused(dossier: DossierFacts) -> Count:
    return sum(one.is_reused for one in dossier.components), len(dossier.components)


def not_asked_again(dossier: DossierFacts) -> Count:
    again = any(one.was_held and not one.is_reused for one in dossier.components)
    return _one(not again, of=dossier.owner_had_papers)


def results_synced(dossier: DossierFacts) -> Count:
    due = [one for one in dossier.results if one.has_file]
    return sum(one.is_synced for one in due), len(due)


def on_time(dossier: DossierFacts) -> Count:
    return _one(not dossier.is_late, of=dossier.has_ended_or_is_late)


def late(dossier: DossierFacts) -> Count:
    return _one(dossier.is_late, of=dossier.has_ended_or_is_late)


def signed(paper: PaperFacts) -> Count:
    return _one(paper.has_valid_signature)


def unchanged(paper: PaperFacts) -> Count:
    return paper.fields_unchanged, paper.fields_extracted


def read_right(paper: PaperFacts) -> Count:
    return paper.characters_right, paper.characters_sampled


def seconds(paper: PaperFacts) -> Count:
    return (0, 0) if paper.seconds_to_filing is None else (paper.seconds_to_filing, 1)


def certified_copies(procedure: ProcedureFacts) -> Count:
    return _one(procedure.has_certified_copies)


def procedure_connected(procedure: ProcedureFacts) -> Count:
    return _one(procedure.is_connected, of=procedure.is_for_citizens)


def _one(is_counted: bool, *, of: bool = True) -> Count:  # noqa: FBT001 - one claim, said in words by the caller
    return int(is_counted and of), int(of)
