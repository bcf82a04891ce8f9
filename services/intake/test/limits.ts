import type { Limits } from '../src/http/door.ts';

/** Limits of the door in tests: as by default, and out of the way where no test asks for them. */
export const LIMITS: Limits = {
  INTAKE_BUCKET: 'intake',
  UPLOAD_MAX_BYTES: 40 * 1024 * 1024,
  UPLOADS_AT_ONCE: 8,
  UPLOADS_PER_KEY: 8,
  EVENTS_MAX_BYTES: 8 * 1024 * 1024,
  EVENTS_AT_ONCE: 256,
  EVENTS_WAITING_BYTES: 32 * 1024 * 1024,
  PUBLISH_SECONDS: 30,
  REQUESTS_PER_SECOND: 100_000,
  REFUSED_PER_MINUTE: 100_000,
  REQUEST_NAMES_HOURS: 1,
};
