// What a key does, by the names that KeyboardEvent gives it; a presenter's remote sends PageUp and PageDown.
const TURNS = {
  ArrowRight: "next",
  ArrowDown: "next",
  PageDown: "next",
  " ": "next",
  ArrowLeft: "back",
  ArrowUp: "back",
  PageUp: "back",
  Home: "first",
  End: "last",
  Escape: "end",
};

export default function (component) {
  const { data, parentElement } = component;
  const button = parentElement.querySelector("button");
  button.onclick = fillScreen;
  const heard = (event) => hear(event, data);
  document.addEventListener("keydown", heard);
  return () => document.removeEventListener("keydown", heard);
}

function hear(event, buttons) {
  if (event.ctrlKey || event.metaKey || event.altKey || usesKeys(event)) return;
  if (event.key.toLowerCase() === "f") fillScreen();
  const turn = TURNS[event.key];
  // The browser leaves the full screen by Escape itself; the next press ends the presentation.
  if (!turn || (turn === "end" && document.fullscreenElement)) return;
  const found = document.querySelector(`.st-key-${buttons[turn]} button:enabled`);
  if (!found) return;
  event.preventDefault();
  found.click();
}

// Boxes, sliders and what is chosen by arrows keep their keys; a button keeps the space bar.
function usesKeys(event) {
  const active = event.composedPath()[0];
  if (!(active instanceof Element)) return false;
  if (active.matches("input, textarea, select, [contenteditable=true], [role=slider], [role=radio]")) return true;
  return event.key === " " && active.matches("button, a, [role=button]");
}

function fillScreen() {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen?.();
}
