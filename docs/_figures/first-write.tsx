import type { ReactNode } from 'react';
import { Band, Cross, Diagram, Event, Lane, Message, Tick, Words } from './space-time';

const WIDTH = 250;
const TOP = 58;
const BOTTOM = 268;
const A = 30;
const B = 104;
const STORE = 178;

/** Lesson 8: the same stale write, before and after the storage has seen the newer token. */
export default function FirstWrite(): ReactNode {
  return (
    <Diagram
      title="The mark rises only when the new token arrives"
      description="Two small diagrams. On the left, the write with token 33 reaches the storage before anything with token 34 does. The mark is still 33, and the write is accepted, although worker B already holds the lock. On the right, worker B first reads with token 34, which raises the mark to 34, and the later write with token 33 is refused."
      width={WIDTH * 2}
      height={280}
    >
      <g>
        <Words at={[(A + STORE) / 2, 14]} anchor="middle" lines={['33 comes first']} bold />
        <Lanes />
        <Message from={[A, 112]} to={[STORE, 146]} label="write, 33" at={0.25} />
        <Event at={[STORE, 150]} />
        <Mark y={150} text="mark 33" />
        <Message from={[B + 8, 196]} to={[STORE, 214]} label="read, 34" below />
        <Mark y={214} text="mark 34" />
      </g>
      <g transform={`translate(${WIDTH} 0)`}>
        <Words at={[(A + STORE) / 2, 14]} anchor="middle" lines={['34 comes first']} bold />
        <Lanes />
        <Message from={[B + 8, 96]} to={[STORE, 114]} label="read, 34" />
        <Mark y={114} text="mark 34" />
        <Tick at={[STORE + 16, 134]} />
        <Message from={[A, 176]} to={[STORE, 214]} label="write, 33" at={0.25} />
        <Cross at={[STORE + 16, 216]} />
      </g>
    </Diagram>
  );
}

function Lanes(): ReactNode {
  return (
    <g>
      <Lane x={A} from={TOP} to={BOTTOM} name="A" />
      <Lane x={B} from={TOP} to={BOTTOM} name="B" />
      <Lane x={STORE} from={TOP} to={BOTTOM} name="storage" />
      <Band x={B} from={TOP + 12} to={BOTTOM} kind="lease" />
    </g>
  );
}

function Mark({ y, text }: { y: number; text: string }): ReactNode {
  return <Words at={[STORE + 10, y]} lines={[text]} soft />;
}
