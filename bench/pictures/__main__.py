"""Pictures of every page of the desk for the guides: a demo warehouse, people of each role, a real browser.

    python -m bench.pictures /tmp/pictures
    python -m bench.pictures docs/pictures --named-in README.md README.vi.md docs/huong-dan

The papers are the demo's own drawings; nobody's scan is shown. Whoever changed how a page looks makes them anew. With
`--named-in` only those are kept that some of these files show.
"""

import argparse
import tempfile
from collections.abc import Iterable
from pathlib import Path

from bench.pictures import owner_scenes, running_scenes, work_scenes
from bench.pictures.camera import Camera, browser
from bench.pictures.house import House, made_house, nobody_listens


def main() -> None:
    asked = _arguments()
    folder: Path = asked.folder
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        house = made_house(Path(temporary))
        with browser() as opened:
            with house.serving(SEALING="by_signer") as address:
                _take_all(Camera(opened, address, house.tokens, folder), house)
            with house.serving(TIMESTAMP_URL=nobody_listens()) as address:
                running_scenes.failures(Camera(opened, address, house.tokens, folder), house)
    if asked.named_in:
        _leave_out_unnamed(folder, asked.named_in)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--named-in", type=Path, nargs="+", default=[])
    return parser.parse_args()


def _take_all(camera: Camera, house: House) -> None:
    """In an order in which each finds what those before it did."""
    work_scenes.stranger(camera)
    work_scenes.counter(camera, house)
    work_scenes.checker(camera, house)
    work_scenes.signer(camera, house)
    owner_scenes.owners(camera, house)
    owner_scenes.citizen(camera, house)
    owner_scenes.other_counter(camera)
    owner_scenes.told_back(camera, house)
    owner_scenes.proof(camera, house)
    running_scenes.manager(camera, house)
    running_scenes.operator(camera)


def _leave_out_unnamed(folder: Path, named_in: Iterable[Path]) -> None:
    files = [file for one in named_in for file in ([one] if one.is_file() else one.glob("*.md"))]
    words = "".join(file.read_text(encoding="utf-8") for file in files)
    for picture in folder.glob("*.png"):
        if f"/{picture.name}" not in words:
            picture.unlink()


if __name__ == "__main__":
    main()
