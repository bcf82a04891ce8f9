import { startServices } from '@guidang/infra-local';
import { type CasePlan, labCase } from '@guidang/lab/cases';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHROMIUM, comeIn, layoutFaults, openBrowser, type Somebody, seriousFaults, until } from './src/browser.ts';
import { openSystem, type System } from './src/open.ts';
import { publishCases } from './src/publish.ts';
import { unusedSeed } from './src/seed.ts';
import { allSettled } from './src/settled.ts';

/** Registry's pages in a real Chromium: somebody who writes no programs fills in a scheme. One sign-in for all of it. */
let browser: Browser;
let system: System;
let who: Somebody;
let plan: CasePlan;
let draft: string;

/** Asks registry as the page would. */
const say = async <T>(method: string, path: string, body?: object, version?: number): Promise<T> => {
  const headers = `{ 'content-type': 'application/json', 'x-csrf-token': me.csrf${version === undefined ? '' : `, 'if-match': '"v${version}"'`} }`;
  const sent = body === undefined ? '' : `, body: ${JSON.stringify(JSON.stringify(body))}`;
  return (await who.page.evaluate(
    `fetch('/registry/v1/me').then((a) => a.json()).then((me) => fetch('/registry/v1${path}', { method: '${method}', headers: ${headers}${sent} })).then((a) => a.text()).then((t) => t === '' ? null : JSON.parse(t))`,
  )) as T;
};

