// The model, read a second time: from the parameters of many possible worlds and the budgets by month to profit, cost,
// customers and payback in each world. It follows simulator/engine formula by formula and holds no tables, so that it
// gives the engine's figures in the same worlds. Numbers by month and world lie in one array, month after month.

"use strict";

const PAID_BACK_WITHIN = 1e-9; // A part of the marketing cost that rounding may leave.
const SOONEST = 1e-200; // Months until a channel works fully, where that is at once.

// The parameters: what is uncertain has a column with a number for each world, what is certain one number for all.
class Parameters {
  constructor(packed, worlds) {
    const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
    this.drawn = new DataView(bytes.buffer);
    this.worlds = worlds;
    this.columns = new Map();
  }

  of(stated) {
    const key = typeof stated === "number" ? `certain ${stated}` : `drawn ${stated.column}`;
    if (!this.columns.has(key)) this.columns.set(key, this.column(stated));
    return this.columns.get(key);
  }

  column(stated) {
    const column = new Float64Array(this.worlds);
    if (typeof stated === "number") return column.fill(stated);
    const start = 4 * this.worlds * stated.column;
    return column.map((_, world) => this.drawn.getFloat32(start + 4 * world, true));
  }
}

// What a month's money buys at a channel's response curve, in one world: each has a file of its own.
const CURVES = {};

// One channel, from its budget to the customers who want to buy; what is worked out is kept until the budget changes.
class PlayedChannel {
  constructor(stated, parameters, months) {
    const { worlds } = parameters;
    Object.assign(this, { stated, months, worlds, cells: months * worlds });
    const given = (entry) => (entry === null ? null : parameters.of(entry));
    this.unitCost = given(stated.cost).map((cost) => cost / stated.costIsFor);
    this.carryOver = stated.carryOver === 0 ? null : given(stated.carryOver);
    this.rampUp = stated.rampUp === 0 ? null : given(stated.rampUp);
    this.mostToBuy = given(stated.curve.most);
    const rates = stated.rates.map(given);
    this.response = stated.seasonActsOn === "response" ? rates.shift() : null;
    this.incremental = given(stated.incremental);
    this.rate = this.incremental.map((share, world) => rates.reduce((all, rate) => all * rate[world], share));
    if (this.mostToBuy === null) {
      const numbers = Object.entries(stated.curve.numbers).map(([name, entry]) => [name, given(entry)]);
      this.units = CURVES[stated.curve.type](this.unitCost, stated.reference, Object.fromEntries(numbers));
    }
    this.wanted = new Float64Array(this.cells);
    this.arriving = stated.closing === null ? this.wanted : new Float64Array(this.cells);
    this.paid = this.mostToBuy === null ? null : new Float64Array(this.cells);
    this.open = new Float64Array(worlds);
    this.budget = null;
    // Where improvements are bought: as it is from the month of each on, and then without the better rates.
    const alone = { incremental: 1, closing: null, later: [] };
    this.visits = given(stated.visits);
    this.ways = stated.later.map((way) => new PlayedChannel({ ...stated, ...way, ...alone }, parameters, months));
    const plain = new Map();
    this.plainWays = stated.later.map(({ cost }) => {
      const kind = JSON.stringify(cost);
      if (!plain.has(kind)) plain.set(kind, new PlayedChannel({ ...stated, cost, ...alone }, parameters, months));
      return plain.get(kind);
    });
  }

  spend(budget) {
    if (this.budget !== null && budget.every((money, month) => money === this.budget[month])) return false;
    this.budget = Float64Array.from(budget);
    const ripe = this.ripeness();
    if (this.visits !== null) this.come();
    else if (this.mostToBuy !== null) this.buyAsFarAsThereIs(ripe);
    else if (this.carryOver !== null) this.buyWithWhatIsFelt();
    else this.buy();
    if (ripe !== null && this.mostToBuy === null) multiply(this.wanted, ripe);
    this.respond();
    if (this.ways.length > 0) this.improve();
    this.close();
    return true;
  }

