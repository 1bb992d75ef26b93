"""Filed papers into a bag and into another warehouse: nothing is lost, the other's audit holds, hostile bags are refused."""

import hashlib
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from filed_papers import a_filed_paper
from hypothesis import given
from hypothesis import strategies as st
from life_factories import a_said_link
from storage_factories import a_batch, filed
from web_factories import AGENCY, open_warehouse

from config.archive import load_archive
from config.settings import Settings
from digitize.archive.bag import verified
from digitize.archive.files import ArchiveSays, FileSum, file_metadata
from digitize.archive.metadata import (
    PROFILES,
    PaperFacts,
    Profile,
    from_csv,
    from_xml,
    metadata_of,
    to_csv,
    to_xml,
)
from digitize.errors import BadConfiguration, BagConflicts, BagDamaged, BagHostile, NotFound
from storage import life_rows, link_rows
from storage.archive_rows import Wanted
from storage.audit import audit
from storage.record_reads import note_reads
from workers.exchange.archive import export
from workers.exchange.bag_lines import table_lines
from workers.exchange.taking_in import take_in
from workers.services import Services, build_services

WORDS = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Co")), max_size=60)


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with open_warehouse(tmp_path / "kho") as opened:
        yield opened


@pytest.fixture
def bag(services: Services, tmp_path: Path) -> Path:
    a_filed_paper(services)
    _export(services, tmp_path / "goi")
    return tmp_path / "goi"


def _export(services: Services, folder: Path, **wanted: object) -> None:
    asked = Wanted(agency=AGENCY, **wanted)  # type: ignore[arg-type]
    export(services, asked, folder, profile=Profile.CV_7197, actor="lan")


def test_a_bag_comes_back_without_loss(services: Services, bag: Path, tmp_path: Path) -> None:
    with open_warehouse(tmp_path / "kia") as other:
        moved = take_in(other, bag, actor="lan")
        assert (moved.records, moved.scans) == (1, 1)
        (record,) = services.catalogue.records()
        assert list(other.catalogue.records()) == [record]
        assert other.catalogue.document(record.document_id) == services.catalogue.document(
            record.document_id
        )
        assert other.store.get(record.pdf.key) == services.store.get(record.pdf.key)
        assert [hit.record for hit in other.catalogue.find("hòa giải")] == [record]
        report = audit(other.catalogue, other.store)
        before = audit(services.catalogue, services.store)
        assert (report.problems, report.pages) == (before.problems, before.pages)
        _export(other, tmp_path / "goi-lai")
    first, again = (one / "manifest-sha256.txt" for one in (bag, tmp_path / "goi-lai"))
    assert again.read_text() == first.read_text()


def test_links_between_papers_and_what_people_decided_of_them_come_along(
    services: Services, tmp_path: Path
) -> None:
    earlier = a_filed_paper(services, "trước", number="12/QĐ-UBND")
    later = a_filed_paper(services, "sau")
    with services.database.writing() as connection:
        said = [a_said_link(), a_said_link(number="99/QĐ-UBND")]
        link_rows.propose(connection, later.id, said, at=services.clock())
        link = link_rows.links_from(connection, later.id)[0]
        link_rows.confirm(
            connection,
            link.id,
            earlier.id,
            viewer=None,
            version=link.version,
            actor="an",
            at=services.clock(),
        )
    _export(services, tmp_path / "goi")
    told = from_csv((tmp_path / "goi" / "data" / "links.csv").read_bytes())
    assert {row["Other"] for row in told if row["RecordId"] == later.id} == {earlier.id, ""}
    with open_warehouse(tmp_path / "kia") as other:
        take_in(other, tmp_path / "goi", actor="lan")
        for asked in (link_rows.links_from, life_rows.life_of):
            for record in (earlier, later):
                with services.database.reading() as here, other.database.reading() as there:
                    assert asked(there, record.id) == asked(here, record.id)
        assert audit(other.catalogue, other.store).problems == (
            audit(services.catalogue, services.store).problems
        )
        _export(other, tmp_path / "goi-lai")
    first, again = (tmp_path / one / "manifest-sha256.txt" for one in ("goi", "goi-lai"))
    assert again.read_text() == first.read_text()


