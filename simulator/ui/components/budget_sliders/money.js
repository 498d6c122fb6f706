// Money as the locale writes it.
function moneyFormat(locale, currency) {
  const known = locales(locale);
  const options = { style: "currency", currency, currencyDisplay: "narrowSymbol" };
  const whole = new Intl.NumberFormat(known, { ...options, maximumFractionDigits: 0 });
  const exact = new Intl.NumberFormat(known, { ...options, minimumFractionDigits: 2 });
  const parts = whole.formatToParts(1).map((part) => part.type);
  return {
    text: (amount) => (Math.abs(amount - Math.round(amount)) < 0.005 ? whole : exact).format(amount),
    sign: whole.formatToParts(1).find((part) => part.type === "currency").value,
    signLast: parts.indexOf("currency") > parts.indexOf("integer"),
    name: new Intl.DisplayNames(known, { type: "currency" }).of(currency),
  };
}

function locales(locale) {
  try {
    return Intl.getCanonicalLocales(locale);
  } catch (error) {
    if (error instanceof RangeError) return ["en-US"];
    throw error;
  }
}
