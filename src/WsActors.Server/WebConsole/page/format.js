// Numbers, times and addresses as people read them.
const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const some = new Intl.NumberFormat("en", { maximumSignificantDigits: 3 });
const tenths = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });
const units = ["B", "KiB", "MiB", "GiB", "TiB"];

export const none = "–";

/** 15,023; small rates keep a fraction, as in 0.4. */
export function count(value) {
  if (value === null || value === undefined || Number.isNaN(value)) {
    return none;
  }
  return Math.abs(value) >= 10 ? whole.format(value) : tenths.format(value);
}

/** 15k: for axes, where there is little room. */
export function short(value) {
  const size = Math.abs(value);
  return size >= 1e9 ? `${some.format(value / 1e9)}G` : size >= 1e6 ? `${some.format(value / 1e6)}M` : size >= 1e4 ? `${some.format(value / 1e3)}k` : some.format(value);
}

export function bytes(value) {
  if (value === null || value === undefined || Number.isNaN(value)) {
    return none;
  }
  let unit = 0;
  while (Math.abs(value) >= 1000 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${some.format(value)} ${units[unit]}`;
}

export const percent = (value) => (value === null || value === undefined ? none : `${tenths.format(value)} %`);

export const milliseconds = (value) =>
  value === null || value === undefined ? none : value >= 1000 ? `${some.format(value / 1000)} s` : `${some.format(value)} ms`;

/** 3 d 4 h, 4 h 12 min, 12 min 5 s, 5 s. */
export function duration(seconds) {
  const parts = [[86400, "d"], [3600, "h"], [60, "min"], [1, "s"]];
  const first = parts.findIndex(([size]) => seconds >= size);
  if (first < 0) {
    return "0 s";
  }
  return parts.slice(first, first + 2).map(([size, name], index) => {
    const rest = index ? seconds % parts[first][0] : seconds;
    return [Math.floor(rest / size), name];
  }).filter(([number], index) => number || !index).map(([number, name]) => `${number} ${name}`).join(" ");
}

export const since = (time) => duration(Math.max(0, (Date.now() - Date.parse(time)) / 1000));

export const clock = (time) => new Date(time).toLocaleString("sv-SE");

/** 14:03:27.041, for what happens within one minute. */
export const time = (moment) => new Date(moment).toLocaleTimeString("sv-SE", { fractionalSecondDigits: 3, hour: "2-digit", minute: "2-digit", second: "2-digit" }).replace(",", ".");

/** "roundTripMs" as "Round trip ms": for fields that this page does not know. */
export function nameOf(field) {
  const words = field.replace(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase();
  return words[0].toUpperCase() + words.slice(1);
}
