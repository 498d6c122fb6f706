// Figures as text: only the digits that the standard error supports, by the rules of simulator/text.

const MOST_DIGITS = 4;
const DIGITS_OF_UNKNOWN_ERROR = 3;
const NO_DOUBT = 1e-9;
const NEARLY_CERTAIN = 1e-4;
const NEXT_TO_NOTHING = 0.01;
const ERROR_OF_WHOLE_CHANCES = 0.02;
const UNDEFINED = "–";

class Writing {
  constructor(style, horizon) {
    Object.assign(this, { style, horizon });
  }

  write(value, error, unit) {
    if (unit === "months") return this.months(value);
    if (Number.isNaN(value)) return UNDEFINED;
    if (!Number.isFinite(value)) return value > 0 ? "∞" : `${this.style.minus}∞`;
    if (unit === "money") return this.money(value, error);
    return unit === "rate" ? this.around(this.number(100 * value, 100 * error), "percent") : this.number(value, error);
  }

  money(value, error) {
    const { cents } = this.style;
    const exact = isExact(value, error);
    const finest = Math.abs(value) < 100 ? -cents : 0;
    const place = exact ? finest : Math.max(finest, lastPlace(value, error));
    const amount = roundedTo(value, place);
    const whole = place >= 0 || (exact && Number.isInteger(amount));
    return this.around(this.digits(amount, whole ? 0 : cents), "currency");
  }

  number(value, error) {
    const exact = isExact(value, error);
    const place = exact ? Math.min(0, sizeOf(value) - 2) : lastPlace(value, error);
    const shown = roundedTo(value, place);
    return this.digits(shown, exact ? decimalsOf(shown, -place) : Math.max(0, -place));
  }

  months(value) {
    if (Number.isNaN(value)) return UNDEFINED;
    if (value === Infinity) return `not within ${this.counted(this.horizon)}`;
    return this.counted(value);
  }

  counted(months) {
    return `${this.number(months, 0)} month${months === 1 ? "" : "s"}`;
  }

  // What 8 in 10 worlds lie within; empty where that is no range.
  range({ p10, p90, error }, unit) {
    if (Number.isNaN(p10) || Number.isNaN(p90)) return "";
    const areAlike = unit !== "months" && Number.isFinite(p10) && Number.isFinite(p90);
    const [first, last] = areAlike ? this.alike([p10, p90], [error.p10, error.p90], unit) : [this.write(p10, error.p10, unit), this.write(p90, error.p90, unit)];
    if (first === last) return "";
    if (unit !== "months") return `${first} to ${last}`;
    return p90 === Infinity ? `${first} to beyond ${this.counted(this.horizon)}` : `${this.number(p10, 0)} to ${last}`;
  }

  // The two ends of a range with as many decimals: the fewer, where those too many say next to nothing; zero without any.
  alike(ends, errors, unit) {
    const scale = unit === "rate" ? 100 : 1;
    const shown = ends.map((end, place) => (unit === "money" ? this.shownMoney(end, errors[place]) : shownNumber(scale * end, scale * errors[place])));
    const some = shown.filter(({ digits }, place) => digits !== 0 || ends[place] > 0).map(({ decimals }) => decimals);
    const [few, many] = some.length ? [Math.min(...some), Math.max(...some)] : [0, 0];
    const lost = Math.max(0, ...shown.map(({ digits, decimals }, place) => (decimals > few ? Math.abs(roundedTo(scale * ends[place], -few) - digits) : 0)));
    const areExact = ends.every((end, place) => isExact(end, errors[place]));
    const widest = scale * Math.max(...ends.map(Math.abs));
    const both = few === many || areExact || lost > NEXT_TO_NOTHING * widest ? many : few;
    const kind = { money: "currency", rate: "percent" }[unit];
    return shown.map(({ digits, decimals }, place) => {
      const rounded = decimals <= both ? digits : roundedTo(scale * ends[place], -both);
      const text = this.digits(rounded, rounded === 0 ? 0 : both);
      return kind ? this.around(text, kind) : text;
    });
  }

  shownMoney(value, error) {
    const { cents } = this.style;
    const exact = isExact(value, error);
    const place = Math.max(-cents, exact ? (Math.abs(value) < 100 ? -cents : 0) : lastPlace(value, error));
    const digits = roundedTo(value, place);
    const inWhole = place >= 0 || (exact && Number.isInteger(digits)) || (digits === 0 && value <= 0);
    return { digits, decimals: inWhole ? 0 : cents };
  }

