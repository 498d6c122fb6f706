// The budget sliders: what the browser does on its own while Python computes.
// Python owns every amount. The browser numbers the moves, keeps each one until Python says that it was
// applied, and shows what Python sends for every input but the one that is held.
// The files beside this one are joined to it: outbox, row, hand, sharing, elements, money, and mounting of the folder above.

const SAME_GESTURE_WITHIN = 1000; // [ms] Key presses that follow each other so closely are one undo step.

export default function (component) {
  return mounted(component, component.data.key, () => new SliderPanel());
}

class SliderPanel {
  constructor() {
    this.rows = [];
    this.gesture = null;
    this.hand = new Hand();
    this.outbox = new Outbox((message, isAgain) => this.send(message, isAgain));
    this.note = element("p", "note");
    this.list = element("ul", "channels");
    this.nodes = [this.header(), this.note, this.list, this.legend()];
    this.onAcknowledge = ({ detail }) => this.acknowledge(detail);
  }

  enter(place) {
    const section = place.querySelector(".panel");
    if (section === this.section) return;
    if (this.section) this.leave();
    this.section = section;
    section.replaceChildren(...this.nodes);
    document.addEventListener("funnelcast-acknowledge", this.onAcknowledge);
    giveBackFocus(this.focused);
  }

  leave() {
    this.tell("answered");
    this.outbox.pause();
    this.hand.follow();
    this.focused = focusWithin(this.nodes);
    this.section.replaceChildren();
    this.section = null;
    document.removeEventListener("funnelcast-acknowledge", this.onAcknowledge);
  }

  // What the marks mean, where they stand, and for a finger too, which no title helps.
  legend() {
    const legend = element("p", "legend");
    const [beyond, locked] = [element("span", "mark"), element("span", "mark")];
    this.beyond = beyond;
    beyond.append(element("span", "hatched"), "more than was ever tried: a guess");
    locked.append(icon("locked"), "a lock holds an amount");
    legend.append(beyond, " ", locked);
    return legend;
  }

  header() {
    this.total = element("p", "total");
    this.amountOfTotal = element("strong", "total-amount");
    this.total.append("Total ", this.amountOfTotal, " a month");
    this.keepTotal = element("button", "switch", { type: "button", role: "switch" });
    this.keepTotal.append(element("span", "knob"), "Keep the total");
    this.keepTotal.title = "Moving one channel takes from the others, or gives to them, in proportion.";
    this.keepTotal.onclick = () => this.click({ kind: "keep_total" });
    this.reset = element("button", "action", { type: "button" });
    this.reset.append(icon("reset"), "Reset");
    this.reset.title = "Back to the amounts as they were saved.";
    // aria-disabled keeps the focus where it is; a disabled button would drop it.
    this.reset.onclick = () => this.reset.ariaDisabled !== "true" && this.click({ kind: "reset" });
    const header = element("div", "header");
    header.append(this.total, this.keepTotal, this.reset);
    return header;
  }

  // What answers takes the moves, if it can: the rest of the page then stays as it is. What was lost there is sent to all.
  send(message, isAgain) {
    if (isAgain) this.answering = null;
    if (this.answering) this.answering(message);
    else this.setStateValue("outbox", message);
  }

  show({ data, setStateValue }) {
    this.setStateValue = setStateValue;
    // Drawn again as it once was; the answer has told of a later panel since.
    if (this.data?.session === data.session && data.revision < this.data.revision) return this.outbox.resume();
    this.take(data);
  }

  take(data) {
    const unheard = this.outlived(data) ? this.outbox.moves : [];
    const fresh = data.token !== this.outbox.token || data.read_only !== null;
    if (fresh) this.outbox.open(data.token, data.sequence);
    if (fresh && !unheard.length) this.gesture = null;
    this.outbox.applied(data.sequence);
    this.data = data;
    this.money = moneyFormat(data.locale, data.currency, data.decimals);
    this.showHeader();
    this.showRows(fresh);
    if (this.gesture?.isFollowed && this.gesture.held) this.follow(this.gesture);
    unheard.forEach((move) => this.again(move));
    this.outbox.resume();
    // A drag that another instance of these sliders left unfinished is over.
    if (fresh && data.dragging && data.read_only === null && data.channels.length) this.move(this.rows[0], this.rows[0].shown, "release");
  }

