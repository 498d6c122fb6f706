const KEY_STEPS = {
  ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1, PageUp: 10, PageDown: -10,
};

// One channel: its name, slider, box and lock, and a remark on what was typed.
class Row {
  static count = 0;

  constructor(panel, channel) {
    Object.assign(this, { panel, channel, shown: channel.amount, unapplied: 0, keysDown: false, pending: null });
    this.item = element("li", "channel");
    this.name = element("span", "name");
    this.warning = element("span", "warning");
    this.slider = element("input", "slider", { type: "range", min: "0", step: "any" });
    this.box = element("input", "box", { type: "text", inputMode: "decimal", autocomplete: "off", spellcheck: false });
    this.lock = element("button", "lock", { type: "button" });
    this.remark = element("p", "remark", { id: `remark-${Row.count++}`, role: "status" });
    this.item.append(this.label(), this.slider, this.boxWithSign(), this.lock, this.remark);
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
    slider.addEventListener("pointerdown", ({ pointerId }) => this.panel.hand.take(this, pointerId));
    slider.addEventListener("pointerup", () => this.release());
    for (const input of [slider, box]) {
      input.addEventListener("keydown", (event) => this.keyDown(event));
      input.addEventListener("keyup", () => this.keyUp());
      input.addEventListener("blur", () => this.keyUp());
    }
    box.addEventListener("input", () => (this.typing = true));
    box.addEventListener("change", () => this.typed());
    this.lock.onclick = () => this.panel.click({ kind: "lock", channel: this.channel.name });
  }

  drag(amount) {
    // It remembers all amounts as they were before.
    this.panel.gestureOf(this);
    this.display(this.snapped(amount));
    this.panel.move(this, this.shown, "drag");
  }

  release() {
    if (this.panel.hand.row === this) this.panel.hand.letGo();
    if (this.panel.gesture?.row === this && this.panel.gesture.held) this.panel.move(this, this.shown, "release");
  }

  keyDown(event) {
    if (event.key === "Escape" && (this.typing || this.refused())) return this.forget();
    if (event.key === "Enter" || event.ctrlKey || event.metaKey || event.altKey) return;
    const isSlider = event.target === this.slider;
    // What is half typed is not an amount to go up from.
    if (!isSlider && (this.typing || this.pending !== null)) return;
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
    const text = this.box.value;
    this.typing = false;
    if (text === (this.refused()?.text ?? this.panel.money.typed(this.shown))) return this.display(this.shown);
    // Python reads it; until then it stays as it was typed.
    this.pending = text;
    this.display(this.shown);
    this.unapplied = this.panel.outbox.add({ kind: "type", channel: this.channel.name, text });
  }

  forget() {
    this.typing = false;
    this.pending = null;
    if (this.refused()) this.panel.outbox.add({ kind: "forget", channel: this.channel.name });
    this.channel = { ...this.channel, remark: null };
    this.display(this.shown);
  }

  refused() {
    const { remark } = this.channel;
    return remark?.refused ? remark : null;
  }

  showRemark() {
    const message = this.pending === null ? this.channel.remark?.message ?? "" : "";
    this.remark.textContent = message && `${message}.`;
    this.item.classList.toggle("refused", this.refused() !== null && this.pending === null);
    this.box.ariaInvalid = String(this.refused() !== null);
    if (message) this.box.setAttribute("aria-describedby", this.remark.id);
    else this.box.removeAttribute("aria-describedby");
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
    this.name.textContent = this.name.title = channel.name;
    this.slider.max = channel.maximum;
    this.sign.textContent = this.panel.money.sign;
    this.sign.parentElement.classList.toggle("sign-last", this.panel.money.signLast);
    this.showLock();
    const held = this.panel.gesture?.row === this && this.panel.gesture.held;
    const applied = this.panel.data.sequence >= this.unapplied;
    if (applied) this.pending = null;
    if (!held && applied) this.display(channel.amount);
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

  // The most that was ever tried; null where that is not stated.
  get tested() {
    const { tested } = this.panel.data;
    return Object.hasOwn(tested, this.channel.name) ? tested[this.channel.name] : null;
  }

  get isHatched() {
    return this.tested !== null && this.tested < this.channel.maximum;
  }

  display(amount) {
    const { name, maximum } = this.channel;
    const { money } = this.panel;
    const { tested } = this;
    const beyond = tested !== null && amount > tested;
    this.shown = amount;
    this.slider.value = amount;
    const typed = this.pending ?? this.refused()?.text;
    this.pretty.textContent = typed ?? money.text(amount);
    if (!this.typing) this.box.value = typed ?? money.typed(amount);
    this.showRemark();
    this.slider.ariaLabel = `${name}, spend a month`;
    this.slider.ariaValueText = `${money.text(amount)} a month${beyond ? ", beyond tested range" : ""}`;
    this.box.ariaLabel = `${name}, spend a month (${money.name})`;
    this.warning.textContent = beyond ? "beyond tested range" : "";
    this.warning.title = beyond ? `Tested up to ${money.text(tested)} a month: twice the reference spend.` : "";
    this.slider.style.setProperty("--filled", Math.min(1, amount / maximum));
    // Past the end, so that no untested range is drawn at all.
    this.slider.style.setProperty("--tested", this.isHatched ? tested / maximum : 2);
  }
}
