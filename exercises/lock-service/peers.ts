import {
  isJsonObject,
  type CourseProgram,
  type CourseSide,
  type NodeId,
  type ScenarioNode,
} from 'partial-failure/kit';
import { TTL_MS } from './bounds.ts';

export const STORAGE: NodeId = 'storage';
export const CLIENTS: readonly NodeId[] = ['client-1', 'client-2', 'client-3'];

export function replicasOf(n: number): readonly NodeId[] {
  return Array.from({ length: n }, (_, i) => `replica-${i + 1}`);
}

/** The worker that writes under the grants of a client. */
export function workerOf(client: NodeId): NodeId {
  return client.replace('client', 'worker');
}

/** Fenced, as in the lesson: refuses a write whose token is below the greatest it has seen. Never forgets. */
function storage(me: CourseSide): CourseProgram {
  return {
    onRequest(_from, message, reply) {
      if (!isJsonObject(message)) return;
      const { token, grant } = message;
      if (typeof token !== 'number' || typeof grant !== 'number') return;
      const mark = Number(me.durable.get('mark') ?? 0);
      const ok = token >= mark;
      if (ok) me.durable.set('mark', token);
      me.note(ok ? 'applied' : 'refused', { token, grant, mark });
      reply(ok ? { ok } : { ok, highest: mark });
    },
  };
}

/** Writes once for a grant, as it is told. */
function worker(me: CourseSide): CourseProgram {
  return {
    methods: {
      write(token, grant) {
        me.request(
          STORAGE,
          { op: 'write', key: 'x', value: grant ?? 0, token: token ?? 0, grant: grant ?? 0 },
          () => undefined,
        );
        return undefined;
      },
    },
  };
}

/** All nodes of a scenario with these replicas. */
export function cluster(replicas: readonly NodeId[]): ScenarioNode[] {
  return [
    ...replicas.map((id) => ({ id, role: 'replica', args: [replicas, TTL_MS] })),
    ...CLIENTS.map((id) => ({ id, role: 'client', args: [replicas, TTL_MS] })),
    ...CLIENTS.map((id) => ({ id: workerOf(id), course: worker })),
    { id: STORAGE, course: storage },
  ];
}
