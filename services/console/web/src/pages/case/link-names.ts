import { type Text, text } from '../../app/words.ts';

/** Kinds of links, as people call what happened. */
export const LINK_NAMES: Readonly<Record<string, Text>> = {
  CaseOpened: text('受理开卷', 'Dossier opened'),
  FormCaptured: text('更正申请表单', 'Form replaced'),
  MaterialCaptured: text('收入材料', 'Material captured'),
  MaterialSuperseded: text('替换材料', 'Material replaced'),
  MaterialRefused: text('材料未收入', 'Material refused'),
  ProcessStepRecorded: text('办理环节', 'Process step'),
  ResultCaptured: text('收入结果', 'Result captured'),
  CaseCaptured: text('办结清点', 'Closed and counted'),
  CaseWithdrawn: text('撤回', 'Withdrawn'),
  CaseReopened: text('补正重开', 'Opened again'),
  MaterialChecked: text('材料检测', 'Material checked'),
  CaseChecked: text('检测通过', 'Check passed'),
  CaseRefused: text('检测退回', 'Refused'),
  CaseAwaitingReview: text('待人工复核', 'Waits for review'),
  FindingResolved: text('人工复核', 'Finding resolved'),
  ResolutionRefused: text('复核未采纳', 'Resolution refused'),
  CaseSealed: text('固化', 'Sealed'),
  CasePackaged: text('组包', 'Packaged'),
  CaseStored: text('入库', 'Stored'),
  PackageRefused: text('验收不合格', 'Package refused'),
  EvidenceRenewed: text('证据续期', 'Evidence renewed'),
  RenewalRefused: text('续期未成', 'Renewal refused'),
  PackageInspected: text('定期检测', 'Package inspected'),
  PackageReceived: text('接收入库', 'Package received'),
  PackageTurnedAway: text('接收退回', 'Package turned away'),
  CaseIndexed: text('编入索引', 'Indexed'),
  ReceivedIndexed: text('接收包编入索引', 'Received package indexed'),
  CopyMade: text('制作利用副本', 'Copy made'),
  UseRefused: text('利用未准', 'Use refused'),
};

export const VERDICTS: Readonly<Record<string, Text>> = {
  good: text('合格', 'good'),
  bad: text('不合格', 'bad'),
  waiting: text('待定', 'waiting'),
  neutral: text('记录', 'recorded'),
};
