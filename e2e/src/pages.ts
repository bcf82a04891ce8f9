/** A page of the console as somebody sees it whose page it is. */
export interface Shown {
  /** Account of the demonstration. */
  readonly who: string;
  /** Path with the names of {@link Examples} in braces where an example of the running system stands. */
  readonly path: string;
  readonly zh: string;
  readonly en: string;
}

/** What stands for a case or a scheme in the paths: whatever the running system has. */
export interface Examples {
  /** A case that is stored. */
  readonly stored: string;
  /** A case that still waits for something. */
  readonly open: string;
}

/** What registry's pages show: whatever has been configured. */
export interface RegistryExamples {
  readonly scheme: string;
  readonly draft: string;
}

/** Every page that the console's own part of the menu leads to; registry's are walked beside a draft of their own. */
export const CONSOLE_PAGES: readonly Shown[] = [
  { who: 'operator', path: '/wall', zh: '运行总览', en: 'live wall' },
  { who: 'operator', path: '/parked?state=all', zh: '搁置记录', en: 'parked records' },
  { who: 'archivist', path: '/cases', zh: '办件查询', en: 'cases' },
  { who: 'archivist', path: '/favourites', zh: '我的收藏', en: 'marked cases' },
  {
    who: 'archivist',
    path: '/cases/{open}',
    zh: '办件：尚缺什么、自何时起、待何人',
    en: 'a case: what is missing, since when, whom it waits for',
  },
  { who: 'archivist', path: '/cases/{stored}', zh: '办件：材料与预览', en: 'a case: materials and preview' },
  {
    who: 'archivist',
    path: '/cases/{stored}?tab=findings',
    zh: '办件：检测结果与依据',
    en: 'a case: findings and what they rest on',
  },
  { who: 'archivist', path: '/cases/{stored}?tab=chain', zh: '办件：链节图', en: 'a case: its links' },
  { who: 'archivist', path: '/cases/{stored}?tab=story', zh: '办件：办理过程', en: 'a case: its process' },
  {
    who: 'archivist',
    path: '/cases/{stored}?tab=archive',
    zh: '办件：归档信息包、副本与利用',
    en: 'a case: package, copies and use',
  },
  { who: 'archivist', path: '/review?view=refused', zh: '人工复核', en: 'review' },
  { who: 'archivist', path: '/pre-archive', zh: '预归档清单', en: 'pre-archive list' },
  { who: 'archivist', path: '/refused', zh: '退回与补正', en: 'refused and amended' },
  { who: 'archivist', path: '/fixity', zh: '定期检测', en: 'fixity rounds' },
  { who: 'archivist', path: '/arrangement?show=all', zh: '整理调整', en: 'arrangement' },
  { who: 'archivist', path: '/disposal?months=144', zh: '到期鉴定处置', en: 'appraisal and disposal' },
  { who: 'archivist', path: '/transfer?closed=0', zh: '移交与接收', en: 'transfer' },
  { who: 'archivist', path: '/transfer?tab=received', zh: '外来档案接收', en: 'received from elsewhere' },
  { who: 'archivist', path: '/registers', zh: '登记表打印', en: 'registers' },
  { who: 'archivist', path: '/statistics', zh: '统计报表', en: 'statistics' },
  { who: 'auditor', path: '/audit', zh: '审计', en: 'audit' },
  { who: 'audit-admin', path: '/log', zh: '操作日志', en: 'operation log' },
  { who: 'security', path: '/sessions', zh: '在线用户', en: 'who is signed in' },
];

/** Registry's pages. Their test walks them beside a draft of its own. */
export const REGISTRY_PAGES: readonly Shown[] = [
  { who: 'archivist', path: '/departments', zh: '组织机构', en: 'departments' },
  { who: 'security', path: '/people', zh: '人员与岗位', en: 'people and posts' },
  { who: 'archivist', path: '/matters', zh: '事项', en: 'matters' },
  { who: 'archivist', path: '/drafts', zh: '归档方案', en: 'schemes' },
  { who: 'archivist', path: '/drafts/{draft}', zh: '方案草稿', en: 'a draft of a scheme' },
  { who: 'archivist', path: '/schemes/{scheme}', zh: '方案版本', en: 'versions of a scheme' },
  { who: 'archivist', path: '/defaults', zh: '默认值与模板', en: 'defaults and templates' },
];

export const pathOf = ({ path }: Shown, examples: Partial<Examples & RegistryExamples>): string =>
  path.replace(/\{(\w+)\}/g, (_, name: keyof typeof examples) => {
    const example = examples[name];
    if (example === undefined) throw new Error(`no example of ${name} for ${path}`);
    return example;
  });

/** Name of the page's picture: `/cases/{open}` → `cases-open`. */
export const pictureOf = ({ path }: Shown): string => path.replace(/[^a-z]+/g, '-').replace(/^-|-$/g, '');
