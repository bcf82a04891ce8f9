import { crc32, deflateRawSync } from 'node:zlib';

export type Files = Readonly<Record<string, string | Buffer>>;
interface Odd {
  readonly flags?: number;
  readonly method?: number;
  readonly symlink?: boolean;
}

/** A zip as others write it; `odd` makes its entries what no honest sender writes. */
export function zip(files: Files, odd: Odd = {}): Buffer {
  const parts: Buffer[] = [];
  const central: Buffer[] = [];
  let at = 0;
  for (const [name, content] of Object.entries(files)) {
    const body = Buffer.from(content as string);
    const packed = deflateRawSync(body);
    const path = Buffer.from(name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x800 | (odd.flags ?? 0), 2);
    common.writeUInt16LE(odd.method ?? 8, 4);
    common.writeUInt32LE(crc32(body), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(body.length, 18);
    common.writeUInt16LE(path.length, 22);
    parts.push(Buffer.from('504b0304', 'hex'), common, path, packed);
    const tail = Buffer.alloc(14);
    if (odd.symlink) tail.writeUInt32LE(0o120777 * 65_536, 6);
    tail.writeUInt32LE(at, 10);
    central.push(Buffer.from('504b01021403', 'hex'), common, tail, path);
    at += 30 + path.length + packed.length;
  }
  const list = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.writeUInt32BE(0x504b0506, 0);
  end.writeUInt16LE(Object.keys(files).length, 8);
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, list, end]);
}

/** A tar (ustar) of these files. */
export function tar(files: Files, kind = '0'): Buffer {
  const blocks = Object.entries(files).flatMap(([name, content]) => {
    const body = Buffer.from(content as string);
    const header = Buffer.alloc(512);
    header.write(name, 0);
    header.write(`${body.length.toString(8).padStart(11, '0')}\0`, 124);
    header.write(kind, 156);
    header.write('ustar\x0000', 257);
    header.fill(' ', 148, 156);
    header.write(
      `${header
        .reduce((sum, byte) => sum + byte, 0)
        .toString(8)
        .padStart(6, '0')}\0 `,
      148,
    );
    return [header, body, Buffer.alloc((512 - (body.length % 512)) % 512)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

export const PDF = '%PDF-1.7 申请表';
export const CODE = '350100-0059-0100190012-2018-D30-000021';
export const FIELDS = {
  ...{ electronic_record_code: CODE, task_code: '0100190012', task_name: '医师执业注册', fonds_identifier: '0059' },
  ...{ retention_period: 'D30', project_id: 'P-0001', project_name: '医师执业注册办件' },
  ...{ archive_time: '2018-03-05 10:00:00', total_number: '1' },
};
export const fuzhou = (
  fields: Readonly<Record<string, string>> = {},
  size = Buffer.from(PDF).length,
): Record<string, string> => ({
  '基本信息元数据.xml': `<?xml version="1.0" encoding="UTF-8"?><base_info>${Object.entries({ ...FIELDS, ...fields })
    .map(([name, text]) => (text === '' ? '' : `<${name} title="x">${text}</${name}>`))
    .join('')}<fileset><folder title="申报文件"><file id="0001"><computer_file_name>申请表.pdf</computer_file_name>
    <computer_file_size>${size}</computer_file_size><format_information>pdf</format_information></file></folder></fileset></base_info>`,
  '申报文件/申请表.pdf': PDF,
});
export const zhejiang = (digest: string): Files => ({
  '基本信息.xml': '<base><project_id>P-1</project_id></base>',
  '流程信息.xml': '<description title="流程信息元数据"><process/></description>',
  '材料收取清单.xml': `<description><fileinfo><detailinfo><WJM>申请表.pdf</WJM><WJDX>${Buffer.from(PDF).length}</WJDX><GSXX>pdf</GSXX><WJSZZY>${digest}</WJSZZY></detailinfo></fileinfo></description>`,
  '附件/申请表.pdf': PDF,
});
export const dat93 = (more: Files = {}): Files => ({
  '说明文件.TXT': '载体编号:1',
  '目录文件.XML': '<目录><档案><档号>J031-WS·2011·Y-0001</档号></档案></目录>',
  'J031/WS/J031-WS·2011·Y-0001/元数据.xml': '<m/>',
  'J031/WS/J031-WS·2011·Y-0001/正文.pdf': PDF,
  ...more,
});
