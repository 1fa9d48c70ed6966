import { serveBuild } from '../../scripts/serve-build.mjs';
import { buildIfNeeded } from '../../scripts/site-build.mjs';

declare module 'vitest' {
  interface ProvidedContext {
    /** The address of the built site, with a slash at its end. */
    siteAddress: string;
  }
}

/** Builds the site when its sources have changed, and serves it while the browser tests run. */
export default async function setup(project: {
  provide(key: 'siteAddress', value: string): void;
}): Promise<() => Promise<void>> {
  buildIfNeeded();
  const server = await serveBuild({ port: 0 });
  project.provide('siteAddress', server.address);
  return server.close;
}
