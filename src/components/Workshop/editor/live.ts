/** The editor alone: a chunk of its own. */
export { default } from './CodeEditor.tsx';
