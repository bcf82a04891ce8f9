import type { CopyMade, UseRefused, UseRequested } from '@guidang/contracts';
import { sha256Hex } from '@guidang/evidence';
import { PackageFault } from '@guidang/packaging';
import type { Gathering } from '@guidang/stream';
import type { Vault } from '@guidang/vault';
import type { LimitFunction } from 'p-limit';
import { NoCopy } from './copy/copy.ts';
import type { Workshop } from './copy/workshop.ts';
import type { UseFacts, UseInput, UseState } from './decide.ts';
import { type IndexPorts, indexCase, indexReceived } from './index/index-case.ts';
import { fileIn } from './package/elsewhere.ts';
import { withPackage } from './package/holdings.ts';
import { copyIdOf } from './rule/copy-id.ts';
import { copyableAs, MOST_SOURCE_BYTES } from './rule/copyable.ts';
import { receivedOf } from './rule/received.ts';
import { factOf, type Granted, isRefusal, judge } from './rule/refusal.ts';

export interface UsePorts extends IndexPorts {
  /** Where copies go. */
  readonly copies: { readonly vault: Vault; readonly bucket: string };
  readonly workshop: Workshop;
  /** Address under which anybody can verify a copy, without the copy's number and the slash before it. */
  readonly verifyUrl: string;
  /** Packages are indexed, and copies made, a few at a time: each holds its package, and a copy its file and itself, in memory. */
  readonly indexing: LimitFunction;
  readonly copying: LimitFunction;
}

/**
 * Puts a stored case, or a package from elsewhere, into the index, or makes a copy for a request that is granted. Twice is harmless: the index is written by case, a copy is named by its bytes and the
 * same request makes the same bytes. @throws what may pass; PackageFault, which does not and is an alarm
 */
export const gatherer =
  (ports: UsePorts) =>
  async ({ state, input, scheme, signal }: Gathering<UseState, UseInput>): Promise<UseFacts> => {
    if (input.type === 'CaseStored')
      return ports.indexing(async () => {
        signal.throwIfAborted();
        const { body } = input.link;
        return indexCase(ports, body, body.index);
      });
    if (input.type === 'PackageReceived')
      return ports.indexing(async () => {
        signal.throwIfAborted();
        return indexReceived(ports, receivedOf(input.link));
      });
    if (input.type !== 'use.requested') throw new Error('there is nothing to gather for this link');
    const judged = judge(state, input.request, scheme);
    if (isRefusal(judged)) return factOf(judged);
    return ports.copying(async () => {
      signal.throwIfAborted();
      return copyFor(ports, input.request, judged);
    });
  };

async function copyFor(
  { holdings, workshop, copies, verifyUrl }: UsePorts,
  request: UseRequested,
  { held, file, report }: Granted,
): Promise<CopyMade['facts'] | UseRefused['facts']> {
  const content = report
    ? await fileIn(holdings, held, report, file.path)
    : await withPackage(holdings, held, (opened) => opened.read(file.path, MOST_SOURCE_BYTES));
  if (content === undefined || `sha256:${sha256Hex(content)}` !== file.content)
    throw new PackageFault(held.package, `a file that the index names is ${content ? 'another one' : 'not there'}`);
  const copyId = copyIdOf(request, file.content);
  const job = {
    kind: copyableAs(file.puid)!,
    marks: {
      copyId,
      verifyUrl: `${verifyUrl}/${copyId}`,
      referenceCode: held.referenceCode,
      title: file.title,
      purpose: request.data.purpose,
      account: request.by.account,
      askedAt: request.time,
    },
  };
  try {
    const { pdf, pages, how } = await workshop.make(job, content);
    const { name, sm3, size } = await copies.vault.put(copies.bucket, pdf);
    return { copy: { content: name, sm3, size }, source: file.content, pages, how };
  } catch (error) {
    if (error instanceof NoCopy) return { reason: error.reason };
    throw error;
  }
}
