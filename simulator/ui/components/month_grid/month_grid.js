// The table of months. Python owns every amount and reads every text; a cell that a person has changed stays as they
// left it until Python has applied that change.
// The file mounting of the folder above is joined to this one.

export default function (component) {
  return mounted(component, component.data.key, () => new MonthGrid());
}

// Text goes in as text and never as markup.
function element(tag, className = "", attributes = {}) {
  return Object.assign(document.createElement(tag), { className, ...attributes });
}

class MonthGrid {
  constructor() {
    this.actions = [];
    this.cells = [];
    this.here = { row: 0, column: 0 };
    this.said = element("p", "said", { role: "status" });
    this.scroll = element("div", "scroll");
    this.fill = element("button", "fill", { type: "button" });
    this.fill.onclick = () => this.act({ kind: "fill", ...this.here, text: "" });
    this.nodes = [this.said, this.scroll, this.fill];
  }

  enter(place) {
    const section = place.querySelector(".fc-months");
    if (section === this.section) return;
    if (this.section) this.leave();
    this.section = section;
    section.replaceChildren(...this.nodes);
    this.giveBackFocus();
  }

  leave() {
    this.focused = focusWithin(this.nodes);
    this.selection = [this.focused?.selectionStart, this.focused?.selectionEnd];
    this.section.replaceChildren();
    this.section = null;
  }

  // A cell is selected as a whole when it gets the focus, but not in the middle of typing.
  giveBackFocus() {
    giveBackFocus(this.focused);
    if (this.focused?.tagName === "INPUT") this.focused.setSelectionRange(...this.selection);
  }

  show({ data, setStateValue }) {
    this.setStateValue = setStateValue;
    if (data.token !== this.data?.token) Object.assign(this, { actions: [], newest: data.sequence });
    this.actions = this.actions.filter((action) => action.number > data.sequence);
    const shape = JSON.stringify([data.token, data.months, data.rows.map((row) => row.name)]);
    if (shape !== this.shape) this.build(data);
    Object.assign(this, { data, shape });
    this.showAmounts();
    this.showFill();
    this.said.textContent = data.said;
    this.said.classList.toggle("refused", data.refused);
  }

  build(data) {
    const table = element("table");
    const heading = element("tr");
    heading.append(
      element("td"),
      ...data.months.map((month) => element("th", "", { scope: "col", textContent: month })),
      element("th", "sum", { scope: "col", textContent: "Total" }),
    );
    const head = element("thead");
    const body = element("tbody");
    const foot = element("tfoot");
    head.append(heading);
    this.cells = data.rows.map((row, place) => data.months.map((month, column) => this.cell(row.name, month, place, column)));
    this.sums = data.rows.map(() => element("td", "sum"));
    body.append(...data.rows.map((row, place) => this.row(row.name, this.cells[place], this.sums[place])));
    this.totals = [...data.months, ""].map(() => element("td", "sum"));
    foot.append(this.row("Total", [], this.totals));
    table.append(element("caption", "hidden", { textContent: data.caption }), head, body);
    if (data.totals.length) table.append(foot);
    this.scroll.replaceChildren(table);
  }

  row(name, cells, sums) {
    const line = element("tr");
    const inputs = cells.map((input) => {
      const place = element("td");
      place.append(input);
      return place;
    });
    line.append(element("th", "", { scope: "row", textContent: name }), ...inputs, ...[sums].flat());
    return line;
  }

  cell(channel, month, row, column) {
    const input = element("input", "", { type: "text", inputMode: "decimal", autocomplete: "off" });
    input.setAttribute("aria-label", `${channel}, ${month}`);
    input.onfocus = () => {
      this.here = { row, column };
      this.showFill();
      input.select();
    };
    input.onchange = () => this.typed(input, row, column);
    input.onpaste = (event) => this.pasted(event, row, column);
    input.onkeydown = (event) => this.key(event, row, column);
    return input;
  }

  typed(input, row, column) {
    if (input.value !== input.shown) input.waits = this.act({ kind: "type", row, column, text: input.value });
  }

  // One cell is pasted as any text is; a block goes to Python, which reads it as a whole.
  pasted(event, row, column) {
    const text = event.clipboardData.getData("text/plain");
    if (!/[\t\n\r]/.test(text.trimEnd())) return;
    event.preventDefault();
    this.act({ kind: "paste", row, column, text });
  }

  key(event, row, column) {
    const down = { Enter: event.shiftKey ? -1 : 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!down || event.isComposing) return;
    event.preventDefault();
    const next = this.cells[row + down]?.[column];
    if (next) next.focus();
    else if (event.key === "Enter") this.typed(event.target, row, column);
  }

  act(action) {
    this.newest += 1;
    this.actions.push({ number: this.newest, ...action });
    this.setStateValue("outbox", { token: this.data.token, actions: this.actions });
    return this.newest;
  }

  showAmounts() {
    const { rows, totals, total, sequence } = this.data;
    rows.forEach((row, place) => {
      row.cells.forEach((text, column) => this.showCell(this.cells[place][column], text, sequence));
      this.sums[place].textContent = row.total;
    });
    if (totals.length) [...totals, total].forEach((text, column) => (this.totals[column].textContent = text));
  }

  showCell(input, text, sequence) {
    const isOwn = input.value !== (input.shown ?? "");
    const isWaiting = (input.waits ?? 0) > sequence;
    const isHeld = isOwn && !input.waits && input.matches(":focus");
    input.shown = text;
    if (isWaiting || isHeld) return;
    input.waits = 0;
    if (input.value === text) return;
    input.value = text;
    if (input.matches(":focus")) input.select();
  }

  showFill() {
    const { row, column } = this.here;
    const months = this.data?.months ?? [];
    this.fill.hidden = !this.data?.fills || !this.data.rows.length || column >= months.length - 1;
    const name = this.data?.rows[row]?.name ?? "";
    this.fill.textContent = this.fill.hidden ? "" : `${name}: use the amount of ${months[column]} for all later months`;
  }
}