  // How far a slow channel has ripened, by month and world, from 0 to 1.
  ripeness() {
    if (this.rampUp === null) return null;
    const { months, worlds, stated } = this;
    const ripe = new Float64Array(this.cells);
    const fading = 1 - 2 ** (-1 / stated.fadeHalfLife);
    const before = Math.min(1, stated.spendBefore / stated.reference);
    for (let world = 0; world < worlds; world++) {
      const needed = this.rampUp[world];
      const ofAMonth = 1 / Math.max(needed, SOONEST);
      let ripened = before === 1 ? 1 : Math.min(1, (before / ((1 - before) * fading)) * ofAMonth);
      for (let month = 0; month < months; month++) {
        const share = Math.min(1, this.budget[month] / stated.price[month] / stated.reference);
        ripened = Math.min(1, ripened * (1 - (1 - share) * fading) + share * ofAMonth);
        ripe[month * worlds + world] = needed > 0 ? ripened : 1;
      }
    }
    return ripe;
  }

  // Visits that come without money, as the season says.
  come() {
    const { months, worlds, wanted, visits } = this;
    for (let month = 0; month < months; month++) {
      for (let world = 0; world < worlds; world++) {
        wanted[month * worlds + world] = visits[world] * this.visitsInSeason(month);
      }
    }
  }

  // Customers who would have come anyway never count, at whatever price they were bought; all that rates gain does.
  improve() {
    const { months, worlds, wanted, paid, ways, plainWays, incremental } = this;
    [...plainWays, ...ways].forEach((way) => way.spend(this.budget));
    ways.forEach((way, place) => {
      const first = way.stated.from * worlds;
      const end = (place + 1 < ways.length ? ways[place + 1].stated.from : months) * worlds;
      for (let at = first; at < end; at++) {
        const without = plainWays[place].wanted[at];
        wanted[at] = without * incremental[at % worlds] + Math.max(0, way.wanted[at] - without);
        if (paid !== null) paid[at] = way.paid[at];
      }
    });
  }

  // The money that is spent is the same in every world; months that are alike are worked out once.
  buy() {
    const { months, worlds, wanted } = this;
    const alike = new Map();
    for (let month = 0; month < months; month++) {
      const [divisor, factor] = this.inMonth(month);
      const spend = this.budget[month] / divisor;
      const start = month * worlds;
      const kind = `${spend} ${factor}`;
      if (alike.has(kind)) wanted.copyWithin(start, alike.get(kind), alike.get(kind) + worlds);
      else for (let world = 0; world < worlds; world++) wanted[start + world] = this.units(spend, world) * factor;
      alike.set(kind, start);
    }
  }

  // Geometric adstock: a part of what was felt in the month before is felt again.
  buyWithWhatIsFelt() {
    const { months, worlds, wanted, carryOver } = this;
    const felt = new Float64Array(worlds).fill(this.stated.spendBefore);
    for (let month = 0; month < months; month++) {
      const [divisor, factor] = this.inMonth(month);
      const start = month * worlds;
      for (let world = 0; world < worlds; world++) {
        felt[world] = carryOver[world] * felt[world] + (1 - carryOver[world]) * this.budget[month];
        wanted[start + world] = this.units(felt[world] / divisor, world) * factor;
      }
    }
  }

  // What money is divided by before it meets the curve, and units are multiplied by after.
  inMonth(month) {
    const { price, market } = this.stated;
    return [price[month] * market.divisor[month], market.factor[month] * this.visitsInSeason(month)];
  }

  visitsInSeason(month) {
    return this.stated.seasonActsOn === "visits" ? this.stated.season[month] : 1;
  }

