"""The engine: a scenario's beliefs are drawn, and a plan is run through them, month by month.

Letters for the lengths of axes: C channels, M months, D draws (possible worlds). Three axes, always in this order,
``(channel, month, draw)``; an axis along which nothing varies has length 1 and is kept. A belief that is certain is
one number, ``(1,)``, and broadcasts like any other. ``row`` stands for channel where one row more is there: the last,
for the overhead that belongs to no channel.

::

    Scenario[Belief]                           low, likely, high of each number
        |
        |  sampling          every belief is a column of draws of its own      (D,)    keyed by (seed, path)
        v
    Scenario[FloatArray]                       in chunks of 4,096 draws that follow each other: what comes now
        |                                      happens for each chunk, and chunks fit the processor's cache
        |
        |  for each channel alone (response.py, sales_cycle.py)
        |
        |    plan        spend by month                                        (M,)        money
        |    adstock     spend that is felt, after carry-over                  (M, D)      money
        |    curve       units that it buys: clicks, pieces, impressions       (M, D)      people or things
        |    ramp_up     times how far the channel has ripened                 (M, D)      0 to 1
        |    season      times the month's multiplier                          (M, 1)
        |    rates       times one rate a stage: visits, leads, ... buyers     (D,) each   0 to 1
        |    closing     buyers by the month in which they sign                (M, M) @ (M, D)
        |
        |        All of these are MonthlyCounts: a shape (M, 1) or (M, D) times a level (D,). Channels whose months
        |        keep in proportion, which are most, cost one multiplication a stage in place of M.
        v
        |  for all channels together, month after month (monthly_run.py), in blocks of draws
        |
        |    capacity    who is served, who is lost, who waits                 (C, D)      people
        |    kept        customers of former months who buy again              (C, D)      people
        |    money       what both bring, less the month's marketing cost      (C, D)      money
        v
    Accumulator                                sums are added up as they come: what is not read later is not kept
        |                                      by row (C + 1, 1, D), by month (1, M, D), profit by both (C + 1, M, D)
        |  aggregation       sums -> Totals, once for each way of grouping
        v
    Funnel
        .by_channel   Totals                                                   (C + 1, 1, D)
        .by_month     Totals, worked out when first read                       (1, M, D)
        .plan         Totals                                                   (1, 1, D)
        .profit       gross profit less marketing cost                         (C + 1, M, D)

A metric is a formula over Totals, so it holds for a plan, a channel and a month alike (``simulator.metrics``).

>>> from pathlib import Path
>>> from simulator import read, simulate
>>> plumber = read(Path("scenarios/plumber.yaml"))
>>> funnel = simulate(plumber, "Today", draws=64).funnel
>>> len(plumber.channels), plumber.horizon_months
(7, 24)
>>> funnel.by_channel.revenue.shape, funnel.by_month.revenue.shape, funnel.plan.revenue.shape, funnel.profit.shape
((8, 1, 64), (1, 24, 64), (1, 1, 64), (8, 24, 64))

In what order to read: ``simulation`` (sample, then run), ``funnel`` (the run and its result), ``monthly_run`` (the
picture above, as code), then the parts that it names: ``response``, ``sales_cycle``, ``capacity``,
``unit_economics``. ``accumulator``, ``aggregation`` and ``totals`` are bookkeeping; ``arena`` says where large arrays
lie, which decides how fast they are worked on.

Two modules stand beside the run: ``cost`` tells how much memory and time one takes before it begins, ``alternatives``
runs many plans side by side of which only the gross profit is asked.

Loops run over channels, months and blocks of draws; a loop over draws is a defect. Arrays that leave the engine are
read-only. Everything here is checked against a second model in ``tests/oracle``: the same formulas for one world in
plain Python numbers, to 1e-12.
"""