def test_a_dossier_is_told_as_the_archives_file_and_the_fonds_as_somebody_said_it(
    tmp_path: Path,
) -> None:
    said = tmp_path / "luu-tru.toml"
    said.write_text(
        '[fonds]\nFondsCode = "P01"\n[file]\nMaintenance = "20 năm"\n', encoding="utf-8"
    )
    batch = replace(a_batch(agency=AGENCY), dossier_code="H07-1", procedure_code="1.001193")
    settings = Settings(warehouse=tmp_path / "kho", agency_code=AGENCY, archive=said)
    with build_services(settings) as services:
        for content in ("một", "hai"):
            filed(services.catalogue, content=content, batch=batch, store=services.store)
        _export(services, tmp_path / "goi")
        title = services.checklists["1.001193"].title
    data = tmp_path / "goi" / "data"
    (row,) = from_csv((data / "files.csv").read_bytes())
    assert {name: value for name, value in row.items() if value} == {
        "Agency": AGENCY,
        "FileCode": "H07-1",
        "Title": title,
        "Maintenance": "20 năm",
        "DocTotal": "2",
        "PageTotal": "4",
        "ConfidenceLevel": "Số hóa",
        **{name: row[name] for name in ("StartDate", "EndDate") if row[name]},
    }
    (file,) = (data / "files").iterdir()
    assert "<FileCode>H07-1</FileCode>" in file.read_text(encoding="utf-8")
    assert "<FondsCode>P01</FondsCode>" in (data / "fonds.xml").read_text(encoding="utf-8")


def test_papers_without_a_dossier_are_in_no_file_and_an_unsaid_fonds_is_left_out(
    bag: Path,
) -> None:
    assert not (bag / "data" / "files.csv").exists()
    assert not (bag / "data" / "fonds.xml").exists()


def test_a_file_begins_with_its_earliest_paper_and_ends_with_its_last() -> None:
    counted = FileSum(agency="A", code="K", title="")
    days = (date(2024, 3, 5), None, date(2020, 1, 2))
    for day in days:
        counted = counted.with_paper(pages=3, issued=day)
    told = file_metadata(counted, ArchiveSays(file={"Keyword": "k" * 200}))
    assert (told["StartDate"], told["EndDate"]) == ("02/01/2020", "05/03/2024")
    assert (told["DocTotal"], told["PageTotal"], len(told["Keyword"])) == ("3", "9", 100)
    assert "Title" not in told


@pytest.mark.parametrize(
    "said",
    [
        "[fonds",
        '[phong]\nx = "y"',
        '[fonds]\nName = "y"',
        "[file]\nRights = 1",
        '[file]\nRights = " "',
        '[file]\nDocTotal = "9"',
    ],
)
def test_what_an_archivist_cannot_say_is_refused(tmp_path: Path, said: str) -> None:
    path = tmp_path / "luu-tru.toml"
    path.write_text(said, encoding="utf-8")
    with pytest.raises(BadConfiguration):
        load_archive(path)
    assert load_archive(None) == ArchiveSays()