  // The server has a new session, but the person still looks at the same plan and may have moved something meanwhile.
  outlived(data) {
    const same = ({ of, channels }) => JSON.stringify([of, channels.map((channel) => channel.name)]);
    return this.data && data.read_only === null && data.session !== this.data.session && same(data) === same(this.data);
  }

  // The numbers of its moves are those of the former session's panel: each gets a new one.
  again({ number, ...move }) {
    const row = this.rows.find((one) => one.channel.name === move.channel);
    const renumbered = this.outbox.add(move);
    if (!row || (move.amount === undefined && move.text === undefined)) return;
    row.unapplied = renumbered;
    row.pending = move.text ?? null;
    row.display(move.amount ?? row.shown);
    this.showTotal();
  }

  showHeader() {
    const { data } = this;
    this.section.classList.toggle("read-only", data.read_only !== null);
    this.keepTotal.ariaChecked = String(data.keep_total);
    this.keepTotal.disabled = data.read_only !== null;
    this.reset.ariaDisabled = String(!data.can_reset || data.read_only !== null);
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
    this.beyond.hidden = !this.rows.some((row) => row.isHatched);
    this.showTotal();
  }

  showTotal() {
    const sum = this.rows.reduce((together, row) => together + row.shown, 0);
    this.amountOfTotal.textContent = this.money.text(this.data.keep_total ? this.data.total : sum);
  }

  acknowledge({ data, send }) {
    if (data.key !== this.data?.key || data.session !== this.data.session) return;
    if (data.token !== this.outbox.token) return;
    this.answering = send;
    if (data.revision > this.data.revision) this.take({ ...this.data, ...data });
    this.outbox.acknowledged(data.sequence);
    if (!this.outbox.moves.length && !this.gesture?.held) this.tell("answered");
  }

  click(move) {
    if (this.data.read_only === null) this.outbox.add(move);
  }

  // One amount of a gesture; the row stays as the person left it until Python has applied it.
  move(row, amount, kind) {
    const gesture = this.gestureOf(row);
    gesture.at = performance.now();
    gesture.held = kind === "drag";
    if (gesture.held && this.follow(gesture)) return;
    row.unapplied = this.outbox.add({ kind, channel: row.channel.name, amount, gesture: gesture.name });
    // What was shared out here stays until Python has done the same.
    if (gesture.isFollowed) this.rows.forEach((each) => (each.unapplied = row.unapplied));
    this.tell("sent");
    this.showTotal();
  }

  // While a slider is held the browser may show what comes back by itself, if whoever listens can: nothing is sent then.
  follow(gesture) {
    if (this.outbox.moves.some(({ kind }) => kind !== "release")) return false;
    const spend = this.data.keep_total ? sharedOut(gesture, this.rows, this.data.decimals) : { ...gesture.before, [gesture.row.channel.name]: gesture.row.shown };
    gesture.isFollowed = this.tell("held", spend);
    if (!gesture.isFollowed) return false;
    for (const row of this.rows) if (row !== gesture.row) row.display(spend[row.channel.name]);
    this.showTotal();
    return true;
  }

  // Say how it stands with the sliders: held, sent or answered; whether somebody follows.
  tell(is, spend = {}) {
    const detail = { key: this.data.key, is, spend, byKey: Boolean(this.gesture?.byKey) };
    return !document.dispatchEvent(new CustomEvent("funnelcast-budget", { cancelable: true, detail }));
  }

  gestureOf(row) {
    const last = this.gesture;
    const goesOn = last && last.row === row && (last.held || (last.byKey && performance.now() - last.at < SAME_GESTURE_WITHIN));
    const before = Object.fromEntries(this.rows.map(({ channel, shown }) => [channel.name, shown]));
    if (!goesOn) this.gesture = { row, before, name: `${row.channel.name}-${this.outbox.newest}`, held: true, byKey: false, at: 0 };
    return this.gesture;
  }
}
