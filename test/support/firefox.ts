/** The Firefox to test with, and a page in it. No npm package holds one: it is the machine's own. */
import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OpenPage } from './browser-engine.ts';

const onThisMachine = [
  '/usr/bin/firefox-esr',
  '/usr/bin/firefox',
  '/usr/lib/firefox/firefox',
  '/Applications/Firefox.app/Contents/MacOS/firefox',
  'C:/Program Files/Mozilla Firefox/firefox.exe',
];

/** Nothing but our page: no first-run pages, no updates, no reports, no requests of the browser's own. */
const PREFERENCES: Readonly<Record<string, string | number | boolean>> = {
  'app.normandy.enabled': false,
  'app.update.enabled': false,
  'browser.aboutwelcome.enabled': false,
  'browser.safebrowsing.downloads.enabled': false,
  'browser.safebrowsing.malware.enabled': false,
  'browser.safebrowsing.phishing.enabled': false,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.homepage_override.mstone': 'ignore',
  'datareporting.policy.dataSubmissionEnabled': false,
  'dom.max_script_run_time': 0,
  'extensions.update.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'services.settings.server': 'data:,',
  'toolkit.telemetry.reportingpolicy.firstRun': false,
};

/** The path of a Firefox: `FIREFOX_PATH` if given, else one that the machine has; `undefined` when there is none. */
export function findFirefox(): string | undefined {
  const wanted = process.env['FIREFOX_PATH'];
  if (wanted === undefined || wanted === '') return onThisMachine.find(isExecutable);
  if (isExecutable(wanted)) return wanted;
  throw new Error(`FIREFOX_PATH: "${wanted}" cannot be run. Give the path of a Firefox.`);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Opens an address in a headless Firefox with a profile of its own, which goes when it is closed. */
export async function openInFirefox(executable: string, address: string): Promise<OpenPage> {
  const profile = await mkdtemp(join(tmpdir(), 'partial-failure-firefox-'));
  const lines = Object.entries(PREFERENCES).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`,
  );
  await writeFile(join(profile, 'user.js'), lines.join('\n'));
  const child = spawn(executable, ['--headless', '--no-remote', '--profile', profile, address], {
    // A profile is all that it may write to.
    env: { ...process.env, HOME: profile },
    stdio: 'ignore',
  });
  const kill = (): boolean => child.kill();
  process.once('exit', kill);
  let closing = false;
  const gone = new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      if (closing) resolve();
      else reject(new Error(`Firefox ended by itself, with code ${String(code)}.`));
    });
  });
  gone.catch(() => undefined);
  return {
    gone,
    async close() {
      closing = true;
      kill();
      await gone;
      process.removeListener('exit', kill);
      await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}
