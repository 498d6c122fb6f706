// Mounted last on the page: once it is drawn, all that stands above it has been sent. It tells the sliders what Python says
// of them now, and where they can send their moves: what is drawn with it runs then, and the rest of the page stays.
export default function (component) {
  const { data, setStateValue } = component;
  const send = data.takes ? (message) => setStateValue("outbox", message) : null;
  document.dispatchEvent(new CustomEvent("funnelcast-acknowledge", { detail: { data, send } }));
}
