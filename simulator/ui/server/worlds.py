"""The worlds that a browser computes in while a slider is held, under the digest that the page was given.

They come by an address of their own and not with the page, so that they cross once and are kept by the browser, and a
run of the page carries nothing but their name.
"""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from simulator.ui.components.live_figures import WORLDS_PLACE
from simulator.ui.session.offered_worlds import offered

UNKNOWN = "No page was given these worlds since the server was started; open the page Plan again."
KEPT = "private, max-age=86400, immutable"
"""What a digest names never changes; only the browser that came with the token keeps it."""


async def worlds(request: Request) -> Response:
    """The packed worlds of a digest, compressed."""
    found = offered(request.path_params["digest"])
    if found is None:
        return PlainTextResponse(UNKNOWN, 404, {"Cache-Control": "no-store"})
    packed = await run_in_threadpool(found.packed)
    headers = {"Content-Encoding": "gzip", "Cache-Control": KEPT}
    return Response(packed, media_type="application/json", headers=headers)


ROUTE = Route(f"{WORLDS_PLACE}{{digest}}", worlds)
