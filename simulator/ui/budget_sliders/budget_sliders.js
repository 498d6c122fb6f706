// The budget sliders: what the browser does on its own while Python computes.
// Python owns every amount. The browser numbers the moves, keeps each one until Python says that it was
// applied, and shows what Python sends for every input but the one that is held.

const RESEND_AFTER = 4000; // [ms] Longer than any run, so that a lost acknowledgement costs a pause and no more.
const MOST_RESENDS = 3;
const SAME_GESTURE_WITHIN = 1000; // [ms] Key presses that follow each other so closely are one undo step.
const KEY_STEPS = {
  ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1, PageUp: 10, PageDown: -10,
};
const ICONS = {
  undo: "M9 14 4 9l5-5M4 9h10a6 6 0 0 1 0 12h-3",
  redo: "m15 14 5-5-5-5M20 9H10a6 6 0 0 0 0 12h3",
  reset: "M4 4v6h6M4.5 10A8 8 0 1 1 4 14.5",
  locked: "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
  open: "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 6.8-1.2",
};

const panels = new WeakMap();

export default function (component) {
  const { parentElement } = component;
  if (!panels.has(parentElement)) panels.set(parentElement, new SliderPanel(parentElement));
  const panel = panels.get(parentElement);
  panel.show(component);
  return () => {
    panel.close();
    panels.delete(parentElement);
  };
}

// Moves on their way to Python: numbered, kept until applied, one update in flight.
class Outbox {
  constructor(send) {
    this.send = send;
    this.open("", 0);
  }

  open(token, sequence) {
    clearTimeout(this.timer);
    Object.assign(this, { token, moves: [], newest: sequence, sent: sequence, awaited: 0, interruptible: false });
  }

  // A drag waits its turn, and only its newest amount is kept. A release or a click may cut a preview short,
  // but waits for a whole run: else quick key presses would interrupt each other, and nothing be shown.
  add(move) {
    const last = this.moves.at(-1);
    const waiting = last && last.number > this.sent && last.kind === "drag" && last.gesture === move.gesture;
    if (waiting) this.moves.pop();
    else this.newest += 1;
    this.moves.push({ number: this.newest, ...move });
    if (!this.awaited || (this.interruptible && move.kind !== "drag")) this.flush();
    return this.newest;
  }

  flush() {
    clearTimeout(this.timer);
    this.sent = this.awaited = this.newest;
    this.interruptible = this.moves.at(-1)?.kind === "drag";
    this.timer = setTimeout(() => this.resend(), RESEND_AFTER);
    this.attempt = (this.attempt ?? 0) + 1;
    this.send({ token: this.token, attempt: this.attempt, moves: this.moves });
  }

  // Python may refuse moves (a plan that became read-only): then they are given up, not sent for ever.
  resend() {
    this.awaited = 0;
    this.resent = this.moves[0]?.number === this.oldest ? (this.resent ?? 0) + 1 : 0;
    this.oldest = this.moves[0]?.number;
    if (this.resent > MOST_RESENDS) this.moves = [];
    if (this.moves.length) this.flush();
  }

  applied(sequence) {
    this.moves = this.moves.filter((move) => move.number > sequence);
    this.newest = Math.max(this.newest, sequence);
  }

  acknowledged(sequence) {
    this.applied(sequence);
    if (!this.awaited || sequence < this.awaited) return;
    clearTimeout(this.timer);
    this.awaited = 0;
    if (this.newest > this.sent) this.flush();
  }
}

class SliderPanel {
  constructor(root) {
    this.section = root.querySelector(".panel");
    this.rows = [];
    this.gesture = null;
    this.outbox = new Outbox((message) => this.setStateValue("outbox", message));
    this.note = element("p", "note");
    this.list = element("ul", "channels");
    this.section.append(this.header(), this.note, this.list);
    this.section.addEventListener("keydown", (event) => this.shortcut(event));
    this.onAcknowledge = ({ detail }) => this.acknowledge(detail);
    document.addEventListener("funnelcast-acknowledge", this.onAcknowledge);
  }

