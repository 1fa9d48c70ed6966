/** A small static server for the built site; nothing that a static host would not do. */
import { createServer } from 'node:http';
import handler from 'serve-handler';
import { buildDir } from './site-build.mjs';

/**
 * @param {{ port: number, host?: string }} where port 0 takes any free one
 * @returns {Promise<{ address: string, close: () => Promise<void> }>}
 */
export async function serveBuild({ port, host = '127.0.0.1' }) {
  const server = createServer((request, response) => {
    void handler(request, response, { public: buildDir, cleanUrls: true });
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(undefined));
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return {
    address: `http://localhost:${address.port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
