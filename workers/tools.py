"""What every child process holds: the OCR engine with its model, the document types, the scan it is at.

Built from settings, because tools themselves (a loaded model) cannot be sent to another process; but a fork inherits them,
so the fork server makes them ready (`ready.py`) and its children share the memory.
"""

from dataclasses import dataclass, replace
from pathlib import Path

import cv2

from config.document_types import load_document_types
from config.provinces import load_provinces
from config.settings import EngineChoice, Settings
from config.thresholds import load_thresholds
from digitize.classify.learned import LearnedTypes, from_bytes
from digitize.intake.pages import ScanPages, open_scan
from digitize.model import ScanFile
from digitize.ocr.resident import ResidentEngine, TesseractOptions
from digitize.pipeline import Knowledge
from digitize.ports import OcrEngine


@dataclass(slots=True)
class Tools:
    engine: OcrEngine
    knowledge: Knowledge
    _open: tuple[Path, ScanPages] | None = None

    def pages_of(self, path: Path, file: ScanFile) -> ScanPages:
        """The scan opened; it stays open until another one is asked for, since the next page usually is its too."""
        if self._open is None or self._open[0] != path:
            self.close_scan()
            self._open = (path, open_scan(path, file))
        return self._open[1]

    def close_scan(self) -> None:
        if self._open is not None:
            self._open[1].__exit__(None, None, None)
            self._open = None


_Needs = tuple[EngineChoice, int, str, Path, Path | None]
_READY: dict[_Needs, Tools] = {}


def make_ready(settings: Settings) -> None:
    """Load model and data (a quarter of a second) for the next `build_tools`, here or in each process forked from here."""
    _READY[_needs(settings)] = _loaded(settings)


def build_tools(settings: Settings) -> Tools:
    """The tools that are ready, handed out once, since an engine serves one; otherwise newly loaded ones.

    What the warehouse's checkers taught is read here, since the fork server does not know which warehouse is meant.
    """
    tools = _READY.pop(_needs(settings), None) or _loaded(settings)
    learned = _learned_types(settings.learned_types_file)
    tools.knowledge = replace(tools.knowledge, learned=learned)
    return tools


def _needs(settings: Settings) -> _Needs:
    return (
        settings.engine,
        settings.stub_page_ms,
        settings.language,
        settings.tessdata_folder,
        settings.types,
    )


def _loaded(settings: Settings) -> Tools:
    cv2.setNumThreads(1)  # the pool is the parallelism; OpenCV's own threads would fight it
    return Tools(engine=build_engine(settings), knowledge=_built_in(settings))


def build_engine(settings: Settings) -> OcrEngine:
    options = TesseractOptions(language=settings.language, tessdata=settings.tessdata_folder)
    if settings.engine is EngineChoice.ISOLATED:
        from digitize.ocr.isolated import PytesseractEngine  # rarely chosen

        return PytesseractEngine(options)
    if settings.engine is EngineChoice.STUB:
        from digitize.ocr.scripted import ScriptedEngine  # load tests only

        return ScriptedEngine(page_seconds=settings.stub_page_ms / 1000)
    return ResidentEngine(options)


def build_knowledge(settings: Settings) -> Knowledge:
    """What the settings' files say and what the warehouse's checkers taught."""
    return replace(_built_in(settings), learned=_learned_types(settings.learned_types_file))


def _built_in(settings: Settings) -> Knowledge:
    return Knowledge(
        types=load_document_types(settings.types),
        provinces=load_provinces(),
        judging=load_thresholds(),
    )


def _learned_types(file: Path) -> LearnedTypes | None:
    """Read anew at every start, so that a training counts from the next run on."""
    return from_bytes(file.read_bytes()) if file.is_file() else None
