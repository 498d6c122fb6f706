// The part of the page that moves: sliders, tiles and the fan. Nothing here leaves the page or changes a file.

const MOST_SPEND = 1e9;
const KEYS = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1, PageUp: 10, PageDown: -10 };
const FIGURES = [
  { key: "profit", unit: "money", better: 1, loss: true, inGlance: (text) => `Profit ${text}` },
  { key: "roi", unit: "rate", better: 1, inGlance: (text) => `ROI ${text}` },
  { key: "customers", unit: "count", better: 1, inGlance: (text) => `${text} customers` },
  { key: "cac", unit: "money", better: -1 },
  { key: "payback_months", unit: "months", better: -1, inGlance: (text) => `Payback ${text}` },
];

function element(tag, className, attributes = {}) {
  return Object.assign(document.createElement(tag), { className, ...attributes });
}

// One channel: its name, its slider and a box to type in.
class Row {
  constructor(stated, number, writing, changed) {
    Object.assign(this, { stated, writing, changed, amount: stated.amount });
    this.slider = element("input", "slider", { type: "range", min: "0", step: "any", max: stated.maximum });
    this.box = element("input", "box", { type: "text", inputMode: "decimal", autocomplete: "off", spellcheck: false });
    this.slider.ariaLabel = `${stated.name}, spend a month`;
    this.box.ariaLabel = `${stated.name}, spend a month, typed`;
    this.remark = element("p", "remark", { id: `remark-${number}`, role: "status" });
    this.item = element("li", "channel");
    this.item.append(element("span", "name", { textContent: stated.name }), this.box, this.slider, this.remark);
    this.slider.addEventListener("input", () => this.take(this.snapped(Number(this.slider.value))));
    this.slider.addEventListener("keydown", (event) => this.step(event));
    this.box.addEventListener("change", () => this.readBox());
    this.show();
  }

  snapped(amount) {
    return Math.min(Math.round(amount / this.stated.step) * this.stated.step, Number(this.slider.max));
  }

  step(event) {
    const { key } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || !(key in KEYS || key === "Home" || key === "End")) return;
    event.preventDefault();
    if (key === "Home") return this.take(0);
    if (key === "End") return this.take(Number(this.slider.max));
    const { step } = this.stated;
    const from = KEYS[key] > 0 ? Math.floor(this.amount / step + 1e-9) : Math.ceil(this.amount / step - 1e-9);
    this.take(Math.min(Math.max(0, (from + KEYS[key]) * step), Number(this.slider.max)));
  }

  readBox() {
    // What stands there already was not typed: it may be shown in fewer digits than it has.
    if (this.box.value === this.writing.money(this.amount, 0)) return this.take(this.amount);
    const { amount, note, wrong } = this.writing.read(this.box.value, MOST_SPEND);
    if (wrong) return this.refuse(wrong);
    this.take(amount, note || this.roundedNote(amount));
  }

  // The box shows whole amounts; all that was typed counts.
  roundedNote(amount) {
    const full = this.writing.inFull(amount);
    return full === this.writing.money(amount, 0) ? "" : `What counts is ${full}.`;
  }

  refuse(wrong) {
    this.remark.textContent = wrong;
    this.box.ariaInvalid = "true";
    this.box.setAttribute("aria-describedby", this.remark.id);
  }

  take(amount, note = "") {
    this.amount = amount;
    this.show(note);
    this.changed();
  }

  show(note = "") {
    const { tested } = this.stated;
    const beyond = tested !== null && this.amount > tested;
    const text = this.writing.money(this.amount, 0);
    this.slider.max = Math.max(this.stated.maximum, this.amount);
    this.slider.value = this.amount;
    this.slider.style.setProperty("--filled", `${(100 * this.amount) / Number(this.slider.max)}%`);
    this.slider.ariaValueText = `${text} a month${beyond ? ", more than was ever tried" : ""}`;
    this.box.value = text;
    this.box.ariaInvalid = "false";
    this.box.removeAttribute("aria-describedby");
    this.remark.textContent = [note, beyond ? "More than was ever tried: a guess." : ""].filter(Boolean).join(" ");
  }

  // The budget of each month: the plan's own shape at this amount.
  get budget() {
    return this.stated.shape.map((share) => this.amount * share);
  }
}

// A figure with its range, and what changed against the plan as it was.
class FigureTile {
  // ``by`` says what the plan is before it is moved: handed over, proposed.
  constructor({ key, unit, better, loss = false, inGlance = null }, label, writing, by) {
    Object.assign(this, { key, unit, better, inGlance, label, writing, former: { by } });
    this.place = element("div", "tile");
    const parts = ["middle", "range", ...(loss ? ["loss"] : []), "change"];
    for (const part of parts) this[part] = element("p", `tile-${part}`);
    this.figures = element("span", "tile-figures");
    this.range.append("8 in 10 worlds: ", this.figures);
    this.place.append(element("p", "tile-label", { textContent: label }), ...parts.map((part) => this[part]));
  }

  show(draws, before, replicates) {
    const { writing, unit } = this;
    const found = summary(draws, replicates);
    const range = writing.range(found, unit);
    this.text = writing.write(found.p50, found.error.p50, unit);
    this.former.text ??= this.text;
    setText(this.middle, this.text);
    setText(this.figures, range);
    this.range.hidden = !range;
    setText(this.change, draws === before ? `As ${this.former.by}` : this.changeText(draws, before, replicates));
    return found;
  }

