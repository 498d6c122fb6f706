// The panel of the page to play with, within a page of the front end: it fetches its worlds, and is built once.
// The files beside it are joined to it: the model's second reading, its fan and panel, and mounting.

const MISSING = "The sliders did not come. Turn to another slide and back to try again.";

export default function (component) {
  return mounted(component, component.data.key, () => new PlayedSlide());
}

class PlayedSlide {
  enter(parent) {
    this.place = parent.querySelector(".place");
    if (this.panel) this.place.replaceChildren(this.panel.place);
  }

  leave() {
    this.place.replaceChildren();
    this.asked = this.panel = null;
  }

  // As long as it stands on the slide it keeps what was moved.
  show({ data }) {
    const asked = JSON.stringify([data.worlds, data.read]);
    if (asked === this.asked) return;
    this.asked = asked;
    this.panel = null;
    this.fetch(data, asked);
  }

  async fetch({ worlds, read, html }, asked) {
    const answer = await fetch(worlds).catch(() => null);
    const found = answer?.ok ? await answer.json().catch(() => null) : null;
    if (asked !== this.asked) return;
    if (!found) return this.place.replaceChildren(element("p", "more", { textContent: MISSING }));
    // Its words were escaped where it was written.
    this.place.innerHTML = html;
    const channels = found.channels.map((channel, row) => ({ ...channel, ...read.channels[row] }));
    this.panel = new Panel({ ...found, ...read, channels }, this.place.firstElementChild);
  }
}
