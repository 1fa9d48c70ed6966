import { ofKind, ofRun, type Json, type Operation, type Run } from 'partial-failure/kit';

export const NODE = 'store';

/** A record that was handed over, by the order of the calls. */
export interface Append {
  readonly operation: Operation;
  readonly life: number;
  /** Its place among the appends of its life. */
  readonly place: number;
  readonly record: Json;
}

/** A read by a log that had started. */
export interface Read {
  readonly operation: Operation;
  readonly life: number;
  readonly seq: number;
  readonly value: Json;
}

/** One boot of the node. */
export interface Life {
  readonly life: number;
  readonly bootUs: number;
  readonly bootSeq: number;
  readonly startedUs: number | undefined;
  /** When it ended by a crash. */
  readonly endUs: number | undefined;
}

export interface Facts {
  readonly appends: readonly Append[];
  readonly reads: readonly Read[];
  readonly lives: readonly Life[];
  /** Until when the run shows what happened, in µs; `Infinity` when nothing more could happen. */
  readonly untilUs: number;
  readonly lastSeq: number;
}

/** Which place an append has among those of its life. */
function appendsOf({ operations }: Run): Append[] {
  const counts = new Map<number, number>();
  return operations
    .filter(({ method, status }) => method === 'append' && status !== 'refused')
    .sort((a, b) => a.invokedSeq - b.invokedSeq)
    .filter(({ invokedSeq }) => invokedSeq >= 0)
    .map((operation) => {
      const { incarnation } = operation;
      const place = counts.get(incarnation) ?? 0;
      counts.set(incarnation, place + 1);
      return { operation, life: incarnation, place, record: operation.args[0] ?? null };
    });
}

export const factsOf: (run: Run) => Facts = ofRun((run: Run): Facts => {
  const { trace, operations } = run;
  const ends = trace.filter(ofKind('crash'));
  const started = trace.filter(ofKind('started'));
  return {
    appends: appendsOf(run),
    reads: operations
      .filter(({ method, status }) => method === 'read' && status === 'ok')
      .map((operation) => ({
        operation,
        life: operation.incarnation,
        seq: operation.returnedSeq ?? 0,
        value: operation.value ?? null,
      })),
    lives: trace.filter(ofKind('boot')).map(({ incarnation, atUs, seq }) => ({
      life: incarnation,
      bootUs: atUs,
      bootSeq: seq,
      startedUs: started.find((event) => event.incarnation === incarnation)?.atUs,
      endUs: ends.find((event) => event.incarnation === incarnation)?.atUs,
    })),
    untilUs: run.ending.reason === 'quiet' ? Infinity : run.endUs,
    lastSeq: trace.length - 1,
  };
});
