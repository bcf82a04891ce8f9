import type { Item } from '../item.ts';
import { antivirus } from '../items/antivirus.ts';
import { compression } from '../items/compression.ts';
import { contentAttributes } from '../items/content-attributes.ts';
import { contentComplete } from '../items/content-complete.ts';
import { environment } from '../items/environment.ts';
import { fixity } from '../items/fixity.ts';
import { formatLongTerm } from '../items/format-long-term.ts';
import { metadataFilled } from '../items/metadata-complete.ts';
import { metadataDomain } from '../items/metadata-domain.ts';
import { metadataFormat } from '../items/metadata-format.ts';
import { metadataLength } from '../items/metadata-length.ts';
import { readability } from '../items/readability.ts';
import { virus } from '../items/virus.ts';
import { type Called, mirrored, packageHalf } from './mirrored.ts';
import * as own from './package-items.ts';

/** No number of this stage has been seen (standards/1 §1.6): every code is ours, and the column of the standard stays empty. */
const local = (name: string, zh: string, en: string): Called => ({
  ...{ code: `CQ-LOCAL-${name}`, zh, en, sure: 'local', number: null },
});

/** 长期保存: the items on a package that is looked at again in the store, property by property. */
export const PRESERVATION: readonly Item[] = [
  mirrored(fixity, local('FIXITY', '固化信息有效性检测(摘要)', 'digests of the files')),
  own.seals(
    local('SEAL', '固化信息有效性检测(签名、印章、时间戳)', 'signatures, seals, timestamps and evidence records'),
  ),
  packageHalf(metadataLength, local('LENGTH', '元数据项数据长度检测', 'length of metadata values')),
  packageHalf(metadataFormat, local('FORM', '元数据项数据类型、格式检测', 'type and format of metadata values')),
  packageHalf(
    metadataDomain,
    local('DOMAIN', '设定值域的元数据项值域符合度检测', 'metadata values lie in their lists'),
  ),
  mirrored(contentAttributes, local('ATTRIBUTES', '内容数据的电子属性一致性检测', 'metadata agrees with the files')),
  own.pointed(local('LINK', '元数据是否关联内容数据检测', 'metadata points to content')),
  own.layout(local('LAYOUT', '信息包目录结构规范性检测', 'layout of the package follows the rule')),
  own.consistency(local('CONSISTENCY', '信息包一致性检测', 'the package is what was put into the store')),
  own.totalItems(local('ITEMS', '总件数相符性检测', 'number of items agrees')),
  own.totalBytes(local('BYTES', '总字节数相符性检测', 'number of bytes agrees')),
  own.totalFiles(local('FILES', '信息包内容数据完整性检测', 'number of files agrees')),
  packageHalf(metadataFilled, local('FILLED', '元数据必填著录项目检测', 'required metadata is filled in')),
  mirrored(contentComplete, local('WHOLE', '内容数据完整性检测', 'content is complete')),
  own.metadataReadable(local('METADATA', '信息包中元数据的可读性检测', 'metadata in the package can be read')),
  mirrored(readability, local('READABLE', '内容数据的可读性检测', 'content can be read')),
  mirrored(formatLongTerm, local('LONG-TERM', '内容数据格式长期可用性检测', 'format is not going out of use')),
  mirrored(environment, local('SOFTWARE', '软硬件环境合规性检测', 'hardware and software environment')),
  mirrored(
    compression,
    local('CONTENT', '信息包中包含的内容数据格式合规性检测', 'compliance of the content in the package'),
  ),
  mirrored(antivirus, local('SCANNER', '系统环境中是否安装杀毒软件检测', 'virus scanner is installed')),
  mirrored(virus, local('VIRUS', '病毒感染检测', 'infection by viruses')),
  own.carrier('reading speed of the carrier')(
    local('CARRIER-SPEED', '载体读取速度检测', 'reading speed of the carrier'),
  ),
  own.carrier('scratches and damage')(local('CARRIER-LOOK', '载体外观检测', 'look of the carrier')),
  own.carrier('error rate of the disc')(local('DISC', '光盘合格性检测', 'quality of the disc')),
  own.external(
    'known weaknesses of the software of the archive',
    'DA/T 70-2018 (recalled, clause not known)',
    'supply-chain scan of the release',
  )(local('SYSTEM', '软件系统安全性检测', 'safety of the software')),
  own.external(
    'temperature and humidity where carriers and machines stand',
    'DA/T 70-2018 (recalled, clause not known); GB/T 18894-2016 9.2.3',
    'the machine room',
  )(local('STORAGE', '载体保管环境安全性检测', 'environment of the storage')),
];
