// Money as the locale writes it.
function moneyFormat(locale, currency, decimals) {
  const known = locales(locale);
  const options = { style: "currency", currency, currencyDisplay: "narrowSymbol" };
  const plain = new Intl.NumberFormat(known, { useGrouping: false, maximumFractionDigits: decimals });
  const whole = new Intl.NumberFormat(known, { ...options, maximumFractionDigits: 0 });
  const exact = new Intl.NumberFormat(known, { ...options, minimumFractionDigits: decimals });
  const parts = whole.formatToParts(1).map((part) => part.type);
  return {
    text: (amount) => (Math.abs(amount - Math.round(amount)) < 0.005 ? whole : exact).format(amount),
    typed: (amount) => plain.format(amount),
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
