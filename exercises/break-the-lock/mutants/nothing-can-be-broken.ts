/**
 * @breaks breaks-a
 * @misconception A lock with a lease and a check before each write is safe.
 */
import type { Attack } from 'partial-failure/break-the-lock';

export const systemA: Attack = null;
export const systemB: Attack = null;
export const systemC: Attack = null;
export const systemD: Attack = null;
export const systemE: Attack = null;
