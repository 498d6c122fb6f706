"""The cost of an export of 100,000 rows, as multiples of one simulation: ``uv run python -m tests.benchmarks.imports``.

The files have the shapes that the platforms give them: quotation marks, thousands marks, times of day, line breaks in
notes. The yardstick is one simulation of the plumber: 8,192 worlds, draws cached. Times are those of the processor. The
memory (Linux alone tells) is the most that a fresh process holds, the program and the file itself included.
"""

import io
import multiprocessing
import random
import re
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date, datetime, timedelta
from pathlib import Path

import xlsxwriter

from simulator import read, simulate
from simulator.imports import read_export

ROWS = 100_000
MOST_SIMULATIONS = 10
MOST_MEGABYTES = 300
ROUNDS = 15
TODAY = date(2026, 3, 1)
FIRST = datetime(2025, 1, 1, 8)
CHANNELS = ("Direct", "Organic Search", "Paid Search", "Paid Social", "Email", "Referral", "Organic Social", "Display")
STAGES = ("Closed won", "Closed lost", "Contract sent", "Closed won", "Qualified to buy")


def google_ads(chance: random.Random) -> Iterator[str]:
    """A campaign report by day."""
    yield "Campaign report"
    yield '"January 1, 2025 - December 31, 2025"'
    yield "Campaign status,Campaign,Day,Currency code,Impr.,Clicks,Cost,Conversions"
    for at in range(ROWS):
        yield (
            f"Enabled,Campaign {at % 274},{day(at % 365)},USD,"
            f'"{chance.randint(1000, 9999):,}",{chance.randint(1, 300)},{chance.uniform(0, 900):.2f},'
            f"{chance.randint(0, 9)}.00"
        )


def google_analytics(chance: random.Random) -> Iterator[str]:
    """A traffic report by day and campaign."""
    yield from ("# Start date: 20250101", "# End date: 20251231")
    yield (
        "Session primary channel group (Default Channel Group),Session campaign,Date,Active users,Sessions,"
        "Engaged sessions,Engagement rate,Key events,Session key event rate,Total revenue"
    )
    for at in range(ROWS):
        sessions = chance.randint(1, 2_000)
        yield (
            f"{CHANNELS[at % 8]},Campaign {at % 34},{day(at % 365).replace('-', '')},{sessions - 1},{sessions},"
            f"{sessions // 2},{chance.random()},{sessions // 40},{chance.random()},0"
        )


def meta_ads(chance: random.Random) -> Iterator[str]:
    """A report by day whose first row is the total."""
    yield (
        '"Campaign name",Objective,"Result type",Results,Reach,Impressions,"Link clicks","Amount spent (EUR)",'
        '"CTR (link click-through rate)","Reporting starts","Reporting ends"'
    )
    yield ",,mixed,,,,,,,2025-01-01,2025-12-31"
    for at in range(ROWS):
        kind, results = ("On-Facebook leads", chance.randint(0, 40)) if at % 3 else ("Profile visits", 350)
        yield (
            f'"Autumn {at % 274} | leads",Leads,"{kind}",{results},{chance.randint(500, 9_000)},'
            f"{chance.randint(500, 9_999)},{chance.randint(1, 300)},{chance.uniform(0, 900):.8f},"
            f"{chance.uniform(0, 5):.8f},{day(at % 365)},{day(at % 365)}"
        )


def linkedin(chance: random.Random) -> Iterator[str]:
    """A report by day, parted by tabs, with the sign of the currency in every amount."""
    yield "Campaign Performance Report (in UTC)"
    yield ""
    yield "Start Date (in UTC)\tCampaign Name\tCurrency\tTotal Spent\tImpressions\tClicks\tLeads\tAverage CPC"
    for at in range(ROWS):
        yield (
            f'{day(at % 365)}\tDecision makers {at % 274}\tEUR\t"€{chance.uniform(0, 9_000):,.2f}"\t'
            f'"{chance.randint(500, 9_999):,}"\t{chance.randint(1, 300)}\t{at % 9}\t€{chance.uniform(0, 9):.2f}'
        )


