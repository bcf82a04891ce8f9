import type { Scheme } from '@guidang/contracts';
import { INHERITED, type Settings } from './settings.ts';

/**
 * What a published scheme says of its own, as the beginning of the next draft: where the record says whose each value is, the values of its matter; where it does not, as with
 * schemes that came from elsewhere, all of them. Pure.
 */
export function ownSettings(scheme: Scheme): Settings {
  const { origins } = scheme;
  const isOwn = (field: string): boolean => origins === undefined || origins[field] === 'matter';
  const own: Record<string, unknown> = {};
  for (const field of INHERITED) if (scheme[field] !== undefined && isOwn(field)) own[field] = scheme[field];
  const items = scheme.items.filter(({ code }) => isOwn(`items.${code}`));
  if (items.length > 0) own.items = items;
  // Names of elements may be longer than an origin's line; those stand in the record because somebody said them.
  const elements = (scheme.metadata?.elements ?? []).filter(({ id }) =>
    origins === undefined ? id.startsWith('local_') : origins[`metadata.${id}`] === 'matter',
  );
  if (elements.length > 0) own.elements = elements;
  const template = Object.entries(scheme.referenceCode).filter(([part]) => isOwn(`referenceCode.${part}`));
  const parts = origins === undefined ? template.filter(([part]) => part !== 'fonds') : template;
  if (parts.length > 0) own.referenceCode = Object.fromEntries(parts);
  return own as Settings;
}
