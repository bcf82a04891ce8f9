import { brief } from '../evidence.ts';
import type { CaseFacts } from '../facts.ts';
import { contentsOf, digestOfContents, FORM } from '../facts.ts';
import { item } from '../item.ts';
import { NONE } from '../parameters.ts';

/** Everything in force with its content names, the form first. */
const inForce = ({ dossier: { form, materials } }: CaseFacts): { material: string; contents: string[] }[] => [
  ...(form ? [{ material: FORM, contents: [form.content] }] : []),
  ...materials.map((one) => ({ material: one.material, contents: contentsOf(one) })),
];

export const contentLink = item(
  {
    code: 'GD-1-11',
    zh: '元数据是否关联内容数据检测',
    en: 'metadata points to content',
    property: 'authenticity',
    level: 'BLOCK',
    mode: 'AUTO',
    locked: true,
    looksAt:
      'of each file whether an object of its content name is in the store; of the case whether every file in force is one that was looked at',
    basis: 'DA/T 70-2018 (clause not known)',
    sure: 'F',
    built: 'yes',
    parameters: NONE,
    codes: {
      CONTENT_FOUND: ['PASS', 'the object that the metadata names is there'],
      CONTENT_MISSING: ['FAIL', 'there is no such object in the store'],
      CONTENTS_CHECKED: ['PASS', 'every file in force was looked at when it came'],
      CONTENT_NOT_CHECKED: ['FAIL', 'a material in force was never looked at'],
      CONTENT_CHANGED: ['FAIL', 'a material names other objects than were looked at'],
      NOT_LOOKED_AT: ['NOT_RUN', 'nobody looked whether it is there'],
    },
  },
  ['file', 'case'],
  (say) => ({
    file: ({ files }) =>
      files.map(({ object, looked, captured: { content } }) =>
        say(!looked ? 'NOT_LOOKED_AT' : looked.bytes ? 'CONTENT_FOUND' : 'CONTENT_MISSING', object, {
          content: brief(content),
        }),
      ),
    case: (facts) => {
      const { checked } = facts;
      const all = inForce(facts);
      const objects = all.reduce((sum, { contents }) => sum + contents.length, 0);
      if (!checked) return [say('NOT_LOOKED_AT', 'case', { materials: all.length, objects })];
      const faults = all.flatMap(({ material, contents }) => {
        const looked = checked.get(material);
        const object = `material:${material}`;
        if (looked === undefined) return [say('CONTENT_NOT_CHECKED', object, { objects: contents.length })];
        const inForceNow = digestOfContents(contents);
        if (looked === inForceNow) return [];
        return [say('CONTENT_CHANGED', object, { looked: brief(looked), inForce: brief(inForceNow) })];
      });
      return faults.length > 0 ? faults : [say('CONTENTS_CHECKED', 'case', { materials: all.length, objects })];
    },
  }),
);
