/** Numbers in words, as the course writes them: thousands with a comma, times with a unit. */

/** A whole number: `1,204`. */
export function count(value: number): string {
  const digits = String(Math.abs(Math.round(value)));
  const grouped = digits.replace(/\B(?=(\d{3})+$)/g, ',');
  return value < 0 && digits !== '0' ? `−${grouped}` : grouped;
}

/** An instant of true time: `1,204 ms`, with a tenth below a second where it matters. */
export function instant(us: number): string {
  const ms = us / 1000;
  if (ms >= 1000 || Number.isInteger(ms)) return `${count(ms)} ms`;
  return `${tenths(ms)} ms`;
}

/** A span of time: `350 ms`, `2.5 s`, `1.5 min`. */
export function span(us: number): string {
  const size = Math.abs(us);
  if (size < 1000) return `${us} µs`;
  if (size < 1_000_000) return `${tenths(us / 1000)} ms`;
  if (size < 60_000_000) return `${tenths(us / 1_000_000)} s`;
  if (size < 3_600_000_000) return `${tenths(us / 60_000_000)} min`;
  return `${tenths(us / 3_600_000_000)} h`;
}

/** A difference with its sign: `+5 s`, `−20 ms`. */
export function signed(us: number): string {
  return us < 0 ? `−${span(-us)}` : `+${span(us)}`;
}

/** A number with its noun: `1 event`, `1,204 events`. */
export function counted(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/** A number in a unit, as exact as one reads it: `1,204 ms`, `14.3 s`, `0.25`. */
export function amount(value: number, unit = ''): string {
  const size = Math.abs(value);
  const digits =
    size >= 100
      ? count(value)
      : size >= 1 || size < 0.001
        ? tenths(value)
        : String(Number(value.toPrecision(2)));
  return unit === '' ? digits : `${digits.replace('-', '−')} ${unit}`;
}

function tenths(value: number): string {
  const rounded = Math.round(value * 10) / 10;
  return Number.isInteger(rounded) ? count(rounded) : rounded.toFixed(1).replace('-', '−');
}
