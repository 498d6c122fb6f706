// The chart of profit so far, as Vega drew it: its view is given other rows while a slider is held, and its own again.

const FAN = ".st-key-profit-fan [data-testid=stVegaLiteChart] svg.marks";

class LiveFan {
  show({ months, style }) {
    Object.assign(this, { months, writing: new Writing(style, months.length) });
  }

  // Whether there is something to draw in. A plan of one month has no chart.
  take() {
    if (this.months.length === 1) return true;
    const chart = document.querySelector(FAN);
    if (chart !== null && this.chart === chart) return true;
    const view = viewOf(chart);
    Object.assign(this, { chart, view, name: view && nameOfRows(view), former: null, shown: null });
    return Boolean(this.name);
  }

  // One picture after the other: what moves meanwhile is drawn after that.
  async write(byMonth, payback, firstCost) {
    if (this.months.length === 1) return;
    const paid = () => this.payback(payback, firstCost);
    this.next = () => this.rows().map((row, month) => ({ ...row, ...byMonth[month], ...paid(), says: this.says(month, byMonth[month]) }));
    if (!this.isDrawing) await this.draw();
  }

  async draw() {
    this.isDrawing = true;
    try {
      while (this.next) {
        this.shown = this.next();
        this.next = null;
        await this.view.data(this.name, this.shown).resize().runAsync();
      }
    } finally {
      this.isDrawing = false;
    }
  }

  // The rows that the page gave; those of an answer that came meanwhile.
  rows() {
    const found = this.view.data(this.name);
    if (!this.shown || found[0] !== this.shown[0]) this.former = found.map(withoutMarks);
    return this.former;
  }

  // Other rows are the answer; the same rows would be the answer too.
  giveBack() {
    this.next = null;
    const isOurs = this.shown && this.chart?.isConnected && this.view.data(this.name)[0] === this.shown[0];
    if (isOurs) this.view.data(this.name, this.former.map(withoutMarks)).resize().runAsync();
    this.shown = this.former = null;
  }

  says(month, { p10, p50, p90 }) {
    const [low, middle, high] = [p10, p50, p90].map((money) => this.writing.write(money, NaN, "money"));
    const spread = low === high ? "" : `, 8 in 10 between ${low} and ${high}`;
    return `${this.months[month]}: ${middle}${spread}`;
  }

  payback(found, firstCost) {
    const place = (months) => (Number.isFinite(months) ? firstCost + Math.ceil(months) - 1 : null);
    const date = (month) => (month === null ? null : this.former[month].date);
    const [low, middle, high] = [found.p10, found.p50, found.p90].map(place);
    const last = this.months.length - 1;
    const written = this.writing.write(found.p50, 0, "months");
    const unpaid = Number.isNaN(found.p50) ? "No payback to show" : `Middle: not paid back within ${this.writing.counted(this.months.length)}`;
    const range = this.writing.range({ ...found, error: { p10: 0, p90: 0 } }, "months");
    return {
      payback: date(middle),
      payback_low: date(low),
      payback_high: date(high ?? (low === null ? null : last)),
      payback_open: low !== null && high === null,
      payback_says: range ? `Payback: middle ${written}, 8 in 10: ${range}` : `Payback: ${written}`,
      label: middle === null ? unpaid : `Paid back: ${this.months[middle]}`,
      label_date: date(middle ?? 0),
      label_on_left: middle !== null && middle >= this.months.length / 2,
    };
  }
}

// The view that drew a chart: Vega keeps with each element what it stands for, and with that the view. Where it no longer
// does so, nothing is found, and the server follows.
function viewOf(chart) {
  for (const drawn of chart?.querySelectorAll("*") ?? []) {
    for (let item = drawn.__data__; item; item = item.mark ?? item.group) {
      const view = item.context?.dataflow;
      if (view?.data && view.runAsync) return view;
    }
  }
  return null;
}

function nameOfRows(view) {
  const names = Object.keys(view._runtime?.data ?? {});
  return names.find((name) => ["p50", "saved", "label"].every((field) => field in ((view.data(name) ?? [])[0] ?? {})));
}

// A row without what Vega marks it with, so that it is a new one.
function withoutMarks(row) {
  return Object.fromEntries(Object.entries(row));
}
