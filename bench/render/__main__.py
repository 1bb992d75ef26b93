"""A whole set of drawn scans with its truth, laid out like the real samples.

python -m bench.render DIR [--each N] [--types quyet_dinh,can_cuoc] [--seed N]
"""

import argparse
import json
from pathlib import Path
from random import Random
from typing import Any

from bench.render import files
from bench.render.catalogue import DRAWN, render
from bench.render.damage import scanned, some_wear


def write_set(folder: Path, codes: list[str], *, each: int, seed: int) -> None:
    """`folder/scans/*.pdf` and `folder/scans/truth.jsonl`; handwritten fields are not in the truth."""
    scans = folder / "scans"
    scans.mkdir(parents=True, exist_ok=True)
    rows = [_write_one(scans, code, seed + number) for code in codes for number in range(each)]
    lines = "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)
    (scans / "truth.jsonl").write_text(lines)


def _write_one(folder: Path, code: str, seed: int) -> dict[str, Any]:
    paper, rng = render(code, seed), Random(f"wear:{code}:{seed}")
    wear = some_wear(rng)
    pages = [scanned(page, wear, rng) for page in paper.pages]
    name = f"{code}-{seed:04d}.pdf"
    files.write_pdf(folder / name, pages, dpi=wear.dpi, quality=wear.jpeg_quality)
    document = {
        "pages": list(range(1, len(pages) + 1)),
        "type": code,
        "fields": paper.printed_fields(),
    }
    conditions = {"dpi": str(wear.dpi), "colour": wear.mode, "turned": wear.turn_degrees}
    return {"file": name, "documents": [document], "conditions": conditions}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.render", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--each", type=int, default=2, help="papers of each type")
    parser.add_argument("--types", type=lambda text: text.split(","), default=sorted(DRAWN))
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args()
    write_set(chosen.folder, chosen.types, each=chosen.each, seed=chosen.seed)


if __name__ == "__main__":
    main()
