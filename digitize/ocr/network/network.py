"""Tesseract's network, run by ONNX Runtime: strips in, probabilities of signs out."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from digitize.errors import EngineFailed
from digitize.ocr.network.batches import batches, below_each_other, side_by_side
from digitize.ocr.network.column_graph import PIXELS, STEPS, column_graph
from digitize.ocr.network.floats import Floats
from digitize.ocr.network.layers import layers_of
from digitize.ocr.network.model_file import Layer
from digitize.ocr.network.row_graph import LENGTHS, row_graph
from digitize.ocr.network.runtime import onnxruntime


class Network:
    """Serves one thread."""

    def __init__(self, network: Layer) -> None:
        """Raises `ValueError` for a network of another shape than Tesseract's models for scripts written in rows, or one ONNX Runtime
        refuses."""
        layers = layers_of(network)
        self._columns = _session(column_graph(layers))
        self._rows = _session(row_graph(layers))

    def probabilities(self, strips: Sequence[Floats]) -> Iterator[tuple[int, Floats]]:
        """Of strips, each 36 × columns, -1 black to 1 white: the place of each and its probabilities, steps × signs.

        The shortest first; what a strip is read with changes nothing of it but the last bits. Raises `EngineFailed`.
        """
        steps = [steps for laid in side_by_side(strips) for steps in self._steps(*laid)]
        for batch in batches([len(row) for row in steps]):
            rows = [steps[place] for place in batch]
            lengths = np.array([len(row) for row in rows], np.int32)
            given = {STEPS: below_each_other(rows), LENGTHS: lengths}
            likely = output_of(self._rows, given)
            for at, place in enumerate(batch):
                yield place, likely[: lengths[at], at]

    def _steps(self, pixels: Floats, parts: Sequence[slice]) -> list[Floats]:
        """Of each strip what stands for its steps, steps × states."""
        steps = output_of(self._columns, {PIXELS: pixels})
        return [steps[part] for part in parts]


def output_of(session: onnxruntime.InferenceSession, given: Mapping[str, np.ndarray]) -> Floats:
    """What the session's graph gives for these inputs. Raises `EngineFailed`, for want of memory too."""
    try:
        (output,) = session.run(None, given)
    except Exception as error:  # ONNX Runtime's exceptions have no base of their own
        raise EngineFailed(str(error)) from error
    found: Floats = output
    return found


def _session(graph: bytes) -> onnxruntime.InferenceSession:
    """One thread: the pool is the parallelism. Without ONNX Runtime's own stores, that keep what the widest page took."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = options.enable_mem_pattern = False
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # as above
        raise ValueError(str(error)) from error
