/** How the Node host starts its processes: as little as possible is in their reach. */
import { fork, type ChildProcess } from 'node:child_process';

/** What one process may have. */
export interface Reach {
  /** Folders that it may read: its own code, and what that loads. */
  readonly readable: readonly string[];
  /** Memory of its heap, in MB. */
  readonly heapMaxMb: number;
}

/**
 * Starts a file under Node's permission model: it can read these folders, and neither write files nor start processes,
 * threads or add-ons. It has no environment and no standard output; what it complains of is {@link complaintOf}. The
 * permission model knows no network: what keeps programs from it is the sandbox within.
 */
export function startProcess(file: string, { readable, heapMaxMb }: Reach): ChildProcess {
  return fork(file, {
    execArgv: [
      permissionFlag(process.versions.node),
      '--no-warnings',
      `--max-old-space-size=${heapMaxMb}`,
      ...readable.map((folder) => `--allow-fs-read=${folder}`),
    ],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: {},
  });
}

/** The end of what the process writes to standard error, as far as it has come. */
export function complaintOf(child: ChildProcess): () => string {
  let complaint = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk.toString('utf8')).slice(-2000);
  });
  return () => complaint;
}

/** The permission model lost its prefix in 22.13 and 23.5. */
function permissionFlag(version: string): string {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isStable = major > 23 || (major === 23 && minor >= 5) || (major === 22 && minor >= 13);
  return isStable ? '--permission' : '--experimental-permission';
}