  close() {
    document.removeEventListener("funnelcast-acknowledge", this.onAcknowledge);
    clearTimeout(this.outbox.timer);
  }

  header() {
    this.total = element("p", "total");
    this.amountOfTotal = element("strong", "total-amount");
    this.total.append("Total ", this.amountOfTotal, " a month");
    this.keepTotal = element("button", "switch", { type: "button", role: "switch" });
    this.keepTotal.append(element("span", "knob"), "Keep the total");
    this.keepTotal.title = "Moving one channel takes from the others, or gives to them, in proportion.";
    this.keepTotal.onclick = () => this.click({ kind: "keep_total" });
    this.buttons = element("div", "buttons");
    for (const [kind, label, keys] of [["undo", "Undo", "Control+Z"], ["redo", "Redo", "Control+Shift+Z"], ["reset", "Reset"]]) {
      this[kind] = this.button(kind, label, keys);
      this.buttons.append(this[kind]);
    }
    const header = element("div", "header");
    header.append(this.total, this.keepTotal, this.buttons);
    return header;
  }

  button(kind, label, keys) {
    const button = element("button", "action", { type: "button" });
    if (keys) button.setAttribute("aria-keyshortcuts", keys);
    button.append(icon(kind), label);
    // aria-disabled keeps the focus where it is; a disabled button would drop it.
    button.onclick = () => button.ariaDisabled !== "true" && this.click({ kind });
    return button;
  }

  show({ data, setStateValue }) {
    this.setStateValue = setStateValue;
    const fresh = data.token !== this.outbox.token || data.read_only !== null;
    if (fresh) this.outbox.open(data.token, data.sequence);
    if (fresh) this.gesture = null;
    this.outbox.applied(data.sequence);
    this.data = data;
    this.money = moneyFormat(data.locale, data.currency);
    this.showHeader();
    this.showRows(fresh);
    // A drag that another instance of these sliders left unfinished is over.
    if (fresh && data.dragging && data.read_only === null && data.channels.length) this.move(this.rows[0], this.rows[0].shown, "release");
  }

  showHeader() {
    const { data } = this;
    const possible = (allowed) => String(!allowed || data.read_only !== null);
    this.section.classList.toggle("read-only", data.read_only !== null);
    this.keepTotal.ariaChecked = String(data.keep_total);
    this.keepTotal.disabled = data.read_only !== null;
    this.undo.ariaDisabled = possible(data.can_undo);
    this.redo.ariaDisabled = possible(data.can_redo);
    this.reset.ariaDisabled = possible(data.can_reset);
    this.note.textContent = data.read_only ?? "";
    this.note.hidden = data.read_only === null;
  }

  showRows(fresh) {
    const names = (channels) => JSON.stringify(channels.map((channel) => channel.name));
    if (names(this.data.channels) !== names(this.rows.map((row) => row.channel))) {
      this.rows = this.data.channels.map((channel) => new Row(this, channel));
      this.list.replaceChildren(...this.rows.map((row) => row.item));
    }
    this.rows.forEach((row, place) => row.show(this.data.channels[place], fresh));
    this.showTotal();
  }

  showTotal() {
    const sum = this.rows.reduce((together, row) => together + row.shown, 0);
    this.amountOfTotal.textContent = this.money.text(this.data.keep_total ? this.data.total : sum);
  }

  acknowledge({ key, token, sequence }) {
    if (key === this.data?.key && token === this.outbox.token) this.outbox.acknowledged(sequence);
  }

  click(move) {
    if (this.data.read_only === null) this.outbox.add(move);
  }

  // One amount of a gesture; the row stays as the person left it until Python has applied it.
  move(row, amount, kind) {
    const gesture = this.gestureOf(row);
    row.unapplied = this.outbox.add({ kind, channel: row.channel.name, amount, gesture: gesture.name });
    gesture.at = performance.now();
    gesture.held = kind === "drag";
    this.showTotal();
  }

