import type { PDFiumModule } from '@hyzyla/pdfium';

/** Functions of PDFium that the package exports and does not declare. Objects, pages and buffers are numbers: handles and places in its memory. */
interface Calls {
  _FPDFPage_GetAnnotCount(page: number): number;
  _FPDFTextObj_GetTextRenderMode(object: number): number;
  _FPDFTextObj_GetFont(object: number): number;
  _FPDFFont_GetIsEmbedded(font: number): number;
  _FPDFFont_GetBaseFontName(font: number, at: number, size: number): number;
  _FPDFFormObj_CountObjects(form: number): number;
  _FPDFFormObj_GetObject(form: number, n: number): number;
  _FPDFImageObj_GetImageMetadata(image: number, page: number, at: number): number;
  _FPDFPageObj_GetMatrix(object: number, at: number): number;
  _FPDFPageObj_HasTransparency(object: number): number;
  _FPDFDoc_GetJavaScriptActionCount(document: number): number;
  _FPDFDoc_GetAttachmentCount(document: number): number;
  _FPDF_GetSecurityHandlerRevision(document: number): number;
}

export type Pdfium = Awaited<ReturnType<typeof PDFiumModule>> & Calls;
