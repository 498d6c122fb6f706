"""Where a held slider rests: browsers say it here, under the name that their page was given.

Not by a run of the page: that would draw, while a hand moves.
"""

import json
from http import HTTPStatus

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from simulator.edits.slider_ranges import MOST_SPEND
from simulator.ui.components.live_figures import AHEAD_PLACE
from simulator.ui.plan.ahead import offered, work_ahead

UNKNOWN = "No page was given these sliders since the server was started; open the page Plan again."
NO_AMOUNTS = f"Send the amount of each slider by its name, from 0 to {MOST_SPEND:.0f}, as JSON."
TOO_LONG = "So much does not come from the sliders of a page."

MOST_BYTES = 200_000
"""More than the sliders of any scenario say."""


async def ahead(request: Request) -> Response:
    """Work ahead for these amounts; answered once that is done, or there was something else to do."""
    sliders = offered(request.path_params["name"])
    if sliders is None:
        return PlainTextResponse(UNKNOWN, HTTPStatus.NOT_FOUND)
    sent = bytearray()
    async for part in request.stream():
        sent += part
        if len(sent) > MOST_BYTES:
            return PlainTextResponse(TOO_LONG, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    spend = amounts(bytes(sent))
    if spend is None:
        return PlainTextResponse(NO_AMOUNTS, HTTPStatus.BAD_REQUEST)
    await run_in_threadpool(work_ahead, sliders, spend)
    return Response(status_code=HTTPStatus.NO_CONTENT)


def amounts(sent: bytes) -> dict[str, float] | None:
    """The amounts by channel [money per month]; None where the text states none, or one that no slider can have."""
    try:
        read = json.loads(sent)
    except (ValueError, RecursionError):
        return None
    if not isinstance(read, dict) or not all(_is_amount(amount) for amount in read.values()):
        return None
    return {name: float(amount) for name, amount in read.items()}


def _is_amount(found: object) -> bool:
    # What is no number is between nothing.
    return isinstance(found, int | float) and not isinstance(found, bool) and 0 <= found <= MOST_SPEND


ROUTE = Route(f"{AHEAD_PLACE}{{name}}", ahead, methods=["POST"])
