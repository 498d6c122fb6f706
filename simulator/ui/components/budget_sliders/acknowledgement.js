// Mounted last on the page: once it is drawn, all that stands above it has been sent.
export default function (component) {
  document.dispatchEvent(new CustomEvent("funnelcast-acknowledge", { detail: component.data }));
}
