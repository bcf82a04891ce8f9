/** The layers of an audit (chain.md), each with a verdict of its own. */
export const LAYERS = {
  1: { zh: '消息平台', en: 'broker' },
  2: { zh: '链', en: 'chain' },
  3: { zh: '判定', en: 'decision' },
  4: { zh: '存证日志', en: 'log' },
  5: { zh: '时间与签名', en: 'time and keys' },
  6: { zh: '内容', en: 'bytes' },
} as const;
export type Layer = keyof typeof LAYERS;

/** A kind of finding: where it belongs, and what it means in words for people who are not engineers. */
export interface FindingKind {
  readonly layer: Layer;
  readonly zh: { readonly title: string; readonly means: string };
  readonly en: { readonly title: string; readonly means: string };
}

const kind = (
  layer: Layer,
  [zhTitle, zhMeans]: readonly [string, string],
  [enTitle, enMeans]: readonly [string, string],
): FindingKind => ({ layer, zh: { title: zhTitle, means: zhMeans }, en: { title: enTitle, means: enMeans } });

/** Every code there is. Codes never change their meaning; docs/formats/findings.md lists them and is held to this table by a test. */
export const FINDINGS = {
  DUMP_MANIFEST: kind(
    1,
    ['导出清单不符', '导出清单 dump.json 与其摘要不一致，或已无法读取：审计导出在取出后被改动过。'],
    [
      'The list of the dump is not what it was',
      'The list dump.json does not match its digest, or cannot be read: the dump was changed after it was taken.',
    ],
  ),
  DUMP_FILE_MISSING: kind(
    1,
    ['导出文件缺失', '清单所列的文件不在审计导出中。'],
    ['A file of the dump is missing', 'A file that dump.json lists is not there.'],
  ),
  DUMP_FILE_DIGEST: kind(
    1,
    ['导出文件已被改动', '文件的 SHA-256 或长度与清单不一致：其内容在导出后被改动过。'],
    [
      'A file of the dump was changed',
      'Length or SHA-256 of the file are not those of dump.json: its bytes were changed after it was taken.',
    ],
  ),
  DUMP_FILE_FORMAT: kind(
    1,
    ['导出文件无法读取', '文件自该字节起不再符合格式，其后的记录无法查验。'],
    [
      'A file of the dump cannot be read',
      'From this byte on the file does not follow the format; the records behind it could not be looked at.',
    ],
  ),
  EXTENT_DIFFERS: kind(
    1,
    ['记录数量与清单不符', '文件中的首末位置或记录数与清单所称不同。'],
    [
      'Not as many records as were listed',
      'First or last offset, or the number of records, are not those of dump.json.',
    ],
  ),
  BATCH_CRC: kind(
    1,
    ['批次校验和不符', '消息平台写入批次时所附的 CRC-32C 与其字节不符：日志段在写入之后被改动，或存储介质已损坏。'],
    [
      'The checksum of a batch does not hold',
      'The CRC-32C that was written with the batch is not that of its bytes: the segment was changed after it was written, or the disk is failing.',
    ],
  ),
  BATCH_MALFORMED: kind(
    1,
    ['批次无法读取', '日志段自该处起不是合法的记录批次，其中的记录无法查验。'],
    [
      'A batch cannot be read',
      'What lies here in the segment is no record batch; the records in it could not be looked at.',
    ],
  ),
  BATCH_TIME: kind(
    1,
    ['批次时间不是写入时间', '该批次所载时间由发布方自定，而不是消息平台的写入时间。'],
    [
      'The time of a batch is not the broker’s',
      'The batch bears the time its publisher gave it and not the one at which the broker wrote it.',
    ],
  ),
  TOPIC_MISSING: kind(
    1,
    ['主题或分区缺失', '查验所需的主题或分区不在被审计的数据中。'],
    ['A topic or partition is missing', 'What is audited lacks a topic or partition that every audit needs.'],
  ),
  OFFSET_GAP: kind(
    1,
    ['记录缺失', '该位置上既无记录、也无事务标记：曾经写入的内容被取走。'],
    [
      'A record is gone',
      'There is neither a record nor a marker at this offset: what was written there was taken away.',
    ],
  ),
  OFFSET_ORDER: kind(
    1,
    ['位置顺序颠倒', '记录未按位置先后排列，或同一位置出现两次。'],
    ['Offsets out of order', 'Records do not lie in the order of their offsets, or one offset comes twice.'],
  ),
  TIME_BACKWARDS: kind(
    1,
    ['写入时间倒退', '该记录的写入时间早于其前的记录，超出时钟误差。'],
    [
      'Time runs backwards',
      'The time at which the broker wrote this record lies before that of earlier records, by more than clocks differ.',
    ],
  ),
  KEY_PARTITION: kind(
    1,
    ['记录所在分区不符', '按其办件编号，该记录不应位于此分区。'],
    ['A record lies in the wrong partition', 'By its case number this record does not belong into this partition.'],
  ),
  LINK_MALFORMED: kind(
    2,
    ['链节格式不符', '该记录不是合法的链节。'],
    ['Not a link', 'This record does not follow the contract of the links of its step.'],
  ),
  LINK_KEY: kind(
    2,
    ['记录键与办件编号不一致', '链节所属的办件与其记录键不同。'],
    ['Key and case differ', 'The link speaks of another case than the key of its record.'],
  ),
  LINK_HEADERS: kind(
    2,
    ['消息头不符', '消息头应可由链节推出；此处缺失、不同或多出。'],
    [
      'Headers that do not belong to the link',
      'Headers follow from the link; here one is missing, differs, or is too many.',
    ],
  ),
  CASE_GAP: kind(
    2,
    ['链节编号不连续', '同一办件的链节应逐一编号；此处有缺漏或重复。'],
    ['A gap in the chain of a case', 'Links of a case are numbered one by one; here one is missing or comes again.'],
  ),
  PREV_HASH: kind(
    2,
    ['与前一链节不衔接', '链节所载前一链节的摘要与实际不符：两者之一被改动、替换或移除。'],
    [
      'It does not follow the link before it',
      'The digest it names is not that of the link before it: one of the two was changed, replaced or removed.',
    ],
  ),
  INPUT_HASH: kind(
    2,
    ['与所答复的记录不符', '链节所载输入记录的摘要与实际记录不同：两者之一被改动。'],
    [
      'It answers another record',
      'The digest it names is not that of the record it answers: one of the two was changed.',
    ],
  ),
  INPUT_MISSING: kind(
    2,
    ['所答复的记录不存在', '链节称其答复的记录不在该位置。'],
    ['The answered record is not there', 'There is no record where the link says the one it answers lies.'],
  ),
  INPUT_FOREIGN: kind(
    2,
    ['答复了不应由其处理的记录', '链节所答复的主题或分区不属于该环节。'],
    [
      'It answers what is not its own',
      'The link answers a record of a topic or partition that its step does not read.',
    ],
  ),
  INPUT_CASE: kind(
    2,
    ['所答复的记录属于另一办件', '链节与其所答复的记录不是同一办件。'],
    ['The answered record is of another case', 'The link and the record it answers do not speak of the same case.'],
  ),
  INPUT_ORDER: kind(
    2,
    ['答复次序颠倒', '链节应按输入记录的先后答复；此链节位置不当，曾被移动或调换。'],
    [
      'Answered out of order',
      'Links answer their inputs in the order of these; this one does not stand where it was written.',
    ],
  ),
  INPUT_TWICE: kind(
    2,
    ['重复答复', '该输入此前已有答复：此链节是重复或插入的。'],
    ['Answered twice', 'The record this link answers was answered before: the link was doubled or inserted.'],
  ),
  BACK_DATED: kind(
    2,
    ['时间不可信', '链节所称时间早于其输入的到达，或晚于其自身写入。'],
    [
      'Dated when it cannot have been',
      'The link is dated before the record it answers arrived, or after it was written itself.',
    ],
  ),
  RECORD_ALTERED: kind(
    2,
    ['记录被改动', '其他证据一致载明该记录原为另一摘要。'],
    ['A record was changed', 'Other evidence says that this record had another digest.'],
  ),
  RECORD_MISSING: kind(
    2,
    ['记录被移除', '其他证据载明该位置曾有一条记录，现已不存在。'],
    ['A record was removed', 'Other evidence says that a record stood here; it is gone.'],
  ),
  DECISION_DIFFERS: kind(
    3,
    ['判定无法复现', '由链节所载事实重新判定，结果与链节所载不同。'],
    [
      'The decision does not follow',
      'Deciding again from the facts in the link gives something else than what the link says.',
    ],
  ),
  RULES_UNKNOWN: kind(
    3,
    ['规则版本未知', '链节称依据某一规则版本判定，审计程序不认识该版本。'],
    ['Unknown rules', 'The link names a version of the rules that this auditor does not know.'],
  ),
  SCHEME_UNKNOWN: kind(
    3,
    ['归档方案不符', '链节所依据的归档方案版本未公布，或与所公布的不同。'],
    ['Not the published scheme', 'The scheme the link was decided under is not published, or is not the one that is.'],
  ),
  SCHEME_MALFORMED: kind(
    3,
    ['归档方案格式不符', '该记录不是合法的归档方案。'],
    ['Not a scheme', 'This record does not follow the contract of schemes.'],
  ),
  INPUT_UNANSWERED: kind(
    3,
    ['应答未答', '该记录应有链节答复，其后的记录均已处理，唯独没有它的链节。'],
    ['An input without an answer', 'This record calls for a link; what came after it was dealt with, and it was not.'],
  ),
  PARKED_MALFORMED: kind(
    3,
    ['挂起记录格式不符', '该记录不是合法的挂起记录。'],
    ['Not a parked record', 'This record does not follow the contract of parked records.'],
  ),
  PARKED_INPUT: kind(
    3,
    ['挂起记录与来源不符', '挂起记录所载的来源、摘要或内容与实际记录不同。'],
    [
      'A parked record that is not what it came from',
      'Origin, digest or bytes in the parked record are not those of the record it names.',
    ],
  ),
  PARKED_REASON: kind(
    3,
    ['挂起理由不成立', '按规则重新判断，该记录不应以此理由挂起。'],
    ['Parked for no reason', 'By the rules this record is not one to be put aside for this reason.'],
  ),
  CASE_ABSENT: kind(
    3,
    ['发布方的办件从未到达', '发布方清单中的办件，在事件主题中没有任何记录：从未发出、被拦截或被抹去。'],
    [
      'A case of the publisher never arrived',
      'The publisher lists the case and there is no event of it: it was never sent, or kept back, or wiped out.',
    ],
  ),
  PARKED_MISSING: kind(
    3,
    ['挂起记录缺失', '该记录依规则应予挂起并留存，挂起主题中却没有。'],
    [
      'A parked record is missing',
      'By the rules this record was to be put aside and kept; it does not stand where parked records are kept.',
    ],
  ),
  PARKED_ANSWERED: kind(
    3,
    ['既挂起又处理', '同一记录既被挂起，又被答复或略过。'],
    [
      'Parked and dealt with',
      'The same record was put aside and was answered, passed over or put aside a second time.',
    ],
  ),
  CHECKPOINT_MALFORMED: kind(
    4,
    ['存证点格式不符', '该记录不是合法的存证点。'],
    ['Not a checkpoint', 'This record does not follow the contract of checkpoints.'],
  ),
  CHECKPOINT_CHAIN: kind(
    4,
    ['存证点不衔接', '存证点所载前一存证点的摘要与实际不符：两者之一被改动、替换或移除。'],
    [
      'Checkpoints do not follow one another',
      'The digest it names is not that of the checkpoint before it: one of the two was changed, replaced or removed.',
    ],
  ),
  CHECKPOINT_BATCH: kind(
    4,
    ['存证批次不连续', '存证批次应逐一编号；此处有缺漏或重复。'],
    ['A gap in the batches', 'Batches of the log are numbered one by one; here one is missing or comes again.'],
  ),
  CHECKPOINT_RANGES: kind(
    4,
    ['存证范围不符', '存证点所称的范围次序、数量不对，或与前一批次不相接。'],
    [
      'Ranges that do not fit',
      'The ranges of the checkpoint are out of order, miscounted, or do not go on where the batch before it ended.',
    ],
  ),
  CHECKPOINT_SIZE: kind(
    4,
    ['存证规模不符', '存证点所称的链节总数与各批次之和不同。'],
    ['Not the size of the log', 'The size in the checkpoint is not the sum of the batches up to it.'],
  ),
  CHECKPOINT_NOTE: kind(
    4,
    ['存证文本不符', '存证点记录与其签名文本所载内容不一致。'],
    [
      'The signed text says something else',
      'The record of the checkpoint and the note that was signed do not say the same.',
    ],
  ),
  CHECKPOINT_ROOT: kind(
    4,
    ['存证摘要不符', '由链节重新计算所得的根与签名的根不同：该批次中有链节被改动、增删或调换。'],
    [
      'The root does not follow',
      'The root computed from the links is not the one that was signed: links of this batch were changed, added, removed or moved.',
    ],
  ),
  CHECKPOINT_FORK: kind(
    4,
    ['存证日志分叉', '同一日志签出了两个不能并存的历史。'],
    ['The log has two histories', 'Two heads of the same log cannot both be true: its history was written twice.'],
  ),
  NOTE_SIGNATURE: kind(
    4,
    ['存证签名无效', '存证点没有受信任日志的有效签名。'],
    [
      'The signature of the log does not hold',
      'The checkpoint does not bear a valid signature of the log that is trusted.',
    ],
  ),
  COSIGNATURE_QUORUM: kind(
    4,
    ['见证签名不足', '称经见证的存证点没有足够的有效见证签名。'],
    ['Too few witnesses', 'A checkpoint that is said to be witnessed does not bear enough valid cosignatures.'],
  ),
  LOG_TRUNCATED: kind(
    4,
    ['存证日志被截短', '可信来源表明日志更长：其末尾部分被移除。'],
    ['The log was cut', 'A head that can be trusted says the log is longer: its end was removed.'],
  ),
  LOG_OVERDUE: kind(
    4,
    ['链节逾期未存证', '链节写入已久仍未进入存证日志。'],
    ['Links that are not in the log', 'Links were written long ago and are still not in the log.'],
  ),
  COSIGNATURE_OVERDUE: kind(
    4,
    ['存证点逾期未见证', '存证点签出已久仍无见证方签名。'],
    ['Checkpoints that nobody witnessed', 'Checkpoints were signed long ago and still bear no witness.'],
  ),
  LEAF_MUTATED: kind(
    4,
    ['链节与存证不符', '存证日志载明此处为另一链节：该链节在存证后被改动或替换。'],
    [
      'Not the link that was logged',
      'The log says another link stood here: it was changed or replaced after it was logged.',
    ],
  ),
  LINK_MISSING: kind(
    4,
    ['已存证的链节缺失', '存证日志载明此处有一条链节，现已不存在。'],
    ['A logged link is gone', 'The log says a link stood here; it is gone.'],
  ),
  LINK_ADDED: kind(
    4,
    ['未经存证的链节', '存证日志的范围内出现了日志所没有的链节：系事后插入。'],
    [
      'A link the log does not know',
      'Inside what the log covers stands a link the log does not have: it was inserted afterwards.',
    ],
  ),
  TILE_DIFFERS: kind(
    4,
    ['存证日志文件不符', '存证日志的公开文件与签名的根或链节不一致。'],
    [
      'Files of the log do not fit',
      'A public file of the log does not lead to the signed root, or is not made of the links.',
    ],
  ),
  TILE_MISSING: kind(
    4,
    ['存证日志文件缺失', '存证点所及的公开文件不在审计导出中。'],
    ['A file of the log is missing', 'A file that the published checkpoint needs is not in the dump.'],
  ),
  NOTARY_REFUSED: kind(
    4,
    ['存证机构拒收链节', '存证机构曾拒绝将该链节写入日志，并因此停止。'],
    ['The notary refused a link', 'The notary refused to take this link into the log, and stopped.'],
  ),
  TIMESTAMP_TOKEN: kind(
    5,
    ['时间戳无效', '时间戳格式、签名、证书或策略不成立。'],
    ['The timestamp does not hold', 'Form, signature, certificate or policy of the timestamp do not hold.'],
  ),
  TIMESTAMP_IMPRINT: kind(
    5,
    ['时间戳对象不符', '时间戳所证明的不是此内容。'],
    ['The timestamp is over something else', 'What the timestamp proves is not this.'],
  ),
  TIMESTAMP_TIME: kind(
    5,
    ['时间戳时间不可信', '时间戳的时间与前后记录的写入时间矛盾。'],
    [
      'The time of the timestamp cannot be',
      'The time in the timestamp contradicts the times at which the records around it were written.',
    ],
  ),
  SEAL_SIGNATURE: kind(
    5,
    ['固化签名无效', '清单上的签名、证书或信任链不成立。'],
    [
      'The signature of the seal does not hold',
      'Signature, certificate or chain of trust over the manifest do not hold.',
    ],
  ),
  SEAL_PATH: kind(
    5,
    ['时间戳路径不成立', '由清单摘要沿路径不能得到时间戳所证明的根。'],
    [
      'The path does not lead to the timestamp',
      'From the digest of the manifest the path does not lead to what was timestamped.',
    ],
  ),
  SEAL_LINKS: kind(
    5,
    ['固化清单所列链节不符', '固化清单载明的链节与链中实际的不同。'],
    ['The seal names other links', 'The links that the seal lists are not those of the chain.'],
  ),
  TIMESTAMP_WORDS: kind(
    5,
    ['所载时间戳信息不符', '链节所载的时间戳机构、算法或有效期与时间戳本身不同：续期将据此延误或落空。'],
    [
      'What is said of the timestamp is not what it says',
      'Authority, algorithm or end in the link are not those of the token: a renewal would go by them and come too late.',
    ],
  ),
  EVIDENCE_RECORD: kind(
    5,
    ['证据记录不成立', '续期后的证据记录不能在可信证书之下证明该办件的固化清单，或在其仍有效时被拒绝续期。'],
    [
      'The evidence record does not hold',
      'The renewed evidence record does not prove the manifest of the case under the anchors, or a renewal was refused while the record still held.',
    ],
  ),
  EVIDENCE_EXPIRED: kind(
    5,
    ['证据未及时续期', '证据记录的时间戳证书已到期，此前无人续期：仅凭该记录已不能证明固化时间。'],
    [
      'Evidence was not renewed in time',
      'The certificates under the evidence record have ended and nobody renewed it before: by it alone the time of the seal can be shown no longer.',
    ],
  ),
  OBJECT_MISSING: kind(
    6,
    ['文件缺失', '链节载明的文件不在存储中。'],
    ['A file is gone', 'A file that a link names is not in the store.'],
  ),
  OBJECT_DIGEST: kind(
    6,
    ['文件被改动', '存储中的文件与其摘要不符。'],
    ['A file was changed', 'The bytes in the store are not those the link names.'],
  ),
  PACKAGE_MISSING: kind(
    6,
    ['归档信息包缺失', '链节载明的归档信息包副本不在存储中。'],
    ['A package is gone', 'A copy of the package that the link names is not in the store.'],
  ),
  PACKAGE_DIGEST: kind(
    6,
    ['归档信息包被改动', '存储中的归档信息包与链节载明的摘要不符。'],
    ['A package was changed', 'The bytes of the package in the store are not those the link names.'],
  ),
  PACKAGE_INVALID: kind(
    6,
    ['归档信息包不合格', '归档信息包不符合其所称的规范。'],
    ['A package that does not hold', 'The package does not follow the profile it claims.'],
  ),
  INSPECTION_DIFFERS: kind(
    6,
    [
      '定期检测结果无法复现',
      '由信息包的内容重新检测，结果与链节所载的定期检测结果不同：其中的结论被改动、隐去或编造。',
    ],
    [
      'A yearly look that does not follow',
      'Judging the bytes of the package again gives something else than the link says was found: a finding was changed, hidden or made up.',
    ],
  ),
  RETENTION_MISSING: kind(
    6,
    ['未设防删改保护', '存储中的副本没有链节所称的一次写入锁定。'],
    ['Not protected', 'The copy in the store bears no write-once lock, or a weaker one than the link says.'],
  ),
  RETENTION_SHORT: kind(
    6,
    ['保护期限不足', '存储中副本的锁定期短于链节所称或保管期限。'],
    [
      'Protected for too short',
      'The lock of the copy in the store ends before the link says, or before retention ends.',
    ],
  ),
} as const satisfies Record<string, FindingKind>;
export type FindingCode = keyof typeof FINDINGS;