  // There are only so many to buy: what cannot be bought is not charged.
  buyAsFarAsThereIs(ripe) {
    const { months, worlds, wanted, paid, unitCost, mostToBuy } = this;
    const { market } = this.stated;
    const withFees = 1 + this.stated.feeRate;
    for (let month = 0; month < months; month++) {
      const start = month * worlds;
      const price = this.stated.price[month];
      const money = this.budget[month] / price;
      for (let world = 0; world < worlds; world++) {
        const part = ripe === null ? 1 : ripe[start + world];
        const spent = Math.min(money, part * market.size[month] * mostToBuy[world] * unitCost[world]);
        wanted[start + world] = (spent / unitCost[world]) * this.visitsInSeason(month);
        paid[start + world] = spent * price * withFees;
      }
    }
  }

  // From units to those who sooner or later buy, by the month of their lead.
  respond() {
    const { months, worlds, wanted, rate, response } = this;
    for (let month = 0; month < months; month++) {
      const start = month * worlds;
      const season = this.stated.season[month];
      for (let world = 0; world < worlds; world++) {
        const first = response === null ? 1 : Math.min(1, season * response[world]);
        wanted[start + world] *= first * rate[world];
      }
    }
  }

  // From the month of the lead to the month in which they sign, and those who sign after the last month.
  close() {
    const { months, worlds, wanted, arriving, open } = this;
    const { closing } = this.stated;
    if (closing === null) return;
    arriving.fill(0);
    open.fill(0);
    for (let month = 0; month < months; month++) {
      const from = month * worlds;
      let later = 1;
      for (let lag = 0; lag < months - month; lag++) {
        const share = closing[lag];
        later -= share;
        if (share !== 0) addTimes(arriving, (month + lag) * worlds, wanted, from, share, worlds);
      }
      addTimes(open, 0, wanted, from, Math.max(0, later), worlds);
    }
  }

  // What is paid whatever is bought, and the spend where all of it is spent, by month.
  certainCost() {
    const { stated, budget } = this;
    const first = budget.findIndex((money) => money > 0);
    return budget.map((money, month) => {
      const fee = money > 0 ? stated.monthlyFee : 0;
      const setUp = month === first && stated.spendBefore === 0 ? stated.setupCost : 0;
      return fee + setUp + (this.paid === null ? money * (1 + stated.feeRate) : 0);
    });
  }
}

// What a channel's customers bring: a first sale, and repeat sales as they fall due.
class CustomerWorth {
  constructor(stated, parameters, months) {
    const given = (entry) => parameters.of(entry);
    const { worlds } = parameters;
    const { sale } = stated;
    const times = (one, other) => one.map((value, world) => value * other[world]);
    Object.assign(this, { months, worlds, every: sale.every, prices: stated.prices });
    this.sale = times(given(sale.revenue), given(sale.margin));
    this.cost = given(sale.cost);
    this.again = sale.repeats !== 0;
    const repeats = given(sale.repeats).map((number) => number / sale.repeatsOf);
    this.repeat = times(repeats, times(given(sale.repeatRevenue), given(sale.repeatMargin)));
    this.repeatCost = times(repeats, this.cost);
    this.kept = given(sale.retention).map((share) => (share ** (1 / sale.retentionOf)) ** sale.every);
    this.customers = new Float64Array(worlds);
    this.grossProfit = new Float64Array(months * worlds);
    // Who bought in a month, for the first time or again.
    this.active = this.again ? new Float64Array(months * worlds) : null;
  }

  // Gross profit by month of so many new customers, and their number over all months.
  take(customers) {
    this.customers.fill(0);
    for (let month = 0; month < this.months; month++) {
      addTimes(this.customers, 0, customers, month * this.worlds, 1, this.worlds);
      this.sell(customers, month);
      if (this.again) this.sellAgain(customers, month);
    }
  }

