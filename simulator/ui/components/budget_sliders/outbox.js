const RESEND_AFTER = 4000; // [ms] Longer than any run, so that a lost acknowledgement costs a pause and no more.
const MOST_RESENDS = 3;

// Moves on their way to Python: numbered, kept until applied, one update in flight; none while the panel is not shown.
class Outbox {
  constructor(send) {
    this.send = send;
    this.paused = true;
    this.open("", 0);
  }

  pause() {
    clearTimeout(this.timer);
    this.paused = true;
  }

  // An acknowledgement may have come meanwhile, and was not heard: what is not applied is sent again.
  resume() {
    if (!this.paused) return;
    this.paused = false;
    this.awaited = 0;
    if (this.moves.length) this.flush();
  }

  open(token, sequence) {
    clearTimeout(this.timer);
    Object.assign(this, { token, moves: [], newest: sequence, sent: sequence, awaited: 0, interruptible: false });
  }

  // A drag waits its turn, and only its newest amount is kept. A release or a click may cut a preview short,
  // but waits for a whole run: else quick key presses would interrupt each other, and nothing be shown.
  add(move) {
    const last = this.moves.at(-1);
    const waiting = last && last.number > this.sent && last.kind === "drag" && last.gesture === move.gesture;
    if (waiting) this.moves.pop();
    else this.newest += 1;
    this.moves.push({ number: this.newest, ...move });
    const isTurn = !this.awaited || (this.interruptible && move.kind !== "drag");
    if (isTurn && !this.paused) this.flush();
    return this.newest;
  }

  flush(isAgain = false) {
    clearTimeout(this.timer);
    this.sent = this.awaited = this.newest;
    this.interruptible = this.moves.at(-1)?.kind === "drag";
    this.timer = setTimeout(() => this.resend(), RESEND_AFTER);
    this.attempt = (this.attempt ?? 0) + 1;
    this.send({ token: this.token, attempt: this.attempt, moves: this.moves }, isAgain);
  }

  // Python may refuse moves (a plan that became read-only): then they are given up, not sent for ever.
  resend() {
    this.awaited = 0;
    this.resent = this.moves[0]?.number === this.oldest ? (this.resent ?? 0) + 1 : 0;
    this.oldest = this.moves[0]?.number;
    if (this.resent > MOST_RESENDS) this.moves = [];
    if (this.moves.length) this.flush(true);
  }

  applied(sequence) {
    this.moves = this.moves.filter((move) => move.number > sequence);
    this.newest = Math.max(this.newest, sequence);
  }

  acknowledged(sequence) {
    this.applied(sequence);
    if (!this.awaited || sequence < this.awaited) return;
    clearTimeout(this.timer);
    this.awaited = 0;
    if (this.newest > this.sent) this.flush();
  }
}
