import type { ReactNode } from 'react';
import { Diagram, Event, Lane, Message, Words } from './space-time';

const TOP = 36;
const BOTTOM = 392;
const W = 36;
const A = 112;
const B = 180;
const C = 248;
const R1 = 350;
const R2 = 450;

/** Lesson 7: majorities alone let one reader see the new value and a later reader the old one. */
export default function NewThenOld(): ReactNode {
  return (
    <Diagram
      title="A new value, then the old one"
      description="Six lanes: a writer, replicas A, B and C, and two readers. The writer sends the new value to all three replicas. It reaches A at once, but the messages to B and C are delayed. Reader one gets replies from A, the new value, and B, the old value, and returns the new value. After that, reader two gets replies from B and C, both old, and returns the old value. Only then do the delayed messages arrive."
      width={500}
      height={404}
    >
      <Lane x={W} from={TOP} to={BOTTOM} name="writer" />
      <Lane x={A} from={TOP} to={BOTTOM} name="A" />
      <Lane x={B} from={TOP} to={BOTTOM} name="B" />
      <Lane x={C} from={TOP} to={BOTTOM} name="C" />
      <Lane x={R1} from={TOP} to={BOTTOM} name="reader 1" />
      <Lane x={R2} from={TOP} to={BOTTOM} name="reader 2" />

      <Message from={[W, 58]} to={[A, 72]} label="new" />
      <Event at={[A, 76]} />
      <Message from={[W, 64]} to={[B, 330]} fault="late" />
      <Message from={[W, 64]} to={[C, 372]} fault="late" />

      <Message from={[A, 100]} to={[R1, 142]} label="new" at={0.66} />
      <Message from={[B, 142]} to={[R1, 164]} label="old" at={0.3} below />
      <Words at={[R1 - 8, 188]} anchor="end" lines={['returns new']} bold />
      <Event at={[R1, 188]} />

      <Message from={[B, 232]} to={[R2, 274]} label="old" at={0.8} />
      <Message from={[C, 276]} to={[R2, 296]} label="old" at={0.3} below />
      <Words at={[R2 - 10, 324]} anchor="end" lines={['returns old']} bold />
      <Event at={[R2, 324]} wrong />
    </Diagram>
  );
}
