CURVES.s_shaped = (unitCost, reference, { gain_from_doubling: gain, slope }) => {
  const threshold = gain.map((share, world) => (2 ** slope[world] * share) / (2 ** slope[world] - 1 - share));
  const most = threshold.map((share, world) => ((1 + share) * reference) / unitCost[world]);
  return (spend, world) => {
    const powered = (spend / reference) ** slope[world];
    return (powered / (powered + threshold[world])) * most[world];
  };
};
