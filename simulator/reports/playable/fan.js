// Profit so far, month by month: a band of possible worlds, drawn anew with every move.

const SVG = "http://www.w3.org/2000/svg";
const AROUND = { top: 14, right: 12, bottom: 30 };
const FAN_HEIGHT = 300; // unless its place says --fan-height

class Fan {
  constructor(place, writing, labels) {
    Object.assign(this, { place, writing, labels });
    this.picture = this.add("svg", { role: "img", class: "fan" }, place);
    this.axes = this.add("g", {});
    this.outer = this.add("path", { class: "outer" });
    this.inner = this.add("path", { class: "inner" });
    this.before = this.add("path", { class: "before" });
    this.middle = this.add("path", { class: "middle" });
    new ResizeObserver(() => this.shown && this.draw()).observe(place);
  }

  add(tag, attributes, parent = this.picture) {
    const added = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) added.setAttribute(name, value);
    parent.append(added);
    return added;
  }

  // Quantiles of each month; those of the plan as handed over are a dashed line.
  show(months, before, says) {
    this.shown = { months, before };
    this.picture.setAttribute("aria-label", says);
    this.draw();
  }

  draw() {
    const { months, before } = this.shown;
    const width = Math.max(280, this.place.clientWidth);
    const height = Number(getComputedStyle(this.place).getPropertyValue("--fan-height")) || FAN_HEIGHT;
    const values = [...months, ...before].flatMap(({ p10, p50, p90 }) => [p10, p50, p90]).filter(Number.isFinite);
    const ticks = ticksOver(Math.min(0, ...values), Math.max(0, ...values));
    const texts = ticks.map((tick) => this.writing.money(tick, 0));
    const left = 10 + 7.6 * Math.max(...texts.map((text) => text.length));
    const across = (month) => left + ((month + 1) / months.length) * (width - left - AROUND.right);
    const low = ticks[0];
    const high = ticks[ticks.length - 1];
    const up = (money) => height - AROUND.bottom - ((money - low) / (high - low)) * (height - AROUND.top - AROUND.bottom);
    this.picture.setAttribute("viewBox", `0 0 ${width} ${height}`);
    this.drawAxes(ticks, texts, { across, up, left, width, height });
    const start = `${left.toFixed(1)},${up(0).toFixed(1)}`;
    const line = (of, name) => of.map((month, place) => `${across(place).toFixed(1)},${up(month[name]).toFixed(1)}`);
    const band = (lower, upper) => `M${[start, ...line(months, upper), ...line(months, lower).reverse()].join("L")}Z`;
    this.outer.setAttribute("d", band("p10", "p90"));
    this.inner.setAttribute("d", band("p25", "p75"));
    this.middle.setAttribute("d", `M${[start, ...line(months, "p50")].join("L")}`);
    this.before.setAttribute("d", `M${[start, ...line(before, "p50")].join("L")}`);
  }

  drawAxes(ticks, texts, { across, up, left, width, height }) {
    const key = JSON.stringify([ticks, width, height]);
    if (key === this.drawnAxes) return;
    this.drawnAxes = key;
    this.axes.replaceChildren();
    ticks.forEach((tick, place) => {
      const y = up(tick).toFixed(1);
      this.add("line", { x1: left, x2: width - AROUND.right, y1: y, y2: y, class: tick === 0 ? "zero" : "grid" }, this.axes);
      this.write(texts[place], left - 8, Number(y) + 4, "end");
    });
    const every = Math.max(1, Math.ceil(this.labels.length / Math.max(2, Math.floor((width - left) / 90))));
    for (let month = every - 1; month < this.labels.length; month += every) {
      const isLast = month + every >= this.labels.length && month === this.labels.length - 1;
      this.write(this.labels[month], isLast ? width - 2 : across(month), height - 8, isLast ? "end" : "middle");
    }
  }

  write(text, x, y, anchor) {
    this.add("text", { x, y, "text-anchor": anchor }, this.axes).textContent = text;
  }
}

// Round amounts from below the least to above the most, four to seven of them.
function ticksOver(least, most) {
  const span = most - least || 1;
  const power = 10 ** Math.floor(Math.log10(span / 4));
  const step = power * [1, 2, 5, 10].find((size) => span / (size * power) <= 5);
  const first = Math.floor(least / step + 1e-9);
  const last = Math.max(first + 1, Math.ceil(most / step - 1e-9));
  return [...Array(last - first + 1).keys()].map((place) => (first + place) * step);
}
