// From draws to figures: quantiles, means and their standard errors, as simulator/analyses has them.

const QUANTILES = Object.entries({ p10: 0.1, p25: 0.25, p50: 0.5, p75: 0.75, p90: 0.9 });

// The quantiles of draws, each of which some draw has; one that is undefined makes all undefined.
function quantiles(draws) {
  const isUndefined = draws.some(Number.isNaN);
  const values = Float64Array.from(draws);
  let from = 0;
  const found = QUANTILES.map(([name, probability]) => {
    const rank = Math.max(0, Math.ceil(Math.round(probability * values.length * 1e9) / 1e9) - 1);
    if (!isUndefined) place(values, rank, from);
    from = rank;
    return [name, isUndefined ? NaN : values[rank]];
  });
  return Object.fromEntries(found);
}

// Put the value of a rank in its place, smaller ones before it and larger ones behind: a third of the time of sorting.
// Source: Hoare (1961), "Algorithm 65: find". What stands before ``from`` is in its place.
function place(values, rank, from) {
  let low = from;
  let high = values.length - 1;
  while (low < high) {
    const middle = values[(low + high) >> 1];
    let [left, right] = [low, high];
    while (left <= right) {
      while (values[left] < middle) left++;
      while (values[right] > middle) right--;
      if (left > right) break;
      const value = values[left];
      values[left++] = values[right];
      values[right--] = value;
    }
    if (rank <= right) high = right;
    else if (rank >= left) low = left;
    else return;
  }
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

// The average of a figure with its standard error. That of a ratio is the ratio of averages.
const RATIOS = { roi: ["profit", "cost"], cac: ["cost", "customers", "open"] };

function averageOf(key, totals, replicates) {
  const [above, ...below] = RATIOS[key] ?? [key];
  const worlds = totals.profit.length;
  const over = (from, to) => (name) => mean(totals[name].subarray(from, to));
  const average = (of) => of(above) / (below.length ? below.reduce((sum, name) => sum + of(name), 0) : 1);
  const size = worlds / replicates;
  const parts = [...Array(replicates).keys()].map((part) => average(over(part * size, (part + 1) * size)));
  return { mean: average(over(0, worlds)), error: replicates === 1 ? 0 : spread(parts) };
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
