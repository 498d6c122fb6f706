"""funnelcast: what marketing money brings back, how sure that is, and when.

>>> from pathlib import Path
>>> from simulator import plan_summary, read, simulate
>>> scenario = read(Path("scenarios/first-worksheet.yaml"))
>>> simulation = simulate(scenario, "Worksheet")
>>> plan_summary(simulation)["customers"].mean
30.0

This page says how the code is laid out, and why.

Five ideas, and no more
-----------------------

**Scenario**: what a person states. It holds *beliefs* (uncertain numbers about the world) and *plans* (decisions: how
much money goes where, when). ``Scenario[Belief]`` is a file's content; sampling gives ``Scenario[FloatArray]``, the
same class with draws in place of beliefs. What was decided stays in the stated one, and a run takes both. There is no
second class of "sampled parameters" to keep in step, and the type checker refuses to run a scenario that was not
sampled.

**Funnel**: what happens: stages, costs and money as arrays, a row per channel and one for the overhead that belongs
to no channel, so that rows always add up to the plan.

**Metric**: a formula over a funnel and how to read it. A *total* (a sum, or a ratio of sums) is right for a plan, a
channel, a month, any group; a *path* (payback, cash need, present value) needs the month axis and has no value for a
single month. A ratio is always a ratio of sums, over channels, months and possible worlds: the mean of ratios would
weigh a channel of one lead like one of a thousand, and a world without customers would decide the average.

**Quantity**: one declaration of a number, beside the field that it describes: ``rate("Leads that become
customers")``. The file reader, the sampler, the forms, the JSON Schema and the charts of drivers all read it, so that
a limit or a label is changed in one place.

**Draws belong to names.** A quantity's draws depend on the seed, the number of draws and its path, and on nothing
else. Add, remove or reorder channels and the others keep their draws to the last bit. So every comparison is made in
the same possible worlds, and what two plans have in common cancels.

What a range means
------------------

``low, likely, high``: one time in ten the truth is below ``low``, half the time below ``likely``, one time in ten
above ``high``. One family of distributions has exactly these quantiles for any such triple (J-QPD-S, see
``scenario.beliefs``); what is bounded above has them in its odds. PERT and triangular distributions are not offered:
read as P10, P50 and P90, PERT keeps only half of the stated width. Draws are expected numbers; the luck of small counts
comes on top (see ``analyses.luck``).

Arrays
------

Axes in one order everywhere, ``("channel", "month", "draw")``: draws last and contiguous, so that a belief's
``(draw,)`` broadcasts as it is. An axis that does not vary has length 1. Arrays that leave a function are read-only,
because results are shared between pages and people. Python loops run over channels, months and blocks of draws only;
a loop over draws is a defect. Blocks fit the processor's cache, and the first of the eight replicates alone is a
quick preview of the whole. Standard errors come from the spread of the replicates.

Undefined (0/0) is nan and shown as a dash; x/0 is infinite. Draws are never dropped, and infinite ones keep their
rank.

Layout
------

A module is one idea; a folder is a family that grows: the same kind of thing, one file each. A package imports only
from those above it in this list, which a contract holds (``pyproject.toml``, import-linter)::

    errors, units       every error raised on purpose; units, limits and declarations of numbers
    text/               numbers and names to words and back: formats, rounding, parsing, markdown, grammar
    tables/             a budget in a table, pasted or from a file: which months, which amounts
    scenario/           what a person states: beliefs, fields, stages, customers, curves, channels, plans, scenario
    imports/            what platforms export: bytes -> figures by source and month; knows nothing of scenarios
    engine/             Scenario[FloatArray], Plan -> Funnel; its docstring draws the shapes and the order
    metrics/            what is read off a funnel: the KPIs
    validation/         everything that is wrong with a scenario, at once
    scenario_files/     YAML <-> Scenario; text alone, nothing here touches the disk
    library/            everything that touches the disk: whole files, locks, versions, trash, drafts, archives
    edits/              a scenario in, a changed scenario out
    analyses/           questions about simulations; they know nothing of each other's answers
    findings/           what is worth checking about a result, each with advice
    presentation/       results as words and tables, with no toolkit: every page and document says the same; and what
                        changed between two scenarios
    charts/             one chart a file: its frame, read off a simulation, and its specification together
    story/              what a client is told, slide by slide: words of presentation, pictures of charts
    reports/            results as bytes, one format a file
    cli/                the command line
    ui/                 the browser front end, the only code that imports Streamlit

and within ``ui``::

    components/         the app's own components, Python beside its JavaScript and CSS
    session/            everything that a session knows, what is computed once for all sessions, and the processes
                        that compute it
    forms/              a form for any quantity
    frame/              what stands around every page
    start/, plan/, compare/, allocation/, goals/      each page's parts, which know no other's
    assumptions/, present/, scenarios/, glossary/     and those of these pages
    tracking/           the parts of the page Track
    pages/              one thin script for each page
    server/             the application behind a gate for strangers, in a process that ends with its parent

Why so many small rooms: whoever looks for the rule behind a number finds it by its name in the field (adstock,
capacity, payback), and whoever changes a sentence cannot change a figure, because words know figures and figures do
not know words. Why one direction: everything up to ``reports`` can be used, tested and trusted without a browser.

Adding a curve, channel type, metric or finding touches one file and at most one line of a registry, a dict or tuple at
the foot of its module. It then appears in files, forms, tables, comparisons, documents, the glossary and the command
line by itself, because it declares what these need to know: a metric its unit, whether it adds up, and where it is
shown; a curve its numbers and an example of them. Two places read a curve a second time: a workbook by a formula in
``reports/workbook/units.py``, a browser by a file in ``reports/playable/curves``. Without these the workbook holds
values and the page to play with has no sliders, as both then say, and the sliders of the app follow by the server
alone. A chart touches its file and the page that shows it, a page its script and its line in the menu.

A number travels one way: file -> Scenario[Belief] -> Scenario[FloatArray] -> Funnel -> metric -> quantiles -> chart,
page or command line. A page never computes; a chart never samples.
"""

