"""Figures by the API: what a manager of one agency and an operator are told, take away and publish."""

from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import openpyxl
import pytest
from checking_factories import make_account
from indicator_factories import DIGITISED, RESULT, tell_five, tell_one
from web_factories import AGENCY, Client, app_of

from digitize.access import Role
from digitize.indicators.definitions import INDICATORS
from web.pages.words import catalogue
from workers.accounts.signing_in import SigningIn
from workers.reporting.tables import SLICES
from workers.services import Services

OTHER = "000.00.17.H07"
DIGITISED_DOSSIERS = "SO_HOA_GIAY_TO_GIAI_QUYET"


class Teller:
    """Somebody who asks for figures."""

    def __init__(self, services: Services, role: Role, agency: str) -> None:
        account = make_account(services, role.value, role=role, agency=agency)
        token, _ = SigningIn(services.database, clock=services.clock).begin(account)
        self._client = Client(app_of(services), token)
        self._keys = count()

    def get(self, address: str, **query: str) -> httpx.Response:
        return self._client.get(f"/api/v1/indicators{address}", params=query)

    def page(self, address: str, query: dict[str, str], headers: dict[str, str]) -> str:
        return self._client.get(address, params=query, headers=headers).text

    def post(self, address: str, said: dict[str, Any]) -> httpx.Response:
        key = {"Idempotency-Key": f"k-{next(self._keys)}"}
        return self._client.post(f"/api/v1/indicators{address}", json=said, headers=key)


@pytest.fixture
def month(services: Services) -> str:
    return tell_five(services, AGENCY, others=OTHER)


@pytest.fixture
def manager(services: Services, month: str) -> Teller:
    return Teller(services, Role.AGENCY_MANAGER, AGENCY)


@pytest.fixture
def operator(services: Services, month: str) -> Teller:
    return Teller(services, Role.OPERATOR, "")


def the(lines: list[dict[str, Any]], code: str = DIGITISED_DOSSIERS) -> dict[str, Any]:
    return next(line for line in lines if line["indicator"] == code)


def test_a_manager_is_told_of_the_own_agency(manager: Teller, month: str) -> None:
    report = manager.get("", period=month).json()
    line = the(report["indicators"])
    assert (line["numerator"], line["denominator"]) == (2, 3)
    assert (line["value"], line["points"], line["target"]) == ("66.67", "3.33", "80")
    assert line["is_target_met"] is False
    assert manager.get("", agency=OTHER).status_code == 404


def test_an_operator_is_told_of_all_and_of_each(operator: Teller, month: str) -> None:
    report = operator.get("", period=month, by="agency").json()
    assert report["dossiers"] == 5
    assert {part["part"]: part["dossiers"] for part in report["parts"]} == {AGENCY: 3, OTHER: 2}
    assert operator.get("", period=month, agency=OTHER).json()["dossiers"] == 2


def test_what_is_behind_a_figure_goes_on_page_by_page(operator: Teller, month: str) -> None:
    address = f"/{DIGITISED_DOSSIERS}/behind"
    first = operator.get(address, period=month, limit="3").json()
    rest = operator.get(address, period=month, limit="3", cursor=first["cursor"]).json()
    keys = [item["key"][-4:] for item in (*first["items"], *rest["items"])]
    assert keys == ["0001", "0002", "0003", "0004", "0005"]
    assert rest["cursor"] is None
    assert set(first["items"][0]) == {
        "key",
        "day",
        "agency",
        "procedure",
        "counter",
        "numerator",
        "denominator",
    }


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"period": "2026-13"}, 422),
        ({"period": "last"}, 422),
        ({"by": "colour"}, 422),
        ({"colour": "red"}, 400),
    ],
)
def test_what_is_no_question_is_refused(
    manager: Teller, query: dict[str, str], status: int
) -> None:
    assert manager.get("", **query).status_code == status


def test_a_trend_ends_with_the_period(manager: Teller, month: str) -> None:
    months = manager.get("/trend", period=month, months="3").json()
    assert [the(one["indicators"])["denominator"] for one in months] == [0, 0, 3]
    assert months[-1]["month"] == month


def test_late_data_shows_old_and_new_and_makes_an_edition(
    manager: Teller, services: Services, month: str
) -> None:
    assert manager.post("/editions", {"period": month}).json()["edition"] == 1
    assert manager.post("/editions", {"period": month}).json()["code"] == "nothing_new"
    code = f"H07.16-{month[2:4]}{month[5:]}28-0099"
    tell_one(services, code, agency=AGENCY, components=(DIGITISED,), results=(RESULT,))
    report = manager.get("", period=month).json()
    change = the(report["changes"])
    assert (change["before"]["numerator"], change["after"]["numerator"]) == (2, 3)
    assert report["late_dossiers"] == 1
    again = manager.post("/editions", {"period": month}).json()
    assert (again["edition"], again["late_dossiers"]) == (2, 1)
    editions = manager.get("", period=month).json()["editions"]
    assert [the(one["figures"])["numerator"] for one in editions] == [2, 3]


def test_a_month_that_goes_on_is_not_published(manager: Teller, services: Services) -> None:
    refused = manager.post("/editions", {"period": f"{services.clock():%Y-%m}"})
    assert (refused.status_code, refused.json()["code"]) == (409, "period_not_over")


