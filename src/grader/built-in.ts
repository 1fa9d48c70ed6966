import type { Finding, Run } from '../explore/scenario.ts';

/** A program whose disk has answered may take this long to settle `start()`. */
const START_GRACE_US = 1_000_000;

/** What every run is judged by, whatever the exercise. */
export function builtInFindings(run: Run): Finding[] {
  const { ending } = run;
  if ('line' in ending) {
    const data = { reason: ending.reason, node: ending.node, line: ending.line };
    return [{ property: 'within-limits', status: 'broken', code: ending.reason, data }];
  }
  const findings: Finding[] = [];
  for (const event of run.trace) {
    // A node whose boot fails is as if it did not exist; other checks could pass for want of it.
    if (event.kind !== 'error' || (event.where !== 'start' && event.where !== 'boot')) continue;
    const data = { node: event.node, line: event.line, text: event.text };
    findings.push({
      property: 'start-settles',
      status: 'broken',
      code: event.where,
      events: [event.seq],
      data,
    });
    break;
  }
  for (const { id, role, up, started, bootedUs, lastDiskDoneUs } of run.nodes) {
    if (role === '' || !up || started) continue;
    const quietSince = Math.max(
      bootedUs,
      lastDiskDoneUs,
      run.faultsOverUs === Infinity ? 0 : run.faultsOverUs,
    );
    if (run.endUs - quietSince > START_GRACE_US && !pausedAfter(run, id, run.endUs - START_GRACE_US)) {
      findings.push({ property: 'start-settles', status: 'broken', code: 'pending', data: { node: id } });
    }
  }
  return findings;
}

function pausedAfter(run: Run, node: string, us: number): boolean {
  return run.trace.some((event) => event.kind === 'pause' && event.node === node && event.untilUs > us);
}

/** The words for {@link builtInFindings}; `undefined` for findings of an exercise. */
export function explainBuiltIn(finding: Finding): string | undefined {
  const node = String(finding.data?.['node'] ?? '');
  const line = Number(finding.data?.['line'] ?? 0);
  const where = `${node === '' ? 'The program' : `The program on ${node}`}${line > 0 ? `, line ${line},` : ''}`;
  if (finding.property === 'start-settles' && finding.code !== 'pending') {
    const what = finding.code === 'boot' ? 'The constructor (or the top of the file)' : 'start()';
    return `${what} threw on ${node}, so the node never began to work: ${String(finding.data?.['text'] ?? '')}`;
  }
  if (finding.property === 'start-settles') {
    return `start() on ${node} never settled, so the node never began to work. Start loops without awaiting them.`;
  }
  if (finding.property !== 'within-limits') return undefined;
  switch (finding.code) {
    case 'steps':
      return `${where} ran on without an end: a loop or recursion in one turn took too many steps. Only an await lets time pass.`;
    case 'steps-of-run':
      return `${where} took too many steps in one run, all turns together. Does something work all the time?`;
    case 'steps-of-grading':
      return `The program took too many steps in all runs together, more than fifty right programs need. Does something work all the time?`;
    case 'stored':
      return `${where} sent, wrote and logged too much in one run: millions of values. Send and log what is needed only.`;
    case 'depth':
      return `${where} called itself too deeply.`;
    case 'jobs':
      return `${where} settled promises without an end: time never passed. Await node.sleep() in a loop that waits.`;
    default:
      return `${where} made too many events in one run. Does something send or wait in a tight loop?`;
  }
}
