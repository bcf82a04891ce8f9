import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import sharp from 'sharp';
import { comeIn, layoutFaults, openBrowser, type Somebody, seriousFaults } from './browser.ts';
import { item } from './demo/tell.ts';
import {
  CONSOLE_PAGES,
  type Examples,
  pathOf,
  pictureOf,
  REGISTRY_PAGES,
  type RegistryExamples,
  type Shown,
} from './pages.ts';

/**
 * Pictures of every page of the console as it stands, in both languages, at a desk and on a telephone, for docs/console: over whatever system runs
 * (`GUIDANG_RUN`), best over a city that has a year behind it.
 */
const { values } = parseArgs({ options: { only: { type: 'string' } } });
const FOLDER = join(import.meta.dirname, '../../docs/console/pages');
const PAGES = [...CONSOLE_PAGES, ...REGISTRY_PAGES].filter(
  (shown) => values.only === undefined || pictureOf(shown).includes(values.only),
);
const WAYS = [
  { language: 'zh', width: 1280, height: 900 },
  { language: 'zh', width: 390, height: 844 },
  { language: 'en', width: 1280, height: 900 },
  { language: 'en', width: 390, height: 844 },
] as const;
/** A page is as long as what it lists; whoever looks at its picture wants the beginning. */
const LONGEST = { 1280: 1800, 390: 2400 } as const;
const COLOURS = 64;

const pictureFile = (shown: Shown, { language, width }: (typeof WAYS)[number]): string =>
  `${pictureOf(shown)}-${language}-${width}.png`;

/** What the running system has to show: asked as the page would ask. */
async function examplesOf({ page }: Somebody): Promise<Examples & RegistryExamples> {
  const ask = async <T>(path: string): Promise<T> =>
    (await page.evaluate(`fetch('${path}').then((answer) => answer.json())`)) as T;
  const first = async (stage: string): Promise<string> => {
    const { rows } = await ask<{ rows: { case: string }[] }>(`/api/cases?stage=${stage}`);
    if (rows[0] === undefined) throw new Error(`no case here is ${stage}: let some be told first (make demo-city)`);
    return rows[0].case;
  };
  const { items } = await ask<{ items: { scheme: { id: string } }[] }>('/registry/v1/schemes?limit=1');
  const drafts = await ask<{ items: { id: string }[] }>('/registry/v1/drafts');
  return {
    stored: await first('indexed'),
    open: await first('open'),
    scheme: items[0]!.scheme.id,
    draft: drafts.items[0]!.id,
  };
}

async function takeAll(browser: Browser): Promise<string[]> {
  const faults: string[] = [];
  const archivist = await comeIn(browser, 'archivist');
  const examples = await examplesOf(archivist);
  await archivist.close();
  for (const way of WAYS)
    for (const account of new Set(PAGES.map(({ who }) => who))) {
      const somebody = await comeIn(browser, account, way);
      for (const shown of PAGES.filter(({ who }) => who === account)) {
        await somebody.goTo(pathOf(shown, examples));
        for (const fault of [...(await layoutFaults(somebody.page)), ...(await seriousFaults(somebody.page))])
          faults.push(`${pictureFile(shown, way)}: ${fault}`);
        await take(somebody, way, join(FOLDER, pictureFile(shown, way)));
        item(pictureFile(shown, way));
      }
      for (const trouble of somebody.troubles) faults.push(`${account}: ${trouble}`);
      await somebody.close();
    }
  return faults;
}

async function take({ page }: Somebody, { width, height }: (typeof WAYS)[number], file: string): Promise<void> {
  await page.evaluate('window.scrollTo(0, 0)');
  const length = Number(await page.evaluate('document.documentElement.scrollHeight'));
  const shot = await page.screenshot({
    fullPage: true,
    clip: { x: 0, y: 0, width, height: Math.min(Math.max(length, height), LONGEST[width]) },
  });
  await sharp(shot).png({ palette: true, colours: COLOURS, effort: 10 }).toFile(file);
}

/** The page that shows them all. */
function tableOf(): string {
  const cell = (shown: Shown, way: (typeof WAYS)[number]): string =>
    `<img src="pages/${pictureFile(shown, way)}" width="${way.width === 390 ? 120 : 300}" alt="${way.language === 'zh' ? shown.zh : shown.en}">`;
  return `# 控制台各页面 / Every page of the console

Taken by \`node e2e/src/pictures.ts\` over the demonstration city (\`make demo-city\`), in Chromium, 1280 and 390 pixels wide; long pages are cut. axe calls nothing serious or critical on any of them; the tests in a browser
(\`e2e/console.browser.test.ts\`, \`e2e/registry.browser.test.ts\`) hold the same pages to it, and to that nothing sticks out, is cut off or lies over another. What happens on them is shown in [operations.md](operations.md), [lists.md](lists.md) and [registry.md](registry.md).

| | 中文 1280 | 中文 390 | English 1280 | English 390 |
|---|---|---|---|---|
${[...CONSOLE_PAGES, ...REGISTRY_PAGES]
  .map((shown) => `| ${shown.zh} / ${shown.en} | ${WAYS.map((way) => cell(shown, way)).join(' | ')} |`)
  .join('\n')}
`;
}

mkdirSync(FOLDER, { recursive: true });
const browser = await openBrowser();
try {
  const faults = await takeAll(browser);
  writeFileSync(join(FOLDER, '../pages.md'), tableOf());
  for (const fault of faults) item(fault);
  if (faults.length > 0) process.exitCode = 1;
} finally {
  await browser.close();
}
