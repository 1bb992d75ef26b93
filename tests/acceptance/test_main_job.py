"""The main job, end to end: the demo's scans into a warehouse, and everything a person then asks of it."""

import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.acceptance.conftest import Answer, Digitize


class Done(NamedTuple):
    kho: Path
    answer: Answer

    def of(self, name: str) -> list[dict]:
        return [line for line in self.answer.lines if Path(line["source"]).name.startswith(name)]

    @property
    def filed(self) -> dict:
        return self.of("01-quyet-dinh")[0]


@pytest.fixture(scope="module")
def done(digitize: Digitize, demo_scans: Path, tmp_path_factory: pytest.TempPathFactory) -> Done:
    kho = tmp_path_factory.mktemp("main") / "kho"
    return Done(kho, digitize("run", demo_scans, "--warehouse", kho, "--json"))


def test_every_source_has_a_line_with_the_keys_of_the_contract(
    done: Done, demo_scans: Path
) -> None:
    keys = {"document", "source", "pages", "type", "status", "record", "sealed", "reasons", "error"}
    assert all(set(line) == keys for line in done.answer.lines)
    assert {line["source"] for line in done.answer.lines} == {str(p) for p in demo_scans.iterdir()}


def test_a_clean_decision_is_filed_without_a_person(done: Done) -> None:
    (line,) = done.of("01-quyet-dinh")
    assert (line["status"], line["type"]["code"]) == ("filed", "quyet_dinh")
    assert Path(line["sealed"]).read_bytes().startswith(b"%PDF-1.7")


def test_separator_sheets_split_one_scan_into_its_papers(done: Done) -> None:
    documents = done.of("06-ba-giay-to")
    pages = [page for line in documents for page in line["pages"]]
    assert len(documents) == 3
    assert len(pages) == len(set(pages))


def test_handwritten_numbers_wait_for_a_person_with_the_reason(done: Done) -> None:
    (line,) = done.of("08-so-viet-tay")
    assert line["status"] == "needs_check"
    assert line["sealed"] is None
    assert {reason["field"] for reason in line["reasons"]} & {"reference", "issued_date"}


def test_a_secret_paper_is_quarantined_unread(done: Done) -> None:
    (line,) = done.of("10-van-ban-mat")
    assert (line["status"], line["error"]["code"]) == ("rejected", "secret_paper")
    assert line["document"] is None
    texts = [path.read_text() for path in (done.kho / "store" / "texts").rglob("*.txt")]
    assert texts
    assert not any("HIỆU TRƯỞNG" in text for text in texts)  # its signer's title, on no other paper


def test_an_empty_file_has_its_code_and_a_sentence(done: Done) -> None:
    (line,) = done.of("12-tep-rong")
    assert line["error"]["code"] == "empty_file"
    assert line["error"]["message"].endswith(".")


def test_a_file_that_was_cut_never_passes_by_itself(done: Done) -> None:
    (line,) = done.of("11-tep-hong")
    assert line["sealed"] is None
    assert line["error"] or "repaired" in {reason["code"] for reason in line["reasons"]}


def test_bad_input_sets_the_exit_code_and_shows_no_traceback(done: Done) -> None:
    assert done.answer.code == 2
    assert "Traceback" not in done.answer.errors


