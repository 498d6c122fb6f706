// What was shown is shown once for as long as the page is open: Streamlit calls a component again at every run.
const SHOWN = "funnelcastSpotlight";
const LOOKS_AGAIN = 100; // [ms] What stands above may still be drawn, and a folded part opens slowly.
const GIVES_UP = 5000; // [ms] There is no such box, and nobody waits for it any more.
const MARKED = 4000; // [ms]
const BOXES = ["input:not([type=hidden]), textarea", "[aria-checked=true]", "button"];

export default function (component) {
  const { keys, turn } = component.data;
  if (!turn || window[SHOWN] === turn) return;
  window[SHOWN] = turn;
  lookFor(keys, turn, performance.now());
}

function lookFor(keys, turn, since, former = null) {
  // Another box was asked for meanwhile.
  if (window[SHOWN] !== turn) return;
  const found = keys.map(elementOf).find((element) => element?.getClientRects().length);
  const top = found?.getBoundingClientRect().top;
  if (found && top === former && isIdle()) show(found);
  else if (performance.now() - since < GIVES_UP) setTimeout(() => lookFor(keys, turn, since, top), LOOKS_AGAIN);
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
}
