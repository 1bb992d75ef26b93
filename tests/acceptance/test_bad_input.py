"""Bad input has an outcome each: a stable code, a Vietnamese sentence, its bytes kept; the batch always goes on."""

import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from tests.acceptance.conftest import Answer, Digitize, OnePaper
from tests.small_disks import mounted


@pytest.fixture(scope="module")
def good(demo_scans: Path) -> bytes:
    return next(demo_scans.glob("02-cong-van*")).read_bytes()


@pytest.fixture(scope="module")
def folder(good: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("bad")
    for name, data in bad_files(good):
        (made / name).write_bytes(data)
    return made


@pytest.fixture(scope="module")
def answer(digitize: Digitize, folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Answer:
    kho = tmp_path_factory.mktemp("bad-kho") / "kho"
    run = digitize("run", *sorted(folder.iterdir()), "--warehouse", kho, "--json")
    audit = digitize("audit", "--warehouse", kho, "--json").lines[0]
    assert (audit["ok"], audit["scans"]) == (True, len(list(folder.iterdir())))
    return run


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("empty.pdf", "empty_file"),
        ("text.pdf", "unknown_format"),
        ("program.pdf", "unknown_format"),
        ("noise.tif", "damaged_file"),
        ("truncated.tif", "damaged_file"),
        ("encrypted.pdf", "encrypted_file"),
        ("bomb.png", "too_many_pixels"),
        ("5000-pages.pdf", "too_many_pages"),
        ("xfa.pdf", "dynamic_form"),
    ],
)
def test_a_refused_file_has_its_code_and_a_sentence(answer: Answer, name: str, code: str) -> None:
    (line,) = lines_of(answer, name)
    assert (line["status"], line["error"]["code"]) == ("rejected", code)
    assert len(line["error"]["message"]) > 15


@pytest.mark.parametrize(
    ("name", "reason"), [("javascript.pdf", "active_content"), ("attachment.pdf", "attachments")]
)
def test_a_file_with_more_than_pages_waits_for_a_person(
    answer: Answer, name: str, reason: str
) -> None:
    (line,) = lines_of(answer, name)
    assert line["status"] == "needs_check"
    assert reason in {one["code"] for one in line["reasons"]}


def test_a_cut_pdf_never_passes_by_itself(answer: Answer) -> None:
    (line,) = lines_of(answer, "truncated.pdf")
    assert line["sealed"] is None
    assert line["error"] or "repaired" in {reason["code"] for reason in line["reasons"]}


def test_an_owner_password_and_an_odd_name_harm_nothing(answer: Answer) -> None:
    statuses = {
        line["status"]
        for name in ("owner-only.pdf", "tên có dấu; $(touch x) & '\".pdf")
        for line in lines_of(answer, name)
    }
    assert statuses <= {"filed", "needs_check"}


def test_a_coarse_scan_is_named_as_such(answer: Answer) -> None:
    (line,) = lines_of(answer, "coarse.jpg")
    assert "low_resolution" in {reason["code"] for reason in line["reasons"]}


def test_the_batch_goes_on_without_a_traceback(answer: Answer, folder: Path) -> None:
    assert {Path(line["source"]).name for line in answer.lines} == {
        path.name for path in folder.iterdir()
    }
    assert "Traceback" not in answer.errors
    assert answer.code == 2


def lines_of(answer: Answer, name: str) -> list[dict]:
    return [line for line in answer.lines if Path(line["source"]).name == name]


