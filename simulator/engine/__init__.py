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
        |  once for all draws, from Scenario[Belief] and the plan (decisions.py)
        |
        |    budget      how much may be spent, by month                       (C + 1, M)  money
        |    fixed_cost  what is paid whatever is bought: fees, overhead       (C + 1, M)  money
        |    price       of a unit, a sale, a repeat: multiples of month 1     (M,)
        |    season      how many people want it, as a multiple                (M,)
        |    room        for new customers                                     (M,)        people
        |
        |  for each channel alone (response.py, sales_cycle.py)
        |
        |    adstock     money that is felt, after carry-over                  (M, D)      money
        |    curve       units that it buys: clicks, pieces, impressions       (M, D)      people or things
        |    spend       what they took: the budget, or less where there are   (M, D)      money
        |                only so many to buy
        |    ramp_up     times how far the channel has ripened                 (M, D)      0 to 1
        |    rates       times one rate a stage: visits, leads, ... buyers     (D,) each   0 to 1
        |
        |        The season acts on the size of the market (clicks, leads), on visits (retainers), or on the first
        |        rate (views, pieces): money buys at its price in every season.
        |
        |    closing     buyers by the month in which they sign                (M, M) @ (M, D)
        |
        |        All of these are MonthlyCounts: a shape (M, 1) or (K, D) times a level (D,), K kinds of months that are
        |        alike. Channels whose months keep in proportion, which are most, cost one multiplication a stage in
        |        place of M.
        v
        |  for all channels together, month after month (monthly_run.py), in blocks of draws
        |
        |    capacity    who is served, who is lost, who waits                 (C, D)      people
        |    repeats     customers of former months who buy again, now and     (C, D)      people
        |                then or when it falls due (repeats.py)
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

``run`` takes the stated scenario beside the draws: what a person decided, and what the calendar says, is the same in
every draw and is worked out once. ``budget`` is the money that may be spent, ``spend`` the money that is.

In what order to read: ``simulation`` (sample, then run), ``funnel`` (the run and its result), ``decisions``,
``monthly_run`` (the picture above, as code), then the parts that it names: ``response``, ``sales_cycle``, ``capacity``,
``repeats``, ``unit_economics``. ``accumulator``, ``aggregation`` and ``totals`` are bookkeeping; ``arena`` says where
large arrays lie, which decides how fast they are worked on.

Three modules stand beside the run: ``cost`` tells how much memory and time one takes before it begins, ``alternatives``
runs many plans side by side of which only the gross profit is asked, and a ``memo`` keeps what was worked out of a
scenario or a simulation as long as that is there.

Loops run over channels, months and blocks of draws; a loop over draws is a defect. Arrays that leave the engine are
read-only. Everything here is checked against a second model in ``tests/oracle``: the same formulas for one world in
plain Python numbers, to 1e-12.
"""
