import { createHmac } from 'node:crypto';
import { commitmentTo, type Identity } from '@guidang/contracts';
import type { SqlDoor } from '@guidang/stream';

/** Finds what is somebody's by the number they prove to be theirs, without keeping the number. */
export interface People {
  /** What stands in the index in the place of an identity: HMAC-SHA256 of kind and number, in capitals, under the service's key. */
  markOf(identity: Identity): Buffer;
  /** Cases in which this identity takes part, the newest first. */
  casesOf(identity: Identity): Promise<{ case: string; role: string }[]>;
  /**
   * The commitment by which the chain knows an identity in a case: what the door puts into a citizen's request as `subject`.
   * @returns undefined where the case is not indexed, or its people were forgotten
   */
  subjectIn(caseNumber: string, identity: Identity): Promise<string | undefined>;
}

/** @param key 32 bytes; a new one means that nothing of before is found any more until it is indexed again */
export function peopleOver(door: SqlDoor, key: Uint8Array): People {
  const markOf = ({ type, number }: Identity): Buffer =>
    createHmac('sha256', key).update(`${type}\n${number.toUpperCase()}`).digest();
  return {
    markOf,
    casesOf: (identity) =>
      door.query(
        `SELECT p.case_number AS "case", p.role FROM person p JOIN indexed_case c USING (case_number)
         WHERE p.identity = $1 ORDER BY c.closed_at DESC, p.case_number, p.role LIMIT 1000`,
        markOf(identity),
      ),
    async subjectIn(caseNumber, identity) {
      const [row] = await door.query<{ salt: string }>(
        "SELECT salt FROM personal_entry WHERE case_number = $1 AND salt <> ''",
        caseNumber,
      );
      return row && commitmentTo(row.salt, identity);
    },
  };
}