from simulator.analyses.comparison import Compared, Comparison, compare, compare_all
from simulator.analyses.probabilities import Chances, chances
from simulator.analyses.summary import Summary, channel_summary, month_summary, plan_summary
from simulator.analyses.verdict import Verdict
from simulator.engine.funnel import MODEL_VERSION, Funnel
from simulator.engine.simulation import Simulation, preview, simulate
from simulator.errors import (
    ConflictError,
    FunnelcastError,
    Problem,
    SaveError,
    ScenarioError,
    ScenarioFileError,
    SettingsError,
    UnknownNameError,
)
from simulator.library.saving import save
from simulator.metrics.kpis import METRICS
from simulator.reports.as_json import run_result
from simulator.scenario.beliefs import Belief, between, certain
from simulator.scenario.plans import Monthly, Plan, Steady
from simulator.scenario.scenario import Scenario, Target
from simulator.scenario_files import parse, read, schema, write
from simulator.text.formats import Formats
from simulator.validation import problems

__all__ = [
    "METRICS",
    "MODEL_VERSION",
    "Belief",
    "Chances",
    "Compared",
    "Comparison",
    "ConflictError",
    "Formats",
    "Funnel",
    "FunnelcastError",
    "Monthly",
    "Plan",
    "Problem",
    "SaveError",
    "Scenario",
    "ScenarioError",
    "ScenarioFileError",
    "SettingsError",
    "Simulation",
    "Steady",
    "Summary",
    "Target",
    "UnknownNameError",
    "Verdict",
    "between",
    "certain",
    "chances",
    "channel_summary",
    "compare",
    "compare_all",
    "month_summary",
    "parse",
    "plan_summary",
    "preview",
    "problems",
    "read",
    "run_result",
    "save",
    "schema",
    "simulate",
    "write",
]
