import { type Text, text } from '../../app/words.ts';

/** Why a picture of an OFD is not the page as the document has it (src/preview/ofd/paint.ts). */
export const PICTURE_NOTES: Readonly<Record<string, Text>> = {
  FONT: text('字体未嵌入，以思源黑体代替', 'a font is not embedded: drawn with Noto Sans instead'),
  GLYPH: text('有字体中没有的字', 'letters that no font at hand has'),
  IMAGE: text('有图像无法绘制，以方框示其位置', 'pictures that cannot be drawn: boxes stand in their places'),
  SHADING: text('渐变或底纹以单色绘制', 'shadings are drawn in one colour'),
  CLIP: text('以文字为界的裁剪未执行', 'clipping by letters was left out'),
  STAMP: text(
    '印章图案无法绘制，以虚线框示其位置',
    'a seal’s picture cannot be drawn: a dashed box stands in its place',
  ),
  MISSING: text('文件引用的内容不存在', 'the document refers to something that is not in it'),
  NESTED: text('嵌套过深的内容未绘制', 'what is nested too deeply was left out'),
  OBJECT: text('有不支持的图元', 'objects of a kind that is not drawn'),
  TOO_MUCH: text('内容过多，其余未绘制', 'there is too much on this page: the rest was left out'),
};
