/**
 * `npm run card`: draws static/img/card.png, what is shown where somebody links to the course: the start page's first
 * screen without what can be clicked. To be run when that changes; needs a Chromium.
 */
import { join } from 'node:path';
import { serveBuild } from '../scripts/serve-build.mjs';
import { buildIfNeeded, root } from '../scripts/site-build.mjs';
import { launchBrowser } from './site/browser.ts';

const STYLE = `
  .navbar, main a, main label, main label ~ *, main a ~ p, footer { visibility: hidden !important; }
  body { margin-top: -20px; overflow: hidden; }
  main::before {
    content: url(/img/mark.svg); display: block; position: absolute; left: 40px; top: 484px; width: 64px; height: 64px;
  }
`;

buildIfNeeded();
const server = await serveBuild({ port: 0 });
const browser = await launchBrowser();
try {
  const page = await browser.newPage({ viewport: { width: 1200, height: 630 }, colorScheme: 'light' });
  await page.goto(server.address, { waitUntil: 'networkidle' });
  await page.addStyleTag({ content: STYLE });
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: join(root, 'static', 'img', 'card.png') });
} finally {
  await browser.close();
  await server.close();
}
