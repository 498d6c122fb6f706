// Figures as text: only the digits that the standard error supports, by the rules of simulator/text.

const MOST_DIGITS = 4;
const DIGITS_OF_UNKNOWN_ERROR = 3;
const NO_DOUBT = 1e-9;
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
    const wanted = exact ? (Math.abs(value) < 100 ? -cents : 0) : lastPlace(value, error);
    const place = Math.max(-cents, wanted);
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
    const first = this.write(p10, error.p10, unit);
    const last = this.write(p90, error.p90, unit);
    if (first === last || Number.isNaN(p10) || Number.isNaN(p90)) return "";
    if (unit !== "months") return `${first} to ${last}`;
    return p90 === Infinity ? `${first} to beyond ${this.counted(this.horizon)}` : `${this.number(p10, 0)} to ${last}`;
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

  chance(share) {
    if (share > 0 && share < 0.01) return "fewer than 1 of 100";
    if (share > 0.99 && share < 1) return "more than 99 of 100";
    return `${Math.round(100 * share)} of 100`;
  }

  // An amount as it is typed: no sign of the currency, no groups.
  typed(amount) {
    return String(Math.round(100 * amount) / 100).replace(".", this.style.decimal);
  }

  // What a person typed as an amount; nan where it is none.
  read(text) {
    const { decimal, thousands, currency } = this.style;
    const bare = [...currency, thousands, " ", "\u00a0", "\u202f", "'"].reduce((left, sign) => (sign ? left.split(sign.trim() || sign).join("") : left), text);
    const plain = decimal === "." ? bare : bare.replace(decimal, ".");
    return /^\d+(\.\d*)?$|^\.\d+$/.test(plain) ? Number(plain) : NaN;
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

function decimalsOf(value, most) {
  const [, fraction = ""] = Math.abs(value).toFixed(Math.max(0, most)).replace(/0+$/, "").split(".");
  return fraction.length;
}
