// Shows words while their box holds the text that they are about, and hides them while it holds another.
export default function (component) {
  const { about } = component.data;
  const look = () => about.forEach(showOrHide);
  document.addEventListener("input", look);
  look();
  return () => {
    document.removeEventListener("input", look);
    for (const [, words] of about) elementOf(words)?.style.removeProperty("display");
  };
}

function showOrHide([box, words, text]) {
  const input = elementOf(box)?.querySelector("input");
  const isOther = input && input.value !== text;
  elementOf(words)?.style.setProperty("display", isOther ? "none" : "");
}

// Streamlit writes a key into a class, with a dash for all that a class cannot hold.
function elementOf(key) {
  return document.querySelector(`.st-key-${key.trim().replace(/[^a-zA-Z0-9_-]/g, "-")}`);
}
