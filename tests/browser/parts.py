"""Looking at a part of a page, where the rest of it was looked at before."""

from playwright.sync_api import Page

from tests.browser.harness import AXE

FAULTS = """async (part) => (await axe.run(part, { resultTypes: ['violations'] })).violations
    .filter((fault) => ['serious', 'critical'].includes(fault.impact))
    .flatMap((fault) => fault.nodes.map((place) => `${fault.id}: ${place.html}`))"""

CARDS = "[class*=st-key-card]"
"""The numbers of a section of the page Assumptions."""

DIALOG = "[role=dialog]"
UNFOLDED = "[data-testid=stPopoverBody]"


def serious_faults_of(page: Page, part: str) -> list[str]:
    """Serious and critical accessibility faults that axe finds in what a selector finds, one line for each place.

    To look at a page as a whole again takes axe up to a second of the processor.
    """
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.axe_script)
    assert page.locator(part).count() > 0, f"there is no {part}"
    return list(page.evaluate(FAULTS, part))
