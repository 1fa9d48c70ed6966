#!/usr/bin/env node
/** `npx partial-failure`: builds the command line when its sources are newer than what was built, then runs it. */
import { buildCli } from '../scripts/build-cli.mjs';

const built = await buildCli();
const { main } = await import(built);
process.exitCode = await main(process.argv.slice(2));
