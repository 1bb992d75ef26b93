"""Does the process live (`/healthz`), and does what it stands on answer (`/readyz`)? Its metrics, too (`/metrics`)."""

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse

from digitize.errors import DigitizeError
from web.problem import problem
from workers.metrics import CONTENT_TYPE, Metrics
from workers.readiness import Readiness


def health_routes(readiness: Readiness, metrics: Metrics) -> APIRouter:
    """For whoever watches the machine: no key is needed, and nothing is told of anybody. A proxy keeps them inside."""
    router = APIRouter()

    @router.get("/healthz")
    def is_there() -> dict[str, str]:
        return {"status": "ok"}

    @router.get("/readyz")
    def is_ready() -> Response:
        """503 with what is wrong with each; the first of them is the problem."""
        answers = readiness.ask()
        said = {name: error.code if error else "ok" for name, error in answers.items()}
        first = next((error for error in answers.values() if error), None)
        if first is not None:
            return _not_ready(first, said)
        return JSONResponse({"status": "ready", "checks": said})

    @router.get("/metrics")
    def measures() -> Response:
        return Response(metrics.text(), media_type=CONTENT_TYPE)

    return router


def _not_ready(error: DigitizeError, said: dict[str, str]) -> Response:
    return problem(error, status=503, more={"checks": said})
