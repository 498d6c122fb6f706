// From draws to figures: quantiles, means and their standard errors, as simulator/analyses has them.

const QUANTILES = { p10: 0.1, p25: 0.25, p50: 0.5, p75: 0.75, p90: 0.9 };

// The quantile of sorted draws that some draw has; one that is undefined makes all undefined.
function quantile(sorted, probability) {
  if (Number.isNaN(sorted[sorted.length - 1])) return NaN;
  const rank = Math.ceil(Math.round(probability * sorted.length * 1e9) / 1e9);
  return sorted[Math.max(0, rank - 1)];
}

function quantiles(draws) {
  const sorted = Float64Array.from(draws).sort();
  return Object.fromEntries(Object.entries(QUANTILES).map(([name, share]) => [name, quantile(sorted, share)]));
}

function mean(draws) {
  return draws.reduce((all, draw) => all + draw, 0) / draws.length;
}

// The figures of all draws, each with its standard error: the spread of the replicates, divided by the root of their number.
function summary(draws, replicates) {
  const whole = { ...quantiles(draws), mean: mean(draws) };
  const size = draws.length / replicates;
  const parts = [...Array(replicates).keys()].map((part) => draws.subarray(part * size, (part + 1) * size));
  const each = parts.map((part) => ({ ...quantiles(part), mean: mean(part) }));
  const error = (name) => (replicates === 1 ? 0 : spread(each.map((figures) => figures[name])));
  return { ...whole, error: Object.fromEntries(Object.keys(whole).map((name) => [name, error(name)])) };
}

function spread(values) {
  const middle = mean(values);
  const squares = values.map((value) => (value - middle) ** 2);
  return Math.sqrt(squares.reduce((all, square) => all + square, 0) / (values.length - 1) / values.length);
}

// Differences world by world: of two that are without end, none.
function pairedDifferences(now, before) {
  return now.map((value, world) => (value === before[world] ? 0 : value - before[world]));
}
