import { base64, sm3 } from '@guidang/evidence';

const SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"';
const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n';
const SM3_OID = '1.2.156.10197.1.401';

/** The entries of a small OFD with one page of text (GB/T 33190-2016), by their paths. No font is embedded: it is there to be signed. */
export const plainOfd = (text: string): Map<string, Buffer> => {
  const xml = (body: string): Buffer => Buffer.from(HEAD + body);
  return new Map([
    [
      'OFD.xml',
      xml(
        `<ofd:OFD ${SPACE} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:DocID>0123456789abcdef0123456789abcdef</ofd:DocID></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>`,
      ),
    ],
    [
      'Doc_0/Document.xml',
      xml(
        `<ofd:Document ${SPACE}><ofd:CommonData><ofd:MaxUnitID>10</ofd:MaxUnitID><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData><ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>`,
      ),
    ],
    [
      'Doc_0/PublicRes.xml',
      xml(
        `<ofd:Res ${SPACE} BaseLoc="Res"><ofd:Fonts><ofd:Font ID="2" FontName="宋体" FamilyName="宋体"/></ofd:Fonts></ofd:Res>`,
      ),
    ],
    [
      'Doc_0/Pages/Page_0/Content.xml',
      xml(
        `<ofd:Page ${SPACE}><ofd:Area><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:Area><ofd:Content><ofd:Layer ID="3" Type="Body"><ofd:TextObject ID="4" Boundary="20 20 150 10" Font="2" Size="6"><ofd:TextCode X="0" Y="6">${text}</ofd:TextCode></ofd:TextObject></ofd:Layer></ofd:Content></ofd:Page>`,
      ),
    ],
  ]);
};

export interface OfdOrder {
  readonly type: 'Seal' | 'Sign';
  /** Makes the signed value over Signature.xml, whose path in the file is given. */
  readonly sign: (document: Buffer, path: string) => Uint8Array;
  /** Paths that are left out of what is covered. */
  readonly leaveOut?: readonly string[];
  /** Where the seal is seen: elements `StampAnnot` in XML. */
  readonly stamps?: string;
  /** Object identifier of the digest of files; left out, SM3. */
  readonly checkMethod?: string;
}

/** The entries of an OFD with one signature over all that was in it (GB/T 33190-2016 §18); the entries handed in stay as they are, but for OFD.xml. */
export const signOfd = (entries: ReadonlyMap<string, Buffer>, order: OfdOrder): Map<string, Buffer> => {
  const files = new Map(entries);
  const root = files.get('OFD.xml')!.toString();
  files.set(
    'OFD.xml',
    Buffer.from(
      root.replace('</ofd:DocRoot>', '</ofd:DocRoot><ofd:Signatures>Doc_0/Signs/Signatures.xml</ofd:Signatures>'),
    ),
  );
  const references = [...files]
    .filter(([path]) => !order.leaveOut?.includes(path))
    .map(
      ([path, bytes]) =>
        `<ofd:Reference FileRef="/${path}"><ofd:CheckValue>${base64(sm3(bytes))}</ofd:CheckValue></ofd:Reference>`,
    );
  const path = 'Doc_0/Signs/Sign_0/Signature.xml';
  const document = Buffer.from(
    `${HEAD}<ofd:Signature ${SPACE}><ofd:SignedInfo><ofd:Provider ProviderName="GUIDANG-LAB" Company="lab" Version="1"/><ofd:SignatureMethod>1.2.156.10197.1.501</ofd:SignatureMethod><ofd:SignatureDateTime>20260115083000Z</ofd:SignatureDateTime><ofd:References CheckMethod="${order.checkMethod ?? SM3_OID}">${references.join('')}</ofd:References>${order.stamps ?? ''}</ofd:SignedInfo><ofd:SignedValue>/Doc_0/Signs/Sign_0/SignedValue.dat</ofd:SignedValue></ofd:Signature>`,
  );
  files.set(
    'Doc_0/Signs/Signatures.xml',
    Buffer.from(
      `${HEAD}<ofd:Signatures ${SPACE}><ofd:MaxSignId>s001</ofd:MaxSignId><ofd:Signature ID="s001" Type="${order.type}" BaseLoc="/${path}"/></ofd:Signatures>`,
    ),
  );
  files.set(path, document);
  files.set('Doc_0/Signs/Sign_0/SignedValue.dat', Buffer.from(order.sign(document, `/${path}`)));
  return files;
};
