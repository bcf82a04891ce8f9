import { startServices } from '@guidang/infra-local';
import { type CasePlan, labCase } from '@guidang/lab/cases';
import { uscc } from '@guidang/lab/people';
import { openPublisher } from '@guidang/stream';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  CHROMIUM,
  comeIn,
  type How,
  layoutFaults,
  openBrowser,
  type Somebody,
  seriousFaults,
  until,
} from './src/browser.ts';
import { kafkaOf, openSystem, type System } from './src/open.ts';
import { CONSOLE_PAGES, pathOf, pictureOf } from './src/pages.ts';
import { publishCases } from './src/publish.ts';
import { unusedSeed } from './src/seed.ts';
import { allSettled } from './src/settled.ts';

/**
 * The console in a real Chromium, on the real parts: each role does of its day what it comes for, in both languages, at a desk and on a telephone. Where there is no
 * Chromium on the machine this is left out by name (`apt-get install chromium`, or CHROMIUM=…).
 */
const KINDS = ['granted', 'granted', 'amended', 'incomplete', 'open', 'withdrawn', 'closed-too-early'] as const;

let browser: Browser;
let system: System;
const plans: CasePlan[] = [];
/** A case of which the first event lies in another partition than its key belongs to. */
let astray: CasePlan;
/** Somebody whom the administrators take in, in a department of their own; one for each run. */
const newcomer = ((run: string) => ({
  account: `browser-${run}`,
  department: uscc('11', run),
  fonds: run.slice(-4),
}))(String(Date.now()).slice(-8));
const of = (kind: (typeof KINDS)[number]): CasePlan => plans.find((plan) => plan.kind === kind)!;

/** Somebody does something; what went wrong in the page meanwhile is a failure, and the browser is closed whatever happens. */
async function as(account: string, work: (who: Somebody) => Promise<void>, how: How = {}): Promise<void> {
  const who = await comeIn(browser, account, how);
  try {
    await work(who);
    expect(who.troubles).toEqual([]);
  } finally {
    await who.close();
  }
}

