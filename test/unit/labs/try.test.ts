import { test } from 'vitest';
import quorums from '../../../src/labs/quorums/lab.ts';
import six from '../../../src/labs/six-ways/lab.ts';
import deposed from '../../../src/labs/deposed-leader/lab.ts';
import { labOf } from '../../support/labs.ts';
test('try', async () => {
  for (const [id, lab, sets] of [
    ['quorums', quorums, [{}, {rule:'answered'}, {size:'4', rule: 'half'}, {n3:'both', n4:'down'}]],
    ['six-ways', six, [{}, {cause:'paused'},{cause:'reply-late', late: 2, patience: 6}]],
    ['deposed-leader', deposed, [{}, {asks:'majority'}, {fault:'pause'}, {length:1}, {patience:9},{fault:'pause',asks:'majority'},{fault:'pause',patience:10},{length:5},{length:6}, {length:12, asks:'majority'}]],
  ] as const) {
    const run = await labOf(id, lab);
    for (const set of sets) {
      const r = run(set);
      console.log(id, JSON.stringify(set), r.run.events.length, JSON.stringify(r.outcome, null, 0));
      for (const e of r.run.events) if (e.kind==='error') console.log('ERR', e);
      if (id==='deposed-leader') console.log(r.run.events.filter(e=>e.kind==='log').map(e=>`${e.atUs/1000} ${e.node} ${e.kind==='log'?e.text:''}`).join(', '));
    }
  }
});
