import type { ReactNode } from 'react';
import { Band, Crash, Diagram, Event, Lane, Message, Words } from './space-time';

const PANEL_WIDTH = 224;
const PANEL_HEIGHT = 172;
const YOU = 78;
const THEM = 196;
const SENT = 56;
const ARRIVES = 72;
const GIVES_UP = 118;
const END = 154;

/** Lesson 2: six causes, one observation. */
export default function SixCases(): ReactNode {
  return (
    <Diagram
      title="Six ways to get no reply"
      description="Six small diagrams. In each the sender, on the left, sends a request and gives up after the same time without a reply. One: the request is lost. Two: it is queued and is carried out after the sender has given up. Three: the remote node is dead. Four: the remote node is paused and carries out the request later. Five: the request is carried out and the reply is lost. Six: the request is carried out and the reply arrives after the sender has given up."
      width={PANEL_WIDTH * 2}
      height={PANEL_HEIGHT * 3}
    >
      <Panel index={0} name="1  request lost">
        <Message from={[YOU, SENT]} to={[139, 65]} fault="lost" />
      </Panel>
      <Panel index={1} name="2  request late">
        <Message from={[YOU, SENT]} to={[THEM, 136]} fault="late" />
        <Event at={[THEM, 142]} />
      </Panel>
      <Panel index={2} name="3  node dead">
        <Message from={[YOU, SENT]} to={[THEM, ARRIVES]} />
        <Crash at={[THEM, 48]} />
      </Panel>
      <Panel index={3} name="4  node paused">
        <Band x={THEM} from={48} to={132} kind="pause" />
        <Message from={[YOU, SENT]} to={[THEM - 8, ARRIVES]} />
        <Event at={[THEM, 142]} />
      </Panel>
      <Panel index={4} name="5  reply lost">
        <Message from={[YOU, SENT]} to={[THEM, ARRIVES]} />
        <Event at={[THEM, 78]} />
        <Message from={[THEM, 84]} to={[136, 93]} fault="lost" />
      </Panel>
      <Panel index={5} name="6  reply late">
        <Message from={[YOU, SENT]} to={[THEM, ARRIVES]} />
        <Event at={[THEM, 78]} />
        <Message from={[THEM, 84]} to={[YOU, 144]} fault="late" />
      </Panel>
    </Diagram>
  );
}

function Panel({ index, name, children }: { index: number; name: string; children: ReactNode }): ReactNode {
  const x = (index % 2) * PANEL_WIDTH;
  const y = Math.floor(index / 2) * PANEL_HEIGHT;
  const dead = index === 2;
  return (
    <g transform={`translate(${x} ${y})`}>
      <Words at={[(YOU + THEM) / 2, 14]} anchor="middle" lines={[name]} bold />
      <Lane x={YOU} from={34} to={END} />
      <Lane x={THEM} from={34} to={dead ? 42 : END} />
      <line x1={YOU - 9} y1={GIVES_UP} x2={YOU + 9} y2={GIVES_UP} stroke="currentColor" strokeWidth={2.5} />
      <Words at={[YOU - 12, SENT]} anchor="end" lines={['asks']} soft />
      <Words at={[YOU - 14, GIVES_UP]} anchor="end" lines={['gives up']} soft />
      {children}
    </g>
  );
}
