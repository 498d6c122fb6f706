CURVES.saturating = (unitCost, reference, { gain_from_doubling: gain }) => {
  const half = gain.map((share) => (2 * share * reference) / (1 - share));
  const most = half.map((money, world) => (money + reference) / unitCost[world]);
  return (spend, world) => (spend / (spend + half[world])) * most[world];
};
