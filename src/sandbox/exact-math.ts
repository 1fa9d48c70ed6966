/**
 * `Math.exp`, `log`, `pow` and their kin with the same bits in every engine.
 *
 * Ports of fdlibm's `e_exp.c`, `e_log.c`, `e_pow.c` (Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved.
 * Developed at SunSoft, a Sun Microsystems, Inc. business. Permission to use, copy, modify, and distribute this software
 * is freely granted, provided that this notice is preserved). They use additions, multiplications, divisions and square
 * roots only, which IEEE 754 fixes.
 */

const view = new DataView(new ArrayBuffer(8));

function highWord(x: number): number {
  view.setFloat64(0, x);
  return view.getInt32(0);
}

function lowWord(x: number): number {
  view.setFloat64(0, x);
  return view.getUint32(4);
}

function withHighWord(x: number, high: number): number {
  view.setFloat64(0, x);
  view.setInt32(0, high);
  return view.getFloat64(0);
}

function withLowWordZero(x: number): number {
  view.setFloat64(0, x);
  view.setInt32(4, 0);
  return view.getFloat64(0);
}

/** `x · 2^n`, rounded once where the result is subnormal. */
function scale(x: number, n: number): number {
  if (n > 1023) return x * powerOfTwo(1023) * powerOfTwo(n - 1023);
  // 2^-54 keeps the intermediate result normal, so that only the last product rounds.
  if (n < -1022) return x * powerOfTwo(n + 54) * 5.551115123125783e-17;
  return x * powerOfTwo(n);
}

function powerOfTwo(n: number): number {
  view.setInt32(0, (n + 1023) << 20);
  view.setInt32(4, 0);
  return view.getFloat64(0);
}

const two54 = 18014398509481984;
const ln2Hi = 6.9314718036912381649e-1;
const ln2Lo = 1.90821492927058770002e-10;
const p1 = 1.66666666666666019037e-1;
const p2 = -2.77777777770155933842e-3;
const p3 = 6.61375632143793436117e-5;
const p4 = -1.6533902205465251539e-6;
const p5 = 4.13813679705723846039e-8;

/** e to the power of x, within one unit in the last place. */
export function exp(value: number): number {
  const x = +value;
  if (x !== x) return x;
  if (x > 7.09782712893383973096e2) return Infinity;
  if (x < -7.4513321910194110842e2) return 0;
  if (x === 1) return Math.E;
  const size = Math.abs(x);
  if (size < 3.725290298461914e-9) return 1 + x;
  let hi = x;
  let lo = 0;
  let k = 0;
  if (size > 0.5 * Math.LN2) {
    k = size < 1.5 * Math.LN2 ? (x > 0 ? 1 : -1) : Math.trunc(Math.LOG2E * x + (x > 0 ? 0.5 : -0.5));
    hi = x - k * ln2Hi;
    lo = k * ln2Lo;
  }
  const r = hi - lo;
  const t = r * r;
  const c = r - t * (p1 + t * (p2 + t * (p3 + t * (p4 + t * p5))));
  if (k === 0) return 1 - ((r * c) / (c - 2) - r);
  return scale(1 - (lo - (r * c) / (2 - c) - hi), k);
}

const lg1 = 6.66666666666673513e-1;
const lg2 = 3.999999999940941908e-1;
const lg3 = 2.857142874366239149e-1;
const lg4 = 2.222219843214978396e-1;
const lg5 = 1.818357216161805012e-1;
const lg6 = 1.531383769920937332e-1;
const lg7 = 1.479819860511658591e-1;

/** The natural logarithm, within one unit in the last place. */
export function log(value: number): number {
  let x = +value;
  if (x !== x || x < 0) return NaN;
  if (x === 0) return -Infinity;
  if (x === Infinity) return x;
  let k = 0;
  if (x < 2.2250738585072014e-308) {
    k -= 54;
    x *= two54;
  }
  let high = highWord(x);
  k += (high >> 20) - 1023;
  high &= 0x000fffff;
  let i = (high + 0x95f64) & 0x100000;
  x = withHighWord(x, high | (i ^ 0x3ff00000));
  k += i >> 20;
  const f = x - 1;
  if ((0x000fffff & (2 + high)) < 3) {
    if (f === 0) return k === 0 ? 0 : k * ln2Hi + k * ln2Lo;
    const r = f * f * (0.5 - 0.3333333333333333 * f);
    return k === 0 ? f - r : k * ln2Hi - (r - k * ln2Lo - f);
  }
  const s = f / (2 + f);
  const z = s * s;
  i = high - 0x6147a;
  const w = z * z;
  const j = 0x6b851 - high;
  const t1 = w * (lg2 + w * (lg4 + w * lg6));
  const t2 = z * (lg1 + w * (lg3 + w * (lg5 + w * lg7)));
  const r = t2 + t1;
  if ((i | j) > 0) {
    const half = 0.5 * f * f;
    return k === 0 ? f - (half - s * (half + r)) : k * ln2Hi - (half - (s * (half + r) + k * ln2Lo) - f);
  }
  return k === 0 ? f - s * (f - r) : k * ln2Hi - (s * (f - r) - k * ln2Lo - f);
}