def test_the_sealed_file_verifies_and_one_flipped_bit_is_noticed(
    done: Done, digitize: Digitize, tmp_path: Path
) -> None:
    sealed = Path(done.filed["sealed"])
    assert digitize("verify", sealed, "--warehouse", done.kho).code == 0
    data = bytearray(sealed.read_bytes())
    data[len(data) // 3] ^= 1
    (tmp_path / "flipped.pdf").write_bytes(data)
    answer = digitize("verify", tmp_path / "flipped.pdf", "--warehouse", done.kho, "--json")
    assert answer.code == 21
    assert (answer.lines[0]["ours"], answer.lines[0]["intact"]) == (False, False)


def test_a_record_is_found_whatever_the_diacritics(done: Done, digitize: Digitize) -> None:
    found = [
        [hit["record"] for hit in digitize("find", words, "--warehouse", done.kho, "--json").lines]
        for words in ("quyết định", "quyet dinh", "QUYẾT ĐỊNH")
    ]
    assert done.filed["record"] in found[0]
    assert set(found[0]) == set(found[1]) == set(found[2])


def test_get_gives_the_very_bytes_that_were_sealed(
    done: Done, digitize: Digitize, tmp_path: Path
) -> None:
    out = tmp_path / "copy.pdf"
    record = done.filed["record"]
    assert digitize("get", record, "-o", out, "--warehouse", done.kho).code == 0
    assert out.read_bytes() == Path(done.filed["sealed"]).read_bytes()


def test_every_look_at_a_record_is_in_its_history(done: Done, digitize: Digitize) -> None:
    record = done.filed["record"]
    digitize("show", record, "--warehouse", done.kho, "--json")
    shown = digitize("show", record, "--warehouse", done.kho, "--json").lines[0]
    events = [step["event"] for step in shown["history"]]
    assert "record.read" in events
    assert shown["fields"]["reference"]["value"]


def test_the_sealed_text_layer_is_the_text_that_was_read(
    done: Done, digitize: Digitize, tmp_path: Path
) -> None:
    out = tmp_path / "text.txt"
    digitize("get", done.filed["record"], "--text", "-o", out, "--warehouse", done.kho)
    layer = subprocess.run(
        ["pdftotext", "-raw", done.filed["sealed"], "-"], capture_output=True, text=True, check=True
    ).stdout
    for of_layer, read in zip(layer.split("\f"), out.read_text().split("\f"), strict=False):
        assert of_layer.startswith(read)  # behind the first page's text stand the seal's lines


def test_audit_proves_that_every_page_is_accounted_for(done: Done, digitize: Digitize) -> None:
    answer = digitize("audit", "--warehouse", done.kho, "--json")
    audit = answer.lines[0]
    pages = audit["pages"]
    assert (answer.code, audit["ok"], audit["problems"]) == (0, True, [])
    parts = pages["filed"] + pages["waiting"] + pages["set_aside"] + pages["rejected"]
    assert pages["received"] == parts
    assert min(pages["filed"], pages["waiting"], pages["set_aside"], pages["rejected"]) > 0


def test_the_same_bytes_given_twice_at_once_are_one_scan(
    digitize: Digitize, demo_scans: Path, tmp_path: Path
) -> None:
    scan = next(demo_scans.glob("05-giay-tiep-nhan*"))
    twin = tmp_path / "twin.png"
    twin.write_bytes(scan.read_bytes())
    answer = digitize("run", scan, twin, "--warehouse", tmp_path / "kho", "--json")
    assert len({line["document"] for line in answer.lines}) == 1
    assert [line["error"] for line in answer.lines] == [None, None]
    audit = digitize("audit", "--warehouse", tmp_path / "kho", "--json").lines[0]
    assert (audit["ok"], audit["scans"], audit["pages"]["received"]) == (True, 1, 1)


def test_running_again_repeats_nothing(done: Done, digitize: Digitize, demo_scans: Path) -> None:
    before = digitize("audit", "--warehouse", done.kho, "--json").lines[0]
    stored = {p: p.stat().st_mtime_ns for p in (done.kho / "store" / "sealed").rglob("*.pdf")}
    again = digitize("run", demo_scans, "--warehouse", done.kho, "--json")
    after = digitize("audit", "--warehouse", done.kho, "--json").lines[0]
    assert again.lines == done.answer.lines
    assert [before[k] for k in ("pages", "documents", "scans")] == [
        after[k] for k in ("pages", "documents", "scans")
    ]
    assert stored == {
        p: p.stat().st_mtime_ns for p in (done.kho / "store" / "sealed").rglob("*.pdf")
    }
