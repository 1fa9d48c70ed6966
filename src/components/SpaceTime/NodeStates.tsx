import { useMemo, type ReactNode } from 'react';
import type { Json } from '../../api.ts';
import { briefJson, labelOf } from '../../diagram/message-label.ts';
import { statesAt, type NodeState } from '../../diagram/node-state.ts';
import { instant, signed } from '../../diagram/quantity.ts';
import type { Model } from '../../diagram/model.ts';
import type { Message } from '../../sim/trace.ts';
import styles from './styles.module.css';

interface Props {
  readonly model: Model;
  /** Just after this event; -1: at the end of what is shown. */
  readonly seq: number;
}

/** Longest value that a card shows. */
const LONGEST = 40;
/** A clock that is off by less than this many µs is on time, for a card. */
const CLOCK_OFF = 1000;

/** What every node that is shown knows, holds and waits for at a moment. */
export default function NodeStates({ model, seq }: Props): ReactNode {
  const { run, lanes, events } = model;
  const at = seq >= 0 ? seq : (events[events.length - 1]?.seq ?? -1);
  const states = useMemo(() => {
    const all = new Map(statesAt(run, at).map((state) => [state.node, state]));
    return lanes.flatMap(({ node }) => all.get(node) ?? []);
  }, [run, lanes, at]);
  const event = run.events[at];
  return (
    <section className={styles.states} aria-label={`Nodes at ${instant(event?.atUs ?? 0)}`}>
      {states.map((state) => (
        <Card key={state.node} state={state} />
      ))}
    </section>
  );
}

function Card({ state }: { readonly state: NodeState }): ReactNode {
  const { node, status, incarnation, disk, openWrites, logged, lastLog, inbox, waitingFor, clock } = state;
  const facts: readonly (readonly [name: string, values: readonly string[]])[] = [
    ['holds', state.holds],
    ['runs', state.operations.map((method) => `${method}()`)],
    ['says', lastLog === undefined ? [] : [briefJson(lastLog, LONGEST)]],
    ['state', [...logged].map(([name, value]) => pair(name, value))],
    ['disk', [...disk].map(([key, value]) => pair(key, value))],
    ['writing', openWrites.map(({ key, value }) => pair(key, value))],
    ['inbox', inbox.map(({ from, body }) => `${labelOf(body)} from ${from}`)],
    ['waits for', waitingFor.map(tellWaiting)],
    ['clock', Math.abs(clock.aheadUs) < CLOCK_OFF ? [] : [signed(clock.aheadUs)]],
  ];
  const told = facts.filter(([, values]) => values.length > 0);
  return (
    <div className={styles.card} data-status={status}>
      <h5 className={styles.cardHead}>
        <span className={styles.node}>{node}</span>{' '}
        <span className={styles.status}>
          {status}
          {incarnation > 0 ? `, ${incarnation === 1 ? 'restarted' : `${incarnation} restarts`}` : ''}
        </span>
      </h5>
      {told.length === 0 ? null : (
        <dl className={styles.facts}>
          {told.map(([name, values]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                {values.slice(0, 6).map((value, index) => (
                  <span key={index}>{value}</span>
                ))}
                {values.length > 6 ? <span>and {values.length - 6} more</span> : null}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}

function pair(name: string, value: Json): string {
  return `${name} = ${briefJson(value, LONGEST)}`;
}

function tellWaiting({ to, body }: Message): string {
  return `${to}, ${labelOf(body)}`;
}
