/** 检测类别, 目的, 对象, 依据和方法 of an item, as the report prints them (standards/1 §1.3, §1.7). */
export interface ItemWords {
  readonly class: string;
  readonly purpose: string;
  readonly object: string;
  readonly method: string;
}

const METADATA = '电子文件元数据准确性';
const COMPLETE = '电子文件元数据完整性';
const CONTENT = '电子文件内容完整性';
const PACKAGE = '归档信息包';
const CARRIER = '归档载体安全性';
const LOCAL = '本系统自定';
const BOTH = '元数据项（逐文件及整件）';
const DAT46 = 'GB/T 18894-2016、DA/T 46-2009、GB/T 39046-2020，逐项比对';

const words = (kind: string, purpose: string, object: string, method: string): ItemWords => ({
  ...{ class: kind, purpose, object, method },
});
const ofPackage = (property: string, purpose: string, object: string): ItemWords =>
  words(`${PACKAGE}${property}`, purpose, object, '在信息包接收环节核对');
const ofCarrier = (purpose: string, object: string): ItemWords =>
  words(CARRIER, purpose, object, '在线归档无载体；离线时人工核查');

/** By code of the item; held against the items by a test. The classes of items whose place in the standard is inferred are inferred with them. */
export const ITEMS_ZH: Readonly<Record<string, ItemWords>> = {
  'GD-1-1': words(
    '电子文件来源真实性',
    '确认固化信息有效、内容未被改动',
    '每个文件的内容',
    '读回内容，重算 SHA-256 与 SM3 并与接收时所记比对',
  ),
  'GD-1-2': words(METADATA, '确认元数据值不超过规定长度', BOTH, DAT46),
  'GD-1-3': words(METADATA, '确认元数据值的类型和格式', BOTH, DAT46),
  'GD-1-4': words(
    METADATA,
    '确认元数据值在规定值域内',
    '设定值域的元数据项',
    '按值域表（GB/T 39046-2020 代码表等）比对',
  ),
  'GD-1-5': words(METADATA, '确认元数据值合理', '时间、页数、大小、年龄等', '按先后关系与合理范围判断'),
  'GD-1-6': words(METADATA, '确认元数据值不含特殊字符', '文本类元数据项', 'GB 18030-2022；生僻字为合法字符'),
  'GD-1-7': words(METADATA, '确认档号符合编制规则', '档号', '按 DA/T 13-2022 核对'),
  'GD-1-8': words(METADATA, '确认元数据值不重复', '结果编号、材料标识、文件内容', '整件内两两比对'),
  'GD-1-9': words(METADATA, '标准中名称不详', '—', '—'),
  'GD-1-10': words(
    '电子文件内容真实性',
    '确认电子属性与文件一致',
    '文件名、大小、格式、页数',
    '打开文件，与元数据（DA/T 46 M43、M47—M49）比对',
  ),
  'GD-1-11': words('元数据与内容关联一致性', '确认元数据关联到内容', '在用文件', '按元数据所记内容名取文件'),
  'GD-1-12': ofPackage('真实性', '确认说明文件和目录文件规范', '说明文件、目录文件'),
  'GD-1-13': ofPackage('真实性', '确认目录结构规范', '信息包目录结构'),
  'GD-1-14': ofPackage('真实性', '确认信息包传输前后一致', '信息包摘要'),
  'GD-2-1': words('电子文件数据总量', '确认件数相符', '材料数、文件数', '与报送数比对'),
  'GD-2-2': words('电子文件数据总量', '确认字节数相符', '在用文件总字节数', '与报送数比对'),
  'GD-2-3': words(COMPLETE, '确认元数据项齐全', BOTH, DAT46),
  'GD-2-4': words(COMPLETE, '确认必填项有值', '必填元数据项', DAT46),
  'GD-2-5': words(COMPLETE, '确认过程信息齐全', '办理环节', '按归档方案规定的必经环节比对'),
  'GD-2-6': words(COMPLETE, '确认编号连续', '链节序号（档号、件内顺序号在组包后检测）', '自 0 至办结逐号核对'),
  'GD-2-7': words(CONTENT, '确认内容完整', '每个文件', '读至末尾，核对页与部件'),
  'GD-2-8': words(CONTENT, '确认附件齐全', '结果文件、签认文件', '与结果数、扫描确认情况比对'),
  'GD-2-9': words(CONTENT, '确认归档范围内材料齐全', '在用材料与申请表单', '按归档材料目录及适用条件比对'),
  'GD-2-10': ofPackage('完整性', '确认信息包元数据齐全', '信息包元数据'),
  'GD-2-11': ofPackage('完整性', '确认信息包内容齐全', '信息包内文件数'),
  'GD-3-1': ofPackage('可用性', '确认信息包元数据可读', '信息包元数据文件'),
  'GD-3-2': words('电子文件元数据可用性', '确认目标数据库中元数据可访问', '利用目录', '装入后读取'),
  'GD-3-3': words(
    '电子文件内容可用性',
    '确认格式符合归档要求',
    '每个文件',
    'GB/T 18894-2016 8.3、GB/T 33190-2016；按内容识别格式，不依扩展名',
  ),
  'GD-3-4': words('电子文件内容可用性', '确认内容可读', '每个文件', '实际打开并读至末尾；无法打开的由人核实'),
  'GD-3-5': words('电子文件内容可用性', '确认格式可长期使用', '每个文件', 'GB/T 18894-2016 8.3；按长期格式清单'),
  'GD-3-6': words('电子文件软硬件环境', '确认有可用的软件', '每个文件', '记录打开该文件的软件'),
  'GD-3-7': words('电子文件软硬件环境', '标准中名称不详', '—', '—'),
  'GD-3-8': ofPackage('可用性', '确认内容未加密、未用非公开压缩', '每个文件'),
  'GD-4-1': words('归档信息包病毒', '确认装有杀毒软件且病毒库有效', '杀毒软件', '查询版本与病毒库日期'),
  'GD-4-2': words('归档信息包病毒', '确认无病毒', '每个文件', '以杀毒软件扫描全部内容'),
  'GD-4-3': ofCarrier('确认载体中无多余文件', '载体'),
  'GD-4-4': ofCarrier('确认载体读取速度正常', '载体'),
  'GD-4-5': ofCarrier('确认载体外观完好', '载体'),
  'GD-4-6': ofCarrier('确认光盘合格', '光盘'),
  'GD-4-7': words('归档过程安全性', '确认操作过程安全', '操作日志', '按比例抽检，由人核查'),
  'GD-LOCAL-FORM': words(LOCAL, '确认申请表单属于本办件且申请人未变', '申请表单', '以表单中的盐值重算承诺值'),
  'GD-LOCAL-CHAIN': words(LOCAL, '确认链节完整', '收件链节', '逐节核对前一链节的摘要'),
  'GD-LOCAL-LIMIT': words(LOCAL, '确认在时限内办结', '受理与办结时间', '按工作日历计算，与法定和承诺时限比对'),
  'GD-LOCAL-PERFORMERS': words(LOCAL, '确认办理人员有权', '办理环节', '按事项规定的岗位、单位与回避要求比对'),
  'GD-LOCAL-SCAN': words(LOCAL, '确认扫描质量', '每个页面', '检测空白、倾斜、明暗、分辨率、重复；参照 DA/T 31-2017'),
};