/** The logarithm to base 2; exact for powers of two. */
export function log2(value: number): number {
  let x = +value;
  if (x !== x || x < 0) return NaN;
  if (x === 0 || x === Infinity) return x === 0 ? -Infinity : x;
  let k = 0;
  if (x < 2.2250738585072014e-308) {
    k = -54;
    x *= two54;
  }
  const high = highWord(x);
  k += (high >> 20) - 1023;
  let m = withHighWord(x, (high & 0x000fffff) | 0x3ff00000);
  if (m > Math.SQRT2) {
    m /= 2;
    k += 1;
  }
  return k + log(m) * Math.LOG2E;
}

/** The logarithm to base 10; exact for powers of ten up to 10²². */
export function log10(value: number): number {
  const x = +value;
  const result = log(x) * Math.LOG10E;
  const whole = Math.round(result);
  return Math.abs(result - whole) < 1e-9 && whole >= 0 && whole <= 22 && Number(`1e${whole}`) === x
    ? whole
    : result;
}

/** log(1 + x), precise near 0 (Kahan). */
export function log1p(value: number): number {
  const x = +value;
  const u = 1 + x;
  if (u === 1 || u === Infinity) return x;
  return log(u) * (x / (u - 1));
}

/** exp(x) − 1, precise near 0 (Kahan). */
export function expm1(value: number): number {
  const x = +value;
  const u = exp(x);
  if (u === 1) return x;
  if (u === Infinity || u - 1 === -1) return u - 1;
  return ((u - 1) * x) / log(u);
}

/** The cube root; exact for cubes of integers. */
export function cbrt(value: number): number {
  const x = +value;
  if (x === 0 || x !== x || Math.abs(x) === Infinity) return x;
  const size = Math.abs(x);
  let root = exp(log(size) / 3);
  root -= (root - size / (root * root)) / 3;
  root -= (root - size / (root * root)) / 3;
  const whole = Math.round(root);
  if (whole * whole * whole === size) root = whole;
  return x < 0 ? -root : root;
}

/** The square root of the sum of squares. */
export function hypot(...values: number[]): number {
  let largest = 0;
  let nan = false;
  for (const value of values) {
    const size = Math.abs(+value);
    if (size === Infinity) largest = Infinity;
    else if (size !== size) nan = true;
    else if (size > largest) largest = size;
  }
  if (largest === Infinity) return largest;
  if (nan) return NaN;
  if (largest === 0) return 0;
  let sum = 0;
  for (const value of values) sum += (value / largest) * (value / largest);
  return Math.sqrt(sum) * largest;
}

const bp = [1, 1.5] as const;
const dpH = [0, 5.84962487220764160156e-1] as const;
const dpL = [0, 1.35003920212974897128e-8] as const;
const l1 = 5.99999999999994648725e-1;
const l2 = 4.28571428578550184252e-1;
const l3 = 3.33333329818377432918e-1;
const l4 = 2.72728123808534006489e-1;
const l5 = 2.30660745775561754067e-1;
const l6 = 2.06975017800338417784e-1;
const lnTwo = 6.93147180559945286227e-1;
const lnTwoH = 6.93147182464599609375e-1;
const lnTwoL = -1.90465429995776804525e-9;
const overflowTail = 8.008566259537294e-17;
const cp = 9.61796693925975554329e-1;
const cpH = 9.61796700954437255859e-1;
const cpL = -7.02846165095275826516e-9;
const invLn2 = 1.442695040888963387;
const invLn2H = 1.44269502162933349609;
const invLn2L = 1.92596299112661746887e-8;

/** x to the power of y, within one unit in the last place; special cases as in ECMA-262, 6.1.6.1.3. */
export function pow(base: number, exponent: number): number {
  const x = +base;
  const y = +exponent;
  if (y === 0) return 1;
  if (x !== x || y !== y) return NaN;
  const size = Math.abs(x);
  if (y === Infinity || y === -Infinity) {
    if (size === 1) return NaN;
    return size > 1 === y > 0 ? Infinity : 0;
  }
  const whole = Number.isInteger(y);
  const odd = whole && Math.abs(y) < 9007199254740992 && y % 2 !== 0;
  if (x === 0 || size === Infinity || size === 1) {
    const result = y < 0 ? 1 / size : size;
    if (x < 0 || Object.is(x, -0)) {
      if (odd) return -result;
      if (size === 1 && !whole) return NaN;
    }
    return result;
  }
  if (y === 1) return x;
  if (y === 2) return x * x;
  if (y === -1) return 1 / x;
  if (y === 0.5 && x >= 0) return Math.sqrt(x);
  if (x < 0 && !whole) return NaN;
  const result = positivePower(size, y);
  return x < 0 && odd ? -result : result;
}

