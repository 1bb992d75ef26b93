"""Papers that wait at the checking desk with their readings and pictures, and programs that ask for people."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from functools import partialmethod
from io import BytesIO
from itertools import count
from typing import Any

import httpx
from desk_factories import waits
from factories import PAGE_HEIGHT, PAGE_WIDTH, page
from page_factories import FONT
from PIL import Image, ImageDraw, ImageFont
from storage_factories import a_batch
from web_factories import AGENCY, Client, app_of

from digitize import codec
from digitize.access import Role
from digitize.model import (
    Box,
    Description,
    DocumentId,
    Field,
    FieldSource,
    FileKind,
    PageOutcome,
    Reason,
    ScanFile,
    ScanId,
    Separation,
    Verdict,
)
from digitize.rows import Owner, Priority
from storage import keys
from storage.accounts import Account, Accounts
from workers.accounts.signing_in import SigningIn
from workers.services import Services

NUMBER_BOX = Box(left=100, top=144, right=300, bottom=168)


def a_found(key: str, value: str, *, confidence: float = 0.99, page_index: int = 0) -> Field:
    return Field(
        key=key,
        value=value,
        confidence=confidence,
        page_index=page_index,
        box=NUMBER_BOX,
        how=FieldSource.LABEL,
        raw=value,
    )


def a_decision(*doubtful: str, reasons: Sequence[Reason] = ()) -> Description:
    """A quyết định with all its fields, of which those named are unsure."""
    values = {
        "reference": "2311/QĐ-UBND",
        "issued_date": "2023-12-29",
        "issued_place": "Quảng Bình",
        "organ_name": "ỦY BAN NHÂN DÂN TỈNH QUẢNG BÌNH",
        "subject": "Về việc phê duyệt chủ trương đầu tư",
        "signer_name": "Nguyễn Thị Hòa",
        "signer_title": "CHỦ TỊCH",
    }
    return Description(
        verdict=Verdict(type_code="quyet_dinh", confidence=0.99),
        fields=tuple(
            a_found(key, value, confidence=0.4 if key in doubtful else 0.99)
            for key, value in values.items()
        ),
        reasons=(
            *(Reason(code="field_unsure", field_key=key, page_index=0) for key in doubtful),
            *reasons,
        ),
    )


def a_waiting_paper(
    services: Services,
    content: str = "scan",
    *,
    description: Description | None = None,
    documents: Sequence[Sequence[int]] = ((0, 1),),
    agency: str = AGENCY,
    priority: Priority = Priority.COUNTER,
    **more: Any,
) -> list[DocumentId]:
    """With what was read of it in the store."""
    made = waits(
        services.catalogue,
        content,
        documents=documents,
        agency=agency,
        priority=priority,
        description=description or a_decision("reference"),
        **more,
    )
    scan_id = services.catalogue.document(made[0]).scan_id
    rows = ("UBND TỈNH", "Số: 2311/QĐ-UBND", "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05/03/2020")
    for index in range(sum(map(len, documents))):
        reading = replace(page(*rows), page_index=index)
        services.store.put(keys.reading(scan_id, index), codec.to_json(reading))
    return made


def make_account(
    services: Services,
    name: str,
    *,
    role: Role = Role.CHECKER,
    agency: str = AGENCY,
    owner: Owner | None = None,
) -> Account:
    account = Account(
        id=name,
        name=name,
        roles=frozenset({role}),
        agency=agency,
        owner=owner,
        made_at=services.clock(),
    )
    Accounts(services.database).make(account, actor="test")
    return account


class Person:
    """Somebody's program at the API: every change has a key of its own."""

    def __init__(self, services: Services, name: str = "an", **said: Any) -> None:
        account = make_account(services, name, **said)
        token, _ = SigningIn(services.database, clock=services.clock).begin(account)
        self.woken = 0
        self._client = Client(app_of(services, on_custody=self._wake), token)
        self._keys = count()
        self._name = name

    def _wake(self) -> None:
        self.woken += 1

    def ask(self, method: str, what: str = "", **given: Any) -> httpx.Response:
        headers = {"Idempotency-Key": f"{self._name}-{next(self._keys)}"}
        return self._client.request(method, f"/api/v1/documents{what}", headers=headers, **given)

    get = partialmethod(ask, "GET")
    post = partialmethod(ask, "POST")
    put = partialmethod(ask, "PUT")
    delete = partialmethod(ask, "DELETE")


def a_drawn_paper(
    services: Services,
    name: str,
    *,
    documents: Sequence[Sequence[int]] = ((0,),),
    description: Description | None = None,
) -> list[DocumentId]:
    """As `a_waiting_paper`, with pages to be seen: a TIFF whose every page says which it is."""
    data = _tiff(name, sum(map(len, documents)))
    scan_id = ScanId(hashlib.sha256(data).hexdigest())
    batch = replace(
        a_batch(batch_id=f"lo-{scan_id[:8]}", agency=AGENCY), opened_at=services.clock()
    )
    services.store.put(keys.original(scan_id), data, sha256=scan_id)
    catalogue, at, page_count = services.catalogue, services.clock(), sum(map(len, documents))
    catalogue.receive_scan(
        scan_id,
        batch=batch,
        source=f"{name}.tif",
        file=ScanFile(kind=FileKind.TIFF, page_count=page_count, size_bytes=len(data)),
        at=at,
    )
    for index in range(page_count):
        reading = replace(
            page("UBND TỈNH", "Số: 2311/QĐ-UBND", "Nghị định số 30/2020/NĐ-CP"), page_index=index
        )
        sha256 = services.store.put(keys.reading(scan_id, index), codec.to_json(reading))
        catalogue.begin_attempt(scan_id, index)
        catalogue.save_reading(scan_id, index, outcome=PageOutcome.READ, sha256=sha256, at=at)
    parts = Separation(documents=tuple(tuple(indexes) for indexes in documents))
    made = [document.id for document in catalogue.separate(scan_id, parts, at=at)]
    for document_id, indexes in zip(made, documents, strict=True):
        catalogue.freeze(document_id, None, at=at)
        found = description or a_decision("reference")
        catalogue.describe(document_id, _on_page(found, indexes[0]), at=at)
    return made


def _on_page(found: Description, page_index: int) -> Description:
    """What was found is on a page of the document itself."""
    return replace(
        found,
        fields=tuple(replace(field, page_index=page_index) for field in found.fields),
        reasons=tuple(
            reason if reason.page_index is None else replace(reason, page_index=page_index)
            for reason in found.reasons
        ),
    )


_DRAWN = 6


def _tiff(name: str, page_count: int) -> bytes:
    """Of a book every page behind the first few looks like the last of them."""
    font = ImageFont.truetype(str(FONT), 20)
    pictures = []
    for number in range(1, min(page_count, _DRAWN) + 1):
        picture = Image.new("1", (PAGE_WIDTH // 2, PAGE_HEIGHT // 2), 1)
        pen = ImageDraw.Draw(picture)
        pen.text((50, 70), "Số: 2311/QĐ-UBND", font=font, fill=0)
        pen.text((50, 200), f"{name}, trang {number}", font=font, fill=0)
        pictures.append(picture)
    file = BytesIO()
    pictures[0].save(
        file,
        "TIFF",
        compression="group4",
        dpi=(100, 100),
        save_all=True,
        append_images=pictures[1:] + pictures[-1:] * (page_count - len(pictures)),
    )
    return file.getvalue()
