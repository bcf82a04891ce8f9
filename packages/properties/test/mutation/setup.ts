import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** number of the fault that is awake; 0: none */
    readonly fault: number;
  }
}

(globalThis as { fault?: number }).fault = inject('fault');
