import type { ProgramEnv, ProgramFactory } from '../sim/program.ts';

/** A module that its nodes share, if it has no state of its own. */
export interface SharedModule {
  /** Gives each caller an instance: the same one, as far as the module can be shared. */
  readonly factory: ProgramFactory;
  /** Whether what was shared is still as it was. If not, nodes may have learnt of each other: grade again, unshared. */
  isIntact(): boolean;
}

interface Instance {
  readonly exports: Record<string, unknown>;
  /** The line that had run last: each boot goes on from there. */
  readonly line: number;
}

/**
 * Lets all nodes use one instance of a module without state of its own (`compile/shareable.ts`), so that engines learn
 * its classes once. Modules with state are evaluated for each node.
 */
export function shareModule(factory: ProgramFactory): SharedModule {
  const instances = new Map<ProgramEnv, Instance>();
  const seals: Seal[] = [];
  return {
    factory(env) {
      const known = instances.get(env);
      if (known !== undefined) {
        env.meter.line = known.line;
        return known.exports;
      }
      let shared: readonly object[] | undefined;
      const exports = factory({
        ...env,
        share: (parts) => {
          shared = parts;
        },
      });
      if (shared !== undefined) {
        instances.set(env, { exports, line: env.meter.line });
        for (const part of shared) seals.push(...sealsOf(part));
      }
      return exports;
    },
    isIntact: () => seals.every(isUnbroken),
  };
}

/** What an object was made of. */
interface Seal {
  readonly object: object;
  readonly members: ReadonlyMap<PropertyKey, PropertyDescriptor>;
  readonly parent: object | null;
}

/** Seals of a function or class: itself, its prototype, and the methods of both. */
function sealsOf(part: object): Seal[] {
  const seals: Seal[] = [];
  const pending: object[] = [part];
  const seen = new Set<object>();
  for (let object = pending.pop(); object !== undefined; object = pending.pop()) {
    if (seen.has(object)) continue;
    seen.add(object);
    const members = new Map<PropertyKey, PropertyDescriptor>();
    for (const key of Reflect.ownKeys(object)) {
      const member = Reflect.getOwnPropertyDescriptor(object, key);
      if (member === undefined) continue;
      members.set(key, member);
      for (const value of [member.value, member.get, member.set] as unknown[]) {
        if (typeof value === 'function' || (typeof value === 'object' && value !== null)) pending.push(value);
      }
    }
    const parent: unknown = Reflect.getPrototypeOf(object);
    seals.push({
      object,
      members,
      parent: typeof parent === 'function' || typeof parent === 'object' ? parent : null,
    });
  }
  return seals;
}

function isUnbroken({ object, members, parent }: Seal): boolean {
  if (Reflect.getPrototypeOf(object) !== parent || Reflect.ownKeys(object).length !== members.size)
    return false;
  for (const [key, { value, get, set }] of members) {
    const now = Reflect.getOwnPropertyDescriptor(object, key);
    if (now === undefined || !Object.is(now.value, value) || now.get !== get || now.set !== set) return false;
  }
  return true;
}
