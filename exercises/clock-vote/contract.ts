/** What one time source says: the true offset of your clock lies within `uncertainty` of `offset`, ends included. */
export interface Sample {
  /** In ms: a whole number from −10⁹ to 10⁹. */
  readonly offset: number;
  /** In ms: a whole number from 0 to 10⁹. */
  readonly uncertainty: number;
}

/** A span of time; both ends belong to it. */
export interface Span {
  readonly earliest: number;
  readonly latest: number;
}

/** What the file must export as `agree`. `undefined` means: no majority of these sources can be right. */
export type Agree = (samples: Sample[]) => Span | undefined;