  gestureOf(row) {
    const last = this.gesture;
    const goesOn = last && last.row === row && (last.held || (last.byKey && performance.now() - last.at < SAME_GESTURE_WITHIN));
    if (!goesOn) this.gesture = { row, name: `${row.channel.name}-${this.outbox.newest}`, held: true, byKey: false, at: 0 };
    return this.gesture;
  }

  shortcut(event) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const key = event.key.toLowerCase();
    const kind = key === "y" || (key === "z" && event.shiftKey) ? "redo" : key === "z" ? "undo" : null;
    if (!kind) return;
    event.preventDefault();
    event.stopPropagation();
    this[kind].click();
  }
}

// One channel: its name, slider, number box and lock.
class Row {
  constructor(panel, channel) {
    Object.assign(this, { panel, channel, shown: channel.amount, unapplied: 0, keysDown: false });
    this.item = element("li", "channel");
    this.name = element("span", "name");
    this.warning = element("span", "warning");
    this.slider = element("input", "slider", { type: "range", min: "0", step: "any" });
    this.box = element("input", "box", { type: "number", min: "0", step: "any", inputMode: "decimal", autocomplete: "off" });
    this.lock = element("button", "lock", { type: "button" });
    this.item.append(this.label(), this.slider, this.boxWithSign(), this.lock);
    this.listen();
  }

  label() {
    const label = element("div", "label");
    label.append(this.name, this.warning);
    return label;
  }

  boxWithSign() {
    const frame = element("label", "frame");
    this.sign = element("span", "sign", { ariaHidden: "true" });
    this.pretty = element("span", "pretty", { ariaHidden: "true" });
    frame.append(this.sign, this.box, this.pretty);
    return frame;
  }

  listen() {
    const { slider, box } = this;
    slider.addEventListener("input", () => this.drag(Number(slider.value)));
    slider.addEventListener("change", () => this.keysDown || this.release());
    slider.addEventListener("pointerup", () => this.release());
    for (const input of [slider, box]) {
      input.addEventListener("keydown", (event) => this.keyDown(event));
      input.addEventListener("keyup", () => this.keyUp());
      input.addEventListener("blur", () => this.keyUp());
    }
    box.addEventListener("input", () => (this.typing = true));
    box.addEventListener("change", () => this.typed());
    // Scrolling past a number box must not change it.
    box.addEventListener("wheel", () => box.blur(), { passive: true });
    this.lock.onclick = () => this.panel.click({ kind: "lock", channel: this.channel.name });
  }

  drag(amount) {
    this.display(this.snapped(amount));
    this.panel.move(this, this.shown, "drag");
  }

  release() {
    if (this.panel.gesture?.row === this && this.panel.gesture.held) this.panel.move(this, this.shown, "release");
  }

  keyDown(event) {
    if (event.key === "Escape" && this.typing) return this.forget();
    if (event.key === "Enter" || event.ctrlKey || event.metaKey || event.altKey) return;
    const isSlider = event.target === this.slider;
    const amount = this.amountAfter(event.key, isSlider);
    if (amount === null) return;
    event.preventDefault();
    this.typing = false;
    this.keysDown = true;
    this.panel.gestureOf(this).byKey = true;
    this.drag(amount);
  }

  keyUp() {
    if (!this.keysDown) return;
    this.keysDown = false;
    this.release();
  }

  amountAfter(key, isSlider) {
    if (isSlider && key === "Home") return 0;
    if (isSlider && key === "End") return this.channel.maximum;
    if (!(key in KEY_STEPS) || (!isSlider && !["ArrowUp", "ArrowDown"].includes(key))) return null;
    const { step } = this.channel;
    const steps = KEY_STEPS[key];
    // To the next round amount: from 1,234 in steps of 50 up to 1,250.
    const from = steps > 0 ? Math.floor(this.shown / step + 1e-9) : Math.ceil(this.shown / step - 1e-9);
    const amount = (from + steps) * step;
    return isSlider ? Math.min(amount, Math.max(this.channel.maximum, this.shown)) : amount;
  }

