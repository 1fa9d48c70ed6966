import type { ReactNode } from 'react';
import { Band, Cross, Diagram, Event, Lane, Message, Tick, Words } from './space-time';

const TOP = 36;
const LOCK = 62;
const A = 186;
const B = 310;
const STORE = 424;

/** Lesson 8: the paused holder. With `fenced` the storage refuses the token of the past. */
export default function ThirtyThree({ fenced }: { fenced: boolean }): ReactNode {
  const bottom = 404;
  return (
    <Diagram
      title={fenced ? 'The storage refuses token 33' : 'Two holders, one file'}
      description={
        fenced
          ? 'The same run with tokens. Worker A is granted the lock with token 33 and pauses from 3 to 15 seconds. Worker B is granted the lock with token 34 and writes with it; the storage remembers 34. At 15 seconds worker A wakes and writes with token 33. The storage refuses the write.'
          : 'Four lanes: lock service, workers A and B, storage. Worker A is granted the lock for 10 seconds. It pauses from 3 to 15 seconds. At 10 seconds its lease ends, worker B is granted the lock and writes. At 15 seconds worker A wakes and writes too; the storage accepts it and the work of B is lost.'
      }
      width={470}
      height={416}
    >
      <Lane x={LOCK} from={TOP} to={bottom} name="lock" />
      <Lane x={A} from={TOP} to={bottom} name="worker A" />
      <Lane x={B} from={TOP} to={bottom} name="worker B" />
      <Lane x={STORE} from={TOP} to={bottom} name="storage" />

      <Band x={LOCK} from={76} to={206} kind="lease" />
      <Band x={LOCK} from={222} to={bottom} kind="lease" />
      <Band x={A} from={128} to={330} kind="pause" />

      <Message from={[A, 54]} to={[LOCK + 8, 72]} />
      <Message from={[LOCK + 8, 82]} to={[A, 102]} label={fenced ? 'yes, 33' : 'yes, 10 s'} below />
      <Message from={[B, 202]} to={[LOCK + 8, 222]} />
      <Message
        from={[LOCK + 8, 230]}
        to={[B, 250]}
        label={fenced ? 'yes, 34' : 'yes, 10 s'}
        at={0.76}
        below
      />
      <Message from={[B, 272]} to={[STORE, 290]} label={fenced ? 'write, 34' : 'write'} />
      <Tick at={[STORE + 16, 291]} />
      <Message from={[A, 344]} to={[STORE, 374]} label={fenced ? 'write, 33' : 'write'} at={0.28} />
      {fenced ? <Cross at={[STORE + 16, 376]} /> : <Event at={[STORE, 380]} wrong />}

      <Words at={[LOCK - 14, 54]} anchor="end" lines={['0 s']} soft />
      <Words at={[LOCK - 14, 128]} anchor="end" lines={['3 s']} soft />
      <Words at={[LOCK - 14, 206]} anchor="end" lines={['10 s']} soft />
      <Words at={[LOCK - 14, 272]} anchor="end" lines={['11 s']} soft />
      <Words at={[LOCK - 14, 336]} anchor="end" lines={['15 s']} soft />
      <Words at={[A + 14, 156]} lines={['paused']} soft />
    </Diagram>
  );
}
