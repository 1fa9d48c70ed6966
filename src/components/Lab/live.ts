/** All of a lab that needs a running browser: a chunk of its own, loaded when the reader comes near. */
export { default } from './Bench.tsx';
