"""Where a hot folder may lie: never where it would feed on its own output, on the warehouse, on the program or on another's folder."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import digitize
from config.settings import Settings
from digitize.errors import BadConfiguration

DONE, REFUSED = "_da_nhan", "_bi_tu_choi"


@dataclass(frozen=True, slots=True, kw_only=True)
class HotFolderPlaces:
    folder: Path
    done: Path
    """Inside the folder; what is in custody is moved there."""
    refused: Path
    """Inside the folder; what no scan can be made of, each with a text that says why."""


def hot_folder_places(settings: Settings) -> HotFolderPlaces | None:
    """None where no hot folder is set. Raises `BadConfiguration` for one that would loop or mix code and data."""
    if settings.hot_folder is None:
        return None
    if not settings.hot_folder.is_dir():
        raise BadConfiguration(f"DIGITIZE_HOT_FOLDER: {settings.hot_folder} is no folder")
    folder = settings.hot_folder.resolve()
    for name, place in _foreign(settings).items():
        if _overlap(folder, place.resolve()):
            raise BadConfiguration(f"DIGITIZE_HOT_FOLDER: {folder} and {name} {place} overlap")
    places = HotFolderPlaces(folder=folder, done=folder / DONE, refused=folder / REFUSED)
    for place in (places.done, places.refused):
        if place.is_symlink() or (place.exists() and not place.is_dir()):
            raise BadConfiguration(f"DIGITIZE_HOT_FOLDER: {place} must be a folder of its own")
    return places


def _foreign(settings: Settings) -> Mapping[str, Path]:
    """What is not the hot folder's, by the name to say it by."""
    places = {
        "the warehouse": settings.warehouse,
        "the station's spool": settings.station_spool,
        "the program": Path(digitize.__file__).resolve().parents[1],
        "Python": Path(sys.prefix),
    }
    optional = {
        "the station's folder": settings.station_folder,
        "the station's folder of sent files": settings.station_sent,
    }
    return places | {name: place for name, place in optional.items() if place is not None}


def _overlap(one: Path, other: Path) -> bool:
    return one.is_relative_to(other) or other.is_relative_to(one)