  sell(customers, month) {
    const { worlds, prices, sale, cost, grossProfit } = this;
    const [price, each] = [prices.sale[month], prices.cost[month]];
    const start = month * worlds;
    for (let world = 0; world < worlds; world++) {
      grossProfit[start + world] = customers[start + world] * (sale[world] * price - cost[world] * each);
    }
  }

  sellAgain(customers, month) {
    const { worlds, prices, repeat, repeatCost, kept, active, grossProfit } = this;
    const [price, each] = [prices.repeat[month], prices.cost[month]];
    const start = month * worlds;
    const former = start - this.every * worlds;
    for (let world = 0; world < worlds; world++) {
      const due = former < 0 ? 0 : kept[world] * active[former + world];
      active[start + world] = customers[start + world] + due;
      grossProfit[start + world] += due * (repeat[world] * price - repeatCost[world] * each);
    }
  }
}

// At most so many new customers in a month; the rest are lost, or wait for room.
class Capacity {
  constructor(room, overflow, channels, worlds) {
    Object.assign(this, { room, queues: overflow === "queue", worlds });
    this.waiting = channels.map(() => new Float64Array(worlds));
    this.wanting = new Float64Array(worlds);
  }

  // Turn a month's arrivals, by channel, into those who are served.
  admit(arrivals, month) {
    const { worlds, wanting, waiting } = this;
    const start = month * worlds;
    const room = this.room[month] ?? Infinity;
    if (month === 0) waiting.forEach((people) => people.fill(0));
    if (this.queues) arrivals.forEach((people, row) => addTimes(people, start, waiting[row], 0, 1, worlds));
    wanting.fill(0);
    arrivals.forEach((people) => addTimes(wanting, 0, people, start, 1, worlds));
    const isCrowded = wanting.some((number) => number > room);
    if (!isCrowded) waiting.forEach((people) => people.fill(0));
    else arrivals.forEach((people, row) => this.letIn(people, waiting[row], room, start));
  }

  letIn(people, waiting, room, start) {
    const { worlds, wanting } = this;
    for (let world = 0; world < worlds; world++) {
      const all = people[start + world];
      if (wanting[world] > room) people[start + world] = all * (room / wanting[world]);
      waiting[world] = all - people[start + world];
    }
  }

  get stillWaiting() {
    return this.queues ? this.waiting : [];
  }
}

// A scenario whose money can be moved: budgets by channel and month in, what comes back in every world out.
class PlayableModel {
  constructor(data) {
    const { worlds, months } = data;
    const parameters = new Parameters(data.columns, worlds);
    Object.assign(this, { data, worlds, months });
    // Visits that come without money have no slider, and come after the channels that have one.
    const all = [...data.channels, ...data.unpaid];
    this.channels = all.map((stated) => new PlayedChannel(stated, parameters, months));
    this.worth = all.map((stated) => new CustomerWorth(stated, parameters, months));
    if (data.room === null) return;
    this.capacity = new Capacity(data.room, data.overflow, this.channels, worlds);
    this.served = this.channels.map(() => new Float64Array(months * worlds));
  }

  run(budgets) {
    const { months, worlds, channels, worth } = this;
    const nothing = new Array(months).fill(0);
    const changed = channels.map((channel, row) => channel.spend(row < this.data.channels.length ? budgets[row] : nothing));
    if (this.capacity) this.serve();
    else channels.forEach(({ arriving }, row) => changed[row] && worth[row].take(arriving));
    const profit = sumOf(worth.map(({ grossProfit }) => grossProfit), months * worlds);
    const cost = this.pay(profit);
    const customers = sumOf(worth.map((each) => each.customers), worlds);
    const open = this.stillOpen();
    const soFar = addedUp(profit, worlds);
    const total = soFar.slice((months - 1) * worlds);
    const totals = {
      profit: total,
      cost,
      customers,
      open,
      roi: ratio(total, cost),
      cac: ratio(cost, customers.map((number, world) => number + open[world])),
      payback_months: payback(soFar, cost, this.firstCost(), months, worlds),
    };
    return { totals, soFar };
  }