  // The average of draws in words; where there is none, why: ``endless`` says why a figure is without limit.
  average({ mean, error }, draws, { unit, endless }) {
    if (Number.isFinite(mean)) return `Average ${this.writeAverage(mean, error, unit)}`;
    if (Number.isNaN(mean)) return draws.every(Number.isNaN) ? "Nothing is spent" : "No average: undefined in some worlds";
    const never = draws.reduce((count, value) => count + (Number.isFinite(value) ? 0 : 1), 0) / draws.length;
    return `No average: ${endless} in ${this.chance(never)} worlds`;
  }

  writeAverage(mean, error, unit) {
    if (unit === "months") {
      const { digits, decimals } = shownNumber(mean, error);
      const text = this.digits(digits, Number.isInteger(digits) ? 0 : decimals);
      return `${text} month${text === "1" ? "" : "s"}`;
    }
    // It stands beside amounts that are certain, and adds up from them.
    const isNearlyCertain = unit === "money" && error > 0 && error <= NEARLY_CERTAIN * Math.abs(mean);
    return isNearlyCertain ? this.money(roundedTo(mean, Math.max(supportedPlace(error), -6)), 0) : this.write(mean, error, unit);
  }

  change(value, error, unit) {
    if (Number.isNaN(value)) return UNDEFINED;
    if (value === 0) return "no change";
    if (unit === "months" && !Number.isFinite(value)) return value > 0 ? "now never" : "no longer never";
    const sign = value > 0 ? "+" : "";
    if (!isExact(value, error) && Math.abs(value) <= 2 * error && roundedTo(value, supportedPlace(error)) === 0) return "about the same";
    if (unit !== "rate") return `${sign}${this.write(value, error, unit)}`;
    const points = this.number(100 * value, 100 * error);
    return `${sign}${points} point${points === "1" ? "" : "s"}`;
  }

  chance(share, error = 0) {
    if (error > ERROR_OF_WHOLE_CHANCES) return inTens(share);
    if (share > 0 && share < 0.01) return "fewer than 1 of 100";
    if (share > 0.99 && share < 1) return "more than 99 of 100";
    return `${Math.round(100 * share)} of 100`;
  }

  // Whether nothing is left of an amount in the digits that its error supports.
  vanishes(amount, error) {
    const isKnown = isExact(amount, error) || !Number.isFinite(error) || Math.abs(amount) > 2 * error;
    return (isKnown ? amount : roundedTo(amount, supportedPlace(error))) === 0 || !/[1-9]/.test(this.money(amount, error));
  }

  // An amount as it is typed: no sign of the currency, no groups.
  typed(amount) {
    return String(Math.round(100 * amount) / 100).replace(".", this.style.decimal);
  }

  // What a person typed as an amount: ``amount``, and a ``note`` where it does not go without saying how it was read; or
  // ``wrong``, why it is none. The rules are those of simulator/text/amounts.py and simulator/tables/typed_spend.py.
  read(text, most) {
    if (!text.trim()) return { wrong: "Nothing is typed here; 0 spends nothing." };
    const { decimal, thousands, cents } = this.style;
    const [digits, scale] = this.bare(text);
    const readings = readingsOf(digits, scale);
    const amounts = readings.map(({ amount }) => amount);
    const [smaller, larger] = [Math.min(...amounts), Math.max(...amounts)];
    if (!readings.length || larger > most) return { wrong: `“${text}” is no amount from 0 to ${this.money(most, 0)}: type digits, such as ${this.money(1200, 0)}.` };
    const read = readings.find(({ mark }) => mark === decimal) ?? readings[0];
    // Of two numbers it is the one with the marks of this page, unless money has not so many decimals.
    const isUsual = read.amount === larger ? [".", ","].includes(thousands) : read.decimals <= cents;
    if (smaller < larger && !isUsual) return { wrong: `“${text}” can be ${this.inFull(larger)} or ${this.inFull(smaller)}: write ${this.typed(larger)} or ${this.typed(smaller)}.` };
    const amount = roundedTo(read.amount, -Math.max(2, cents));
    if (amount !== read.amount) return { amount, note: `Rounded to ${this.inFull(amount)}.` };
    const isPlain = !scale && read.mark === decimal && amount === larger;
    const other = amount < larger ? `, not as ${this.inFull(larger)}` : "";
    return { amount, note: isPlain ? "" : `“${text}” is read as ${this.inFull(amount)}${other}.` };
  }

