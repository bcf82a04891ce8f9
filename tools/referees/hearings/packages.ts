import { folderOf, PLACES } from '@guidang/packaging';
import { before, type Exhibit, type Hearing, orNotBrought } from '../hearing.ts';

const DESCRIPTIONS = [PLACES.basic, PLACES.materials, PLACES.process, PLACES.catalogue];

/** Every stored package, as it lies in the first place that holds it, and the XML in it. */
export const packages: Hearing = async function* ({ holdings, bench, room }) {
  for (const { referenceCode, content, copies, where } of holdings.packages) {
    const exhibit: Exhibit = { kind: 'package', artefact: `${where} ${referenceCode}` };
    const judges = [bench.bagit, bench.unzip];
    const { place, bucket, key, versionId } = copies[0]!;
    const from = { place, bucket, at: { name: content, key, versionId } };
    yield await orNotBrought(exhibit, judges, () =>
      room.bring(from, async (zip) => {
        const sentences = await before(exhibit, judges, zip);
        for (const path of DESCRIPTIONS) {
          const inside: Exhibit = { kind: 'description', artefact: `${exhibit.artefact} ${path}` };
          const member = `${folderOf(referenceCode)}/${path}`;
          sentences.push(...(await before(inside, [bench.libxml2], { zip, member })));
        }
        return sentences;
      }),
    );
  }
};
