import { lineOf } from './geometry.ts';
import { alongOf, place, type Layout } from './layout.ts';
import type { Arrow, Mark, Model, Tone } from './model.ts';
import { clockOf } from './clocks.ts';
import { labelsOf, shorterLabels } from './message-label.ts';
import { instant, signed } from './quantity.ts';
import { spotOf, type Spots } from './spots.ts';
import { ticksOf } from './time-scale.ts';

/** A text with its place. */
export interface Label {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'middle' | 'end';
  /** Degrees by which it is turned about its place. */
  readonly turn: number;
  /** The event that it belongs to, or -1; it is lit when that and `also` are. */
  readonly seq: number;
  readonly also: number;
  readonly tone: Tone;
  /** Along, for what is visible. */
  readonly along: number;
}

interface Wanted {
  /** From the longest to the shortest: words are lost before letters are. */
  readonly texts: readonly string[];
  readonly rank: number;
  readonly seq: number;
  readonly also: number;
  readonly tone: Tone;
  readonly along: number;
  readonly spots: readonly Spot[];
}

interface Spot {
  readonly x: number;
  readonly y: number;
  readonly anchor: Label['anchor'];
  /** Px that the text may take. */
  readonly room: number;
  /** Degrees by which it is turned, and how far it falls for each px to the right. */
  readonly turn?: number;
  readonly slope?: number;
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Fewer characters than this say nothing. */
const SHORTEST = 4;
/** A clock that is off by less is not worth a label, in µs. */
const CLOCK_OFF = 20_000;

/** The labels of a picture, placed where and when they are looked at. */
export interface Labels {
  /** Those with their place between two along time. */
  between(from: number, to: number): Label[];
}

/** Labels are placed in blocks of so many px along, so that a long picture costs no more than a short one. */
const BLOCK = 1024;
/** Labels of the next blocks that are this near are placed too, so that none covers another across the border. */
const NEAR = 160;

/**
 * Places labels so that none covers another: the violation first, then faults, then the rest in order of time. Each
 * tries a few places and is left out when none is free; selecting its event tells it all the same.
 */
export function createLabels(model: Model, layout: Layout, flight: number): Labels {
  const { busy } = model.spots;
  const alongOfMark = (mark: Mark): number => alongOf(layout, mark.atUs);
  const alongOfArrow = ({ fate }: Arrow): number =>
    (alongOf(layout, fate.sentUs) + alongOf(layout, fate.endUs)) / 2;
  const marks = inBlocks(model.marks, alongOfMark);
  const arrows = inBlocks(model.arrows, alongOfArrow);
  const clocks = inBlocks(wantedByClocks(model, layout), ({ along }) => along);
  const placed = new Map<number, Label[]>();
  const placeBlock = (block: number): Label[] => {
    const from = block * BLOCK - NEAR;
    const to = (block + 1) * BLOCK + NEAR;
    const near = [block - 1, block, block + 1];
    const seenMarks = near.flatMap((index) => marks.get(index) ?? []);
    const wanted = [
      ...wantedByViolation(model, layout, busy),
      ...seenMarks.flatMap((mark) => wantedByMark(model, layout, mark, busy)),
      ...near
        .flatMap((index) => arrows.get(index) ?? [])
        .flatMap((arrow) => wantedByArrow(layout, arrow, flight)),
      ...near.flatMap((index) => clocks.get(index) ?? []),
    ]
      .filter(({ along }) => from <= along && along < to)
      .sort((a, b) => a.rank - b.rank || a.along - b.along);
    return placeAll(model, layout, seenMarks, wanted).filter(
      ({ along }) => Math.floor(along / BLOCK) === block,
    );
  };
  return {
    between(from, to) {
      const labels: Label[] = [];
      for (let block = Math.max(0, Math.floor(from / BLOCK)); block <= Math.floor(to / BLOCK); block++) {
        let found = placed.get(block);
        if (found === undefined) placed.set(block, (found = placeBlock(block)));
        for (const label of found) if (from <= label.along && label.along <= to) labels.push(label);
      }
      return labels;
    },
  };
}

function inBlocks<T>(
  items: readonly T[],
  alongOfItem: (item: T) => number,
): ReadonlyMap<number, readonly T[]> {
  const blocks = new Map<number, T[]>();
  for (const item of items) {
    const block = Math.floor(alongOfItem(item) / BLOCK);
    const others = blocks.get(block);
    if (others === undefined) blocks.set(block, [item]);
    else others.push(item);
  }
  return blocks;
}

function placeAll(model: Model, layout: Layout, marks: readonly Mark[], wanted: readonly Wanted[]): Label[] {
  const taken = new Occupied();
  for (const { lane, atUs, tone } of marks) {
    const [x, y] = place(layout, alongOf(layout, atUs), layout.laneAt[lane] ?? layout.gutter);
    const half = tone === 'fault' || tone === 'violation' ? 7 : 3;
    taken.add([{ left: x - half, right: x + half, top: y - half, bottom: y + half }]);
  }
  if (model.violation !== undefined) {
    const { lane, atUs } = model.violation;
    const [x, y] = place(layout, alongOf(layout, atUs), layout.laneAt[lane] ?? layout.gutter);
    taken.add([
      layout.orientation === 'down'
        ? { left: x - 20, right: x - 6, top: y - 18, bottom: y }
        : { left: x - 14, right: x, top: y - 24, bottom: y - 6 },
    ]);
  }
  const labels: Label[] = [];
  for (const { spots, texts, seq, also, tone, along } of wanted) {
    const last = texts.at(-1);
    const shortened = tone === 'soft' || last === undefined ? [] : [{ text: last, whole: false }];
    tries: for (const { text, whole } of [...texts.map((one) => ({ text: one, whole: true })), ...shortened])
      for (const spot of spots) {
        const fitting = fit(text, spot.room, layout.charWidth, whole);
        if (fitting === undefined) continue;
        const boxes = boxesOf(spot, fitting.length * layout.charWidth, layout.fontSize);
        if (
          boxes.some(
            ({ left, right }) => left < 0 || (layout.orientation === 'down' && right > layout.breadth),
          )
        )
          continue;
        if (!taken.isFree(boxes)) continue;
        taken.add(boxes);
        const { x, y, anchor, turn = 0 } = spot;
        labels.push({ text: fitting, x, y, anchor, turn, seq, also, tone, along });
        break tries;
      }
  }
  return labels;
}

/** What a text covers: a box, or several along it when it is turned. */
function boxesOf({ x, y, anchor, slope = 0 }: Spot, width: number, height: number): Box[] {
  const start = anchor === 'start' ? 0 : anchor === 'end' ? -width : -width / 2;
  const parts = slope === 0 ? 1 : Math.max(1, Math.ceil(width / 24));
  return Array.from({ length: parts }, (_, part) => {
    const left = start + (width * part) / parts;
    const right = start + (width * (part + 1)) / parts;
    const ends = [left * slope, right * slope];
    return {
      left: x + left,
      right: x + right,
      top: y + Math.min(...ends) - height * 0.82,
      bottom: y + Math.max(...ends) + height * 0.24,
    };
  });
}

/** The text, or as much of it as the room allows, whole words if that is possible. */
function fit(text: string, room: number, charWidth: number, whole: boolean): string | undefined {
  const most = Math.floor(room / charWidth);
  if (text.length <= most) return text;
  if (whole || most < SHORTEST) return undefined;
  const cut = text.slice(0, most - 1);
  const space = cut.lastIndexOf(' ');
  return `${space >= SHORTEST - 1 ? cut.slice(0, space) : cut}…`;
}

function wantedByMark(model: Model, layout: Layout, mark: Mark, busy: Spots['busy']): Wanted[] {
  const { seq, lane, atUs, tone, label } = mark;
  if (label === '') return [];
  const isCertain = model.violation?.seq === seq;
  const along = alongOf(layout, atUs);
  if (lane < 0) {
    // The violation's own label stands here, and cuts have theirs.
    if (isCertain || tone === 'fault') return [];
    const [x, y] = place(layout, along, layout.gutter - 6);
    const spots: Spot[] = [{ x, y: y - 3, anchor: 'start', room: 160 }];
    return [{ texts: [label], rank: 6, seq, also: seq, tone: 'soft', along, spots }];
  }
  const rank = isCertain ? 1 : tone === 'fault' || tone === 'violation' ? 1 : tone === 'plain' ? 3 : 5;
  const across = layout.laneAt[lane] ?? 4;
  const gap = tone === 'fault' || tone === 'violation' || isCertain ? 12 : 8;
  const spots = besideLane(layout, along, across, gap, busy.get(spotOf(lane, atUs)));
  return [{ texts: shorterLabels(label), rank, seq, also: seq, tone, along, spots }];
}

/** What was broken, at the flag. */
function wantedByViolation({ violation, run }: Model, layout: Layout, busy: Spots['busy']): Wanted[] {
  if (violation === undefined || run.property === undefined) return [];
  const { lane, atUs } = violation;
  const along = alongOf(layout, atUs);
  const across = layout.laneAt[lane];
  const texts = [`${run.property} broken`];
  if (across === undefined) {
    const [x, y] = place(layout, along, layout.gutter);
    const spot: Spot = { x: x + 18, y: y + 4, anchor: 'start', room: layout.breadth };
    return [{ texts, rank: 0, seq: -1, also: -1, tone: 'violation', along, spots: [spot] }];
  }
  const spots = besideLane(layout, along, across, 22, busy.get(spotOf(lane, atUs))).map((spot) => ({
    ...spot,
    room: Math.max(spot.room, layout.spacing),
  }));
  return [{ texts, rank: 0, seq: -1, also: -1, tone: 'violation', along, spots }];
}

/** Next to a place on a lane, where no arrow is if possible; a line lower or higher where that is taken. */
function besideLane(
  layout: Layout,
  along: number,
  across: number,
  gap: number,
  busy = { lower: false, higher: false },
): Spot[] {
  const { fontSize, spacing, breadth, gutter } = layout;
  if (layout.orientation === 'across')
    return [-gap, gap + 8, -gap - fontSize, gap + 8 + fontSize].map((higher): Spot => ({
      x: along,
      y: across + higher,
      anchor: 'middle',
      room: 150,
    }));
  const usual = spacing - gap - 6;
  const last = across > breadth - spacing;
  const right = (lower: number): Spot => ({
    x: across + gap,
    y: along + lower,
    anchor: 'start',
    room: last ? Math.max(usual, breadth - across - gap) : usual,
  });
  const left = (lower: number): Spot => ({
    x: across - gap,
    y: along + lower,
    anchor: 'end',
    room: Math.min(usual, across - gutter - gap),
  });
  const beside = busy.higher && !busy.lower ? [left, right] : [right, left];
  // Between two arrows there is room above and below only.
  const heights =
    busy.higher && busy.lower ? [4 - fontSize, 4 + fontSize, 4] : [4, 4 - fontSize, 4 + fontSize];
  return heights.flatMap((height) => beside.map((side) => side(height)));
}

/** Steeper arrows have their label beside them, flatter ones along them. */
const STEEP = 38;

function wantedByArrow(layout: Layout, arrow: Arrow, flight: number): Wanted[] {
  const { fate, label, seq } = arrow;
  const { spareMs } = fate;
  if (label === '' && spareMs === undefined) return [];
  const line = lineOf(layout, arrow, flight);
  const unusual =
    fate.end === 'lost' || fate.end === 'stopped' || fate.late || fate.copy > 0 || fate.corrupted;
  const tone: Tone = unusual || spareMs !== undefined ? 'fault' : fate.end === 'stale' ? 'soft' : 'plain';
  const [x1, y1] = place(layout, line.fromAlong, line.fromAcross);
  const [x2, y2] = place(layout, line.toAlong, line.toAcross);
  const [dx, dy] = x2 >= x1 ? [x2 - x1, y2 - y1] : [x1 - x2, y1 - y2];
  const length = Math.hypot(dx, dy) || 1;
  const turn = (Math.atan2(dy, dx) * 180) / Math.PI;
  const isSelf = arrow.from === arrow.to;
  const partial = fate.end === 'lost' || fate.end === 'flying';
  const parts = partial ? [0.5, 0.4] : [0.5, 0.34, 0.66, 0.22, 0.78];
  const along = (line.fromAlong + line.toAlong) / 2;
  const spots = parts.flatMap((part): Spot[] => {
    const [x, y] = [x1 + (x2 - x1) * part, y1 + (y2 - y1) * part];
    if (isSelf || Math.abs(turn) > STEEP)
      return [
        { x: x + (isSelf ? 22 : 6), y: y + 4, anchor: 'start', room: 130 },
        { x: x - 6, y: y + 4, anchor: 'end', room: 130 },
      ];
    // Beside the line by a little, at right angles to it.
    const [nx, ny] = [dy / length, -dx / length];
    const room = Math.max(20, 2 * Math.min(part, 1 - part) * length - 16);
    const away = layout.fontSize + 1.5;
    return [
      { x: x + nx * 4, y: y + ny * 4, anchor: 'middle', room, turn, slope: dy / dx },
      { x: x - nx * away, y: y - ny * away, anchor: 'middle', room, turn, slope: dy / dx },
    ];
  });
  return [
    {
      texts: spareMs === undefined ? labelsOf(fate.message.body) : withSpare(label, spareMs),
      rank: unusual || spareMs !== undefined ? 2 : 4,
      seq,
      also: fate.sentSeq,
      tone,
      along,
      spots,
    },
  ];
}

/** What an arrow says of a message that may be only so late: of its own label and that, the latter last. */
function withSpare(label: string, spareMs: number): readonly string[] {
  const time = instant(spareMs * 1000);
  return [...(label === '' ? [] : [`${label}, ${time} to spare`]), `${time} to spare`, time];
}

/** What each clock is ahead of true time, now and then along its lane. */
function wantedByClocks(model: Model, layout: Layout): Wanted[] {
  const changed = model.lanes.flatMap(({ node }, lane) =>
    model.run.events.some(
      (event) =>
        event.node === node &&
        (event.kind === 'clock-step' || event.kind === 'clock-rate' || event.kind === 'leap-second'),
    )
      ? [{ clock: clockOf(model.run, node), lane }]
      : [],
  );
  if (changed.length === 0) return [];
  return ticksOf(layout.scale, 120).flatMap(({ us }) =>
    changed.flatMap(({ clock, lane }): Wanted[] => {
      const { aheadUs } = clock(us);
      if (Math.abs(aheadUs) < CLOCK_OFF) return [];
      const along = alongOf(layout, us);
      const texts = [`clock ${signed(aheadUs)}`];
      const spots = besideLane(layout, along, layout.laneAt[lane] ?? 0, 8);
      return [{ texts, rank: 6, seq: -1, also: -1, tone: 'fault', along, spots }];
    }),
  );
}

/** Boxes by the cells of a grid, to look only at those near. */
class Occupied {
  private readonly cells = new Map<number, Box[]>();

  add(boxes: readonly Box[]): void {
    for (const box of boxes)
      for (const cell of cellsOf(box)) {
        const others = this.cells.get(cell);
        if (others === undefined) this.cells.set(cell, [box]);
        else others.push(box);
      }
  }

  isFree(boxes: readonly Box[]): boolean {
    return !boxes.some((box) =>
      cellsOf(box).some((cell) => this.cells.get(cell)?.some((other) => overlap(box, other)) === true),
    );
  }
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

const CELL_WIDTH = 128;
const CELL_HEIGHT = 32;
/** More columns than any picture has. */
const COLUMNS = 1_000_000;

function cellsOf({ left, right, top, bottom }: Box): number[] {
  const cells: number[] = [];
  for (let row = Math.floor(top / CELL_HEIGHT); row <= Math.floor(bottom / CELL_HEIGHT); row++)
    for (let column = Math.floor(left / CELL_WIDTH); column <= Math.floor(right / CELL_WIDTH); column++)
      cells.push(row * COLUMNS + column);
  return cells;
}
