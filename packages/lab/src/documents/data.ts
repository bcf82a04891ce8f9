import { escaped, xml } from './office/parts.ts';

export type DataFormat = 'json' | 'xml' | 'txt';

/** What a system hands over instead of paper: named values in their order. */
export interface DataRecord {
  title: string;
  values: readonly (readonly [name: string, value: string])[];
}

export function dataFile({ title, values }: DataRecord, format: DataFormat): Buffer {
  return Buffer.from(WRITERS[format](title, values));
}

const WRITERS: Record<DataFormat, (title: string, values: DataRecord['values']) => string> = {
  json: (title, values) => `${JSON.stringify({ 名称: title, 内容: Object.fromEntries(values) }, null, 2)}\n`,
  xml: (title, values) => {
    const fields = values.map(([name, value]) => `  <字段 名称="${escaped(name)}">${escaped(value)}</字段>\n`);
    return xml(`<数据 名称="${escaped(title)}">\n${fields.join('')}</数据>\n`);
  },
  txt: (title, values) => [title, '', ...values.map(([name, value]) => `${name}：${value}`), ''].join('\r\n'),
};
