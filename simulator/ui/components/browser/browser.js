// Taken over once for as long as the page is open, whatever page of the app is shown.
const HELD = "funnelcastBrowser";
const LOOKS_AGAIN = 100; // [ms] A box that is left has told of its text by then.
const LIES_OVER = 768; // [px] Streamlit's menu lies over pages that are narrower.
const GIVES_UP = 5000; // [ms] Nothing has changed, so there is nothing to save; or a chart is not drawn anew.
const TO_PAPER = "fc-to-paper"; // The page is as wide as paper.

export default function (component) {
  const habits = (window[HELD] ??= begin());
  habits.save = component.data.save;
}

function begin() {
  const habits = { save: "" };
  window.addEventListener("keydown", (event) => isSave(event) && save(event, habits), { capture: true });
  window.addEventListener("keydown", (event) => isPrint(event) && print(event), { capture: true });
  window.addEventListener("afterprint", () => document.documentElement.classList.remove(TO_PAPER));
  document.addEventListener("click", closeMenuAfter);
  new MutationObserver(hideDrawings).observe(document.body, { childList: true, subtree: true });
  hideDrawings();
  const push = history.pushState.bind(history);
  // An address that only says more of the page that is shown is no step that anybody took.
  history.pushState = (state, title, url) =>
    isThisPage(url) ? history.replaceState(state, title, url) : push(state, title, url);
  return habits;
}

// On a phone the menu lies over the page; who has chosen one wants to see it.
function closeMenuAfter({ target }) {
  if (innerWidth >= LIES_OVER || !target.closest?.("[data-testid=stSidebarNavLink]")) return;
  setTimeout(() => document.querySelector("[data-testid=stSidebarCollapseButton] button")?.click(), LOOKS_AGAIN);
}

// A chart is one picture with a name to those who hear the page; the groups of its drawing have nothing to say.
function hideDrawings() {
  for (const drawing of document.querySelectorAll("[role=graphics-document] svg:not([aria-hidden])"))
    drawing.setAttribute("aria-hidden", "true");
}

function isThisPage(url) {
  return url !== undefined && url !== null && new URL(url, location.href).pathname === location.pathname;
}

const isSave = (event) => isWithControl(event, "s");
const isPrint = (event) => isWithControl(event, "p");

function isWithControl(event, key) {
  return (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === key;
}

// Charts are drawn anew for the width of paper before the browser takes the page as it is.
function print(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
  document.documentElement.classList.add(TO_PAPER);
  printOnceDrawn(performance.now());
}

function printOnceDrawn(since) {
  if (areDrawn() || performance.now() - since >= GIVES_UP) window.print();
  else setTimeout(() => printOnceDrawn(since), LOOKS_AGAIN);
}

// A chart that was drawn for a wider place is wider than the column in which it stands; its own box follows it late.
function areDrawn() {
  return [...document.querySelectorAll("[data-testid=stVegaLiteChart]")].every((place) => {
    const chart = place.querySelector("svg.marks");
    return chart && chart.getAttribute("width") <= place.closest("[data-testid=stVerticalBlock]").clientWidth + 1;
  });
}

// What is typed into a box counts once the box is left, and what has changed can be saved once the page knows of it.
function save(event, habits) {
  event.preventDefault();
  event.stopImmediatePropagation();
  if (leaveBox()) setTimeout(() => press(habits, performance.now()), LOOKS_AGAIN);
  else press(habits, -GIVES_UP);
}

function press(habits, since) {
  const button = document.querySelector(`.st-key-${habits.save} button:enabled`);
  if (button) button.click();
  else if (performance.now() - since < GIVES_UP) setTimeout(() => press(habits, since), LOOKS_AGAIN);
}

function leaveBox() {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  if (!active?.matches("input:not([type=range]), textarea")) return false;
  active.blur();
  return true;
}
