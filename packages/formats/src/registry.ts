/** What is known of a format. `puid` is PRONOM's (V125) or a local one, `x-…`, where PRONOM has none. */
export interface Format {
  readonly puid: string | null;
  /** one word for the kind of file, as links and schemes use it */
  readonly family: string;
  readonly mime: string | null;
  readonly name: string;
  readonly version?: string;
  /** lower case, without the dot */
  readonly extensions: readonly string[];
}

type Row = readonly [puid: string, version: string];

const rows = (family: string, mime: string | null, name: string, extensions: string, list: readonly Row[]): Format[] =>
  list.map(([puid, version]) => ({
    puid,
    family,
    mime,
    name,
    ...(version !== '' && { version }),
    extensions: extensions.split(' ').filter((extension) => extension !== ''),
  }));

const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const SHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const SLIDES = 'application/vnd.openxmlformats-officedocument.presentationml.presentation';
const ODF = 'application/vnd.oasis.opendocument';

/** Every format we tell apart; docs/formats/identification.md is made from this table. */
export const FORMATS: readonly Format[] = [
  ...rows('pdf', 'application/pdf', 'Portable Document Format', 'pdf', [
    ['fmt/14', '1.0'],
    ['fmt/15', '1.1'],
    ['fmt/16', '1.2'],
    ['fmt/17', '1.3'],
    ['fmt/18', '1.4'],
    ['fmt/19', '1.5'],
    ['fmt/20', '1.6'],
    ['fmt/276', '1.7'],
    ['fmt/1129', '2.0'],
  ]),
  ...rows('pdf', 'application/pdf', 'PDF/A', 'pdf', [
    ['fmt/95', '1a'],
    ['fmt/354', '1b'],
    ['fmt/476', '2a'],
    ['fmt/477', '2b'],
    ['fmt/478', '2u'],
    ['fmt/479', '3a'],
    ['fmt/480', '3b'],
    ['fmt/481', '3u'],
    ['fmt/1910', '4'],
    ['fmt/1911', '4e'],
    ['fmt/1912', '4f'],
  ]),
  ...rows('ofd', 'application/ofd', 'Open Fixed-layout Document (GB/T 33190)', 'ofd', [['x-ofd/1', '1']]),
  ...rows('ofd', 'application/ofd', 'OFD for archives (GB/T 42133)', 'ofd', [['x-ofd/A', 'A']]),
  ...rows('docx', WORD, 'Microsoft Word for Windows', 'docx', [['fmt/412', '2007 onwards']]),
  ...rows('xlsx', SHEET, 'Microsoft Excel for Windows', 'xlsx', [['fmt/214', '2007 onwards']]),
  ...rows('pptx', SLIDES, 'Microsoft Powerpoint for Windows', 'pptx', [['fmt/215', '2007 onwards']]),
  ...rows('docm', 'application/vnd.ms-word.document.macroEnabled.12', 'Microsoft Word Macro-Enabled', 'docm', [
    ['fmt/523', '2007'],
  ]),
  ...rows('xlsm', 'application/vnd.ms-excel.sheet.macroEnabled.12', 'Microsoft Excel Macro-Enabled', 'xlsm', [
    ['fmt/445', '2007'],
  ]),
  ...rows('doc', 'application/msword', 'Microsoft Word Document', 'doc dot wps wpt', [
    ['fmt/39', '6.0/95'],
    ['fmt/40', '97-2003'],
  ]),
  ...rows('doc', 'application/msword', 'Microsoft Word (Generic)', 'doc dot wps wpt', [['fmt/609', '6.0-2003']]),
  ...rows('xls', 'application/vnd.ms-excel', 'Microsoft Excel 97 Workbook (xls)', 'xls xlt et ett', [['fmt/61', '8']]),
  ...rows('xls', 'application/vnd.ms-excel', 'Microsoft Excel 5.0/95 Workbook (xls)', 'xls xlt', [['fmt/59', '5/95']]),
  ...rows('ppt', 'application/vnd.ms-powerpoint', 'Microsoft Powerpoint Presentation', 'ppt pps pot dps dpt', [
    ['fmt/126', '97-2003'],
  ]),
  ...rows('wps', 'application/vnd.wps-office.wps', 'WPS Writer document (Word 97 layout)', 'wps wpt doc', [
    ['x-wps/1', ''],
  ]),
  ...rows('et', 'application/vnd.wps-office.et', 'WPS Spreadsheets document (Excel 97 layout)', 'et ett xls', [
    ['x-et/1', ''],
  ]),
  ...rows('msg', 'application/vnd.ms-outlook', 'Microsoft Outlook Email Message', 'msg', [['x-fmt/430', '97-2003']]),
  ...rows('ooxml-encrypted', null, 'Microsoft Office Encrypted Document', 'docx xlsx pptx', [
    ['fmt/494', '2007 onwards'],
  ]),
  ...rows('cfb', null, 'OLE2 Compound Document Format', '', [['fmt/111', '']]),
  ...rows('odt', `${ODF}.text`, 'OpenDocument Text', 'odt', [
    ['fmt/136', '1.0'],
    ['fmt/290', '1.1'],
    ['fmt/291', '1.2'],
    ['fmt/1756', '1.3'],
  ]),
  ...rows('ods', `${ODF}.spreadsheet`, 'OpenDocument Spreadsheet', 'ods', [
    ['fmt/137', '1.0'],
    ['fmt/294', '1.1'],
    ['fmt/295', '1.2'],
    ['fmt/1755', '1.3'],
  ]),
  ...rows('odp', `${ODF}.presentation`, 'OpenDocument Presentation', 'odp', [
    ['fmt/138', '1.0'],
    ['fmt/292', '1.1'],
    ['fmt/293', '1.2'],
    ['fmt/1754', '1.3'],
  ]),
  ...rows('rtf', 'application/rtf', 'Rich Text Format', 'rtf', [
    ['fmt/45', '1.0-1.4'],
    ['fmt/50', '1.5-1.6'],
    ['fmt/52', '1.7'],
    ['fmt/53', '1.8'],
    ['fmt/355', '1.9'],
  ]),
  ...rows('jpeg', 'image/jpeg', 'Raw JPEG Stream', 'jpg jpeg jpe', [['fmt/41', '']]),
  ...rows('jpeg', 'image/jpeg', 'JPEG File Interchange Format', 'jpg jpeg jpe jfif', [
    ['fmt/42', '1.00'],
    ['fmt/43', '1.01'],
    ['fmt/44', '1.02'],
  ]),
  ...rows('jpeg', 'image/jpeg', 'Exchangeable Image File Format (Compressed)', 'jpg jpeg jpe', [
    ['x-fmt/398', '2.0'],
    ['x-fmt/390', '2.1'],
    ['x-fmt/391', '2.2'],
    ['fmt/645', '2.2.1'],
    ['fmt/1507', '2.3.x'],
  ]),
  ...rows('png', 'image/png', 'Portable Network Graphics', 'png', [
    ['fmt/11', '1.0'],
    ['fmt/12', '1.1'],
    ['fmt/13', '1.2'],
    ['fmt/935', 'animated'],
  ]),
  ...rows('tiff', 'image/tiff', 'Tagged Image File Format', 'tif tiff', [['fmt/353', '']]),
  ...rows('tiff', 'image/tiff', 'BigTIFF', 'tif tiff btf tf8', [['x-bigtiff/1', '']]),
  ...rows('gif', 'image/gif', 'Graphics Interchange Format', 'gif', [
    ['fmt/3', '87a'],
    ['fmt/4', '89a'],
  ]),
  ...rows('bmp', 'image/bmp', 'Windows Bitmap', 'bmp dib', [
    ['fmt/116', '3.0'],
    ['fmt/117', '3.0 NT'],
    ['fmt/118', '4.0'],
    ['fmt/119', '5.0'],
  ]),
  ...rows('bmp', 'image/bmp', 'OS/2 Bitmap', 'bmp', [['x-fmt/270', '1.0']]),
  ...rows('webp', 'image/webp', 'WebP', 'webp', [
    ['fmt/566', 'lossy'],
    ['fmt/567', 'lossless'],
    ['fmt/568', 'extended'],
  ]),
  ...rows('jp2', 'image/jp2', 'JP2 (JPEG 2000 part 1)', 'jp2', [['x-fmt/392', '']]),
  ...rows('jpx', 'image/jpx', 'JPX (JPEG 2000 part 2)', 'jpx jpf', [['fmt/151', '']]),
  ...rows('heic', 'image/heic', 'High Efficiency Image File Format', 'heic heif', [['fmt/1101', '']]),
  ...rows('avif', 'image/avif', 'AV1 Image File Format', 'avif', [['fmt/2062', '']]),
  ...rows('svg', 'image/svg+xml', 'Scalable Vector Graphics', 'svg', [
    ['fmt/91', '1.0'],
    ['fmt/92', '1.1'],
    ['fmt/413', 'Tiny 1.2'],
  ]),
  ...rows('xml', 'text/xml', 'Extensible Markup Language', 'xml xsd xsl xslt rdf xmp', [['fmt/101', '1.0']]),
  ...rows('html', 'text/html', 'Hypertext Markup Language', 'html htm', [
    ['fmt/96', ''],
    ['fmt/471', '5'],
  ]),
  ...rows('html', 'application/xhtml+xml', 'Extensible Hypertext Markup Language', 'xhtml html htm', [
    ['fmt/102', '1.0'],
  ]),
  ...rows('json', 'application/json', 'JSON Data Interchange Format', 'json', [['fmt/817', '']]),
  ...rows('csv', 'text/csv', 'Comma Separated Values', 'csv', [['x-fmt/18', '']]),
  ...rows('txt', 'text/plain', 'Plain Text File', 'txt log md', [['x-fmt/111', '']]),
  ...rows('eml', 'message/rfc822', 'Internet E-Mail Message Format', 'eml', [['fmt/278', '']]),
  ...rows('eml', 'message/rfc822', 'MIME Email', 'eml', [['fmt/950', '1.0']]),
  ...rows('wav', 'audio/x-wav', 'Waveform Audio', 'wav', [
    ['fmt/6', ''],
    ['fmt/141', 'PCM'],
    ['fmt/142', 'PCMWAVEFORMATEX'],
    ['fmt/143', 'WAVEFORMATEXTENSIBLE'],
  ]),
  ...rows('mp3', 'audio/mpeg', 'MPEG 1/2 Audio Layer 3', 'mp3', [['fmt/134', '']]),
  ...rows('flac', 'audio/flac', 'FLAC (Free Lossless Audio Codec)', 'flac', [['fmt/279', '']]),
  ...rows('mp4', 'video/mp4', 'MPEG-4 Media File', 'mp4 m4v f4v', [['fmt/199', '']]),
  ...rows('mov', 'video/quicktime', 'Quicktime', 'mov qt', [['x-fmt/384', '']]),
  ...rows('avi', 'video/x-msvideo', 'Audio/Video Interleaved Format', 'avi', [['fmt/5', '']]),
  ...rows('zip', 'application/zip', 'ZIP Format', 'zip', [['x-fmt/263', '']]),
  ...rows('jar', 'application/java-archive', 'Java Archive Format', 'jar', [['x-fmt/412', '']]),
  ...rows('rar', 'application/vnd.rar', 'RAR Archive', 'rar', [
    ['x-fmt/264', '2.9-4'],
    ['fmt/613', '5'],
  ]),
  ...rows('7z', 'application/x-7z-compressed', '7Zip format', '7z', [['fmt/484', '']]),
  ...rows('gzip', 'application/gzip', 'GZIP Format', 'gz tgz', [['x-fmt/266', '']]),
  ...rows('bzip2', 'application/x-bzip2', 'BZIP2 Compressed Archive', 'bz2', [['x-fmt/268', '']]),
  ...rows('xz', 'application/x-xz', 'XZ File Format', 'xz', [['fmt/1098', '']]),
  ...rows('tar', 'application/x-tar', 'Tape Archive Format', 'tar', [['x-fmt/265', '']]),
  ...rows('dwg', 'image/vnd.dwg', 'AutoCAD Drawing', 'dwg', [
    ['fmt/28', '2.5'],
    ['fmt/29', '2.6'],
    ['fmt/30', 'R9'],
    ['fmt/31', 'R10'],
    ['fmt/32', 'R11/12'],
    ['fmt/33', 'R13'],
    ['fmt/34', 'R14'],
    ['fmt/35', '2000-2002'],
    ['fmt/36', '2004-2005'],
    ['x-fmt/455', '2007-2008'],
    ['fmt/434', '2010/2011/2012'],
    ['fmt/531', '2013/2014'],
    ['fmt/1395', '2018/2019/2020/2021'],
  ]),
  ...rows('dxf', 'image/vnd.dxf', 'Drawing Interchange File Format (ASCII)', 'dxf', [
    ['fmt/63', 'Generic'],
    ['fmt/71', '2.5'],
    ['fmt/72', '2.6'],
    ['fmt/73', 'R9'],
    ['fmt/74', 'R10'],
    ['fmt/75', 'R11/12'],
    ['fmt/76', 'R13'],
    ['fmt/77', 'R14'],
    ['fmt/78', '2000-2002'],
    ['fmt/79', '2004/2005/2006'],
    ['fmt/433', '2007/2008/2009'],
    ['fmt/435', '2010/2011/2012'],
    ['fmt/532', '2013/2014/2015/2016/2017'],
    ['fmt/1389', '2018/2019/2020'],
  ]),
  ...rows('dxf', 'image/vnd.dxf', 'Drawing Interchange Format (Binary)', 'dxf', [['fmt/1394', 'Generic']]),
  ...rows('step', 'model/step', 'Standard for the Exchange of Product model data', 'stp step p21', [['fmt/698', '']]),
  // Strangers: told apart so that a refusal says what it refuses.
  ...rows('mxf', 'application/mxf', 'Material Exchange Format', 'mxf', [['fmt/200', '']]),
  ...rows('mpg', 'video/mpeg', 'MPEG Program Stream', 'mpg mpeg vob', [
    ['x-fmt/385', '1'],
    ['x-fmt/386', '2'],
  ]),
  ...rows('mkv', 'video/x-matroska', 'Matroska', 'mkv mka', [['fmt/569', '1-4']]),
  ...rows('webm', 'video/webm', 'WebM', 'webm', [['fmt/573', '']]),
  ...rows('asf', 'application/vnd.ms-asf', 'Advanced Systems Format', 'asf wmv wma', [['fmt/131', '']]),
  ...rows('flv', 'video/x-flv', 'Macromedia FLV', 'flv', [['x-fmt/382', '1']]),
  ...rows('swf', 'application/x-shockwave-flash', 'Adobe Flash', 'swf', [['x-swf/1', '']]),
  ...rows('ogg', 'application/ogg', 'Ogg Multimedia Container', 'ogg oga ogv', [['fmt/944', '']]),
  ...rows('aiff', 'audio/x-aiff', 'Audio Interchange File Format', 'aif aiff', [['fmt/414', '']]),
  ...rows('amr', 'audio/amr', 'Adaptive Multi-Rate Audio', 'amr', [['fmt/356', '']]),
  ...rows('aac', 'audio/aac', 'Audio Data Transport Stream', 'aac', [['fmt/1812', '']]),
  ...rows('midi', 'audio/midi', 'MIDI Audio', 'mid midi', [['x-fmt/230', '']]),
  ...rows('3gp', 'video/3gpp', '3GPP Audio/Video File', '3gp', [['fmt/357', '']]),
  ...rows('m4a', 'audio/mp4', 'M4A Audio', 'm4a', [['fmt/2094', '']]),
  ...rows('psd', 'image/vnd.adobe.photoshop', 'Adobe Photoshop', 'psd psb', [['x-fmt/92', '']]),
  ...rows('djvu', 'image/vnd.djvu', 'DjVu File Format', 'djvu djv', [['fmt/255', '']]),
  ...rows('dicom', 'application/dicom', 'Digital Imaging and Communications in Medicine File Format', 'dcm dic', [
    ['fmt/574', ''],
  ]),
  ...rows('emf', 'image/emf', 'Microsoft Windows Enhanced Metafile', 'emf', [['fmt/345', '3.0']]),
  ...rows('wmf', 'image/wmf', 'Windows Metafile Image', 'wmf', [['x-fmt/119', '']]),
  ...rows('ico', 'image/vnd.microsoft.icon', 'Icon file format', 'ico', [['x-fmt/418', '']]),
  ...rows('exr', 'image/x-exr', 'OpenEXR', 'exr', [['fmt/1001', '2']]),
  ...rows('jxl', 'image/jxl', 'JPEG XL', 'jxl', [['fmt/1485', '']]),
  ...rows('ps', 'application/postscript', 'PostScript', 'ps', [['x-fmt/408', '3.0']]),
  ...rows('eps', 'application/postscript', 'Encapsulated PostScript File Format', 'eps epsf', [['fmt/124', '3']]),
  ...rows('mht', 'multipart/related', 'MHTML', 'mht mhtml', [['x-fmt/429', '']]),
  ...rows('sqlite', 'application/x-sqlite3', 'SQLite Database File Format', 'sqlite sqlite3 db', [['fmt/729', '3']]),
  ...rows('access', 'application/msaccess', 'Microsoft Access Database', 'mdb accdb', [['x-access/1', '']]),
  ...rows('dbf', 'application/dbf', 'dBASE Database', 'dbf', [['x-fmt/9', 'III']]),
  ...rows('iso', 'application/x-iso9660-image', 'ISO 9660 Disk Image File', 'iso', [['fmt/468', '']]),
  ...rows('cab', 'application/vnd.ms-cab-compressed', 'Windows Cabinet File', 'cab', [['x-fmt/414', '']]),
  ...rows('chm', 'application/vnd.ms-htmlhelp', 'Microsoft Compiled HTML Help', 'chm', [['fmt/634', '']]),
  ...rows('zstd', 'application/zstd', 'Zstandard', 'zst', [['x-zstd/1', '']]),
  ...rows(
    'executable',
    'application/vnd.microsoft.portable-executable',
    'Windows Portable Executable',
    'exe dll sys scr',
    [
      ['fmt/899', '32 bit'],
      ['fmt/900', '64 bit'],
    ],
  ),
  ...rows('executable', null, 'MS-DOS Executable', 'exe com', [['x-fmt/409', '']]),
  ...rows('executable', null, 'Executable and Linkable Format', 'so o elf', [
    ['fmt/688', '32bit Little Endian'],
    ['fmt/689', '32bit Big Endian'],
    ['fmt/690', '64bit Little Endian'],
    ['fmt/691', '64bit Big Endian'],
  ]),
  ...rows('executable', null, 'Mach-O', 'dylib', [
    ['fmt/692', '32bit'],
    ['fmt/693', '64bit'],
  ]),
  ...rows('executable', 'application/java-vm', 'Java Class File', 'class', [['x-fmt/415', '']]),
  ...rows('executable', 'application/wasm', 'WebAssembly', 'wasm', [['x-wasm/1', '']]),
  ...rows('script', null, 'Script with an interpreter line', 'sh bash py pl rb js', [['x-script/1', '']]),
  ...rows('script', null, 'Batch file (executable)', 'bat cmd', [['x-fmt/413', '']]),
  ...rows('script', 'application/x-php', 'PHP Script File', 'php phtml', [['x-fmt/169', '']]),
  ...rows('script', null, 'Script by its name', 'ps1 vbs vbe js jse wsf hta sh py', [['x-script/2', '']]),
  ...rows('shortcut', null, 'Microsoft Windows Shortcut', 'lnk', [['x-fmt/428', '']]),
];

const BY_PUID = new Map(FORMATS.map((format) => [format.puid, format]));

/** @throws RangeError for one that is not in the table: a mistake in a rule */
export function format(puid: string): Format {
  const found = BY_PUID.get(puid);
  if (!found) throw new RangeError(`no such format: ${puid}`);
  return found;
}

/** Nothing known matched. */
export const UNKNOWN: Format = { puid: null, family: 'unknown', mime: null, name: 'unknown', extensions: [] };
