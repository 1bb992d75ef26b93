"""The process that children are forked from: it imports once what each of them needs, while its starter goes on."""

import os
from multiprocessing import forkserver

READING = ("workers.ready",)
"""What children that decode and read are forked with."""


def start_server(preload: tuple[str, ...]) -> None:
    """Start it, unless it runs; `preload` names the modules that it imports."""
    # Read by the libraries when the server loads them: threads of Tesseract's (OpenMP) or of numpy's products (OpenBLAS) beside
    # the pool's children make two workers slower than one.
    os.environ["OMP_THREAD_LIMIT"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"
    forkserver.set_forkserver_preload(["workers.child", *preload])
    forkserver.ensure_running()
