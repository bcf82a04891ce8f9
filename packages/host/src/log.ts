import { type Logger, pino } from 'pino';

export type Log = Logger;

/**
 * Lines of JSON to standard output. Callers name steps, topics, partitions, offsets, types and codes. What could be content of a case is struck out
 * whatever the caller does, as a second wall.
 */
export const openLog = (service: string, level: string): Log =>
  pino({
    name: service,
    level,
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: {
      paths: [
        'value',
        'facts',
        'body',
        'data',
        'form',
        'applicant',
        '*.value',
        '*.facts',
        '*.body',
        '*.data',
        '*.form',
        '*.applicant',
        'expected',
        'found',
        '*.expected',
        '*.found',
        'findings[*].expected',
        'findings[*].found',
      ],
      censor: '[struck out]',
    },
    serializers: {
      error: (error: unknown) => {
        if (!(error instanceof Error)) return error;
        const { name, message, stack } = error;
        return { name, message, code: (error as Error & { code?: string }).code, stack };
      },
    },
  });
