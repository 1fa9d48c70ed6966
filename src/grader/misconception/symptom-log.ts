import type { Finding, Run } from '../../explore/scenario.ts';
import { shapeOf } from './shape.ts';
import type { Symptoms } from './symptoms.ts';

/** How a run came about. */
export type RunKind = 'case' | 'sample' | 'sweep' | 'exhaust';

/** Notes in which situations a program failed, while it is being graded. */
export class SymptomLog {
  private readonly tried = new Map<string, number>();
  private readonly signs = new Set<string>();
  private readonly shapes = new Map<string, readonly string[]>();

  /** A run was judged. @param index of the case in its scenario or group; directed runs come in their order */
  add(kind: RunKind, scenario: string, index: number, broken: readonly Finding[]): void {
    if (kind === 'case') this.tried.set(scenario, (this.tried.get(scenario) ?? 0) + 1);
    const where = kind === 'case' ? `${scenario}#${index}` : `${scenario} ${kind}`;
    for (const { property, code } of broken)
      this.signs.add(`${where} ${property}${code === undefined ? '' : ` ${code}`}`);
  }

  /** The shrunk run that breaks a property. */
  addShape(finding: Finding, run: Run): void {
    this.shapes.set(finding.property, shapeOf(finding, run));
  }

  symptoms(): Symptoms {
    return {
      tried: Object.fromEntries(this.tried),
      signs: [...this.signs].sort(),
      shapes: Object.fromEntries(this.shapes),
    };
  }
}
