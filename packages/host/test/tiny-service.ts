import { trace } from '@opentelemetry/api';
import { z } from 'zod';
import { serve } from '../src/index.ts';

/** A service that does nothing but what its environment says: for the tests of the shell. */
await serve('tiny', z.object({ NAME: z.string(), FILE: z.string().optional() }), async ({ config, log, telemetry }) => {
  const began = Date.now();
  telemetry.decided({ step: 'check', outcome: 'emit', type: 'CaseChecked', seconds: 0.01 });
  log.info({ facts: { name: 'SECRET' }, step: 'check' }, `hello ${config.NAME}`);
  log.info({ findings: [{ code: 'DECISION_DIFFERS', expected: 'SECRET', found: 'SECRET' }] }, 'a finding');
  trace.getTracer('tiny').startSpan('at the start').end();
  if (config.NAME === 'rejects') setTimeout(() => void Promise.reject(new Error('nobody caught this')), 50);
  return {
    live: () => config.NAME !== 'stuck',
    ready: () => Date.now() - began > 200,
    stop: async () => {
      log.info('stopped in order');
      if (config.NAME === 'lingers') await new Promise(() => {});
    },
  };
});
