"""Do papers scanned into one file come apart? Drawn papers joined at random, and how many of their beginnings were found.

    python -m bench.separation [--seed N] [--joins N] [--pages DIR]

Every type is drawn once and read once, page by page; scans are then put together from the readings: two or three papers,
some followed by pages that belong to them (annex, empty form, attestation, numbered page), some by the draft they carry.
`--pages` keeps the readings, so that a changed rule is measured without reading again. Rules are chosen on one seed and
judged on another. The last line is one JSON object.
"""

import argparse
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from PIL import Image

from bench.render import files
from bench.render.catalogue import DRAWN, render
from bench.render.damage import scanned, some_wear
from bench.render.enclosed import ENCLOSED, draw_draft, draw_enclosed
from config.document_types import load_document_types
from digitize import codec, pipeline
from digitize.intake.document_starts import Start, document_starts
from digitize.intake.identify import identify
from digitize.intake.pages import open_scan
from digitize.model import PageReading
from digitize.ocr.resident import ResidentEngine
from digitize.ports import OcrEngine

DRAFT = "draft"
_EACH_ENCLOSED = 4

Pages = tuple[PageReading, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _KeptPages:
    pages: Pages


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """A scan put together: its pages, what each belongs to, and where papers begin after the first."""

    pages: Pages
    kinds: tuple[str, ...]
    starts: frozenset[int]


def read_all(seed: int, engine: OcrEngine, kept: Path | None) -> dict[str, Pages]:
    """Kind → pages; papers by their type, enclosed pages by their kind and a number."""
    names = sorted(DRAWN)
    for number in range(_EACH_ENCLOSED):
        names += [f"{kind}:{number}" for kind in (*ENCLOSED, DRAFT)]
    return {name: _kept(name, seed, engine, kept) for name in names}


def join(readings: Mapping[str, Pages], rng: Random) -> Joined:
    """Two or three papers; behind every third one a page of its own, behind some a draft."""
    papers = [name for name in readings if ":" not in name]
    inside = [name for name in readings if name.split(":")[0] in ENCLOSED]
    drafts = [name for name in readings if name.startswith(f"{DRAFT}:")]
    pages: list[PageReading] = []
    kinds: list[str] = []
    starts: set[int] = set()
    for paper in rng.sample(papers, rng.choice((2, 3))):
        parts = [(paper, True)]
        parts += [(rng.choice(inside), False)] if rng.random() < 0.35 else []
        parts += [(rng.choice(drafts), True)] if rng.random() < 0.1 else []
        for name, is_paper in parts:
            if is_paper and pages:
                starts.add(len(pages))
            for page in readings[name]:
                kinds.append(name.split(":")[0])
                pages.append(replace(page, page_index=len(pages)))
    return Joined(pages=tuple(pages), kinds=tuple(kinds), starts=frozenset(starts))


def measure(joined: Sequence[Joined]) -> dict[str, object]:
    """Counts of beginnings parted, asked about and missed, and of pages wrongly taken for one; kinds of what went wrong."""
    types = load_document_types()
    seen: Counter[str] = Counter()
    wrong: dict[str, Counter[str]] = {"split": Counter(), "asked": Counter(), "missed": Counter()}
    for scan in joined:
        found = document_starts(scan.pages, types=types)
        for index in scan.starts | set(found):
            outcome = _outcome(found.get(index), is_true=index in scan.starts)
            seen[outcome] += 1
            if outcome in ("false_split", "false_question", "missed"):
                key = {"false_split": "split", "false_question": "asked"}.get(outcome, outcome)
                wrong[key][scan.kinds[index]] += 1
    true = sum(len(scan.starts) for scan in joined)
    parted = seen["split"] + seen["false_split"]
    return {
        "scans": len(joined),
        "starts": true,
        "precision": round(seen["split"] / parted, 4) if parted else None,
        "recall": round(seen["split"] / true, 4),
        "split_or_asked": round((seen["split"] + seen["asked"]) / true, 4),
        **{key: seen[key] for key in ("false_split", "false_question")},
        "wrong": {key: dict(kinds.most_common()) for key, kinds in wrong.items()},
    }


def main() -> None:
    chosen = _arguments()
    engine = ResidentEngine()
    readings = read_all(chosen.seed, engine, chosen.pages)
    engine.close()
    rng = Random(f"join:{chosen.seed}")
    print(
        json.dumps(measure([join(readings, rng) for _ in range(chosen.joins)]), ensure_ascii=False)
    )


def _outcome(start: Start | None, *, is_true: bool) -> str:
    if start is None:
        return "missed"
    if is_true:
        return "split" if start is Start.SURE else "asked"
    return "false_split" if start is Start.SURE else "false_question"


def _kept(name: str, seed: int, engine: OcrEngine, folder: Path | None) -> Pages:
    file = None if folder is None else folder / f"{seed}-{name.replace(':', '-')}.json"
    if file is not None and file.is_file():
        return codec.from_json(_KeptPages, file.read_bytes()).pages
    pages = _read(name, seed, engine)
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(codec.to_json(_KeptPages(pages=pages)))
    return pages


def _read(name: str, seed: int, engine: OcrEngine) -> Pages:
    """Drawn, worn, written as a scanner writes, taken out of the file again and read."""
    rng = Random(f"wear:{name}:{seed}")
    wear = some_wear(rng)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "scan.pdf"
        images = [scanned(page, wear, rng) for page in _drawn(name, seed)]
        files.write_pdf(path, images, dpi=wear.dpi, quality=wear.jpeg_quality)
        with open_scan(path, identify(path)) as pages:
            return tuple(
                pipeline.read(pages.load(number), engine=engine) for number in range(len(images))
            )


def _drawn(name: str, seed: int) -> tuple[Image.Image, ...]:
    kind, _, number = name.partition(":")
    if not number:
        return render(kind, seed).pages
    of = seed + int(number)
    return (draw_draft(of) if kind == DRAFT else draw_enclosed(kind, of),)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.separation", description=__doc__)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--joins", type=int, default=400)
    parser.add_argument("--pages", type=Path, help="where readings are kept")
    return parser.parse_args()


if __name__ == "__main__":
    main()
