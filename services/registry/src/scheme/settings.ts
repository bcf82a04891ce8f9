import { FondsNumber, ReferenceCodeTemplate, Scheme, SchemeItem, Time } from '@guidang/contracts';
import { z } from 'zod';

const shape = Scheme.shape;
const template = ReferenceCodeTemplate.shape;

/** The fields of a scheme that a city, a department or a matter may say; whoever says nothing takes what stands above. */
export const INHERITED = [
  'unlisted',
  'steps',
  'limits',
  'retention',
  'sharing',
  'sharingTerms',
  'openness',
  'class',
  'check',
  'suite',
] as const satisfies readonly (keyof Scheme)[];

/**
 * What one level says of schemes: the city's defaults, a department's, a template, or a matter's own draft. Materials and metadata elements add up from level to level, by
 * their codes; everything else is taken whole from the nearest level that says it.
 */
export const Settings = z
  .strictObject({
    items: z.array(SchemeItem).max(500).optional().describe('归档范围: materials of this level'),
    elements: z
      .lazy(() => shape.metadata.unwrap().shape.elements)
      .optional()
      .describe('元数据元素 of this level; DA/T 46-2009 stands below all levels'),
    without: z
      .array(z.string().regex(/^[A-Za-z0-9._-]{1,80}$/))
      .max(500)
      .optional()
      .describe('codes of materials and elements of the levels above that are left out'),
    unlisted: shape.unlisted.optional(),
    steps: shape.steps.optional(),
    limits: shape.limits.optional(),
    retention: shape.retention.optional(),
    sharing: shape.sharing.optional(),
    sharingTerms: shape.sharingTerms,
    openness: shape.openness.optional(),
    class: shape.class,
    check: shape.check,
    suite: shape.suite,
    referenceCode: z
      .strictObject({
        fonds: FondsNumber.optional().describe('全宗号; absent: that of the department'),
        category: template.category.optional(),
        classes: template.classes.optional(),
        organisation: template.organisation,
        width: template.width.optional(),
      })
      .optional()
      .describe('档号规则: the parts this level says'),
    validFrom: Time.optional().describe(
      'cases accepted from then on may name the version; absent: from its publishing on',
    ),
  })
  .describe('what one level says of schemes');
export type Settings = z.infer<typeof Settings>;
