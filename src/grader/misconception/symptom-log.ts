import type { Finding } from '../../explore/scenario.ts';
import type { Symptoms } from './symptoms.ts';

/**
 * How a run came about: as written, by drawn commands, with drawn faults, with one fault at a decision, in an exhaustive
 * search.
 */
export type RunKind = 'case' | 'commands' | 'sample' | 'sweep' | 'exhaust';

/** Notes in which situations a program fails, while it is being graded. */
export class SymptomLog {
  private readonly tried = new Map<string, Set<number>>();
  private readonly signs = new Set<string>();
  private readonly shapes = new Map<string, readonly string[]>();

  /**
   * A run was judged.
   *
   * @param scenario its id; of a function exercise the group's, of an attack the target's
   * @param index of the case in it
   */
  add(kind: RunKind, scenario: string, index: number, broken: readonly Finding[]): void {
    if (kind === 'case') this.tried.set(scenario, (this.tried.get(scenario) ?? new Set()).add(index));
    const where = kind === 'case' ? `${scenario}#${index}` : `${scenario} ${kind}`;
    for (const { property, code } of broken)
      this.signs.add(`${where} ${property}${code === undefined ? '' : ` ${code}`}`);
  }

  /** The features of the counterexample that is shown for a property. */
  addShape(property: string, features: readonly string[]): void {
    this.shapes.set(property, features);
  }

  symptoms(): Symptoms {
    return {
      tried: Object.fromEntries([...this.tried].map(([id, indices]) => [id, firstMissing(indices)])),
      signs: [...this.signs].sort(),
      shapes: Object.fromEntries(this.shapes),
    };
  }
}

/** How many of the first indices are there: a grading that ends early need not have made its runs in their order. */
function firstMissing(indices: ReadonlySet<number>): number {
  let index = 0;
  while (indices.has(index)) index++;
  return index;
}
