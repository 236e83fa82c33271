import type { AuditNote } from '../../../src/domain/operation/audit.ts';
import type { Db } from '../../../src/store/db.ts';
import { inOneCommit } from '../../../src/store/in-one-commit.ts';
import * as held from '../../../src/store/rules/restore/held.ts';
import * as codes from '../../../src/store/rules/restore/spent-codes.ts';
import { openBehind } from './behind-the-store.ts';

const behind = <T>(path: string, work: (db: Db) => T): T => {
  using db = openBehind(path);
  return inOneCommit(db, () => work(db));
};

/** What `restore` does to the database of a store that was opened on this path. */
export const holdUnsent = (path: string, note: AuditNote) => behind(path, (db) => held.holdUnsent(db, note));
export const releaseHeld = (path: string, note: AuditNote) =>
  behind(path, (db) => held.releaseHeld(db, note));
export const spendCodes = (path: string, nowMs: number) => behind(path, (db) => codes.spendCodes(db, nowMs));
