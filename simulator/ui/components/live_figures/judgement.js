// The judgement on a plan in one line, as simulator/analyses and simulator/presentation have it; the words for its worth
// come with the data.

const STEPS = [[0.9, "very_likely", "very_unlikely"], [2 / 3, "likely", "unlikely"], [0.5, "more_likely_than_not", "less_likely_than_not"]];
const OWN_ERRORS = 2;
const NO_PROFIT = 1e-9; // A profit that is a smaller part of the marketing cost is none.

function judgementText({ judged, months }, writing, model, { totals, soFar, isSpent }) {
  const { replicates } = model.data;
  const worlds = totals.profit.length;
  const nothing = NO_PROFIT * mean(totals.cost);
  const share = (holds) => totals.profit.reduce((count, money) => count + (holds(money) ? 1 : 0), 0) / worlds;
  const [making, losing] = [share((money) => money > nothing), share((money) => money < -nothing)];
  const worth = isSpent ? worthOf(making, losing, worlds) : "nothing_spent";
  if (worth in judged.instead) return judged.instead[worth];
  const words = worlds === 1 ? { ...judged.worth, ...judged.certain } : judged.worth;
  const about = worlds === 1 ? "" : "about ";
  const profit = summary(totals.profit, replicates);
  const need = summary(model.cashNeed(soFar), replicates);
  const amount = `${amountText(profit, writing, about)}, over ${writing.counted(months.length)}${tornText(profit, writing)}`;
  const risks = [losingText(losing, worlds, writing), outOfPocketText(need, writing, about)].filter(Boolean).join("; ");
  return `${words[worth]}: ${amount}. ${risks[0].toUpperCase()}${risks.slice(1)}.`;
}

function worthOf(making, losing, worlds) {
  if (making === 0 && losing === 0) return "nothing_either_way";
  if (making === 1 || losing === 1) return making ? "always" : "never";
  const surely = (share) => share - OWN_ERRORS * errorOfShare(share, worlds);
  const reached = (share, word) => STEPS.find(([step]) => surely(share) > step)?.[word];
  return reached(making, 1) ?? reached(losing, 2) ?? "even";
}

function errorOfShare(share, worlds) {
  const inner = (share * worlds + 0.5) / (worlds + 1);
  return worlds === 1 ? 0 : Math.sqrt((inner * (1 - inner)) / worlds);
}

function amountText({ p50, error }, writing, about) {
  if (writing.vanishes(p50, error.p50)) return "it brings in about as much as it costs";
  return `it brings in ${about}${writing.money(Math.abs(p50), error.p50)} ${p50 > 0 ? "more" : "less"} than it costs`;
}

// The average, where it says the opposite of the middle.
function tornText({ mean: average, p50, error }, writing) {
  const isBeyond = Math.abs(average) > OWN_ERRORS * error.mean && Math.abs(p50) > OWN_ERRORS * error.p50;
  if (!isBeyond || average > 0 === p50 > 0) return "";
  const amount = writing.money(Math.abs(average), error.mean);
  return average > 0 ? `; but ${amount} more on average, because a few worlds bring much` : `; but ${amount} less on average, because a few worlds lose much`;
}

function losingText(losing, worlds, writing) {
  if (losing === 0 || losing === 1) return "";
  return `in ${writing.chance(losing, errorOfShare(losing, worlds))} worlds it loses money`;
}

function outOfPocketText({ p50, p90, error }, writing, about) {
  if (p50 > 0) return `at the deepest point you are ${about}${writing.money(p50, error.p50)} out of pocket`;
  return p90 === 0 ? "you are never out of pocket" : "you are seldom out of pocket";
}
