import type { Attack } from 'partial-failure/break-the-lock';

// TODO: for each system the faults that break it, or null if it cannot be broken.
export const systemA: Attack = [];
export const systemB: Attack = [];
export const systemC: Attack = [];
export const systemD: Attack = [];
export const systemE: Attack = [];
