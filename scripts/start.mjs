/** `npm start` and `npm run serve`: builds what is needed, serves the course, prints its address. */
import { serveBuild } from './serve-build.mjs';
import { buildIfNeeded } from './site-build.mjs';

const wanted = Number(process.env['PORT'] ?? 3000);

buildIfNeeded();

/**
 * The wanted port, or the next free one of ten.
 * @param {number} port
 * @returns {Promise<{ address: string }>}
 */
async function serveNear(port) {
  try {
    return await serveBuild({ port });
  } catch (error) {
    const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    if (!taken || port >= wanted + 9) throw error;
    return serveNear(port + 1);
  }
}

const { address } = await serveNear(wanted);
console.log(`\nPartial Failure is at ${address}\nStop it with Ctrl+C.`);