  // What is left of a text without the currency and k or M behind it, and by what power of ten those multiply it.
  bare(text) {
    const signs = this.style.currency.map((sign) => sign.trim()).filter(Boolean);
    const plain = text.replace(/[\s\u00a0\u202f]+/g, " ").replace(/[’´`_]/g, "'").trim();
    const amount = signs.reduce((left, sign) => (left.startsWith(sign) ? left.slice(sign.length) : left.endsWith(sign) ? left.slice(0, -sign.length) : left).trim(), plain);
    const [, digits, word = ""] = /^(.*[0-9.,]) ?([kKmM])?$/.exec(amount) ?? ["", "", ""];
    return [digits, { k: 3, m: 6 }[word.toLowerCase()] ?? 0];
  }

  // An amount with all of its cents.
  inFull(amount) {
    return this.around(this.digits(amount, Number.isInteger(amount) ? 0 : Math.max(2, this.style.cents)), "currency");
  }

  digits(value, decimals) {
    const [whole, fraction] = Math.abs(value).toFixed(decimals).split(".");
    const minus = value < 0 ? this.style.minus : "";
    return minus + this.grouped(whole) + (fraction ? this.style.decimal + fraction : "");
  }

  grouped(whole) {
    const groups = [];
    let rest = whole;
    for (let place = 0; rest.length; place++) {
      const size = this.style.grouping[Math.min(place, this.style.grouping.length - 1)];
      groups.unshift(rest.slice(-size));
      rest = rest.slice(0, -size);
    }
    return groups.join(this.style.thousands);
  }

  around(digits, kind) {
    const { minus, percent, currency } = this.style;
    const [before, after] = kind === "percent" ? ["", percent] : currency;
    return digits.startsWith(minus) ? `${minus}${before}${digits.slice(minus.length)}${after}` : `${before}${digits}${after}`;
  }
}

// The numbers that digits with marks can be, by the decimal mark.
function readingsOf(digits, scale) {
  if (/^0[0-9]/.test(digits)) return [];
  return [".", ","].flatMap((mark) => {
    const [whole, fraction = "", more] = digits.split(mark);
    const used = new Set(whole.replace(/[0-9]/g, ""));
    const isNumber = more === undefined && /^[0-9]*$/.test(fraction) && (whole || fraction) !== "";
    const others = mark === "." ? ", '" : ". '";
    if (!isNumber || used.size > 1 || ![...used].every((sign) => others.includes(sign))) return [];
    const groups = whole.split(/[., ']/);
    if (!isGrouped(groups) || (digits.includes(mark) && used.size && !fraction)) return [];
    return [{ mark, amount: Number(`${groups.join("") || 0}.${fraction || 0}e${scale}`), decimals: Math.max(0, fraction.length - scale) }];
  });
}

// Whether the parts between thousands marks have the lengths that such marks leave, the Indian habit included.
function isGrouped(groups) {
  if (groups.length === 1) return true;
  const [first, middle, last] = [groups[0], groups.slice(1, -1), groups[groups.length - 1]];
  if (!/^[1-9][0-9]{0,2}$/.test(first) || last.length !== 3) return false;
  return middle.every((part) => part.length === 3) || (first.length <= 2 && middle.every((part) => part.length === 2));
}

function shownNumber(value, error) {
  const exact = isExact(value, error);
  const place = exact ? Math.min(0, sizeOf(value) - 2) : lastPlace(value, error);
  const digits = roundedTo(value, place);
  if (digits === 0 && value <= 0) return { digits, decimals: 0 };
  return { digits, decimals: exact ? decimalsOf(digits, -place) : Math.max(0, -place) };
}

function isExact(value, error) {
  return error <= NO_DOUBT * Math.abs(value);
}

function sizeOf(value) {
  return value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value)));
}

function supportedPlace(error) {
  return Math.ceil(Math.log10(error) - Math.log10(2) - 1e-9);
}

function lastPlace(value, error) {
  if (!Number.isFinite(error)) return sizeOf(value) - DIGITS_OF_UNKNOWN_ERROR + 1;
  const supported = value === 0 ? supportedPlace(error) : Math.min(supportedPlace(error), sizeOf(value));
  return Math.max(sizeOf(value) - MOST_DIGITS + 1, supported, -6);
}

function roundedTo(value, place) {
  // Through text, so that 1.005 is rounded as it is written.
  const moved = Number(`${Math.abs(value)}e${-place}`);
  const amount = Number.isNaN(moved) ? Math.abs(value) : Number(`${Math.round(moved)}e${place}`);
  return value < 0 && amount !== 0 ? -amount : amount;
}

function inTens(share) {
  const tens = roundedTo(100 * share, 1);
  if (tens > 0 && tens < 100) return `about ${tens} of 100`;
  return tens ? "more than 90 of 100" : "fewer than 10 of 100";
}

function decimalsOf(value, most) {
  const [, fraction = ""] = Math.abs(value).toFixed(Math.max(0, most)).replace(/0+$/, "").split(".");
  return fraction.length;
}