  typed() {
    const amount = this.box.valueAsNumber;
    this.typing = false;
    if (Number.isNaN(amount)) return this.display(this.shown);
    this.display(Math.max(0, amount));
    this.unapplied = this.panel.outbox.add({ kind: "type", channel: this.channel.name, amount: this.shown });
    this.panel.showTotal();
  }

  forget() {
    this.typing = false;
    this.display(this.shown);
  }

  snapped(amount) {
    const { step, least, most } = this.channel;
    const round = Math.round(amount / step) * step;
    return Math.min(Math.max(round, least), most);
  }

  show(channel, fresh) {
    this.channel = channel;
    if (fresh) this.unapplied = 0;
    if (fresh) this.typing = false;
    this.name.textContent = channel.name;
    this.slider.max = channel.maximum;
    this.sign.textContent = this.panel.money.sign;
    this.sign.parentElement.classList.toggle("sign-last", this.panel.money.signLast);
    this.showLock();
    const held = this.panel.gesture?.row === this && this.panel.gesture.held;
    if (!held && this.panel.data.sequence >= this.unapplied) this.display(channel.amount);
    else this.display(this.shown);
  }

  showLock() {
    const { name, locked } = this.channel;
    const readOnly = this.panel.data.read_only !== null;
    this.item.classList.toggle("locked", locked);
    this.slider.disabled = this.box.disabled = locked || readOnly;
    this.lock.disabled = readOnly;
    this.lock.ariaPressed = String(locked);
    this.lock.ariaLabel = `Lock ${name}`;
    this.lock.title = locked ? "Locked: this spend stays. Click to let it move." : "Lock this spend";
    this.lock.replaceChildren(icon(locked ? "locked" : "open"));
  }

  display(amount) {
    const { name, maximum, tested } = this.channel;
    const { money } = this.panel;
    const beyond = tested !== null && amount > tested;
    this.shown = amount;
    this.slider.value = amount;
    this.pretty.textContent = money.text(amount);
    if (!this.typing) this.box.value = String(Number(amount.toFixed(2)));
    this.slider.ariaLabel = `${name}, spend a month`;
    this.slider.ariaValueText = `${money.text(amount)} a month${beyond ? ", beyond tested range" : ""}`;
    this.box.ariaLabel = `${name}, spend a month (${money.name})`;
    this.warning.textContent = beyond ? "beyond tested range" : "";
    this.warning.title = beyond ? `Tested up to ${money.text(tested)} a month: twice the reference spend.` : "";
    this.slider.style.setProperty("--filled", Math.min(1, amount / maximum));
    // Past the end, so that no untested range is drawn at all.
    this.slider.style.setProperty("--tested", tested === null || tested >= maximum ? 2 : tested / maximum);
  }
}

function element(tag, className, attributes = {}) {
  return Object.assign(document.createElement(tag), { className, ...attributes });
}

function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const picture = document.createElementNS(space, "svg");
  const path = document.createElementNS(space, "path");
  picture.setAttribute("viewBox", "0 0 24 24");
  picture.setAttribute("aria-hidden", "true");
  path.setAttribute("d", ICONS[name]);
  picture.append(path);
  return picture;
}

function moneyFormat(locale, currency) {
  const known = locales(locale);
  const options = { style: "currency", currency, currencyDisplay: "narrowSymbol" };
  const whole = new Intl.NumberFormat(known, { ...options, maximumFractionDigits: 0 });
  const exact = new Intl.NumberFormat(known, { ...options, minimumFractionDigits: 2 });
  const parts = whole.formatToParts(1).map((part) => part.type);
  return {
    text: (amount) => (Math.abs(amount - Math.round(amount)) < 0.005 ? whole : exact).format(amount),
    sign: whole.formatToParts(1).find((part) => part.type === "currency").value,
    signLast: parts.indexOf("currency") > parts.indexOf("integer"),
    name: new Intl.DisplayNames(known, { type: "currency" }).of(currency),
  };
}

function locales(locale) {
  try {
    return Intl.getCanonicalLocales(locale);
  } catch (error) {
    if (error instanceof RangeError) return ["en-US"];
    throw error;
  }
}
