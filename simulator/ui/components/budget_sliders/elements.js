// Pieces of the page; text goes in as text and never as markup.
const ICONS = {
  reset: "M4 4v6h6M4.5 10A8 8 0 1 1 4 14.5",
  locked: "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
  open: "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 6.8-1.2",
};

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
