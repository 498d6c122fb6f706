"""Reach of goals: a budget and its split, scored again in worlds that had no part in finding it."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

import numpy as np

from simulator.analyses.allocation.grid import Grid, grid_of, step_for
from simulator.analyses.allocation.kept import CENT, are_kept
from simulator.analyses.allocation.tables import Worlds
from simulator.analyses.goals.goal import Goal, check_goals
from simulator.analyses.goals.proof import CELLS as PROOF_WORK
from simulator.analyses.goals.proof import Proof, proof_of
from simulator.analyses.goals.reading import Run, chances_in_each, horizons_of, runs_of
from simulator.analyses.goals.search import Progress, Search
from simulator.analyses.goals.tables import joined
from simulator.analyses.summary import error_of_share
from simulator.analyses.tested_range import FURTHEST, known_spend
from simulator.analyses.verdict import OWN_ERRORS
from simulator.analyses.whole_customers import through_the_door
from simulator.edits.spend import paid_spend, slider_spend, with_slider_spend
from simulator.engine.sampling import DEFAULT_DRAWS, DEFAULT_SEED, picked, sample_in_chunks, within_chunks
from simulator.engine.simulation import Simulation
from simulator.errors import LimitsError, SettingsError
from simulator.scenario.beliefs import Belief
from simulator.scenario.limits import Limits
from simulator.scenario.plans import Plan
from simulator.scenario.scenario import Scenario
from simulator.units import FloatArray, IntArray

CELLS = 6_000_000
"""Numbers (channel, amount, form, draw) that a search holds; it looks at fewer worlds where that would be more."""

FEWEST_DRAWS, MOST_DRAWS, TOGETHER_DRAWS = 64, 2_048, 512
"""Worlds of a search; where channels meet at a capacity every split is run."""

MOST_STEPS = 120
"""Into so many steps a budget is divided at most: more of a stated step are taken together."""

SHRUNK = 0.6
"""An answer below this part of the most that was looked at is looked for again, in smaller steps."""

ROOM = 1.4
"""The most that is looked at then, as a multiple of the first answer."""

MOST_RUNGS = 12
"""So many budgets are scored in fresh worlds at most, until one holds there too."""


@dataclass(frozen=True, kw_only=True)
class Reach:
    """Budget that goals take, and what is known of it.

    ``budget`` is the smallest that was found [money per month], or the largest where ``is_largest``, and ``spend`` its
    split; where the goals are not ``reachable`` those of the best chance. ``chance`` is that of all goals together in
    worlds that had no part in the search, ``chance_error`` its standard error, ``each`` that of each goal alone.
    ``present_chance`` is the present plan's, in the same worlds. ``most`` is the largest budget that was looked at.
    In the worlds of the search no budget, in steps, below the ``bound`` reaches the goals, or none above it keeps to
    them; None where that is known of none. ``is_proven`` says that none is better than the answer, or that none does it
    at all where the goals are not reachable.

    ``among`` says whether improvements were chosen among: those that are ``bought`` take ``monthly_cost`` beside the
    channels, those of the present plan, ``bought_now``, take ``cost_now`` [money per month].
    """

    scenario: Scenario[Belief]
    plan: str
    goals: Sequence[Goal]
    probability: float
    is_largest: bool
    reachable: bool
    budget: float
    spend: Mapping[str, float]
    now: Mapping[str, float]
    chance: float
    chance_error: float
    each: Sequence[float]
    present_chance: float
    step: float
    most: float
    bound: float | None
    is_proven: bool
    among: bool = False
    bought: tuple[str, ...] = ()
    monthly_cost: float = 0.0
    bought_now: tuple[str, ...] = ()
    cost_now: float = 0.0

    @property
    def present_budget(self) -> float:
        """Total on the sliders of the present plan [money per month]."""
        return sum(self.now.values())

    @property
    def total(self) -> float:
        """The budget with what the improvements take that were chosen [money per month]."""
        return round(self.budget + self.monthly_cost, 2)

    @property
    def present_total(self) -> float:
        """The same of the present plan."""
        return round(self.present_budget + self.cost_now, 2)

    @property
    def is_the_present_plan(self) -> bool:
        """Whether the present plan is the answer."""
        return dict(self.spend) == dict(self.now) and set(self.bought) == set(self.bought_now)


def most_to_spend(scenario: Scenario[Belief], plan: str) -> float:
    """The largest budget that is looked at unless one is stated [money per month].

    Twice the largest of the plans, or as much as all channels have in their tested ranges, whichever is more.
    """
    totals = [sum(paid_spend(scenario, own).values()) for own in scenario.plans]
    now = paid_spend(scenario, scenario.plan(plan))
    paid = (channel for channel in scenario.channels if channel.is_paid)
    tested = sum(FURTHEST * max(known_spend(channel), now[channel.name]) for channel in paid)
    return max(FURTHEST * max(totals, default=0.0), tested)


def reach(
    scenario: Scenario[Belief],
    *,
    plan: str,
    goals: Sequence[Goal],
    probability: float,
    limits: Limits | None = None,
    most: float | None = None,
    draws: int = DEFAULT_DRAWS,
    seed: int = DEFAULT_SEED,
    progress: Progress = lambda share: None,
    proof_work: int = PROOF_WORK,
) -> Reach:
    """The smallest monthly budget, and its split, that reaches all goals with a probability.

    Each channel spends in its months of the plan. Of ROI, CAC and payback alone the largest budget that keeps to them.
    ``limits`` are the scenario's unless stated, ``most`` is the largest budget that is looked at [money per month],
    ``proof_work`` how much may be done to prove the answer.
    Raises LimitsError where the limits cannot be met, UnknownNameError and SettingsError where what is asked means
    nothing.
    """
    check_goals(goals, probability, scenario.horizon_months)
    # One amount holds in all months: who is committed until one keeps what it has in all of them.
    limits = (scenario.limits if limits is None else limits).in_month(1, scenario.start)
    most = most_to_spend(scenario, scenario.plan(plan).name) if most is None else most
    if not any(channel.is_paid for channel in scenario.channels):
        raise SettingsError("there is no channel to put money into")
    if not (math.isfinite(most) and most > 0.0):
        raise SettingsError(f"the most to spend is {most:g}; it must be a number above 0")
    chunks = sample_in_chunks(scenario, draws=draws, seed=seed)
    half, quarter = draws // 2, draws // 4
    if chunks[0].draws == 1:
        searched = choosing = judging = list(chunks[:1])
    else:
        searched, choosing, judging = (
            [picked(chunk, which) for chunk, which in within_chunks(chunks, part)]
            for part in np.split(np.arange(draws), [half, half + quarter])
        )
    asked = _Asked(scenario, plan, goals, probability, limits, searched, progress)
    search, best, place = asked.found(most)
    proof = asked.proven(search, best, place, most, proof_work)
    chooser = _Fresh(scenario, plan, goals, choosing, quarter, seed)
    # The budget is chosen in other worlds than those that say how sure it is: to choose flatters.
    spend = _chosen(asked, search, best, proof.place, chooser)
    found = _scored(asked, search, spend, _Fresh(scenario, plan, goals, judging, draws - half - quarter, seed), most)
    return _with_proof(found, search, proof, reached=search.chance(best[proof.place]) >= probability)


@dataclass(frozen=True)
class _Asked:
    """What is asked, and the worlds of the search."""

    scenario: Scenario[Belief]
    plan: str
    goals: Sequence[Goal]
    probability: float
    limits: Limits
    chunks: Sequence[Scenario[FloatArray]]
    progress: Progress

    def found(self, most: float) -> tuple[Search, dict[int, IntArray], int]:
        """The search, its splits by total, and the total that is sought; in smaller steps where that is little."""
        search = self._search(most)
        best = search.best(_steps_of([self.now], search.grid))
        if not best:
            raise LimitsError("no split keeps to all of these limits")
        place = search.refined(best)
        near = ROOM * max(search.budget(best[place]), 2.0 * search.grid.step)
        if near < SHRUNK * most and (self.limits.step or 0.0) < search.grid.step:
            # Limits may leave no room for steps of a smaller budget; the answer stays then.
            with suppress(LimitsError):
                finer = self._search(near)
                known = [search.grid.spend(split) for split in best.values()]
                if finer_best := finer.best(_steps_of([self.now, *known], finer.grid)):
                    return finer, finer_best, finer.refined(finer_best)
        return search, best, place

    def proven(self, search: Search, best: dict[int, IntArray], place: int, most: float, work: int) -> Proof:
        """Proof, as far as it gets; none where larger budgets matter than those that were looked at in these steps."""
        looked_at = float(search.fixed.sum()) + search.grid.step * (search.grid.total + 1)
        up_to_the_most = search.is_kept or search.chance(best[place]) < self.probability
        if up_to_the_most and looked_at <= most + CENT:
            return Proof(place, range(0), is_whole=False)
        return proof_of(search, best, place, work)

    @property
    def now(self) -> FloatArray:
        """Amounts of the channels in the present plan [money per month]; (channel,)."""
        return Worlds(self.scenario, self.plan, self.chunks).now

    def _search(self, most: float) -> Search:
        step = self._step(most)
        limits = replace(self.limits, step=step)
        worlds = Worlds(self.scenario, self.plan, self.chunks)
        locked = sum(
            float(now)
            for name, now in zip(self.scenario.channel_names, worlds.now.tolist(), strict=True)
            if limits.of(name).locked
        )
        if locked > most + CENT:
            raise LimitsError(f"the amounts that are locked take {locked - most:,.2f} more than the most to spend")
        # Locked amounts lie between the steps: all others are steps beyond them.
        whole = locked + max(0, math.floor((most - locked) / step + 1e-9)) * step
        grid = grid_of(worlds, whole, limits, or_less=True)
        few = self._few(worlds, sum(len(grid.choices(row)) for row in range(len(grid.amounts))))
        return Search(few, grid, limits, self.goals, self.probability, self.progress)

    def _step(self, most: float) -> float:
        stated = self.limits.step
        step = step_for(most, self.scenario.coin) if stated is None else stated
        if step > most + CENT:
            raise LimitsError(f"the step is {step:,.2f}, more than the most to spend, which is {most:,.2f}")
        return step if stated is None else step * max(1, math.ceil(most / step / MOST_STEPS))

    def _few(self, worlds: Worlds, amounts: int) -> Worlds:
        """As many of the worlds as a search bears."""
        whole = sum(chunk.draws for chunk in self.chunks)
        forms = sum(
            goal.end(self.scenario.horizon_months) + 1 if goal.metric == "payback_months" else 1 + goal.is_count
            for goal in self.goals
        )
        count = max(FEWEST_DRAWS, min(MOST_DRAWS, CELLS // max(1, amounts * forms)))
        if self.scenario.room_by_month is not None:
            count = min(count, TOGETHER_DRAWS)
        if count >= whole:
            return worlds
        # Every so many worlds: of each replicate some.
        some = np.linspace(0, whole - 1, count).round().astype(int)
        few = [picked(chunk, which) for chunk, which in within_chunks(self.chunks, some)]
        return replace(worlds, chunks=few)


def _steps_of(amounts: Iterable[FloatArray], grid: Grid) -> Iterator[IntArray]:
    """Amounts of channels [money per month] as splits of a grid, as near as steps allow; those beyond it left out."""
    single = np.array([len(own) == 1 for own in grid.amounts])
    for each in amounts:
        split = np.where(single, 0, np.floor(each / grid.step + 0.5)).astype(np.intp)
        split = np.minimum(split, grid.caps)
        if split.sum() <= grid.total:
            yield split


@dataclass(frozen=True)
class _Fresh:
    """Worlds that had no part in the search."""

    scenario: Scenario[Belief]
    plan: str
    goals: Sequence[Goal]
    chunks: Sequence[Scenario[FloatArray]]
    draws: int
    seed: int

    def met(self, spend: Mapping[str, float]) -> FloatArray:
        """The chance in each world that each goal is met by these amounts on the sliders; (goal, draw)."""
        scenario = with_slider_spend(self.scenario, self.scenario.plan(self.plan), spend)
        return goals_met(scenario, scenario.plan(self.plan), self.goals, self.chunks, self.draws, self.seed)


def goals_met(
    scenario: Scenario[Belief],
    plan: Plan,
    goals: Sequence[Goal],
    chunks: Sequence[Scenario[FloatArray]],
    draws: int,
    seed: int,
) -> FloatArray:
    """The chance in each world that a plan meets each goal; (goal, draw).

    Counts with their luck: of customers who meet at a capacity it is drawn, perhaps in the first of the worlds only.
    """
    horizon = scenario.horizon_months
    runs = runs_of(scenario, chunks, plan, horizons_of(goals, horizon))
    forms, parts = joined(goals, runs, horizon)
    whole, first_cost = forms.sum(axis=0), runs[max(runs)].funnel.first_cost_of_plan
    met = [chances_in_each(goal, whole[part], first_cost) for goal, part in zip(goals, parts, strict=True)]
    for place, goal in enumerate(goals):
        if scenario.room_by_month is not None and goal.metric == "customers":
            whole = runs.get(horizon) or runs_of(scenario, chunks, plan, [horizon])[horizon]
            met[place] = _met_at_the_door(whole, plan, goal, chunks, draws, seed)
    worlds = min(len(each) for each in met if len(each) > 1) if any(len(each) > 1 for each in met) else 1
    return np.stack([np.broadcast_to(each, max(worlds, len(each)))[:worlds] for each in met])


def _met_at_the_door(
    whole: Run,
    plan: Plan,
    goal: Goal,
    chunks: Sequence[Scenario[FloatArray]],
    draws: int,
    seed: int,
) -> FloatArray:
    scenario = whole.scenario
    simulation = Simulation(
        scenario=scenario, chunks=tuple(chunks), plan=plan.name, draws=draws, seed=seed, funnel=whole.funnel
    )
    served = through_the_door(simulation).by_month[goal.first - 1 : goal.end(scenario.horizon_months)].sum(axis=0)
    return np.asarray(served >= math.ceil(goal.number - 1e-9 * goal.number), dtype=float)


def _chosen(asked: _Asked, search: Search, best: dict[int, IntArray], place: int, fresh: _Fresh) -> dict[str, float]:
    """The split that does it in worlds of no part in the search: the sought one, a surer one, or the present plan."""
    # What comes without money has no amount.
    now = paid_spend(asked.scenario, asked.scenario.plan(asked.plan))
    chosen: tuple[float, dict[str, float]] | None = None
    for total in _rungs(search, best, place):
        amounts = zip(asked.scenario.channel_names, search.grid.spend(best[total]).tolist(), strict=True)
        spend = {name: amount for name, amount in amounts if name in now}
        met = fresh.met(spend)
        chance = float(met.prod(axis=0).mean())
        holds = chance + error_of_share(chance, met.shape[1]) >= asked.probability
        if chosen is None or holds or chance > chosen[0]:
            chosen = chance, spend
        if holds:
            break
    assert chosen is not None, "there is at least the total that was sought"
    met = fresh.met(now)
    present = float(met.prod(axis=0).mean())
    reachable = _is_reached(chosen[0], error_of_share(chosen[0], met.shape[1]), asked.probability)
    if not _keeps_to_limits(asked, search):
        return chosen[1]
    better = _present_is_better(search, now, present, chosen[1], chosen[0], reachable, asked.probability)
    return now if better else chosen[1]


def _is_reached(chance: float, error: float, probability: float) -> bool:
    """Whether a chance is as high as it is to be, or cannot be told from that."""
    return chance >= probability - OWN_ERRORS * error


def _scored(asked: _Asked, search: Search, spend: dict[str, float], fresh: _Fresh, most: float) -> Reach:
    now = paid_spend(asked.scenario, asked.scenario.plan(asked.plan))
    met = fresh.met(spend)
    chance = float(met.prod(axis=0).mean())
    error = error_of_share(chance, met.shape[1])
    return Reach(
        scenario=with_slider_spend(asked.scenario, asked.scenario.plan(asked.plan), spend),
        plan=asked.plan,
        goals=tuple(asked.goals),
        probability=asked.probability,
        is_largest=search.is_kept,
        reachable=_is_reached(chance, error, asked.probability),
        budget=round(sum(spend.values()), 2),
        spend=spend,
        now=now,
        chance=chance,
        chance_error=error,
        each=tuple(met.mean(axis=1).tolist()),
        present_chance=float(fresh.met(now).prod(axis=0).mean()),
        step=search.grid.step,
        most=most,
        bound=None,
        is_proven=False,
    )


def _with_proof(found: Reach, search: Search, proof: Proof, *, reached: bool) -> Reach:
    """The answer with what is proven; ``reached`` says whether the goals are, in the worlds of the search."""
    if reached is not found.reachable:
        # Other worlds say otherwise: what holds in those of the search is no proof of the answer.
        return found
    if not reached:
        return replace(found, is_proven=proof.is_whole)
    steps = proof.ruled_out.start - 1 if found.is_largest else proof.ruled_out.stop
    bound = float(search.fixed.sum()) + search.grid.step * steps
    known = bool(proof.ruled_out) or proof.is_whole
    better = bound - found.budget if found.is_largest else found.budget - bound
    return replace(found, bound=bound if known else None, is_proven=known and better <= CENT)


def _rungs(search: Search, best: dict[int, IntArray], place: int) -> list[int]:
    """The totals that are scored again, the sought one first, then those that are surer."""
    surer = [total for total in best if (total < place if search.is_kept else total > place)]
    if search.is_kept:
        surer = [total for total in surer if search.budget(best[total]) > 0.0]
    ordered = sorted(surer, reverse=search.is_kept)
    kept, highest = [place], search.chance(best[place])
    for total in ordered:
        if (chance := search.chance(best[total])) > highest:
            kept.append(total)
            highest = chance
    if len(kept) <= MOST_RUNGS:
        return kept
    near = MOST_RUNGS // 2
    return [*kept[:near], *kept[near :: max(1, (len(kept) - near) // near)]]


def _present_is_better(
    search: Search,
    now: Mapping[str, float],
    present_chance: float,
    spend: Mapping[str, float],
    chance: float,
    reachable: bool,
    probability: float,
) -> bool:
    """Whether the present plan does it for less, or more surely where nothing does it."""
    here, there = sum(now.values()), sum(spend.values())
    if present_chance >= probability and reachable:
        return here > there if search.is_kept else here < there
    return not reachable and present_chance > chance


def _keeps_to_limits(asked: _Asked, search: Search) -> bool:
    """Whether the present plan keeps to every limit, and to the most that was looked at."""
    now = slider_spend(asked.scenario, asked.scenario.plan(asked.plan))
    total = sum(now.values())
    most = search.grid.step * search.grid.total + float(search.fixed.sum())
    return total <= most + CENT and are_kept(asked.limits, now, now, total, or_less=True)
