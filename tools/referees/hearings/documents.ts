import { before, type Hearing, orNotBrought } from '../hearing.ts';

/** 办理过程文件 of every seal: is it the PDF/A-2b it claims to be? */
export const records: Hearing = async function* ({ holdings, bench, room }) {
  for (const { document, where } of holdings.seals) {
    const exhibit = { kind: 'record', artefact: `${where} ${document.content}` } as const;
    const from = { place: 'a', bucket: 'prearchive', at: document.content };
    yield await orNotBrought(exhibit, [bench.vera], () =>
      room.bring(from, (file) => before(exhibit, [bench.vera], file)),
    );
  }
};

/** Every use copy: likewise. */
export const copies: Hearing = async function* ({ holdings, bench, room }) {
  for (const { copy, where } of holdings.copies) {
    const exhibit = { kind: 'copy', artefact: `${where} ${copy.content}` } as const;
    const from = { place: 'a', bucket: 'use', at: copy.content };
    yield await orNotBrought(exhibit, [bench.vera], () =>
      room.bring(from, (file) => before(exhibit, [bench.vera], file)),
    );
  }
};
