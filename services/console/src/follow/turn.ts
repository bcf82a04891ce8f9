import type { SqlDoor } from '@guidang/stream';

/** Any number will do as long as all instances take the same. */
const TURN = 6_072_011;

/**
 * Waits for the turn of this instance, until the transaction ends. A case is folded from several topics: of two consoles over one database (while one takes the other's
 * place, or for good) each would write the row as it had read it, and what the other one had folded meanwhile would be lost.
 */
export const myTurn = (tx: SqlDoor): Promise<unknown> => tx.query('SELECT 1 FROM pg_advisory_xact_lock($1)', TURN);
