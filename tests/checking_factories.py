"""Papers that wait at the checking desk with their readings and pictures, and programs that ask for people."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partialmethod
from itertools import count
from typing import Any

import httpx
from desk_factories import waits
from factories import page
from web_factories import AGENCY, Client, app_of

from digitize import codec
from digitize.access import Role
from digitize.model import (
    Box,
    Description,
    DocumentId,
    Field,
    FieldSource,
    Reason,
    Verdict,
)
from digitize.rows import Priority
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
    services: Services, name: str, *, role: Role = Role.CHECKER, agency: str = AGENCY
) -> Account:
    account = Account(
        id=name, name=name, roles=frozenset({role}), agency=agency, made_at=services.clock()
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
