import { useEffect, useState, type ReactNode } from 'react';
import { fatesOf } from '../../diagram/messages.ts';
import { labelOf } from '../../diagram/message-label.ts';
import { count, counted, instant } from '../../diagram/quantity.ts';
import type { RecordedRun } from '../../diagram/recorded-run.ts';
import { LADDER_MS, type Lateness, type LatenessFound } from '../../explore/lateness.ts';
import { exclusion, type StatedModel } from '../../explore/system-model.ts';
import type { Report } from '../../grader/report.ts';
import type { Fault } from '../../sim/fault.ts';
import styles from './styles.module.css';

interface Props {
  readonly run: RecordedRun;
  /** What was found of this run; undefined before it was asked. */
  readonly lateness: LatenessFound | undefined;
  readonly onFound: (lateness: LatenessFound) => void;
  /** Makes the run again, and tries its messages. */
  readonly find: () => Promise<Report>;
  readonly model: StatedModel | undefined;
  /** Holds a message up, by so many ms more than it is now. */
  readonly holdUp: (message: string, byMs: number) => void;
}

const LONGEST_S = count((LADDER_MS.at(-1) ?? 0) / 1000);

/** For each message of a run that breaks nothing, how much later it may come: found by trying, told as a table. */
export default function LatenessPanel({ run, lateness, onFound, find, model, holdUp }: Props): ReactNode {
  const [state, setState] = useState<'asked' | 'failed'>();
  useEffect(() => setState(undefined), [run]);
  const ask = (): void => {
    setState('asked');
    void find().then((report) => {
      const found = report.replayed?.lateness;
      setState(found === undefined ? 'failed' : undefined);
      if (found !== undefined) onFound(found);
    });
  };
  return (
    <section className={styles.lateness} aria-labelledby="lateness">
      <h2 id="lateness">How late may it be?</h2>
      {lateness === undefined ? (
        <>
          <p className={styles.quiet}>
            Each message of this run is held up, alone, by up to {LONGEST_S} s, until a promise breaks.
          </p>
          <p>
            <button type="button" className={styles.button} onClick={ask} disabled={state === 'asked'}>
              {state === 'asked' ? 'Trying each message…' : 'Try each message'}
            </button>
          </p>
          {state === 'failed' ? <p role="alert">The run could not be made again.</p> : null}
        </>
      ) : (
        <Found run={run} lateness={lateness} model={model} holdUp={holdUp} />
      )}
    </section>
  );
}

function Found({
  run,
  lateness,
  model,
  holdUp,
}: Pick<Props, 'run' | 'model' | 'holdUp'> & { readonly lateness: LatenessFound }): ReactNode {
  const limited = lateness.messages
    .filter(({ limitMs }) => limitMs !== undefined)
    .sort((a, b) => a.unharmedMs - b.unharmedMs || a.sentSeq - b.sentSeq);
  const fates = new Map(fatesOf(run).map((fate) => [fate.sentSeq, fate]));
  return (
    <>
      <p role="status">{sentence(lateness, limited)}</p>
      {limited.length === 0 ? null : (
        <div className={styles.scroll}>
          <table>
            <thead>
              <tr>
                <th scope="col">Message</th>
                <th scope="col">Sent at</th>
                <th scope="col">To spare</th>
                <th scope="col">Then it breaks</th>
                <th scope="col">
                  <span className={styles.hidden}>Try it</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {limited.map(({ message, sentSeq, unharmedMs, limitMs = 0, breaks }) => {
                const fate = fates.get(sentSeq);
                const fault: Fault = { kind: 'delay', message, byMs: limitMs };
                const why = model && exclusion(model, fault);
                return (
                  <tr key={message}>
                    <td>
                      {fate === undefined
                        ? message
                        : `${fate.message.from} → ${fate.message.to}: ${labelOf(fate.message.body)}`}
                    </td>
                    <td className={styles.number}>{fate === undefined ? '' : instant(fate.sentUs)}</td>
                    <td className={styles.number}>{instant(unharmedMs * 1000)}</td>
                    <td>
                      {breaks.map((property) => (
                        <div key={property}>
                          <code>{property}</code>
                        </div>
                      ))}
                      {why === undefined ? null : (
                        <div className={styles.quiet}>outside the system model</div>
                      )}
                    </td>
                    <td>
                      <button type="button" className={styles.link} onClick={() => holdUp(message, limitMs)}>
                        Hold it up {instant(limitMs * 1000)}
                      </button>
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}

function sentence({ messages, isWhole }: LatenessFound, limited: readonly Lateness[]): string {
  const rest = isWhole ? '' : ' The others were not tried: these took all the steps that there are.';
  if (messages.length === 0)
    return isWhole ? 'No message arrived in this run.' : `None could be tried.${rest}`;
  const all = counted(messages.length, 'message');
  const tightest = limited[0];
  if (tightest === undefined) {
    const safe = isWhole ? ' What this run promises does not rest on time.' : rest;
    return `None of ${isWhole ? 'its' : 'the first'} ${all} breaks anything, however late, up to ${LONGEST_S} s.${safe}`;
  }
  const some = `${count(limited.length)} of ${isWhole ? '' : 'the first '}${all} ${limited.length === 1 ? 'has' : 'have'} a limit`;
  return `${some}. The tightest has ${instant(tightest.unharmedMs * 1000)} to spare.${rest}`;
}
