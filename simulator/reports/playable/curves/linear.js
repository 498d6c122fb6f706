CURVES.linear = (unitCost) => (spend, world) => spend / unitCost[world];