def test_lines_are_read_anew_and_each_is_looked_at(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_bytes(b'["id","n"]\n["a",1]\n')
    lines = table_lines({"rows": path}, "rows")
    assert [*lines] == [*lines] == [["id", "n"], ["a", 1]]
    for bad in (b'["a"]\n', b'{"a":1}\n', b'["a",[]]\n', b"[\n"):
        path.write_bytes(b'["id","n"]\n' + bad)
        with pytest.raises(BagDamaged):
            list(lines)
    with pytest.raises(BagDamaged):
        table_lines({}, "rows")


def test_who_looked_stays_in_the_house_where_they_looked(
    services: Services, bag: Path, tmp_path: Path
) -> None:
    (record,) = services.catalogue.records()
    note_reads(services.database, [record.id], purpose="show", actor="an", at=services.clock())
    _export(services, tmp_path / "goi-sau")
    first, later = (one / "data" / "ledger.jsonl" for one in (bag, tmp_path / "goi-sau"))
    assert later.read_bytes() == first.read_bytes()
    with open_warehouse(tmp_path / "kia") as other:
        take_in(other, tmp_path / "goi-sau", actor="lan")
        found = audit(other.catalogue, other.store).problems
    assert found == audit(services.catalogue, services.store).problems


def test_a_bag_taken_in_twice_is_taken_in_once(bag: Path, tmp_path: Path) -> None:
    with open_warehouse(tmp_path / "kia") as other:
        take_in(other, bag, actor="lan")
        length, _ = other.catalogue.ledger_head()
        assert take_in(other, bag, actor="lan").records == 0
        assert other.catalogue.ledger_head()[0] == length


def test_an_export_is_in_the_ledger(services: Services, bag: Path) -> None:
    entry = list(services.catalogue.ledger(subject=bag.name))[-1]
    assert (entry.event, entry.actor, entry.data["records"]) == ("archive.exported", "lan", 1)


def test_nothing_is_made_where_nothing_fits(services: Services, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        _export(services, tmp_path / "goi", dossier="H07-260101-0001")
    assert not (tmp_path / "goi").exists()


def _flip(bag: Path) -> None:
    path = next((bag / "data" / "objects").rglob("*.pdf"))
    data = path.read_bytes()
    path.write_bytes(bytes([data[0] ^ 1]) + data[1:])


def _link(bag: Path) -> None:
    path = bag / "data" / "metadata.csv"
    path.unlink()
    path.symlink_to("/etc/hostname")


def _climb(bag: Path) -> None:
    with (bag / "manifest-sha256.txt").open("a") as manifest:
        manifest.write("0" * 64 + "  data/../../x\n")


def _root(bag: Path) -> None:
    with (bag / "manifest-sha256.txt").open("a") as manifest:
        manifest.write("0" * 64 + "  /etc/passwd\n")


def _pipe(bag: Path) -> None:
    os.mkfifo(bag / "data" / "pipe")


@pytest.mark.parametrize(
    ("harm", "refusal"),
    [
        (_flip, BagDamaged),
        (lambda bag: (bag / "data" / "ledger.jsonl").unlink(), BagDamaged),
        (lambda bag: (bag / "data" / "more").write_bytes(b"x"), BagDamaged),
        (lambda bag: (bag / "bag-info.txt").write_bytes(b"x"), BagDamaged),
        (_link, BagHostile),
        (_climb, BagHostile),
        (_root, BagHostile),
        (_pipe, BagHostile),
        (lambda bag: (bag / "data" / "a\nb").write_bytes(b"x"), BagHostile),
    ],
    ids=["byte", "gone", "more", "tag", "link", "climbs", "absolute", "pipe", "name"],
)
def test_a_bag_that_is_not_what_it_says_changes_nothing(
    bag: Path, tmp_path: Path, harm: Callable[[Path], None], refusal: type[Exception]
) -> None:
    harm(bag)
    with open_warehouse(tmp_path / "kia") as other:
        with pytest.raises(refusal):
            take_in(other, bag, actor="lan")
        assert other.catalogue.ledger_head()[0] == 0
        assert list(other.store.keys("")) == []


def test_papers_that_are_here_otherwise_are_not_touched(
    services: Services, bag: Path, tmp_path: Path
) -> None:
    a_filed_paper(services, "khác")
    _export(services, tmp_path / "ca-hai")
    with open_warehouse(tmp_path / "kia") as other:
        take_in(other, bag, actor="lan")
        with pytest.raises(BagConflicts):
            take_in(other, tmp_path / "ca-hai", actor="lan")


def test_every_payload_file_hashes_as_its_manifest_says(bag: Path) -> None:
    found = verified(bag)
    lines = (bag / "manifest-sha256.txt").read_text().splitlines()
    said = {line[66:].removeprefix("data/"): line[:64] for line in lines}
    assert said == {
        name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in found.items()
    }


@given(WORDS, WORDS, st.sampled_from(Profile))
def test_metadata_comes_back_from_xml_and_csv(subject: str, organ: str, profile: Profile) -> None:
    facts = PaperFacts(
        code="K1",
        file_code="H46-260101-0001",
        ordinal=1,
        type_title="Quyết định",
        page_count=2,
        fields={"subject": subject, "organ_name": organ, "reference": "2311/QĐ-UBND"},
    )
    values = metadata_of(facts, profile)
    assert from_xml(to_xml(values, profile=profile)) == (profile, values)
    row = {"RecordId": "r", **values}
    assert from_csv(b"".join(to_csv([row], profile=profile))) == [row]


def test_a_value_is_cut_to_its_element_and_no_element_is_missing() -> None:
    facts = PaperFacts(
        code="K" * 99, file_code="", ordinal=1, type_title="Q", page_count=2, fields={}
    )
    values = metadata_of(replace(facts, fields={"subject": "x" * 600}), Profile.CV_7197)
    assert [*values] == [one.name for one in PROFILES[Profile.CV_7197]]
    assert (len(values["DocCode"]), len(values["Subject"])) == (30, 500)


def test_a_day_is_written_as_archives_write_it() -> None:
    fields = {"issued_date": "2025-04-30", "organ_name": "UBND tỉnh", "reference": "12/QĐ-UBND"}
    facts = PaperFacts(
        code="K", file_code="", ordinal=1, type_title="Q", page_count=2, fields=fields
    )
    values = metadata_of(facts, Profile.CV_7197)
    assert (values["IssuedDate"], values["OrganName"]) == ("30/04/2025", "UBND tỉnh")
    assert (values["CodeNumber"], values["CodeNotation"]) == ("12", "QĐ-UBND")


def test_letters_that_xml_has_not_are_left_out() -> None:
    said = {"Subject": "\ufffea\ud7ff\ue000\uffff\x0b"}
    again = from_xml(to_xml(said, profile=Profile.CV_7197))[1]
    assert again == {"Subject": "a\ud7ff\ue000"}


def test_entities_are_refused_unread() -> None:
    with pytest.raises(ValueError, match="document type"):
        from_xml(
            '<!DOCTYPE a [<!ENTITY b "c">]><Document profile="cv7197">&b;</Document>'.encode(
                "utf-16"
            )
        )
    with pytest.raises(ValueError, match="document type"):
        from_xml(b'<!DOCTYPE a [<!ENTITY b "c">]><Document profile="cv7197">&b;</Document>')
