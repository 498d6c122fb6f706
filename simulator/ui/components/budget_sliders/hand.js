// The pointer that holds a slider. A slider that is taken out of the page falls out of the hand; then the hand is
// followed across the page until it lets go, so that the amount is what the person sees.
const THUMB = 20; // [px] As wide as the stylesheet makes it: its middle never reaches the ends of the slider.

class Hand {
  take(row, pointer) {
    this.letGo();
    Object.assign(this, { row, pointer });
  }

  letGo() {
    this.following?.abort();
    Object.assign(this, { row: null, pointer: null, following: null });
  }

  follow() {
    if (!this.row || this.following) return;
    this.following = new AbortController();
    this.on("pointermove", ({ clientX, buttons }) => (buttons ? this.pull(clientX) : this.drop()));
    this.on("pointerup", () => this.drop());
    this.on("pointercancel", () => this.drop());
  }

  on(type, act) {
    const isIts = (event) => event.pointerId === this.pointer;
    document.addEventListener(type, (event) => isIts(event) && act(event), { capture: true, signal: this.following.signal });
  }

  pull(x) {
    const { left, width } = this.row.slider.getBoundingClientRect();
    if (width <= THUMB) return;
    const share = (x - left - THUMB / 2) / (width - THUMB);
    this.row.drag(Math.min(Math.max(share, 0), 1) * this.row.channel.maximum);
  }

  // The row lets go of the hand in turn.
  drop() {
    this.row.release();
  }
}