  // All channels share the room that there is.
  serve() {
    const { served, worth } = this;
    this.channels.forEach(({ arriving }, row) => served[row].set(arriving));
    for (let month = 0; month < this.months; month++) this.capacity.admit(served, month);
    worth.forEach((each, row) => each.take(served[row]));
  }

  // Take the marketing cost from each month's gross profit; gives the cost of all months.
  pay(profit) {
    const { months, worlds, channels } = this;
    const certain = Float64Array.from(this.data.overhead);
    channels.forEach((channel) => channel.certainCost().forEach((money, month) => (certain[month] += money)));
    this.certain = certain;
    const cost = new Float64Array(worlds).fill(certain.reduce((all, money) => all + money, 0));
    for (let month = 0; month < months; month++) {
      for (let world = 0; world < worlds; world++) profit[month * worlds + world] -= certain[month];
    }
    for (const { paid } of channels.filter((channel) => channel.paid !== null)) {
      addTimes(profit, 0, paid, 0, -1, profit.length);
      for (let month = 0; month < months; month++) addTimes(cost, 0, paid, month * worlds, 1, worlds);
    }
    return cost;
  }

  // How far the account falls below zero in each world when a month's cost goes out before its gross profit comes in.
  cashNeed(soFar) {
    const { months, worlds, certain } = this;
    const paid = this.channels.map((channel) => channel.paid).filter((money) => money !== null);
    const lowest = new Float64Array(worlds);
    for (let month = 0; month < months; month++) {
      const start = month * worlds;
      for (let world = 0; world < worlds; world++) {
        const before = month === 0 ? 0 : soFar[start - worlds + world];
        const cost = paid.reduce((all, money) => all + money[start + world], certain[month]);
        lowest[world] = Math.min(lowest[world], before - cost, soFar[start + world]);
      }
    }
    return lowest.map((money) => (money === 0 ? 0 : -money));
  }

  stillOpen() {
    const waiting = this.capacity ? this.capacity.stillWaiting : [];
    return sumOf([...this.channels.map(({ open }) => open), ...waiting], this.worlds);
  }

  // The first month in which a channel or an improvement costs something; without one, the first of overhead.
  firstCost() {
    const improves = (month) => this.data.improvementCost[month] > 0;
    const paysFor = (month) => improves(month) || this.channels.some((channel) => channel.budget[month] > 0);
    const months = [...Array(this.months).keys()];
    return months.find(paysFor) ?? months.find((month) => this.data.overhead[month] > 0) ?? this.months;
  }
}

function multiply(numbers, factors) {
  for (let place = 0; place < numbers.length; place++) numbers[place] *= factors[place];
}

function addTimes(sums, start, numbers, from, factor, count) {
  for (let place = 0; place < count; place++) sums[start + place] += factor * numbers[from + place];
}

function sumOf(arrays, count) {
  const sums = new Float64Array(count);
  for (const numbers of arrays) addTimes(sums, 0, numbers, 0, 1, count);
  return sums;
}

function addedUp(profit, worlds) {
  const soFar = Float64Array.from(profit);
  for (let place = worlds; place < soFar.length; place++) soFar[place] += soFar[place - worlds];
  return soFar;
}

// 0 / 0 is nothing that can be told, and x / 0 is without end: as JavaScript has it.
function ratio(numerators, denominators) {
  return numerators.map((value, world) => value / denominators[world]);
}

// Months, from the first that costs something, until marketing has paid for itself for good; else without end.
function payback(soFar, cost, firstCost, months, worlds) {
  return cost.map((all, world) => {
    if (all === 0) return NaN;
    let month = months;
    while (month > 0 && soFar[(month - 1) * worlds + world] >= -PAID_BACK_WITHIN * all) month--;
    return month === months ? Infinity : Math.max(1, 1 + month - firstCost);
  });
}
