"""The same for programs."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, ConfigDict, Field

from digitize.access import Right, Viewer
from digitize.model import ScanId
from digitize.rows import Priority
from digitize.status import DocumentStatus
from storage.house_rows import refused_scans
from storage.stations import Stations
from web.accounts.gate import Gate
from web.api.router import api_router
from workers.observing import Stage
from workers.operating.failures import resting, set_aside, try_again
from workers.operating.house import house
from workers.operating.settings_shown import shown_settings
from workers.services import Services

Limit = Annotated[int, Query(ge=1, le=200)]
Cursor = Annotated[str, Query(max_length=64)]


class Queue(BaseModel):
    scans: int
    oldest: datetime | None


class HouseShown(BaseModel):
    documents: dict[DocumentStatus, int]
    queues: dict[str, Queue]
    set_aside: int
    answers: dict[str, str]
    """By dependency `ok` or the code of what is wrong."""
    disk_total_bytes: int
    disk_free_bytes: int
    scans_watched: int
    scans_damaged: int
    oldest_check_at: datetime | None


class Refused(BaseModel):
    scan: str
    agency: str
    error: str
    received_at: datetime


class RefusedPage(BaseModel):
    items: list[Refused]
    cursor: str | None


class Aside(BaseModel):
    subject: str
    attempts: int
    error: str
    stage: Stage | None
    """Where another try goes on."""
    since: datetime | None


class Resting(BaseModel):
    subject: str
    attempts: int
    """Of its own doing; what the house around it causes is not counted."""
    error: str
    stage: Stage | None
    again_at: datetime | None


class AgainSaid(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    subject: Annotated[str, Field(min_length=1, max_length=80)]


class AgainDone(BaseModel):
    subjects: list[str]


class StationShown(BaseModel):
    station: str
    name: str
    agency: str
    seen_at: datetime | None
    revoked_at: datetime | None


class SettingShown(BaseModel):
    name: str
    value: str
    is_default: bool


def operate_routes(services: Services, gate: Gate) -> APIRouter:
    needs = Depends(gate.needs(Right.OPERATE))
    router = api_router(services, gate, tag="operate", dependencies=[needs])
    operator = Annotated[Viewer, needs]

    @router.get("/house")
    def how_it_is() -> HouseShown:
        found = house(services)
        return HouseShown(
            documents=dict(found.figures.documents),
            queues={
                Priority(which).name.lower(): Queue(scans=one.scans, oldest=one.oldest)
                for which, one in found.figures.waiting.items()
            },
            set_aside=found.figures.set_aside,
            answers={name: error.code if error else "ok" for name, error in found.answers.items()},
            disk_total_bytes=found.disk.total_bytes,
            disk_free_bytes=found.disk.free_bytes,
            scans_watched=found.fixity.scans,
            scans_damaged=found.fixity.damaged,
            oldest_check_at=found.fixity.oldest,
        )

    @router.get("/failures/refused")
    def refused(cursor: Cursor = "", limit: Limit = 50) -> RefusedPage:
        found = refused_scans(
            services.database, after=ScanId(cursor) if cursor else None, limit=limit + 1
        )
        items = [
            Refused(
                scan=one.scan_id,
                agency=one.agency,
                error=one.error_code,
                received_at=one.received_at,
            )
            for one in found[:limit]
        ]
        return RefusedPage(items=items, cursor=items[-1].scan if len(found) > limit else None)

    @router.get("/failures/set-aside")
    def aside() -> list[Aside]:
        return [
            Aside(
                subject=one.row.task.subject,
                attempts=one.row.attempts,
                error=one.row.last_error,
                stage=one.stage,
                since=one.row.set_aside_at,
            )
            for one in set_aside(services)
        ]

    @router.get("/failures/resting")
    def rests() -> list[Resting]:
        return [
            Resting(
                subject=one.row.task.subject,
                attempts=one.row.attempts,
                error=one.row.last_error,
                stage=one.stage,
                again_at=one.row.leased_until,
            )
            for one in resting(services)
        ]

    @router.post("/failures/again")
    def again(said: AgainSaid, viewer: operator) -> AgainDone:
        tasks = try_again(services, said.subject, actor=viewer.account)
        return AgainDone(subjects=[task.subject for task in tasks])

    @router.get("/stations")
    def stations() -> list[StationShown]:
        return [
            StationShown(
                station=one.id,
                name=one.name,
                agency=one.agency,
                seen_at=one.seen_at,
                revoked_at=one.revoked_at,
            )
            for one in Stations(services.database).all()
        ]

    @router.get("/settings")
    def settings() -> list[SettingShown]:
        return [
            SettingShown(name=one.name, value=one.value, is_default=one.is_default)
            for one in shown_settings(services.settings)
        ]

    return router
