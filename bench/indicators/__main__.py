"""A province's year of dossiers into a catalogue, and how long a month's, a year's report and a list take on it.

    python -m bench.indicators --warehouse /tmp/kho-nam [--database postgresql://...] [--dossiers 290000] [--months 12]

Quảng Bình received 289,445 dossiers in 2023; half are digitised here, a tenth reused, four papers each on average, a result for
nine in ten. Rows are written as other systems' dossiers would be, in bulk.
"""

import argparse
import json
import random
import resource
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from sqlalchemy import Connection, Table, insert

from config.settings import Settings
from digitize.indicators.definitions import Code
from digitize.indicators.periods import period_of
from digitize.indicators.tally import Slice
from storage.schema import dossier_components, dossier_results, dossiers
from workers.reporting.behind import Question, Wanted, behind
from workers.reporting.reports import Reporting
from workers.services import build_services

YEAR = 2026
AGENCIES, PROCEDURES, COUNTERS = 120, 300, 5
_AT_ONCE = 5_000


def main() -> None:
    asked = _arguments()
    settings = Settings(warehouse=asked.warehouse, database=SecretStr(asked.database))
    with build_services(settings) as services:
        with services.database.writing() as connection:
            _fill(connection, asked.dossiers, months=asked.months)
        reporting = Reporting(services)
        month, year = period_of(f"{YEAR}-03"), period_of(f"{YEAR}")
        one = "H46.7"
        question = Question(
            code=Code.SO_HOA_GIAY_TO_GIAI_QUYET, period=month, scope="", wanted=Wanted.MISSING
        )
        seconds = {
            "database": services.database.name,
            "dossiers_a_year": asked.dossiers,
            "months": asked.months,
            "month": _timed(lambda: reporting.report(month, scope="")),
            "month_by_agency": _timed(lambda: reporting.report(month, scope="", by=Slice.AGENCY)),
            "month_of_an_agency": _timed(lambda: reporting.report(month, scope=one)),
            "trend_of_an_agency": _timed(lambda: reporting.trend(month, scope=one)),
            "first_trend_of_all": _timed(lambda: reporting.trend(month, scope="")),
            "next_trend_of_all": _timed(lambda: reporting.trend(month, scope="")),
            "year": _timed(lambda: reporting.report(year, scope="")),
            "page_of_a_list": _timed(lambda: behind(reporting, question, cursor="", limit=50)),
            "peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        }
    print(json.dumps(seconds))


def _arguments() -> Any:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--warehouse", type=Path, required=True)
    parser.add_argument("--database", default="")
    parser.add_argument("--dossiers", type=int, default=290_000, help="of a whole year")
    parser.add_argument("--months", type=int, default=12, help="from January on, that are filled")
    return parser.parse_args()


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return round(time.perf_counter() - begun, 2)


def _fill(connection: Connection, count: int, *, months: int) -> None:
    chance = random.Random(46)
    numbers = iter(range(count * months // 12))
    while some := list(islice(numbers, _AT_ONCE)):
        made = [_dossier(chance, number, count) for number in some]
        _add(connection, dossiers, (one for one, _, _ in made))
        _add(connection, dossier_components, (row for _, rows, _ in made for row in rows))
        _add(connection, dossier_results, (row for _, _, rows in made for row in rows))
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("ANALYZE")


def _add(connection: Connection, table: Table, rows: Iterator[dict[str, Any]]) -> None:
    connection.execute(insert(table), list(rows))


Rows = list[dict[str, Any]]


def _dossier(chance: random.Random, number: int, count: int) -> tuple[dict[str, Any], Rows, Rows]:
    day = date(YEAR, 1, 1) + timedelta(days=number * 365 // count)
    at = datetime(day.year, day.month, day.day, 2, tzinfo=UTC)
    agency, code = f"H46.{number % AGENCIES}", f"H46.{number % AGENCIES}-{day:%y%m%d}-{number:07}"
    key = {"agency": agency, "dossier_code": code}
    ended = at + timedelta(days=chance.randint(1, 20))
    dossier = {
        "agency": agency,
        "code": code,
        "source": "bench",
        "procedure_code": f"1.{chance.randrange(PROCEDURES):06}",
        "procedure_title": "",
        "owner_kind": "citizen",
        "owner_number": f"{number % 180_000:012}",
        "owner_name": "",
        "counter": f"Quầy {number % COUNTERS + 1}",
        "way": chance.choice(("direct", "direct", "post", "online")),
        "status": "done",
        "received_at": at,
        "received_day": day.isoformat(),
        "due_at": at + timedelta(days=15),
        "decided_at": ended,
        "returned_at": None,
        "says_digitised": False,
        "is_account_verified": chance.random() < 0.6,
        "is_paid_online": False,
        "databases": "[]",
        "version": 1,
        "said_at": at,
        "changed_at": at,
    }
    components = [_component(chance, key, index) for index in range(chance.randint(2, 6))]
    results = [_result(key)] if chance.random() < 0.9 else []
    return dossier, components, results


def _component(chance: random.Random, key: dict[str, str], index: int) -> dict[str, Any]:
    is_digitised, is_reused = chance.random() < 0.5, chance.random() < 0.1
    file = {
        "id": f"{index}",
        "name": f"tep-{index}.pdf",
        "link": "https://motcua.example/tep",
        "sha256": "",
        "result_code": "",
        "is_digitised": is_digitised,
        "reuse": int(is_reused),
        "is_from_store": False,
    }
    return {
        **key,
        "code": f"TP{index}",
        "ordinal": index,
        "name": "Thành phần",
        "is_mandatory": index < 3,
        "copies": 1,
        "copy_kind": "Bản chính",
        "digitisation": int(is_digitised),
        "reuse": int(is_reused),
        "is_from_store": False,
        "files": json.dumps([file]) if is_digitised or is_reused else "[]",
        "record_id": None,
        "filed_at": None,
    }


def _result(key: dict[str, str]) -> dict[str, Any]:
    return {
        **key,
        "code": "KQ1",
        "ordinal": 0,
        "name": "Kết quả",
        "component_code": "",
        "paper_id": "",
        "link": "https://motcua.example/kq",
        "valid_until": None,
        "is_signed": True,
        "record_id": None,
        "filed_at": None,
    }


if __name__ == "__main__":
    main()
