import type { Language } from './words.ts';

/** Words in which `expected` and `found` are said where they are no values, and how they read in Chinese. What is not here is a value or a name, the same in every language. */
const PHRASES: readonly (readonly [RegExp, string])[] = [
  [/^nothing$/, '无'],
  [/^none$/, '无'],
  [/^nothing up to (\d+)$/, '至 $1 均无'],
  [/^nothing, says (\S+)$/, '无（据 $1）'],
  [/^another digest, says (\S+)$/, '另一摘要（据 $1）'],
  [/^an event of the case$/, '该办件的事件'],
  [/^LogAppendTime$/, '消息平台的写入时间'],
  [/^the time of whoever published it$/, '发布方自定的时间'],
  [/^a batch$/, '一个批次'],
  [/^the segment ends inside of one$/, '日志段在批次中途结束'],
  [/^a record$/, '一条记录'],
  [/^a record or a marker$/, '记录或事务标记'],
  [/^(\S+): none$/, '$1 处无记录'],
  [/^a record not answered yet$/, '尚未答复的记录'],
  [/^a record that nothing else was done with$/, '未作其他处理的记录'],
  [/^another record than (\S+)$/, '与 $1 处的记录不同'],
  [/^a link in (\S+)$/, '$1 中的一条链节'],
  [/^no such link$/, '没有此链节'],
  [/^an entry$/, '一个条目'],
  [/^a file$/, '一个文件'],
  [/^entries$/, '日志条目'],
  [/^no entries$/, '不是日志条目'],
  [/^not before (\S+)$/, '不早于 $1'],
  [/^not after (\S+)$/, '不晚于 $1'],
  [/^within (\d+) h$/, '$1 小时内'],
  [/^after (\S+)$/, '在 $1 之后'],
  [/^(\d+) or more$/, '不小于 $1'],
  [/^(\d+) partitions$/, '$1 个分区'],
  [/^(\d+) bytes$/, '$1 字节'],
  [/^(-?\d+) bytes, (\S+)$/, '$1 字节，$2'],
  [/^(\S+), (-?\d+) bytes$/, '$1，$2 字节'],
  [/^(\d+) links$/, '$1 条链节'],
  [/^(\d+) links from (\d+) to (\d+)$/, '自 $2 至 $3 共 $1 条链节'],
  [/^(\d+) of (\d+) witnesses$/, '$2 个见证方中的 $1 个'],
  [/^(\d+), another root$/, '$1，另一个根'],
  [/^another root at this size$/, '同一规模下的另一个根'],
  [/^a batch before this record$/, '此前的一个批次'],
  [/^topics in the order of the chain, then partitions$/, '先按链的次序排主题，再排分区'],
  [/^at most (\d+)$/, '至多 $1'],
  [/^JSON without white space$/, '无空白的 JSON'],
  [/^the same JSON in other bytes$/, '内容相同而字节不同'],
  [/^a signature of the log that holds$/, '日志的有效签名'],
  [/^a signature that holds under the anchors$/, '在信任锚下有效的签名'],
  [/^a token that holds under the anchors$/, '在信任锚下有效的时间戳'],
  [/^it leads elsewhere$/, '通向别处'],
  [/^no link is refused$/, '没有链节被拒收'],
  [/^a published scheme$/, '已公布的归档方案'],
  [/^no link: (skip|park) \((\w+)\)$/, '不应有链节：$1（$2）'],
  [/^no decision from these facts: (.+)$/s, '由此事实不能作出判定：$1'],
  [/^a record that is parked: (.+)$/s, '应挂起的记录：$1'],
  [/^another link: (\w+) may not follow (\w+)$/, '另一链节：$1 不得在 $2 之后'],
  [/^no such place in the places file$/, 'places 文件中没有此处'],
  [/^place (\S+)$/, '存储地 $1'],
];

/** What was expected or found, in words of the language. */
export function valueIn(text: string, language: Language): string {
  if (text === '') return language === 'zh' ? '无' : 'nothing';
  if (language === 'en') return text;
  const known = PHRASES.find(([phrase]) => phrase.test(text));
  return known ? text.replace(known[0], known[1]) : text;
}
