import type { ReactNode } from 'react';
import { Band, Diagram, Event, Lane, Message, Words } from './space-time';

const TOP = 36;
const BOTTOM = 520;
const P = 62;
const A = 168;
const B = 304;
const C = 386;
const Q = 466;
const WALL = 236;

/** Lesson 7: a leader, cut off from its followers, goes on answering its client. */
export default function DeposedLeader(): ReactNode {
  return (
    <Diagram
      title="The leader that is no longer one"
      description="Five lanes: client P, nodes A, B and C, client Q. From 1 second to 9 seconds a partition separates P and A from B, C and Q. A leads term 4. At 4 seconds B asks C for a vote in term 5 and gets it, so B leads term 5. At 5 seconds Q writes x = 20 through B, which stores it on C and answers done. At 6 seconds P reads x from A and is told 10. At 7 seconds P writes x = 30 through A and is told done. After 9 seconds A hears of term 5 and stops leading."
      width={490}
      height={536}
    >
      <Lane x={P} from={TOP} to={BOTTOM} name="P" />
      <Lane x={A} from={TOP} to={BOTTOM} name="A" />
      <Lane x={B} from={TOP} to={BOTTOM} name="B" />
      <Lane x={C} from={TOP} to={BOTTOM} name="C" />
      <Lane x={Q} from={TOP} to={BOTTOM} name="Q" />
      <Band x={A} from={TOP + 4} to={486} kind="lease" />
      <Band x={B} from={196} to={BOTTOM} kind="lease" />
      <line
        x1={WALL}
        y1={84}
        x2={WALL}
        y2={458}
        stroke="var(--pf-fault)"
        strokeWidth={3}
        strokeDasharray="9 6"
      />
      <Words at={[WALL, 52]} anchor="middle" lines={['partition']} soft />
      <Words at={[A + 14, 92]} lines={['leads']} soft />
      <Words at={[A + 14, 109]} lines={['term 4']} soft />

      <Time y={84} text="1 s" />
      <Time y={140} text="4 s" />
      <Time y={226} text="5 s" />
      <Time y={318} text="6 s" />
      <Time y={392} text="7 s" />
      <Time y={458} text="9 s" />

      <Message from={[B, 140]} to={[C, 156]} label="term 5?" />
      <Message from={[C, 172]} to={[B, 188]} label="yes" below />
      <Words at={[B - 12, 208]} anchor="end" lines={['leads']} soft />
      <Words at={[B - 12, 225]} anchor="end" lines={['term 5']} soft />

      <Message from={[Q, 226]} to={[B + 8, 250]} label="x = 20" at={0.25} />
      <Message from={[B + 8, 254]} to={[C, 264]} />
      <Message from={[C, 270]} to={[B + 8, 280]} />
      <Message from={[B + 8, 286]} to={[Q, 308]} label="done" at={0.75} />

      <Message from={[P, 318]} to={[A - 8, 332]} label="x?" />
      <Message from={[A - 8, 344]} to={[P, 358]} label="10" below />
      <Event at={[P, 358]} wrong />

      <Message from={[P, 392]} to={[A - 8, 406]} label="x = 30" />
      <Message from={[A - 8, 418]} to={[P, 432]} label="done" below />
      <Event at={[P, 432]} wrong />

      <Message from={[B - 8, 466]} to={[A + 8, 484]} label="term 5" />
    </Diagram>
  );
}

function Time({ y, text }: { y: number; text: string }): ReactNode {
  return <Words at={[40, y]} anchor="end" lines={[text]} soft />;
}
