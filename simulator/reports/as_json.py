"""Results for machines: the JSON objects that ``funnelcast run --json`` and ``funnelcast compare --json`` print.

Infinite and undefined numbers are the strings "inf", "-inf" and "nan", because JSON has no such numbers.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from simulator.analyses.comparison import Compared, Comparison
from simulator.analyses.improvement_worth import improvement_worths
from simulator.analyses.judgement import judgement
from simulator.analyses.marginal_roi import marginal_returns
from simulator.analyses.next_move import Gain, Move, next_move
from simulator.analyses.probabilities import Chances, chances
from simulator.analyses.stress import Supposed
from simulator.analyses.summary import Figures, Summary, channel_summary, month_summary, plan_summary, summarise
from simulator.analyses.what_if import WhatIf, simulate_if, spelled, supposed_in
from simulator.edits.middle_values import at_middle_values
from simulator.engine.funnel import MODEL_VERSION, OVERHEAD
from simulator.engine.sampling import DEFAULT_DRAWS, DEFAULT_SEED, REPLICATES
from simulator.engine.simulation import Simulation, simulate
from simulator.findings import findings
from simulator.metrics.kpis import METRICS, AnyMetric
from simulator.metrics.payback import cumulative_profit
from simulator.presentation.comparability_text import caveat_texts
from simulator.presentation.comparison_text import verdict_text
from simulator.presentation.conditions import rarity_text
from simulator.presentation.judgement import judgement_text
from simulator.presentation.next_move import move_text
from simulator.presentation.what_if import knob_text
from simulator.scenario.beliefs import Belief
from simulator.scenario.months import month_number
from simulator.scenario.scenario import Scenario
from simulator.text.formats import Formats
from simulator.text.grammar import month_date

Json = dict[str, Any]


def run_result(
    scenario: Scenario[Belief],
    plans: Sequence[str] = (),
    *,
    what_if: WhatIf = (),
    draws: int = DEFAULT_DRAWS,
    seed: int = DEFAULT_SEED,
    done: Callable[[str], None] = lambda plan: None,
    on: date | None = None,
) -> Json:
    """All figures of some plans of a scenario (of all plans if none is named), ready for ``json.dumps``.

    With a ``what_if`` the figures are those under it, which ``under`` states. ``done`` is called with the name of each
    plan once it is finished. ``on`` is the present day, by which figures are old. Raises UnknownNameError for a plan
    that does not exist and SettingsError for draws or a seed that cannot be run, before anything is computed.
    """
    named = [scenario.plan(name).name for name in plans] or [plan.name for plan in scenario.plans]
    results: Json = {}
    for name in dict.fromkeys(named):
        results[name] = plan_result(simulate_if(scenario, name, what_if, draws=draws, seed=seed), on)
        done(name)
    under = {"under": {"scenarios": [_under(each) for each in supposed_in([scenario], what_if)]}} if what_if else {}
    return {**_made_by(scenario, draws, seed), **under, "plans": results}


def likely_result(scenario: Scenario[Belief], plans: Sequence[str], *, seed: int = DEFAULT_SEED) -> Json:
    """The figures of some plans in the one world in which every belief has its middle value; it has no chances."""
    likely = at_middle_values(scenario)
    # All draws of what is certain are one.
    simulations = {name: simulate(likely, name, draws=REPLICATES, seed=seed) for name in plans}
    of_plans = {name: _sums(simulation) for name, simulation in simulations.items()}
    return {**_made_by(scenario, 1, seed), "likely": True, "plans": of_plans}


def plan_result(simulation: Simulation, on: date | None = None) -> Json:
    """All figures of one simulated plan. The channels and the overhead add up to the plan in their means."""
    return {
        "judgement": _judgement(simulation),
        **_sums(simulation),
        "probabilities": _probabilities(chances(simulation)),
        "findings": [
            {"key": found.key, "message": found.message, "advice": found.advice}
            for found in findings(simulation, on=on)
        ],
        "next_move": _next_move(simulation),
        **_improvements(simulation),
    }


def _improvements(simulation: Simulation) -> Json:
    """What each improvement that is offered is worth in the plan; nothing where none is."""
    found = improvement_worths(simulation)
    told = {
        each.name: {
            "bought": each.is_bought,
            "from": month_number(each.first, simulation.scenario.start),
            "worth": summary_result(each.worth),
            "cost": number(each.cost),
            "most_to_pay": number(each.most_to_pay),
        }
        for each in found
    }
    return {"improvements": told} if told else {}


def _sums(simulation: Simulation) -> Json:
    """The figures of the plan, of its channels and overhead, and of its months."""
    rows = {name: summaries_result(figures) for name, figures in channel_summary(simulation).items()}
    overhead = rows.pop(OVERHEAD)
    return {
        "metrics": summaries_result(plan_summary(simulation)),
        "channels": rows,
        "overhead": overhead,
        "months": _months(simulation),
    }


def comparison_result(
    comparison: Comparison,
    scenarios: Sequence[Scenario[Belief]],
    *,
    seed: int,
    plans: Mapping[str, tuple[Scenario[Belief], str]],
) -> Json:
    """A comparison of plans, simulated with ``seed``, ready for ``json.dumps``.

    ``plans`` says by label of which scenario each plan is, and its name there. With several ``scenarios`` the result
    names them instead of the one, says which plan is whose, and what to bear in mind.
    """
    about = _made_by(scenarios[0], comparison.draws, seed)
    if len(scenarios) > 1:
        del about["scenario"]
        about["scenarios"] = [scenario.name for scenario in scenarios]
        about["plans_of"] = {
            label: {"scenario": scenario.name, "plan": plan} for label, (scenario, plan) in plans.items()
        }
        about["caveats"] = caveat_texts(scenarios, Formats())
    return {
        **about,
        "baseline": comparison.baseline,
        "metric": comparison.metric,
        "matters": number(comparison.matters),
        "plans": _plans_compared(comparison),
    }


def stress_result(comparison: Comparison, supposed: Sequence[Supposed]) -> Json:
    """The same comparison under what is supposed, with how rare conditions are together in each scenario."""
    return {
        "scenarios": [_under(each) for each in supposed],
        "draws": comparison.draws,
        "matters": number(comparison.matters),
        "plans": _plans_compared(comparison),
    }


def _under(supposed: Supposed) -> Json:
    """What is supposed in a scenario, spelled as it was asked for and in words."""
    formats = Formats(supposed.scenario.currency)
    return {
        "scenario": supposed.scenario.name,
        "what_if": [
            {"knob": spelled(knob), "text": knob_text(knob, supposed.scenario, formats)} for knob in supposed.knobs
        ],
        "conditions": [{"path": condition.path, "side": condition.side} for condition in supposed.conditions],
        "probability": supposed.rarity.share,
        "rarity": rarity_text(supposed, formats),
    }


def _plans_compared(comparison: Comparison) -> Json:
    metric = METRICS[comparison.metric]
    return {label: _compared(compared, metric) for label, compared in comparison.plans.items()}


def summaries_result(summaries: Mapping[str, Summary]) -> Json:
    """Summaries by key."""
    return {key: summary_result(summary) for key, summary in summaries.items()}


def summary_result(summary: Summary) -> Json:
    """A summary with the standard error of each figure."""
    return {**_figures(summary), "standard_error": _figures(summary.standard_error)}


def number(value: float) -> float | str:
    """A number as JSON can hold it."""
    if math.isnan(value):
        return "nan"
    if math.isinf(value):
        return "inf" if value > 0.0 else "-inf"
    # Nothing has no sign.
    return value + 0.0


def _made_by(scenario: Scenario[Belief], draws: int, seed: int) -> Json:
    """The origin of the figures: with these the same figures can be made again."""
    return {
        "scenario": scenario.name,
        "model_version": MODEL_VERSION,
        "draws": draws,
        "seed": seed,
        "currency": scenario.currency,
        "horizon_months": scenario.horizon_months,
    }


def _figures(figures: Figures) -> Json:
    return {name: number(getattr(figures, name)) for name in ("mean", "p10", "p50", "p90")}


def _months(simulation: Simulation) -> list[Json]:
    columns = month_summary(simulation)
    columns["cumulative_profit"] = summarise(cumulative_profit(simulation.funnel.plan_profit)[0])
    start = simulation.scenario.start
    return [
        {
            "month": month,
            "date": month_date(start, month).isoformat()[:7],
            **{key: summary_result(column[month - 1]) for key, column in columns.items()},
        }
        for month in range(1, simulation.scenario.horizon_months + 1)
    ]


def _judgement(simulation: Simulation) -> Json:
    found = judgement(simulation)
    text = judgement_text(found, _formats(simulation), simulation.scenario.horizon_months)
    return {"kind": found.worth.value, "text": text}


def _next_move(simulation: Simulation) -> Json:
    """The advice; ``from``, ``to`` and what it would change are there if any move was found worth a look."""
    returns = marginal_returns(simulation)
    found = next_move(simulation, returns)
    text = move_text(found, returns, _formats(simulation), simulation.scenario.horizon_months)
    about = {"advice": found.advice.value, "step": found.step, "text": text}
    if found.move is None or found.gain is None:
        return about
    return {**about, **_move(found.move), **_gain(found.gain)}


def _move(move: Move) -> Json:
    return {"from": move.source, "to": move.target, "taken": move.taken, "given": move.given, "amount": move.money}


def _gain(gain: Gain) -> Json:
    return {
        "gain": {
            "mean": number(gain.mean),
            "p50": number(gain.middle),
            "standard_error": {"mean": number(gain.error)},
        },
        "probability_better": number(gain.better),
        "verdict": gain.verdict.value,
    }


def _formats(simulation: Simulation) -> Formats:
    return Formats(simulation.scenario.currency)


def _probabilities(found: Chances) -> Json:
    return {
        "profit > 0": number(found.of_profit),
        "payback within horizon": number(found.of_payback),
        "targets": {label: number(chance) for label, chance in found.targets.items()},
    }


def _compared(compared: Compared, metric: AnyMetric) -> Json:
    return {
        **summary_result(compared.figures),
        "difference": summary_result(compared.difference),
        "probability_better": number(compared.probability_better),
        "probability_best": number(compared.probability_best),
        "expected_regret": number(compared.regret.mean),
        "verdict": {"kind": compared.verdict.value, "text": verdict_text(compared, metric)},
    }