def bad_files(good: bytes) -> Iterator[tuple[str, bytes]]:
    yield "empty.pdf", b""
    yield "text.pdf", "đây không phải là PDF\n".encode() * 50
    yield "program.pdf", b"MZ" + bytes(range(256)) * 10
    yield "noise.tif", b"II*\0" + bytes(range(255, 0, -1)) * 20
    yield "truncated.tif", tiff()[:-2000]
    yield "truncated.pdf", good[: len(good) // 2]
    yield "encrypted.pdf", protected(good, user="secret")
    yield "owner-only.pdf", protected(good, user="")
    yield "bomb.png", png_bomb(side=30_000)
    yield "5000-pages.pdf", many_pages(5_000)
    yield "xfa.pdf", with_root(good, AcroForm=pikepdf.Dictionary(Fields=[], XFA=b"<xdp/>"))
    yield (
        "javascript.pdf",
        with_root(
            good, OpenAction=pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=b"app.alert(1)")
        ),
    )
    yield "attachment.pdf", with_attachment(good)
    yield "coarse.jpg", coarse_page()
    yield "tên có dấu; $(touch x) & '\".pdf", good + b"\n"


def tiff() -> bytes:
    out = BytesIO()
    Image.effect_noise((600, 800), 60).save(out, "TIFF", dpi=(100, 100))
    return out.getvalue()


def coarse_page() -> bytes:
    out = BytesIO()
    Image.new("L", (827, 1169), 240).save(out, "JPEG", dpi=(100, 100))
    page = Image.open(out)
    page.paste(20, (100, 100, 700, 140))
    page.paste(20, (100, 300, 500, 330))
    out = BytesIO()
    page.save(out, "JPEG", dpi=(100, 100))
    return out.getvalue()


def protected(pdf: bytes, *, user: str) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        opened.save(out, encryption=pikepdf.Encryption(user=user, owner="owner"))
    return out.getvalue()


def with_root(pdf: bytes, **entries: object) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        for key, value in entries.items():
            opened.Root[f"/{key}"] = value
        opened.save(out)
    return out.getvalue()


def with_attachment(pdf: bytes) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        opened.attachments["ghi chú.txt"] = pikepdf.AttachedFileSpec(opened, b"noi dung")
        opened.save(out)
    return out.getvalue()


def many_pages(count: int) -> bytes:
    out = BytesIO()
    with pikepdf.new() as pdf:
        for _ in range(count):
            pdf.add_blank_page(page_size=(20, 20))
        pdf.save(out)
    return out.getvalue()


def png_bomb(*, side: int) -> bytes:
    """A white picture of side × side pixels in a few kilobytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        checksum = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checksum)

    packer, row = zlib.compressobj(9), b"\0" * (side // 8 + 2)
    body = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
    )


def test_a_signed_pdf_is_filed_or_waits_byte_for_byte(
    digitize: Digitize, filed_decision: OnePaper, tmp_path: Path
) -> None:
    second = tmp_path / "second"
    sealed = Path(filed_decision.line["sealed"])
    (line,) = digitize("run", sealed, "--warehouse", second, "--json").lines
    kept = tmp_path / "kept.pdf"
    digitize("get", line["document"], "--original", "-o", kept, "--warehouse", second)
    assert kept.read_bytes() == sealed.read_bytes()
    assert line["sealed"] is None
    assert not list((second / "store" / "searchable").rglob("*.pdf"))


def test_a_full_store_refuses_without_losing_anything(
    digitize: Digitize, demo_scans: Path, tmp_path: Path
) -> None:
    scan = next(demo_scans.glob("04-can-cuoc*"))
    before = scan.read_bytes()
    with mounted(tmp_path / "full", "size=700k") as full:
        answer = digitize("run", scan, "--warehouse", full / "kho", "--json")
    assert answer.code == 22
    assert "store_full" in answer.errors
    assert scan.read_bytes() == before


def test_a_read_only_store_is_said_to_be_one(
    digitize: Digitize, demo_scans: Path, tmp_path: Path
) -> None:
    scan = next(demo_scans.glob("02-cong-van*"))
    with mounted(tmp_path / "closed", "ro") as closed:
        answer = digitize("run", scan, "--warehouse", closed / "kho", "--json")
    assert answer.code == 22
    assert "store_read_only" in answer.errors