describe.skipIf(CHROMIUM === undefined)('the console in a browser', () => {
  beforeAll(async () => {
    await startServices();
    system = await openSystem('browser');
    browser = await openBrowser();
    const seed = await unusedSeed(system.reader, 'browser');
    for (const [at, kind] of KINDS.entries()) plans.push(await labCase(seed, at, { kind, files: 8 }));
    await publishCases(plans, () => system.kafka);
    await system.watch.until(() => allSettled(system.watch, plans), 240_000, 300);
    const publisher = await openPublisher(kafkaOf(system.parts, 'browser'));
    const key = of('open').case;
    const partition = await publisher.partitionFor('case.events', key);
    const value = Buffer.from(
      JSON.stringify({ type: 'case.closed', version: 1, id: 'browser-0001', case: key, data: {} }),
    );
    astray = await labCase(seed, KINDS.length, { kind: 'open', files: 2 });
    const partitions = (await system.reader.partitions('case.events')).length;
    const wrong = ((await publisher.partitionFor('case.events', astray.case)) + 1) % partitions;
    const accepted = Buffer.from(JSON.stringify(astray.events[0]));
    await publisher.publish([
      { topic: 'case.events', partition, key, value, headers: {} },
      { topic: 'case.events', partition: wrong, key: astray.case, value: accepted, headers: {} },
    ]);
    await publisher.close();
  });
  afterAll(async () => {
    await browser?.close();
    await system?.close();
  });

  it('the operator sends a parked record on as it came, and the step takes it in', async () => {
    await as('operator', async ({ page, goTo }) => {
      const row = page.locator('tbody tr', { hasText: '所在分区不符' }).first();
      const comes = async (): Promise<boolean> => {
        await goTo('/parked?reason=WRONG_PARTITION');
        return (await row.count()) > 0;
      };
      await expect.poll(comes, { timeout: 60_000 }).toBe(true);
      await row.locator('button').first().click();
      await page.locator('dialog[open] fieldset').waitFor();
      await page.locator('dialog[open] input[type=radio]').first().check();
      await page.fill('#why', '来源系统分区方式已更正，记录本身无误');
      await page.locator('dialog[open] button[type=submit]').click();
      await page.locator('dialog[open]', { hasText: '已由 operator 放行至 case.events' }).waitFor();
      const address = `http://127.0.0.1:${system.parts.http.console}/api/cases/${astray.case}`;
      await expect.poll(async () => (await page.request.get(address)).status(), { timeout: 60_000 }).toBe(200);
    });
  });

  it('the operator sees the stream move by itself, opens an alarm, and closes a parked record with a reason', async () => {
    await as('operator', async ({ page, goTo }) => {
      await goTo('/wall');
      expect(await page.locator('.stream > li').count()).toBe(6);
      const at = await page.locator('[data-at]').getAttribute('data-at');
      await until(page, `document.querySelector('[data-at]').dataset.at !== ${JSON.stringify(at)}`);
      const alarm = page.locator('.ant-collapse-item', { hasText: '搁置' }).first();
      await alarm.locator('.ant-collapse-header').click();
      expect(await alarm.innerText()).toContain('怎么办');
      await goTo('/parked');
      const first = await page.locator('tbody tr').first().innerText();
      await page.locator('tbody tr button').first().click();
      await page.locator('dialog[open] .list').first().waitFor();
      expect(await page.locator('dialog[open]').innerText()).toContain('与契约比较');
      await page.fill('#why', '来源系统已更正并重发');
      await page.locator('dialog[open] button[type=submit]').click();
      await page.locator('dialog[open]', { hasText: '已由 operator 关闭' }).waitFor();
      await page.keyboard.press('Escape');
      // What is closed leaves the list; a page behind may fill it up again.
      await until(
        page,
        `![...document.querySelectorAll('tbody tr')].some((row) => row.innerText === ${JSON.stringify(first)})`,
      );
    });
  });

  it('the operator pauses a step with a reason, sees that it heeds, and lets it go on', async () => {
    await as('operator', async ({ page, goTo }) => {
      await goTo('/wall');
      const bid = async (word: RegExp, reason: string): Promise<void> => {
        await page.locator('[data-step=use] > button', { hasText: word }).click();
        await page.locator('dialog[open] textarea').fill(reason);
        await page.locator('dialog[open] button[type=submit]').click();
      };
      await bid(/暂\s*停/, '更换存储地 B 的磁盘');
      await page.locator('[data-step=use] [data-paused=yes]', { hasText: '更换存储地 B 的磁盘' }).waitFor();
      await bid(/恢\s*复/, '磁盘已更换');
      await until(page, "document.querySelector('[data-step=use] [data-paused]') === null");
    });
  });

  it('the archivist finds a case by a part of its number and sees what is missing, its links, its package and a page of a material', async () => {
    await as('archivist', async ({ page, goTo }) => {
      const plan = of('granted');
      await goTo(`/cases?q=${plan.case.slice(-9)}`);
      await page.locator('tbody a').first().click();
      await page.getByRole('tab', { name: /链节/ }).click();
      await page.locator('.chain li button').first().waitFor();
      expect(await page.locator('main').innerText()).toContain('摘要全部一致');
      await page.locator('.chain li button').last().click();
      expect(await page.locator('dialog[open] pre').innerText()).toContain('"step": "use"');
      await page.keyboard.press('Escape');
      await page.getByRole('tab', { name: '归档与利用' }).click();
      expect(await page.locator('main').innerText()).toMatch(/J\d{3}-ZY/);
      await page.getByRole('tab', { name: '材料' }).click();
      await page.locator('button[aria-label^="预览"][aria-label$=".pdf"]').first().click();
      await page.locator('dialog[open] img.look').waitFor();
      expect(await page.evaluate("document.querySelector('img.look').naturalWidth")).toBeGreaterThan(500);
      await goTo(`/cases/${of('open').case}`);
      expect(await page.locator('main').innerText()).toMatch(/缺 \d+ 项材料/);
    });
  });

  it('the archivist claims what people may settle, says why, and the check follows', async () => {
    await as('archivist', async ({ page, goTo }) => {
      await goTo(`/review?view=refused&case=${of('closed-too-early').case}`);
      await page.locator('dialog[open] .findings li').first().waitFor();
      await page.locator('dialog[open] button', { hasText: '认领' }).first().click();
      await page.locator('dialog[open] textarea').first().fill('确有缺项,维持退回');
      await page
        .locator('dialog[open] button', { hasText: /否\s*决/ })
        .first()
        .click();
      await page.locator('dialog[open]', { hasText: /已提交|已无待复核项|已否决/ }).waitFor();
    });
  });

  it('the archivist chooses cases by the keyboard, marks them at once and takes it back, keeps a search, and turns the pages', async () => {
    await as('archivist', async ({ page, goTo }) => {
      await goTo('/cases?sort=case');
      for (const key of ['j', 'x', 'j', 'x', 'k', 's']) await page.keyboard.press(key);
      await page.locator('tbody tr').first().locator('[data-key=star][aria-pressed=true]').waitFor();
      const bar = page.locator('.bulk');
      expect(await bar.innerText()).toContain('已选 2 件');
      await bar.getByRole('button', { name: '收藏', exact: true }).click();
      await bar.getByText('收藏：2 件已完成').waitFor();
      await bar.getByRole('button', { name: '撤销' }).click();
      await bar.getByText('撤销“收藏”：2 件已完成').waitFor();
      await page.locator('tbody tr').first().locator('[data-key=star][aria-pressed=false]').waitFor();
      await page.locator('.searches button').last().click();
      await page.fill('#search-name', '按编号');
      await page.keyboard.press('Enter');
      await page.locator('.searches .current', { hasText: '按编号' }).waitFor();
      await page.getByRole('button', { name: '删除检索 按编号' }).click();
      await page.locator('.searches').getByRole('button', { name: '撤销' }).click();
      await page.locator('.searches .current', { hasText: '按编号' }).waitFor();
      const first = await page.locator('tbody tr').first().innerText();
      await page.keyboard.press('?');
      await page.locator('dialog[open] kbd').first().waitFor();
      await page.keyboard.press('Escape');
      // The last page, and back to the first: no row of the one is on the other unless there is one page alone.
      const last = page.getByRole('button', { name: '末页' });
      if ((await last.count()) > 0) {
        await last.click();
        await until(page, "location.search.includes('before=end')");
        await page.getByRole('button', { name: '首页' }).click();
        await until(page, `document.querySelector('tbody tr').innerText === ${JSON.stringify(first)}`);
      }
      await page.getByRole('button', { name: '删除检索 按编号' }).click();
    });
  });

  it('the archivist proposes that packages are handed over, cannot approve it alone, and takes it back', async () => {
    await as('archivist', async ({ page, goTo }) => {
      await goTo('/transfer?closed=0&kept=10');
      // One that waits in no list yet.
      const free = page.locator('tbody tr:has(td.choose)', { has: page.locator('td:last-child', { hasText: '—' }) });
      await free.first().locator('td.choose input').check();
      await page.locator('button', { hasText: '移交…' }).click();
      await page.fill('#desk-receiver', '市档案馆');
      await page.fill('#desk-reason', '按进馆计划移交');
      await page.locator('dialog[open] button[type=submit]').click();
      const sheet = page.locator('dialog[open]', { hasText: '移交清册' });
      await sheet.locator('text=您提出的清册须由另一人批准').waitFor();
      expect(await sheet.locator('button', { hasText: '不予批准' }).count()).toBe(0);
      await page.fill('#desk-opinion', '另行提出');
      await sheet.locator('button', { hasText: '撤回' }).click();
      await sheet.locator('text=已撤回').waitFor();
    });
  });

  it('a filer sees the cases of one department alone, whatever is in the address', async () => {
    await as('filer', async ({ page, goTo }) => {
      await goTo('/cases');
      const mine = await page.evaluate("fetch('/api/choices').then((answer) => answer.json())");
      expect((mine as { departments: unknown[] }).departments.length).toBeLessThan(2);
      const other = plans.find(({ events }) => events[0]!.source !== 'urn:guidang:lab:health')!;
      const door = `http://127.0.0.1:${system.parts.http.console}`;
      const status = (await page.request.get(`${door}/api/cases/${other.case}`)).status();
      expect(status).toBe(404);
      expect(await page.locator('.frame-side nav').innerText()).not.toContain('运行总览');
    });
  });

  it('the auditor starts an audit and reads that everything is whole', async () => {
    await as('auditor', async ({ page, goTo }) => {
      await goTo('/audit');
      await page.locator('button', { hasText: '启动审计' }).click();
      await page.locator('section[data-state=running]').waitFor();
      await page
        .locator('section[data-state]')
        .first()
        .locator('button', { hasText: '查看报告' })
        .waitFor({ timeout: 200_000 });
      expect(await page.locator('section[data-state]').first().getAttribute('data-state')).toBe('whole');
    });
  });

  it('the system administrator adds a department and somebody in it, and gives nobody any right', async () => {
    await as('admin', async ({ page, goTo }) => {
      await goTo('/departments');
      await page.getByRole('button', { name: '新增机构' }).click();
      await page.fill('#id', newcomer.department);
      await page.fill('#name', '浏览器测试局');
      await page.fill('#fonds', newcomer.fonds);
      await page.locator('dialog[open] button[type=submit]').click();
      await page.locator('tbody tr', { hasText: newcomer.department }).waitFor();
      await goTo('/people');
      await page.getByRole('button', { name: '新增人员' }).click();
      await page.fill('#person-account', newcomer.account);
      await page.fill('#person-name', '浏览器测试员');
      await page.fill('#person-subject', newcomer.account);
      // A session that ends here loses nothing of it.
      await goTo('/people');
      expect(await page.inputValue('#person-name')).toBe('浏览器测试员');
      await page.locator('dialog[open] button[type=submit]').click();
      const row = page.locator('tbody tr', { hasText: newcomer.account });
      await row.waitFor();
      expect(await row.getByRole('button', { name: '授予岗位' }).count()).toBe(0);
    });
  });

  it('the security officer makes a post and gives it, and sees who is signed in', async () => {
    await as('security', async ({ page, goTo }) => {
      await goTo('/people');
      await page.getByRole('button', { name: '岗位', exact: true }).click();
      await page.getByRole('button', { name: '新增岗位' }).click();
      await page.fill('#post-id', newcomer.account);
      await page.fill('#post-title', '浏览器测试岗');
      await page.locator('dialog[open] .ant-select', { has: page.locator('#post-role') }).click();
      await page.locator('.ant-select-item-option', { hasText: '部门归档员' }).click();
      await page.locator('dialog[open] button[type=submit]').click();
      await page.locator('tbody tr', { hasText: '浏览器测试岗' }).waitFor();
      await page.getByRole('button', { name: '人员', exact: true }).click();
      const row = page.locator('tbody tr', { hasText: newcomer.account });
      await row.getByRole('button', { name: '授予岗位' }).click();
      await page.locator('dialog[open] .ant-select', { has: page.locator('#post') }).click();
      await page.locator('.ant-select-item-option', { hasText: '浏览器测试岗' }).click();
      await page.locator('dialog[open] button[type=submit]').click();
      await row.locator('.ant-tag', { hasText: '浏览器测试岗' }).waitFor();
      await goTo('/sessions');
      await page.locator('tbody tr', { hasText: 'security' }).first().waitFor();
    });
  });

  it('the security auditor finds in the log who did that, sees it before and after, and verifies the whole of it', async () => {
    await as('audit-admin', async ({ page, goTo }) => {
      await goTo(`/log?targetType=post&text=${newcomer.account}`);
      const row = page.locator('tbody tr', { hasText: 'security' }).first();
      await row.getByRole('button', { name: '查看' }).click();
      await page.locator('dialog[open] pre').first().waitFor();
      await page.keyboard.press('Escape');
      for (const log of ['registry', 'console', 'check']) {
        await goTo(`/log?log=${log}`);
        await page.getByRole('button', { name: '核验整本日志' }).click();
        await page.locator('[role=status]', { hasText: '日志完好' }).waitFor();
      }
      await goTo('/log?account=nobody-of-this-name');
      await page.getByText('没有符合条件的条目').waitFor();
      expect(await page.locator('.frame-side nav').innerText()).not.toContain('办件查询');
    });
  });

  it('who signs out is out', async () => {
    await as('operator', async ({ page, goTo }) => {
      await goTo('/wall');
      await page.getByRole('button', { name: '退出' }).click();
      await until(page, "!document.querySelector('.frame-person')");
      await page.goto(`http://127.0.0.1:${system.parts.http.console}/wall`);
      await page.locator('.sign-in').waitFor();
    });
  });

  it.each([
    ['zh', 1280],
    ['zh', 390],
    ['en', 1280],
  ] as const)(
    'every page in %s at %i pixels: nothing sticks out or lies over another, nothing is refused by the policy, axe finds nothing serious',
    async (language, width) => {
      const faults: string[] = [];
      const examples = { stored: of('granted').case, open: of('open').case };
      for (const account of new Set(CONSOLE_PAGES.map(({ who }) => who)))
        await as(
          account,
          async ({ page, goTo, look }) => {
            for (const shown of CONSOLE_PAGES.filter(({ who }) => who === account)) {
              const { path } = shown;
              await goTo(pathOf(shown, examples));
              for (const fault of await layoutFaults(page)) faults.push(`${path}: ${fault}`);
              // What axe asks does not hang on the language; how long the words are does.
              if (language === 'zh') for (const fault of await seriousFaults(page)) faults.push(`${path}: ${fault}`);
              await look(`${language}-${width}-${pictureOf(shown)}`);
            }
          },
          { language, width },
        );
      expect(faults).toEqual([]);
    },
  );
});
