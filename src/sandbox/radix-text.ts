/** Numbers in bases other than ten: fractions as V8 writes them (`DoubleToRadixCString`), whole parts exactly. */

const digits = '0123456789abcdefghijklmnopqrstuvwxyz';
const view = new DataView(new ArrayBuffer(8));

function nextAbove(x: number): number {
  view.setFloat64(0, x);
  view.setBigUint64(0, view.getBigUint64(0) + 1n);
  return view.getFloat64(0);
}

/** The shortest digits that give the number back, for a finite number and a radix from 2 to 36. */
export function radixText(number: number, radix: number): string {
  const value = Math.abs(number);
  let integer = Math.floor(value);
  let fraction = value - integer;
  let delta = Math.max(5e-324, 0.5 * (nextAbove(value) - value));
  const after: number[] = [];
  if (fraction >= delta) {
    do {
      fraction *= radix;
      delta *= radix;
      const digit = Math.trunc(fraction);
      after.push(digit);
      fraction -= digit;
      if ((fraction > 0.5 || (fraction === 0.5 && digit % 2 === 1)) && fraction + delta > 1) {
        // Round up, and carry.
        for (;;) {
          const last = after.pop();
          if (last === undefined) {
            integer += 1;
            break;
          }
          if (last + 1 < radix) {
            after.push(last + 1);
            break;
          }
        }
        break;
      }
    } while (fraction >= delta);
  }
  const point = after.length > 0 ? '.' : '';
  return `${number < 0 ? '-' : ''}${BigInt(integer).toString(radix)}${point}${after.map((digit) => digits.charAt(digit)).join('')}`;
}
