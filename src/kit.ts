/** All that an exercise's author may import, from `partial-failure/kit`. */

export type { Json, NodeId } from './api.ts';
export type { CausalDeliveryResult } from './checkers/causal-delivery.ts';
export { checkCausalDelivery } from './checkers/causal-delivery.ts';
export type { CausalityResult } from './checkers/causality.ts';
export { checkCausality } from './checkers/causality.ts';
export type { ConvergenceResult, Observation } from './checkers/convergence.ts';
export { checkConvergence } from './checkers/convergence.ts';
export type {
  DeliveryResult,
  FifoResult,
  NodeLog,
  PrefixOfResult,
  PrefixResult,
} from './checkers/delivery.ts';
export { checkDelivery, checkFifo, checkPrefix, checkPrefixOf } from './checkers/delivery.ts';
export type {
  ExternalConsistencyResult,
  SnapshotRead,
  Transaction,
} from './checkers/external-consistency.ts';
export { checkExternalConsistency } from './checkers/external-consistency.ts';
export { checkDetectorClass } from './checkers/detector-class.ts';
export type { QualityOfService } from './checkers/failure-detector.ts';
export { checkQualityOfService, qualityOfService } from './checkers/failure-detector.ts';
export type { DetectorRun } from './checkers/failure-detector/run.ts';
export type { LinearizabilityResult } from './checkers/linearizability.ts';
export { checkLinearizability } from './checkers/linearizability.ts';
export { inBatches, smallerBatches } from './kit/batches.ts';
export type {
  AttackExercise,
  AttackTarget,
  CaseGroup,
  Exercise,
  FunctionCases,
  FunctionExercise,
  NodesChecks,
  NodesExercise,
  Property,
  Role,
  SystemModel,
} from './explore/exercise.ts';
export type { Command, Commands, Stage } from './explore/commands.ts';
export { defineCommand, defineCommands } from './explore/commands.ts';
export {
  callWhenFree,
  clockStep,
  crash,
  crashAtStep,
  cutOff,
  delayNext,
  doubleNext,
  holdUntil,
  loseNext,
  pause,
  restart,
  slowDisk,
  untilIdle,
  wait,
} from './explore/usual-commands.ts';
export { EPOCH_MS } from './sim/clock.ts';
export { defineScenario } from './explore/scenario.ts';
export type { Needs, StatedModel } from './explore/system-model.ts';
export { exclusion } from './explore/system-model.ts';
export type { FaultMix } from './explore/mix.ts';
export type {
  AnyScenario,
  Exhaust,
  Finding,
  Measure,
  Run,
  RunNode,
  Scenario,
  ScenarioNode,
  SetUp,
  Sweep,
} from './explore/scenario.ts';
export type { CourseProgram, CourseSide, Reply } from './sim/course-node.ts';
export type { Decider, Step, WorldView } from './sim/decider.ts';
export { combine } from './sim/decider.ts';
export type {
  Fault,
  InjectedFault,
  LinkKey,
  MessageKey,
  Moment,
  StepFault,
  TimedFault,
  UnsyncedTail,
  MessageFault,
} from './sim/fault.ts';
export { linksBetween, linksFrom } from './sim/fault.ts';
export type { Fate, Passing } from './kit/directors.ts';
export { atNthStep, byRule, upon } from './kit/directors.ts';
export type { During } from './kit/faults.ts';
export type { Disturbance, Disturbances, Stretch } from './kit/disturbances.ts';
export { calmWithin, disturbancesIn } from './kit/disturbances.ts';
export type { Asked, Exchange, Mark } from './kit/exchanges.ts';
export { askedBy, eventsAt, exchangesAt, markOf, requestOf } from './kit/exchanges.ts';
export type { Stopwatch } from './kit/local-time.ts';
export { stopwatch } from './kit/local-time.ts';
export { ofRun, ofRunAt } from './kit/of-run.ts';
export { hasFinished, registerHistory } from './kit/register-history.ts';
/** The usual faults as data, each by one call: `fault.crash('bank', { atMs: 50, restartAfterMs: 300 })`. */
export * as fault from './kit/faults.ts';
export type { Break, FindingData, Findings, Place } from './kit/findings.ts';
export { defineFindings, measured } from './kit/findings.ts';
export type { Operation as HistoryOperation } from './history/operation.ts';
export { fencedStorage } from './models/fenced-storage.ts';
export { register } from './models/register.ts';
export { describeThrown } from './sim/foreign.ts';
export type { Operation, Script } from './sim/script.ts';
export type { Capability, Hand, Span, Uncertainty } from './sim/topology.ts';
export type { EventOf, LossCause, Message, TraceEvent } from './sim/trace.ts';
export { ofKind } from './sim/trace.ts';
export { canonicalJson, deepEqualJson, isJsonObject } from './util/canonical.ts';
export { Prng } from './util/prng.ts';
