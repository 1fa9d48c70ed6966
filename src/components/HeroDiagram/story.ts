/** The paused lease holder, once without and once with a check in the storage. Units are those of the view box. */

export const viewBox = '14 0 458 580';

export const lanes = [
  { x: 84, lines: ['Client 1'] },
  { x: 204, lines: ['Lock', 'service'] },
  { x: 324, lines: ['Client 2'] },
  { x: 430, lines: ['Storage'] },
] as const;

const [client1, lock, client2, storage] = [84, 204, 324, 430];

export const top = 54;
export const bottom = 540;

/** What the picture says, in sentences; the text alternative and the caption are made of them. */
export function sentences(checked: boolean): string[] {
  return [
    'Client 1 asks the lock service for a lease and gets it with token 33.',
    'Client 1 is paused, for longer than its lease lasts. The lease expires.',
    'Client 2 asks for the lease and gets it with token 34. It writes with token 34 and storage accepts.',
    'Client 1 wakes, believes that it still holds the lease, and writes with token 33.',
    checked
      ? 'Storage has seen token 34 and refuses 33. The write of client 2 is safe.'
      : 'Storage does not check tokens and accepts. The write of client 2 is overwritten.',
  ];
}

export interface Arrow {
  readonly from: readonly [x: number, y: number];
  readonly to: readonly [x: number, y: number];
  readonly label: string;
  /** Where the label is centred. */
  readonly at: readonly [x: number, y: number];
}

const leg = 12;
const between = (a: number, b: number): number => (a + b) / 2;

export const messages: readonly Arrow[] = [
  { from: [client1, 74], to: [lock, 74 + leg], label: 'acquire', at: [between(client1, lock), 72] },
  { from: [lock, 100], to: [client1, 100 + leg], label: 'token 33', at: [between(client1, lock), 125] },
  { from: [client2, 278], to: [lock, 278 + leg], label: 'acquire', at: [between(lock, client2), 275] },
  { from: [lock, 304], to: [client2, 304 + leg], label: 'token 34', at: [between(lock, client2), 329] },
  {
    from: [client2, 352],
    to: [storage, 352 + leg],
    label: 'write 34',
    at: [between(client2, storage) - 2, 347],
  },
];

export const staleWrite: Arrow = {
  from: [client1, 462],
  to: [storage, 504],
  label: 'write 33',
  at: [between(client1, lock), 461],
};

export const leases = [
  { x: client1, from: 112, to: 244 },
  { x: client2, from: 316, to: bottom },
] as const;

export const pause = { x: client1, from: 160, to: 440 } as const;
export const expiry = { x: client1, y: 244 } as const;
export const stored = { x: storage, accepted: 364, last: 504 } as const;
