import type { ComponentType } from 'react';
import type { Exercise } from '../../explore/exercise.ts';

/** An exercise as a lesson page carries it. Written by `src/plugin/exercises.ts`. */
export interface WorkshopData {
  readonly exercise: Exercise;
  /** The brief, compiled from MDX. */
  readonly Brief: ComponentType<{ components?: Readonly<Record<string, unknown>> }>;
  /** In the order in which they are to be opened. */
  readonly hints: readonly { readonly title: string; readonly Body: ComponentType }[];
  /** What the editor begins with. */
  readonly starter: string;
  /** Type declarations for the editor. */
  readonly loadTypes: () => Promise<ModuleTypes>;
  /** The reference solution; absent in a site that was built without solutions. */
  readonly loadSolution: (() => Promise<string>) | undefined;
  /** Right programs in other styles; absent like the solution. */
  readonly loadAlternatives: (() => Promise<readonly RightProgram[]>) | undefined;
}

/** A right program, and how it goes about it. */
export interface RightProgram {
  readonly name: string;
  readonly about: string;
  readonly code: string;
}

/** Texts of TypeScript modules. */
export interface ModuleTypes {
  /** `partial-failure` */
  readonly api: string;
  /** `partial-failure/<exercise>` */
  readonly contract: string;
}
