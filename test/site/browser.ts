import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium as playwright, type Browser } from 'playwright-core';

const onThisMachine = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:/Program Files/Google/Chrome/Application/chrome.exe',
];

/** Our own arguments: the package's defaults switch web security off, and then the sandbox's walls go untested. */
const args = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
  '--force-color-profile=srgb',
  // Without this a process that runs as root does not start; the pages are our own.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * The Chromium to test with: `CHROME_PATH` if given, else one that the machine has, else the one inside the npm
 * package, unpacked to a folder of its own (`PACKAGED_CHROMIUM=1` asks for that one).
 */
export async function findChromium(): Promise<string> {
  const wanted = process.env['CHROME_PATH'];
  if (wanted !== undefined && wanted !== '') {
    if (!isExecutable(wanted))
      throw new Error(`CHROME_PATH: "${wanted}" cannot be run. Give the path of a Chromium.`);
    return wanted;
  }
  if (process.env['PACKAGED_CHROMIUM'] !== '1') {
    const found = onThisMachine.find(isExecutable);
    if (found !== undefined) return found;
  }
  // It unpacks into TMPDIR and takes what it finds there: a fresh folder keeps half-written files of others out.
  const dir = mkdtempSync(join(tmpdir(), 'partial-failure-chromium-'));
  process.env['TMPDIR'] = dir;
  process.on('exit', () => rmSync(dir, { recursive: true, force: true }));
  const { default: packaged } = await import('@sparticuz/chromium');
  packaged.setGraphicsMode = false;
  return packaged.executablePath();
}

export async function launchBrowser(): Promise<Browser> {
  const executablePath = await findChromium();
  return playwright.launch({ executablePath, args, headless: true });
}
