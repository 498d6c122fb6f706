// What the other channels get where the total is kept: as ``edits.apportionment`` and the panel share it out, coin by
// coin, so that a slider that is let go leaves everything where it is.
const MOST_SPEND = 1e9; // [money per month]

// Amounts by channel, from those before the slider was taken.
function sharedOut({ row, before }, rows, decimals) {
  const unit = 10 ** decimals;
  const coins = (amount) => Math.round(amount * unit);
  const { name } = row.channel;
  const sharers = rows.map(({ channel }) => channel).filter((channel) => channel.name !== name && !channel.locked).map((channel) => channel.name);
  if (!sharers.length || coins(row.shown) === coins(before[name])) return { ...before };
  const weights = sharers.map((sharer) => coins(before[sharer]));
  const together = weights.reduce((sum, weight) => sum + weight, coins(before[name]));
  const taken = Math.min(coins(row.shown), together);
  const parts = inProportion(together - taken, weights, unit);
  if (parts.some((part) => part > coins(MOST_SPEND))) return { ...before };
  const moved = [[name, taken], ...sharers.map((sharer, place) => [sharer, parts[place]])];
  // What stays the same to the coin keeps all of its digits.
  return { ...before, ...Object.fromEntries(moved.filter(([each, part]) => part !== coins(before[each])).map(([each, part]) => [each, part / unit])) };
}

// Whole units by largest remainder; the coins that are left go to the largest weight.
function inProportion(amount, stated, unit) {
  const weights = stated.some((weight) => weight > 0) ? stated : stated.map(() => 1);
  const sum = BigInt(weights.reduce((all, weight) => all + weight, 0));
  const whole = Math.floor(amount / unit);
  const products = weights.map((weight) => BigInt(whole) * BigInt(weight));
  const shares = products.map((product) => Number(product / sum));
  const remainders = products.map((product) => Number(product % sum));
  const missing = whole - shares.reduce((all, share) => all + share, 0);
  const lifted = [...weights.keys()].sort((one, other) => remainders[other] - remainders[one]).slice(0, missing);
  for (const place of lifted) shares[place] += 1;
  const parts = shares.map((share) => share * unit);
  parts[weights.indexOf(Math.max(...weights))] += amount - whole * unit;
  return parts;
}
