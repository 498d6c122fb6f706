// What was shown is shown once for as long as the page is open: Streamlit calls a component again at every run.
const SHOWN = "funnelcastSpotlight";
const LOOKS_AGAIN = 100; // [ms] What stands above may still be drawn, and a folded part opens slowly.
const GIVES_UP = 30000; // [ms] There is no such box.
const GOES_ON = ["keydown", "pointerdown", "wheel"]; // Who does something else waits for it no more.
const MARKED = 4000; // [ms]
const STAYS = 2000; // [ms] For so long the page may still draw the box anew, without the keyboard.
const BOXES = ["input:not([type=hidden]), textarea", "[aria-checked=true]", "button"];

export default function (component) {
  const { keys, turn } = component.data;
  if (!turn || window[SHOWN] === turn) return;
  window[SHOWN] = turn;
  const search = { keys, turn, until: performance.now() + GIVES_UP };
  for (const act of GOES_ON) addEventListener(act, () => (search.until = 0), { capture: true, once: true });
  lookFor(search);
}

function lookFor(search, former = null) {
  // Another box was asked for meanwhile, or none is wanted any more.
  if (window[SHOWN] !== search.turn || performance.now() > search.until) return;
  const found = search.keys.map(elementOf).find((element) => element?.getClientRects().length);
  const top = found?.getBoundingClientRect().top;
  if (found && top === former && isIdle()) stay(search, show(found), performance.now() + STAYS);
  else setTimeout(() => lookFor(search, top), LOOKS_AGAIN);
}

function stay(search, box, end) {
  const now = performance.now();
  if (!box || now > Math.min(end, search.until)) return;
  if (box.isConnected) setTimeout(() => stay(search, box, end), LOOKS_AGAIN);
  else lookFor(search);
}

// Streamlit writes a key into a class, with a dash for all that a class cannot hold.
function elementOf(key) {
  return document.querySelector(`.st-key-${key.trim().replace(/[^a-zA-Z0-9_-]/g, "-")}`);
}

function isIdle() {
  return document.querySelector("[data-testid=stApp]")?.dataset.testScriptState === "notRunning";
}

function show(element) {
  const box = BOXES.map((kind) => element.querySelector(kind)).find(Boolean);
  element.scrollIntoView({ block: "center" });
  box?.focus({ preventScroll: true, focusVisible: true });
  if (box?.matches("input[type=text]")) box.select();
  const colour = getComputedStyle(element).color;
  const mark = { outline: `3px solid ${colour}`, outlineOffset: "4px", borderRadius: "4px" };
  element.animate([mark, mark], { duration: MARKED });
  return box;
}