  changeText(draws, before, replicates) {
    const { by, text } = this.former;
    const was = `${by[0].toUpperCase()}${by.slice(1)}: ${text}`;
    const differences = pairedDifferences(draws, before);
    if (differences.some(Number.isNaN)) return `${was}.`;
    if (differences.every((difference) => difference === 0)) return `${was}. The same in every world.`;
    const { p50, error } = summary(differences, replicates);
    const change = this.writing.change(p50, this.unit === "months" ? 0 : error.p50, this.unit);
    return `${was}. Middle difference: ${change}; ${this.oftenText(differences)}.`;
  }

  oftenText(differences) {
    const share = (sign) => differences.reduce((count, value) => count + (sign * this.better * value > 0 ? 1 : 0), 0) / differences.length;
    if (differences.length === 1) return share(1) ? "better" : "worse";
    const [better, worse] = [share(1), share(-1)];
    if (better + worse > 0.99) return `better in ${this.writing.chance(better)} worlds`;
    return `better in ${this.writing.chance(better)} and worse in ${this.writing.chance(worse)} worlds`;
  }
}

function setText(place, text) {
  if (place.textContent !== text) place.textContent = text;
}

class Panel {
  constructor(data, place) {
    Object.assign(this, { data, place, model: new PlayableModel(data) });
    this.writing = new Writing(data.style, data.months);
    const changed = () => this.soon();
    this.rows = data.channels.map((stated, number) => new Row(stated, number, this.writing, changed));
    this.tiles = FIGURES.map((figure) => new FigureTile(figure, data.labels[figure.key], this.writing, data.before ?? "handed over"));
    place.querySelector(".channels").append(...this.rows.map((row) => row.item));
    place.querySelector(".tiles").append(...this.tiles.map((tile) => tile.place));
    this.fan = new Fan(place.querySelector(".fan-place"), this.writing, data.monthNames);
    this.error = place.querySelector(".error");
    this.total = place.querySelector(".total-amount");
    this.told = place.querySelector(".told");
    this.glance = place.querySelector(".glance");
    this.reset = place.querySelector(".reset");
    this.reset.addEventListener("click", () => this.putBack());
    place.addEventListener("change", () => this.tell());
    this.handedOver = this.outcome();
    this.update();
    place.hidden = false;
    this.fan.draw();
  }

  // Once for each picture that the screen shows, however fast a finger moves.
  soon() {
    if (this.waits) return;
    this.waits = true;
    requestAnimationFrame(() => {
      this.waits = false;
      this.update();
    });
  }

  outcome() {
    const { totals, soFar } = this.model.run(this.rows.map((row) => row.budget));
    const { worlds, months } = this.data;
    const byMonth = [...Array(months).keys()].map((month) => quantiles(soFar.subarray(month * worlds, (month + 1) * worlds)));
    return { totals, byMonth };
  }

  update() {
    const now = this.outcome();
    const isHandedOver = this.rows.every((row) => row.amount === row.stated.amount);
    const { replicates } = this.data;
    const before = isHandedOver ? now.totals : this.handedOver.totals;
    const found = this.tiles.map((tile) => tile.show(now.totals[tile.key], before[tile.key], replicates));
    setText(this.glance, this.tiles.filter(({ inGlance }) => inGlance).map(({ text, inGlance }) => inGlance(text)).join(" · "));
    this.showLoss(now.totals.profit);
    this.showTotal();
    this.showError(found[0]);
    this.fan.show(now.byMonth, this.handedOver.byMonth, this.spoken(now.byMonth));
    this.reset.ariaDisabled = String(isHandedOver);
    this.updates = (this.updates ?? 0) + 1;
  }

  showLoss(profit) {
    const lost = profit.reduce((count, money) => count + (money < 0 ? 1 : 0), 0);
    const certain = lost ? "It makes a loss" : "It makes no loss";
    setText(this.tiles[0].loss, profit.length === 1 ? certain : `A loss in ${this.writing.chance(lost / profit.length)} worlds`);
  }

  showTotal() {
    const total = this.rows.reduce((sum, row) => sum + row.amount, 0);
    setText(this.total, this.writing.money(total, 0));
  }

  // How far the middle may be off because worlds are few.
  showError({ error }) {
    const isKnown = this.data.worlds === 1 || !(error.p50 > 0);
    const known = this.writing.money(error.p50, error.p50 / 2);
    setText(this.error, isKnown ? "" : ` With so many, the middle profit is known to about ${known} (one standard error).`);
  }

  spoken(byMonth) {
    const last = byMonth[byMonth.length - 1];
    const [low, middle, high] = [last.p10, last.p50, last.p90].map((money) => this.writing.write(money, Math.abs(money) / 100, "money"));
    const after = `Profit so far by month. After ${this.writing.counted(byMonth.length)}`;
    return low === high ? `${after}: ${middle}.` : `${after}: middle ${middle}, 8 in 10 worlds from ${low} to ${high}.`;
  }

  // For those who hear the page: once a move has ended.
  tell() {
    const told = this.tiles.map((tile) => `${tile.label}: ${tile.text}`).join(". ");
    setText(this.told, told);
  }

  putBack() {
    if (this.reset.ariaDisabled === "true") return;
    for (const row of this.rows) {
      row.amount = row.stated.amount;
      row.show();
    }
    this.update();
    this.tell();
  }
}