def test_totals_that_do_not_add_up_are_refused_with_the_reason(manager: Teller, month: str) -> None:
    said = {
        "period": month,
        "ratios": [
            {"name": "Hà Tĩnh", "numerator": 224, "denominator": 267, "printed": "82,4"},
            {
                "name": "x",
                "numerator": 1,
                "denominator": 3,
                "indicator": DIGITISED_DOSSIERS,
            },
        ],
        "sums": [{"name": "Cổng", "total": 235609, "parts": {"a": 37895, "b": 110841, "c": 86879}}],
        "ceilings": [{"name": "Phiếu", "count": 1457515, "of_name": "lượt", "of_count": 10673}],
    }
    refused = manager.post("/given-totals", said)
    assert (refused.status_code, refused.json()["code"]) == (422, "totals_do_not_add")
    detail = refused.json()["detail"]
    assert "224/267 là 83,9 %, báo cáo ghi 82,4 %" in detail
    assert "nơi gửi ghi 1/3, ở đây đếm được 2/3" in detail
    assert "37.895 + 110.841 + 86.879 = 235.615" in detail
    assert "1.457.515 không thể nhiều hơn 10.673" in detail
    right = {"period": month, "sums": [{"name": "Cổng", "total": 3, "parts": {"a": 1, "b": 2}}]}
    assert manager.post("/given-totals", right).json() == {"checked": 1}


def test_the_csv_opens_in_excel_and_runs_nothing(
    manager: Teller, services: Services, month: str
) -> None:
    tell_one(services, "x", agency=AGENCY, counter='=HYPERLINK("http://evil")')
    answer = manager.get("/report.csv", period=month, by="counter")
    text = answer.content.decode("utf-8")
    assert text.startswith("\ufeffKỳ;Phạm vi;Quầy;Mã phần;Mục;Mã;")
    line = next(line for line in text.splitlines() if f";4.2;{DIGITISED_DOSSIERS};" in line)
    assert ";2;4;50,00;%;80;2,50;4;" in line
    assert "'=HYPERLINK" in text
    assert "\n=" not in text
    assert ";=" not in text
    assert "chi-tieu-" in answer.headers["content-disposition"]


def test_a_part_with_a_long_name_is_looked_behind(
    manager: Teller, services: Services, month: str
) -> None:
    counter = "Quầy " * 100
    tell_one(services, "x", agency=AGENCY, counter=counter)
    asked = {"period": month, "by": "counter", "part": counter}
    found = manager.get(f"/{DIGITISED_DOSSIERS}/behind", **asked)
    assert [one["key"] for one in found.json()["items"]] == ["x"]


def test_the_workbook_counts_by_itself(
    manager: Teller, services: Services, month: str, tmp_path: Path
) -> None:
    tell_one(services, "=1+1", agency=AGENCY, counter="=1+1")
    answer = manager.get("/report.xlsx", period=month, by="counter")
    book = openpyxl.load_workbook(BytesIO(answer.content))
    assert book.sheetnames == ["Chỉ tiêu", "Theo phần", "Hồ sơ"]
    row = next(row for row in book["Chỉ tiêu"].iter_rows() if row[1].value == DIGITISED_DOSSIERS)
    number = row[0].row
    assert [cell.value for cell in row[3:5]] == [2, 4]
    assert row[5].value == f'=IF(E{number}=0,"",ROUND(D{number}/E{number}*100,2))'
    assert row[8].value == f'=IF(F{number}="","",ROUND(MIN(J{number},J{number}*F{number}/80),2))'
    dossiers = list(book["Hồ sơ"].iter_rows(min_row=2))
    typed = next(row for row in dossiers if row[0].value == "=1+1")
    assert (typed[0].data_type, typed[5].data_type) == ("s", "s")
    column = [cell.value for cell in book["Hồ sơ"][1]].index(f"4.2 {DIGITISED_DOSSIERS}")
    assert sum(row[column].value for row in dossiers) == 2


def test_a_chart_is_a_picture_and_nothing_else(manager: Teller, month: str) -> None:
    answer = manager.get("/chart.svg", period=month, indicator=DIGITISED_DOSSIERS, by="counter")
    assert answer.headers["content-type"] == "image/svg+xml"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert "Quầy 2: 50,00 %" in answer.text


def test_a_chart_of_an_english_page_is_english(manager: Teller, month: str) -> None:
    address = f"/reports/figures/{DIGITISED_DOSSIERS}"
    english = {"Cookie": "digitize-language=en"}
    for asked, words in (
        ({"period": month, "by": "counter"}, ["Quầy 2: 50,00 %", "target 80", "Target"]),
        ({"period": month}, ["none yet", "month "]),
    ):
        said = manager.page(f"{address}/chart.svg", asked, english)
        found = [word for word in ("mục tiêu", "chưa có", "tháng", "Tỷ lệ") if word in said]
        assert found == []
        assert any(word in said for word in words)
    page = manager.page(address, {"period": month, "by": "counter"}, english)
    assert "mục tiêu" not in page.partition("<svg")[2].partition("</svg>")[0]
    assert f"Month {month[5:]}/{month[:4]}" in page
    assert "Tháng" in manager.page(address, {"period": month}, {})


def test_every_indicator_has_its_english() -> None:
    english = catalogue("en")
    said = [
        text for one in INDICATORS.values() for text in (one.title, one.numerator, one.denominator)
    ]
    assert [text for text in (*said, *SLICES.values()) if text not in english] == []
