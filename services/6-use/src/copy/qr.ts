import { fill, type PDFDocument, type PDFRef, rectangle, setFillingGrayscaleColor } from '@cantoo/pdf-lib';
import QRCode from 'qrcode';

/** A QR code (ISO/IEC 18004, level M) as a drawing of 1 by 1, so that it is sharp at any size. The quiet zone is the caller's. */
export function qrCode(document: PDFDocument, text: string): PDFRef {
  const { data, size } = QRCode.create(text, { errorCorrectionLevel: 'M' }).modules;
  const dark = (x: number, y: number): boolean => x < size && data[y * size + x] === 1;
  const operators = [setFillingGrayscaleColor(0)];
  for (let y = 0; y < size; y += 1)
    for (let x = 0; x < size; x += 1) {
      if (!dark(x, y)) continue;
      const from = x;
      while (dark(x, y)) x += 1;
      operators.push(rectangle(from, size - 1 - y, x - from, 1));
    }
  operators.push(fill());
  return document.context.register(
    document.context.formXObject(operators, {
      BBox: document.context.obj([0, 0, size, size]),
      Matrix: document.context.obj([1 / size, 0, 0, 1 / size, 0, 0]),
    }),
  );
}
