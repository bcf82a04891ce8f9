import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Parts, readParts, totp } from '@guidang/infra-local';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

/** A Chromium of the system's own: the tests bring none, and say so where there is none. */
export const CHROMIUM = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path) => path !== undefined && existsSync(path));
export const ARTEFACTS = join(import.meta.dirname, '../../.local/browser');

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: CHROMIUM!, args: ['--no-sandbox', '--disable-background-networking'] });

const PATIENCE_MS = 60_000;
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
interface Violation {
  id: string;
  impact: string;
  nodes: { html: string; failureSummary: string }[];
}

/** What axe calls serious or critical on the page as it stands, in WCAG 2.1 AA. */
export async function seriousFaults(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const violations = (await page.evaluate(
    "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] }).then(({ violations }) => violations)",
  )) as Violation[];
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)} — ${nodes[0]?.failureSummary.slice(0, 200)}`);
}

/**
 * What is broken in the page's layout as it stands: what sticks out to the side, controls that lie over one another, words of a control that are cut off. It is asked of the
 * boxes themselves, so it holds for any data and any language, as a comparison with an earlier picture would not.
 */
export async function layoutFaults(page: Page): Promise<string[]> {
  return (await page.evaluate(LAYOUT)) as string[];
}

const LAYOUT = `(() => {
  const faults = [];
  const wide = document.documentElement.scrollWidth;
  if (wide > window.innerWidth) faults.push('the page is ' + wide + ' pixels wide');
  const named = (one) => (one.getAttribute('aria-label') || one.textContent || one.tagName).trim().slice(0, 40);
  const shown = (one) => one.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true });
  // A link over two lines has a box for each; what is scrolled away inside a list is not where its box says.
  const boxes = (one) => [...one.getClientRects()].map((box) => within(one, box)).filter(({ left, right, top, bottom }) => right - left > 2 && bottom - top > 2);
  const within = (one, box) => {
    let [left, top, right, bottom] = [box.left, box.top, box.right, box.bottom];
    for (let up = one.parentElement; up; up = up.parentElement) {
      if (getComputedStyle(up).overflow === 'visible') continue;
      const edge = up.getBoundingClientRect();
      [left, top, right, bottom] = [Math.max(left, edge.left), Math.max(top, edge.top), Math.min(right, edge.right), Math.min(bottom, edge.bottom)];
    }
    return { left, top, right, bottom };
  };
  const controls = [...document.querySelectorAll('main button, main a, main input:not([type=search]):not([type=checkbox])')]
    .filter((one) => shown(one) && !one.closest('.ant-select, .ant-picker, .ant-input-affix-wrapper, .ant-input-number, .ant-upload'))
    .map((one) => ({ one, boxes: boxes(one) }));
  const meet = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 3 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 3;
  for (const [at, { one, boxes }] of controls.entries()) {
    if (one.tagName === 'BUTTON' && one.scrollWidth > one.clientWidth + 2) faults.push('cut off: ' + named(one));
    for (const other of controls.slice(at + 1)) {
      if (one.contains(other.one) || other.one.contains(one)) continue;
      if (boxes.some((a) => other.boxes.some((b) => meet(a, b)))) faults.push('over one another: ' + named(one) + ' | ' + named(other.one));
    }
  }
  return faults.slice(0, 5);
})()`;

/** Asks the page again until it says so. The page's own policy forbids the polling that the browser's driver would put into it. */
export async function until(page: Page, expression: string): Promise<void> {
  for (const end = Date.now() + PATIENCE_MS; !(await page.evaluate(expression)); ) {
    if (Date.now() > end) throw new Error(`it never came to this: ${expression}`);
    await sleep(200);
  }
}

/** Somebody with a browser of their own. */
export interface Somebody {
  readonly page: Page;
  /** What went wrong in the page without anybody asking: errors, and what its own policy refused. */
  readonly troubles: string[];
  goTo(path: string): Promise<void>;
  look(name: string): Promise<void>;
  close(): Promise<void>;
}

export interface How {
  readonly width?: number;
  readonly height?: number;
  readonly language?: 'zh' | 'en';
}

/** Signs in as a person of the demonstration does: through the provider's own pages. */
export async function comeIn(
  browser: Browser,
  account: string,
  { width = 1280, height = 900, language = 'zh' }: How = {},
): Promise<Somebody> {
  const parts: Parts = readParts();
  const door = `http://127.0.0.1:${parts.http.console}`;
  const who = parts.idp!.people.find((one) => one.account === account)!;
  const context: BrowserContext = await browser.newContext({
    viewport: { width, height },
    locale: language === 'zh' ? 'zh-CN' : 'en-US',
  });
  await context.addInitScript(`if (window.top === window) localStorage.setItem('guidang.language', '${language}')`);
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const troubles: string[] = [];
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('console', (message) => {
    // The provider's pages are not ours; and that nobody is signed in yet is how it begins.
    const ours = message.location().url.startsWith(door);
    if (message.type() === 'error' && ours && !/status of 401/.test(message.text())) troubles.push(message.text());
  });
  const goTo = async (path: string): Promise<void> => {
    await page.goto(`${door}${path}`);
    await page.waitForSelector('main h1');
    // Whatever the page asks for has come, or is said to have failed.
    await until(page, "document.querySelector('main .waiting') === null");
  };
  await page.goto(`${door}/`);
  await page.locator('.sign-in a.ant-btn').click();
  // The names of the light provider's fields, and of Keycloak's.
  await page.fill('input[name=account], input[name=username]', who.account);
  await page.fill('input[name=password]', who.password);
  await page.press('input[name=password]', 'Enter');
  if (who.otp !== null) {
    await page.fill('input[name=code], input[name=otp]', totp(Buffer.from(who.otp, 'hex'), Date.now()));
    await page.press('input[name=code], input[name=otp]', 'Enter');
  }
  await page.waitForSelector('.frame-person');
  return {
    ...{ page, troubles, goTo },
    async look(name) {
      mkdirSync(ARTEFACTS, { recursive: true });
      // The frame's head sticks to the window: of a page that was scrolled it would stand in the middle of the picture.
      await page.evaluate('window.scrollTo(0, 0)');
      await page.screenshot({ path: join(ARTEFACTS, `${name}.png`), fullPage: true });
    },
    close: () => context.close(),
  };
}
