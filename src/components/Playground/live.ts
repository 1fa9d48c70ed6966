/** All of the playground that needs a running browser: a chunk of its own. */
export { default } from './Playground.tsx';
