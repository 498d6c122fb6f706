// Tells the server where a held slider rests, so that it begins with the answer before the slider is let go.

const RESTS = 60; // [ms] A hand that has been still for so long may be about to let go.

class Ahead {
  show({ ahead }) {
    this.place = ahead;
  }

  // A key that is pressed rests at once: it comes again later, or not at all.
  hold(spend, isPressed) {
    this.spend = JSON.stringify(spend);
    clearTimeout(this.timer);
    if (isPressed) this.tell();
    else this.timer = setTimeout(() => this.tell(), RESTS);
  }

  letGo() {
    clearTimeout(this.timer);
    this.spend = this.told = null;
  }

  // One at a time; what does not arrive is worked out later, as it is without this.
  async tell() {
    if (this.isTelling) return (this.timer = setTimeout(() => this.tell(), RESTS));
    if (this.spend === null || this.spend === this.told) return;
    this.isTelling = true;
    this.told = this.spend;
    const headers = { "Content-Type": "application/json" };
    await fetch(this.place, { method: "POST", headers, body: this.told }).catch(() => null);
    this.isTelling = false;
  }
}
