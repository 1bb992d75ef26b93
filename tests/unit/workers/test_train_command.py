"""Checked papers of a warehouse become a model beside it; the ledger keeps what it was made from and its score."""

import json
from pathlib import Path

import pytest
from learned_papers import WORDS, paper
from storage_factories import NOW, a_batch, a_file, a_scan_id

from config.settings import Settings
from digitize import codec
from digitize.arranging import Arrangement
from digitize.classify.learned import from_bytes
from digitize.errors import TooFewExamples
from digitize.model import Description, PageOutcome, Reason, Separation, Verdict
from storage import keys
from workers.commands.exit_codes import ExitCode
from workers.commands.train import history, train
from workers.services import Services, build_services


def waits(services: Services, type_code: str, seed: int) -> str:
    """A read paper of that type that waits for a checker; its document's id."""
    scan_id, (page,) = a_scan_id(f"{type_code}{seed}"), paper(type_code, seed)
    catalogue = services.catalogue
    catalogue.receive_scan(
        scan_id, batch=a_batch(), source="a.pdf", file=a_file(page_count=1), at=NOW
    )
    sha256 = services.store.put(keys.reading(scan_id, 0), codec.to_json(page))
    catalogue.save_reading(scan_id, 0, outcome=PageOutcome.READ, sha256=sha256, at=NOW)
    document = catalogue.separate(scan_id, Separation(documents=((0,),)), at=NOW)[0].id
    catalogue.freeze(document, None, at=NOW)
    verdict = Verdict(type_code=type_code, confidence=0.7)
    described = Description(verdict=verdict, fields=(), reasons=(Reason(code="type_unsure"),))
    catalogue.describe(document, described, at=NOW)
    return document


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Twelve approved papers of each of two types, and one that nobody has looked at."""
    settings = Settings(warehouse=tmp_path / "kho")
    with build_services(settings) as services:
        for seed in range(12):
            for type_code in WORDS:
                document = waits(services, type_code, seed)
                services.catalogue.approve(document, actor="an", at=NOW)
        waits(services, "giay_vay", 99)
    return settings


def test_only_what_a_person_approved_is_learned(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert train(settings, as_json=True) is ExitCode.OK
    said = json.loads(capsys.readouterr().out)
    assert said["examples"] == {"giay_vay": 12, "hop_dong_thue": 12}
    assert 0 < said["held_out"] == said["right"]
    learned = from_bytes(settings.learned_types_file.read_bytes())
    likely = learned.probabilities(paper("giay_vay", 500))
    assert likely["giay_vay"] > likely["hop_dong_thue"]


def examples_after(settings: Settings, capsys: pytest.CaptureFixture[str]) -> dict[str, int]:
    train(settings, as_json=True)
    return dict(json.loads(capsys.readouterr().out.splitlines()[-1])["examples"])


def test_a_corrected_type_is_learned_as_the_person_said(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    with build_services(settings) as services:
        document = waits(services, "giay_vay", 77)
        services.catalogue.correct(
            document, fields=(), type_code="hop_dong_thue", actor="an", at=NOW
        )
        services.catalogue.approve(document, actor="an", at=NOW)
    assert examples_after(settings, capsys) == {"giay_vay": 12, "hop_dong_thue": 13}


def test_what_was_arranged_anew_since_is_not_learned(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    with build_services(settings) as services:
        catalogue = services.catalogue
        scans = [a_scan_id(f"giay_vay{seed}") for seed in range(2)]
        turned, gone = Arrangement(documents=((0,),), turned={0: 90}), Arrangement(documents=())
        catalogue.rearrange(scans[0], turned, actor="an", at=NOW)
        catalogue.rearrange(scans[1], gone, actor="an", at=NOW)
    assert examples_after(settings, capsys) == {"giay_vay": 10, "hop_dong_thue": 12}


def test_every_training_stays_in_the_history(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    train(settings, as_json=True)
    train(settings, as_json=True)
    capsys.readouterr()
    history(settings, as_json=True)
    versions = [json.loads(line)["version"] for line in capsys.readouterr().out.splitlines()]
    assert len(versions) == 2
    assert len(set(versions)) == 1  # the same papers make the same model


def test_a_warehouse_without_checked_papers_trains_nothing(tmp_path: Path) -> None:
    settings = Settings(warehouse=tmp_path / "kho")
    build_services(settings).__exit__()
    with pytest.raises(TooFewExamples):
        train(settings, as_json=True)
    assert not settings.learned_types_file.exists()
