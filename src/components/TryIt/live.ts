/** What grades a naive program and shows what came of it: a chunk of its own, loaded when it is to be run. */
export { default } from './Outcome.tsx';