def hubspot_deals(chance: random.Random) -> Iterator[str]:
    """Deals with their minute of closing, every field in quotation marks, some notes of several lines."""
    yield '"Record ID","Deal Name","Deal Stage","Close Date","Amount","Original Source","Notes"'
    for at in range(ROWS):
        closed = FIRST + timedelta(minutes=chance.randrange(365 * 24 * 60))
        notes = "called twice\nthen signed" if at % 50 == 0 else ""
        yield (
            f'"{123_456_789_012 + at}","Deal, no. {at}","{STAGES[at % 5]}","{closed:%Y-%m-%d %H:%M}",'
            f'"{chance.randint(500, 250_000) / 10}","{CHANNELS[at % 8]}","{notes}"'
        )


def google_ads_workbook(chance: random.Random) -> bytes:
    """The campaign report as a workbook."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"constant_memory": True})
    sheet = book.add_worksheet("Report")
    sheet.write_row(0, 0, ["Campaign", "Day", "Currency code", "Impr.", "Clicks", "Cost", "Conversions"])
    for at in range(ROWS):
        figures = [chance.randint(1000, 9999), chance.randint(1, 300), round(chance.uniform(0, 900), 2), at % 9]
        sheet.write_row(at + 1, 0, [f"Campaign {at % 274}", day(at % 365), "USD", *figures])
    book.close()
    return target.getvalue()


def day(number: int) -> str:
    """The day of the year, as most exports write it."""
    return f"{FIRST + timedelta(days=number):%Y-%m-%d}"


def as_bytes(lines: Callable[[random.Random], Iterator[str]]) -> bytes:
    """The same file each time."""
    return "\n".join([*lines(random.Random(1)), ""]).encode()


def import_of(content: bytes) -> Callable[[], object]:
    """The work that is measured."""
    return lambda: read_export("export.csv", content, today=TODAY)


def simulation() -> Callable[[], object]:
    """The yardstick."""
    scenario = read(Path("scenarios/plumber.yaml"))
    return lambda: simulate(scenario, scenario.plans[0].name)


def processor_seconds(work: Callable[[], object]) -> float:
    """How long the processor works at it; what else the machine does in the meantime does not count."""
    start = time.process_time()
    work()
    return time.process_time() - start


def least(works: Sequence[Callable[[], object]], rounds: int) -> list[float]:
    """The shortest time of each, taken in turns."""
    for work in works:
        work()
    times = [[processor_seconds(work) for work in works] for _ in range(rounds)]
    return [min(each) for each in zip(*times, strict=True)]


def megabytes(content: bytes) -> float:
    """The most memory that a fresh process holds which reads this export."""
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=1, mp_context=fresh) as process:
        return process.submit(held, content).result()


def held(content: bytes) -> float:
    """The most memory that this process ever held, once it has read an export."""
    import_of(content)()
    # What the system counts for a process begins with that of the process which began it.
    status = Path("/proc/self/status").read_text("ascii")
    return int(re.search(r"VmHWM:\s*([0-9]+) kB", status)[1]) / 1_000


def main() -> None:
    """Measure and print."""
    files = {
        "Google Ads": as_bytes(google_ads),
        "Google Analytics 4": as_bytes(google_analytics),
        "Meta Ads": as_bytes(meta_ads),
        "LinkedIn": as_bytes(linkedin),
        "HubSpot deals": as_bytes(hubspot_deals),
        "Google Ads, as a workbook": google_ads_workbook(random.Random(1)),
    }
    for name, content in files.items():
        rounds = 3 if name.endswith("workbook") else ROUNDS
        reading, yardstick = least([import_of(content), simulation()], rounds)
        most = megabytes(content)
        remarks = [
            f"ABOVE {MOST_SIMULATIONS} simulations" if reading > MOST_SIMULATIONS * yardstick else "",
            f"ABOVE {MOST_MEGABYTES} MB" if most > MOST_MEGABYTES else "",
        ]
        print(
            f"{name}, {len(content) / 1e6:.1f} MB: {reading:.3f} s, {reading / yardstick:.1f} simulations of "
            f"{1e3 * yardstick:.1f} ms, {most:.0f} MB",
            *filter(None, remarks),
        )


if __name__ == "__main__":
    main()
