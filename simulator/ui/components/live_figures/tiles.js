// The tiles, the figures at hand and the judgement, as the page drew them: their texts are written anew, and given back.

const LONG = 8;
const VERY_LONG = 12;

class LiveTiles {
  former = [];

  show({ figures, style, months }) {
    Object.assign(this, { figures, writing: new Writing(style, months.length) });
  }

  // What there is to write into; whether it is there.
  take() {
    if (this.isTaken) return true;
    const found = [".fc-result .fc-tiles", ".fc-at-hand", ".fc-result .fc-judgement"].map((place) => document.querySelector(place));
    if (found.includes(null)) return false;
    this.former = found.map((place) => ({ place, copy: place.cloneNode(true) }));
    return true;
  }

  get isTaken() {
    return this.former.length > 0 && this.former.every(({ place }) => place.isConnected);
  }

  // What has been replaced meanwhile is the answer; what has not been would be the same.
  giveBack() {
    for (const { place, copy } of this.former) if (place.isConnected) place.replaceWith(copy);
    this.former = [];
  }

  write(totals, replicates) {
    const [tiles, atHand] = this.former.map(({ place }) => place);
    const shortly = atHand.querySelectorAll("strong");
    this.figures.forEach((figure, place) => {
      const found = summary(totals[figure.key], replicates);
      const middle = this.writing.write(found.p50, figure.unit === "months" ? 0 : found.error.p50, figure.unit);
      this.writeTile(tiles.querySelector(`[data-figure="${figure.key}"]`), middle, found, figure, totals, replicates);
      if (place < shortly.length) setText(shortly[place], middle);
    });
  }

  writeJudgement(text) {
    setText(this.former[2].place, text);
  }

  writeTile(tile, middle, found, figure, totals, replicates) {
    const shown = tile.querySelector(".fc-figure");
    const [spread, average] = tile.querySelectorAll(".fc-line");
    setText(shown, middle);
    shown.className = `fc-figure${sizeOfFigure(middle)}`;
    writeRange(spread, this.writing.range(found, figure.unit));
    // The luck behind it stands as a piece of its own, which the stylesheet hides.
    setText(firstText(average), this.writing.average(averageOf(figure.key, totals, replicates), totals[figure.key], figure));
  }
}

function writeRange(line, range) {
  const text = range ? `8 in 10: ${range}` : "";
  if (line.textContent === text) return;
  const name = document.createElement("span");
  name.textContent = "8 in 10:";
  line.replaceChildren(...(range ? [name, ` ${range}`] : []));
}

function firstText(line) {
  if (line.firstChild?.nodeType !== Node.TEXT_NODE) line.prepend("");
  return line.firstChild ?? line;
}

function setText(place, text) {
  if (place.textContent !== text) place.textContent = text;
}

function sizeOfFigure(text) {
  const { length } = [...text];
  if (length >= VERY_LONG) return " fc-very-long";
  return length >= LONG ? " fc-long" : "";
}