/** The core of `e_pow.c`, for finite x > 0, x ≠ 1, and finite y. */
function positivePower(x: number, y: number): number {
  let ax = x;
  let t1: number;
  let t2: number;
  const iy = highWord(y) & 0x7fffffff;
  let ix = highWord(ax) & 0x7fffffff;
  if (iy > 0x41e00000) {
    if (iy > 0x43f00000) {
      if (ix <= 0x3fefffff) return y < 0 ? Infinity : 0;
      if (ix >= 0x3ff00000) return y > 0 ? Infinity : 0;
    }
    if (ix < 0x3fefffff) return y < 0 ? Infinity : 0;
    if (ix > 0x3ff00000) return y > 0 ? Infinity : 0;
    const t = ax - 1;
    const w = t * t * (0.5 - t * (0.3333333333333333 - t * 0.25));
    const u = invLn2H * t;
    const v = t * invLn2L - w * invLn2;
    t1 = withLowWordZero(u + v);
    t2 = v - (t1 - u);
  } else {
    let n = 0;
    if (ix < 0x00100000) {
      ax *= 9007199254740992;
      n -= 53;
      ix = highWord(ax);
    }
    n += (ix >> 20) - 0x3ff;
    const j = ix & 0x000fffff;
    ix = j | 0x3ff00000;
    let k: 0 | 1 = 0;
    if (j > 0x3988e) {
      if (j < 0xbb67a) k = 1;
      else {
        n += 1;
        ix -= 0x00100000;
      }
    }
    ax = withHighWord(ax, ix);
    let u = ax - bp[k];
    let v = 1 / (ax + bp[k]);
    const ss = u * v;
    const sH = withLowWordZero(ss);
    let tH = withHighWord(0, ((ix >> 1) | 0x20000000) + 0x00080000 + (k << 18));
    let tL = ax - (tH - bp[k]);
    const sL = v * (u - sH * tH - sH * tL);
    let s2 = ss * ss;
    let r = s2 * s2 * (l1 + s2 * (l2 + s2 * (l3 + s2 * (l4 + s2 * (l5 + s2 * l6)))));
    r += sL * (sH + ss);
    s2 = sH * sH;
    tH = withLowWordZero(3 + s2 + r);
    tL = r - (tH - 3 - s2);
    u = sH * tH;
    v = sL * tH + tL * ss;
    const pH = withLowWordZero(u + v);
    const pL = v - (pH - u);
    const zH = cpH * pH;
    const zL = cpL * pH + pL * cp + dpL[k];
    t1 = withLowWordZero(zH + zL + dpH[k] + n);
    t2 = zL - (t1 - n - dpH[k] - zH);
  }
  const y1 = withLowWordZero(y);
  const pL = (y - y1) * t1 + y * t2;
  let pH = y1 * t1;
  let z = pL + pH;
  const j = highWord(z);
  const i = lowWord(z) | 0;
  if (j >= 0x40900000) {
    if (((j - 0x40900000) | i) !== 0 || pL + overflowTail > z - pH) return Infinity;
  } else if ((j & 0x7fffffff) >= 0x4090cc00) {
    if (((j - (0xc090cc00 | 0)) | i) !== 0 || pL <= z - pH) return 0;
  }
  const exponentOf = (j & 0x7fffffff) >> 20;
  let n = 0;
  if ((j & 0x7fffffff) > 0x3fe00000) {
    n = j + (0x00100000 >> (exponentOf - 0x3ff + 1));
    const k = ((n & 0x7fffffff) >> 20) - 0x3ff;
    const t = withHighWord(0, n & ~(0x000fffff >> k));
    n = ((n & 0x000fffff) | 0x00100000) >> (20 - k);
    if (j < 0) n = -n;
    pH -= t;
  }
  const t = withLowWordZero(pL + pH);
  const u = t * lnTwoH;
  const v = (pL - (t - pH)) * lnTwo + t * lnTwoL;
  z = u + v;
  const w = v - (z - u);
  const square = z * z;
  const q = z - square * (p1 + square * (p2 + square * (p3 + square * (p4 + square * p5))));
  const r = (z * q) / (q - 2) - (w + z * w);
  return scale(1 - (r - z), n);
}
