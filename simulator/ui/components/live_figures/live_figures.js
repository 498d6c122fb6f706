// Figures that follow a slider while it is held: worked out here, written into what the page drew.
// The files beside this one are joined to it: ahead, tiles, judgement, fan_view, the model's second reading, and mounting.

const TOO_SLOW = 40; // [ms] A first computation that is slower leaves no time to draw: the server follows in its place.
const SLOWEST = 100; // [ms] Where others keep the computer busy: the server answers ten times a second at its best.
const TRIES = 3; // The first computations wait for their script to be compiled.
const MEASURES = 4; // A computer that was busy with something else is measured again, but not for ever.
const APP = "[data-testid=stApp]";
const FORGETTING = 0.8; // How much of what computations took so far counts beside the newest.

export default function (component) {
  return mounted(component, component.data.key, () => new LiveFigures());
}

class LiveFigures {
  constructor() {
    this.onBudget = (event) => this.hear(event);
    this.anew = new MutationObserver(() => this.drawnAnew());
    this.ended = new MutationObserver(() => this.say());
    this.ahead = new Ahead();
    this.tiles = new LiveTiles();
    this.fan = new LiveFan();
  }

  enter() {
    document.addEventListener("funnelcast-budget", this.onBudget);
    this.say();
  }

  leave() {
    document.removeEventListener("funnelcast-budget", this.onBudget);
    this.giveBack();
    this.ended.disconnect();
    delete document.documentElement.dataset.live;
    document.documentElement.style.removeProperty("--live-worlds");
  }

  show({ data }) {
    this.data = data;
    this.ahead.show(data);
    this.tiles.show(data);
    this.fan.show(data);
    if (data.worlds !== this.asked) this.ask(data.worlds);
    else if (this.slow && this.measures < MEASURES) this.measure(this.slow);
  }

  // Where they do not come, the server follows, as it does without this script.
  ask(place) {
    this.asked = place;
    this.model = this.slow = null;
    this.measures = 0;
    this.say();
    whenIdle(async () => {
      const answer = await fetch(place).catch(() => null);
      const read = answer?.ok ? await answer.json().catch(() => null) : null;
      if (place !== this.asked) return;
      if (read) this.measure(new PlayableModel(read));
      // Asked for again by the next run of the page.
      else this.asked = null;
    });
  }

  measure(model) {
    this.measures += 1;
    this.pace = Infinity;
    this.slow = null;
    const tryOut = (tries) =>
      whenIdle(() => {
        if (this.data.worlds !== this.asked) return;
        this.pace = Math.min(this.pace, timeOf(() => this.workOut(model, tries)));
        if (this.pace > TOO_SLOW && tries > 1) return tryOut(tries - 1);
        if (this.pace > TOO_SLOW) this.slow = model;
        else this.model = model;
        this.say();
      });
    tryOut(TRIES);
  }

  workOut(model, tries) {
    const budgets = model.data.channels.map(({ shape }, row) => shape.map((share) => (row ? 1000 : 1000 * tries) * share));
    const { totals, soFar } = model.run(budgets);
    for (const { key } of this.data.figures) summary(totals[key], model.data.replicates);
    quantilesByMonth(soFar, model);
  }

  get canFollow() {
    return Boolean(this.model) && this.pace <= SLOWEST && this.tiles.take() && this.fan.take();
  }

  hear(event) {
    const { key, is, spend, byKey } = event.detail;
    if (key !== this.data.key) return;
    this.isSent = is === "sent";
    if (is !== "held") this.ahead.letGo();
    if (is === "answered") return this.giveBack();
    if (this.isSent) return;
    const isSame = this.data.shapes.length === Object.keys(spend).length && this.data.shapes.every(({ name }) => name in spend);
    if (!isSame || !this.canFollow) return this.giveBack();
    event.preventDefault();
    this.spend = spend;
    this.ahead.hold(spend, byKey && !this.isHeld);
    this.begin();
    this.soon();
  }

  begin() {
    if (this.isHeld) return;
    this.isHeld = true;
    this.anew.observe(document.body, { subtree: true, childList: true });
    this.say();
  }

  // Once for each picture that the screen shows, however fast a finger moves.
  soon() {
    if (this.waits) return;
    this.waits = true;
    requestAnimationFrame(() => {
      this.waits = false;
      if (this.isHeld && this.canFollow) this.write();
    });
  }

  // Whatever fails here, the server follows from then on.
  write() {
    let took = Infinity;
    try {
      took = timeOf(() => this.workOutAndWrite());
    } finally {
      if (took === Infinity) this.giveUp();
    }
    this.pace = FORGETTING * this.pace + (1 - FORGETTING) * took;
    document.dispatchEvent(new CustomEvent("funnelcast-followed"));
  }

  workOutAndWrite() {
    const { model } = this;
    const budgets = this.data.shapes.map(({ name, shape }) => shape.map((share) => share * this.spend[name]));
    const { totals, soFar } = model.run(budgets);
    this.tiles.write(totals, model.data.replicates);
    const isSpent = budgets.some((months) => months.some((money) => money > 0));
    this.tiles.writeJudgement(judgementText(this.data, this.tiles.writing, model, { totals, soFar, isSpent }));
    const failed = (error) => {
      this.giveUp();
      throw error;
    };
    this.fan.write(quantilesByMonth(soFar, model), quantiles(totals.payback_months), model.firstCost()).catch(failed);
  }

  // An answer to an earlier move has replaced the tiles while a slider is held again.
  drawnAnew() {
    if (this.isHeld && !this.isSent && !this.tiles.isTaken && this.canFollow) this.write();
  }

  giveUp() {
    this.model = null;
    this.giveBack();
  }

  giveBack() {
    if (!this.isHeld) return;
    this.isHeld = false;
    // A computer that was busy meanwhile has another try.
    this.pace = Math.min(this.pace, TOO_SLOW);
    this.anew.disconnect();
    this.tiles.giveBack();
    this.fan.giveBack();
    this.say();
  }

  // For the stylesheet: what cannot follow is marked while the rest does, and what takes the server longest until the run
  // that has answered ends.
  say() {
    const { dataset, style } = document.documentElement;
    const app = document.querySelector(APP);
    const goesOn = ["held", "answered"].includes(dataset.live) && app?.dataset.testScriptState === "running";
    style.setProperty("--live-worlds", JSON.stringify(this.data?.count ?? ""));
    this.ended.disconnect();
    if (this.isHeld) dataset.live = "held";
    else if (!this.model) delete dataset.live;
    else if (!goesOn) dataset.live = "ready";
    else {
      dataset.live = "answered";
      this.ended.observe(app, { attributes: true });
    }
  }
}

function whenIdle(act) {
  if (window.requestIdleCallback) requestIdleCallback(act, { timeout: 2000 });
  else setTimeout(act, 200);
}

function timeOf(act) {
  const begun = performance.now();
  act();
  return performance.now() - begun;
}

function quantilesByMonth(soFar, { months, worlds }) {
  return [...Array(months).keys()].map((month) => quantiles(soFar.subarray(month * worlds, (month + 1) * worlds)));
}