describe.skipIf(CHROMIUM === undefined)('registry in a browser', () => {
  beforeAll(async () => {
    await startServices();
    system = await openSystem('registry-browser');
    browser = await openBrowser();
    plan = await labCase(await unusedSeed(system.reader, 'registry-browser'), 0, { kind: 'granted', files: 8 });
    await publishCases([plan], () => system.kafka);
    await system.watch.until(() => allSettled(system.watch, [plan]), 240_000, 300);
    who = await comeIn(browser, 'archivist');
  });
  afterAll(async () => {
    if (draft !== undefined) {
      const { draft: last } = await say<{ draft: { version: number } }>('GET', `/drafts/${draft}`);
      await say('DELETE', `/drafts/${draft}`, undefined, last.version);
    }
    await who?.close();
    await browser?.close();
    await system?.close();
  });
  const tab = (name: string) => who.page.getByRole('tab', { name, exact: true }).click();
  const save = () => who.page.locator('form.settings button[type=submit]').click();

  it('a scheme is begun from the list of matters and filled in without a line of code; a fault stands beside its field, with its rule', async () => {
    const { page, goTo } = who;
    await goTo('/matters');
    await page.locator('tbody tr').last().getByRole('button', { name: '编制方案' }).click();
    await page.getByRole('button', { name: '填写方案' }).waitFor();
    draft = page.url().split('/').at(-1)!;
    await page.getByRole('button', { name: '填写方案' }).click();
    await page.fill('#f-retention', 'D12X');
    await tab('归档范围');
    await page.locator('form.settings button', { hasText: /新\s*增/ }).click();
    await page.locator('.form-row[open] input[id$="-code"]').fill('坏 编码');
    await page.locator('.form-row[open] input[id$="-name"]').fill('委托书');
    await save();
    await page.locator('form.settings .ant-alert-error').waitFor();
    expect(await page.locator('.form-row [role=alert]').first().textContent()).not.toBe('');
    expect(await page.locator('.form-row input[aria-invalid=true]').count()).toBe(1);
    await page.locator('.form-row input[aria-invalid=true]').fill('BROWSER-1');
    await tab('基本');
    expect(await page.locator('#f-retention[aria-invalid=true]').count()).toBe(1);
    await page.fill('#f-retention', 'D10');
  });

  it('a material is required on a condition over a field of the form, built by choosing', async () => {
    const { page } = who;
    await tab('归档范围');
    const added = page.locator('.form-row', { hasText: 'BROWSER-1' });
    if ((await added.getAttribute('open')) === null) await added.locator('summary').click();
    await added.locator('.ant-select', { has: page.locator('[id$="-required"]') }).click();
    await page.locator('.ant-select-item-option', { hasText: '可选，或符合条件时必备' }).click();
    await added.getByRole('button', { name: '设定适用条件' }).click();
    await added.locator('input[id$="-all-0-field"]').fill('是否委托代办');
    await added.locator('input[id$="-all-0-values"]').fill('是');
    await page.keyboard.press('Enter');
    await save();
    await until(page, "!document.querySelector('form.settings').innerText.includes('有未保存的修改')");
    const { draft: kept } = await say<{ draft: { content: { retention: string; items: { code: string }[] } } }>(
      'GET',
      `/drafts/${draft}`,
    );
    expect(kept.content.retention).toBe('D10');
    expect(kept.content.items.find(({ code }) => code === 'BROWSER-1')).toMatchObject({
      required: 'optional',
      requiredWhen: { any: [{ all: [{ field: 'form.是否委托代办', asks: 'is', values: ['是'] }] }] },
    });
  });

  it('a session that ends mid-form loses nothing, and who was overtaken meanwhile is told by whom', async () => {
    const { page, goTo } = who;
    await tab('基本');
    await page.fill('#f-sharingTerms', '会话中断前所填');
    const { draft: kept } = await say<{ draft: { content: object; version: number } }>('GET', `/drafts/${draft}`);
    await say('PUT', `/drafts/${draft}`, { content: { ...kept.content, retention: 'D30' } }, kept.version);
    await goTo(`/drafts/${draft}`);
    await page.locator('form.settings', { hasText: '有未保存的内容，已恢复' }).waitFor();
    expect(await page.inputValue('#f-sharingTerms')).toBe('会话中断前所填');
    const warning = page.locator('form.settings .ant-alert-warning');
    expect(await warning.textContent()).toMatch(/archivist 刚刚保存了第 \d+ 版/);
    expect(await warning.textContent()).toContain('retention');
    expect(await page.locator('form.settings button[type=submit]').isDisabled()).toBe(true);
    await page.getByRole('button', { name: '采用已保存的内容，放弃我的' }).click();
    expect(await page.inputValue('#f-retention')).toBe('D30');
  });

  it('a chosen list of matters and a template’s name outlive the session as well, until they are given up', async () => {
    const { page, goTo } = who;
    await goTo('/matters');
    await page.getByRole('button', { name: '导入事项' }).click();
    await page.setInputFiles('#file', {
      name: '事项.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('task_code\n坏编码\n'),
    });
    await until(page, "Object.keys(sessionStorage).some((key) => key.endsWith('matters-import'))");
    await goTo('/matters');
    const sheet = page.locator('dialog[open]', { hasText: '已选文件：事项.csv' });
    await sheet.getByRole('button', { name: '只检查' }).click();
    await sheet.locator('.ant-alert-error').waitFor();
    await sheet.getByRole('button', { name: '放弃，重新填写' }).click();
    expect(await page.evaluate("Object.keys(sessionStorage).filter((key) => key.startsWith('guidang.form'))")).toEqual(
      [],
    );
    await goTo('/defaults');
    await page.getByLabel('新模板标识').fill('browser-1');
    await goTo('/defaults');
    expect(await page.getByLabel('新模板标识').inputValue()).toBe('browser-1');
    await page.getByRole('button', { name: '放弃，重新填写' }).click();
    expect(await page.getByLabel('新模板标识').inputValue()).toBe('');
  });

  it('every page in both languages, at a desk and on a telephone: nothing sticks out or lies over another, axe finds nothing serious', async () => {
    const { page, goTo, look } = who;
    const scheme = (await say<{ draft: { schemeId: string } }>('GET', `/drafts/${draft}`)).draft.schemeId;
    const pages: [string, string][] = [
      ['departments', '/departments'],
      ['matters', '/matters'],
      ['drafts', '/drafts'],
      ['draft', `/drafts/${draft}`],
      ['defaults', '/defaults'],
      ['versions', `/schemes/${scheme}`],
      ['search', `/search?q=${encodeURIComponent('许可')}`],
    ];
    const faults: string[] = [];
    for (const language of ['zh', 'en'] as const)
      for (const width of [1280, 390]) {
        await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
        await page
          .context()
          .addInitScript(`if (window.top === window) localStorage.setItem('guidang.language', '${language}')`);
        for (const [name, path] of pages) {
          await goTo(path);
          if (name === 'draft') {
            await page.getByRole('button', { name: language === 'zh' ? '填写方案' : 'Fill in' }).click();
            await tab(language === 'zh' ? '归档范围' : 'Materials');
            await page.locator('.form-row summary', { hasText: 'BROWSER-1' }).click();
          }
          for (const fault of await layoutFaults(page)) faults.push(`${name} ${language} ${width}: ${fault}`);
          for (const fault of await seriousFaults(page)) faults.push(`${name} ${language}: ${fault}`);
          await page.evaluate('window.scrollTo(0, 0)');
          await look(`registry-${name}-${language}-${width}`);
        }
      }
    expect(faults).toEqual([]);
    expect(who.troubles.filter((one) => !/status of 4(00|12|22)/.test(one))).toEqual([]);
  });
});
