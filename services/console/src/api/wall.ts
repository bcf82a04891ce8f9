/** What the live wall shows; sent whole with every event. Shared by the door and the pages: types alone. */
export interface Wall {
  /** RFC 3339. */
  readonly at: string;
  readonly steps: readonly StepState[];
  readonly standing: {
    /** Dossiers under way at the departments. */
    readonly open: number;
    /** of them with something missing */
    readonly missing: number;
    readonly review: number;
    readonly refused: number;
    readonly archived: number;
  };
  /** What was refused in the last 24 hours, by reason, most frequent first. */
  readonly refusals: readonly { readonly step: string; readonly code: string; readonly count: number }[];
  readonly log: LogState | null;
  readonly services: readonly ServiceState[];
  readonly places: readonly PlaceState[];
  readonly scanner: ScannerState | null;
  readonly witness: boolean | null;
  readonly certificates: readonly { readonly name: string; readonly subject: string; readonly until: string }[];
  /** Whether the topics were read to their ends just now. */
  readonly following: boolean;
  readonly alarms: readonly Alarm[];
}

export interface StepState {
  /** One of the six steps. */
  readonly step: string;
  /** Cases that wait for the step. */
  readonly inFlight: number;
  readonly oldest: { readonly at: string; readonly case: string } | null;
  readonly perSecond: number;
  readonly series: readonly number[];
  /** Records that wait in its input; null where the step does not say. */
  readonly lag: number | null;
  readonly retries: number | null;
  readonly parked: number;
  readonly ready: boolean | null;
  /** By whom, why and since when it is paused; null where it is not. */
  readonly paused: StepPause | null;
}

export interface StepPause {
  readonly at: string;
  /** Account of whoever paused it. */
  readonly by: string;
  readonly reason: string;
  /** Whether the step has heard of it; null where it does not say. */
  readonly heeded: boolean | null;
}

export interface LogState {
  readonly origin: string;
  readonly batch: number;
  readonly size: number;
  readonly at: string;
  readonly cosigned: number | null;
  readonly cosignedAt: string | null;
  readonly stampedAt: string | null;
}

export interface ServiceState {
  readonly name: string;
  readonly ready: boolean;
  readonly alive: boolean;
  readonly lag: number | null;
  readonly retries: number | null;
  /** Whether the step says that it is paused; null where it is none or does not say. */
  readonly paused: boolean | null;
  readonly troubles: number | null;
  readonly memoryBytes: number | null;
  readonly since: string | null;
}

export interface PlaceState {
  readonly name: string;
  readonly answers: boolean;
  readonly milliseconds: number | null;
}

export interface ScannerState {
  readonly answers: boolean;
  readonly engine: string | null;
  readonly signaturesAt: string | null;
}

export const ALARMS = [
  'SERVICE_DOWN',
  'SERVICE_NOT_READY',
  'STEP_STALLED',
  'STEP_PAUSED',
  'PARKED_RECORDS',
  'PLACE_DOWN',
  'SCANNER_DOWN',
  'SIGNATURES_OLD',
  'CHECKPOINT_OLD',
  'COSIGNATURE_OLD',
  'WITNESS_DOWN',
  'CERTIFICATE_ENDS',
  'PACKAGE_REFUSED',
  'UNREADABLE_RECORDS',
  'CONSOLE_BEHIND',
] as const;
export type AlarmCode = (typeof ALARMS)[number];

export interface Alarm {
  readonly code: AlarmCode;
  readonly severity: 'error' | 'warning';
  /** What it is about: a service, a place, a step, a certificate. */
  readonly about: string;
  /** A number or a time that belongs to it. */
  readonly value: string | null;
}
