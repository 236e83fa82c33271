import type { AuditNote } from '../../../src/domain/operation/audit.ts';
import { type AuditAnchor, type ChainedRow, NO_ANCHOR } from '../../../src/domain/operation/audit-chain.ts';
import { type AuditFault, AuditVerifier } from '../../../src/domain/operation/audit-verifier.ts';
import { sha256 } from '../../../src/store/rules/operation/audit.ts';
import { openBehind } from './behind-the-store.ts';

/** The columns and values that a row of the audit log needs beside those that a test is about; its chain is broken. */
export const UNCHAINED = {
  columns: 'actor_seal, subject_seal, detail_seal, hash',
  values: Array.from({ length: 4 }, () => `'${'0'.repeat(64)}'`).join(', '),
} as const;

export const note = (over: Partial<AuditNote> = {}): AuditNote => ({
  at: 1,
  actor: { id: 'user:1', name: 'Anna' },
  action: 'route.disable',
  subject: 'route:orange',
  detail: {},
  ...over,
});

/** Reads the chain straight from the database. */
export const chainIn = (path: string): { readonly anchor: AuditAnchor; readonly rows: ChainedRow[] } => {
  using db = openBehind(path);
  const anchor = db
    .prepare<[], AuditAnchor>('SELECT rows, through_id AS throughId, hash FROM audit_anchor')
    .get();
  const rows = db.prepare<[], Record<string, never>>('SELECT * FROM audit ORDER BY id').all();
  return {
    anchor: anchor ?? NO_ANCHOR,
    rows: rows.map((row) => ({
      id: row['id'] ?? 0,
      at: row['at'] ?? 0,
      action: row['action'] ?? '',
      actor: row['actor'] ?? '',
      actorName: row['actor_name'] ?? '',
      subject: row['subject'] ?? '',
      detail: row['detail'] ?? '',
      salts: {
        actor: row['actor_salt'] ?? null,
        subject: row['subject_salt'] ?? null,
        detail: row['detail_salt'] ?? null,
      },
      seals: {
        actor: row['actor_seal'] ?? '',
        subject: row['subject_seal'] ?? '',
        detail: row['detail_seal'] ?? '',
      },
      hash: row['hash'] ?? '',
    })),
  };
};

/** The first broken link; undefined: the chain holds. */
export const faultIn = (
  rows: readonly ChainedRow[],
  anchor: AuditAnchor = NO_ANCHOR,
  head?: string,
): AuditFault | undefined => {
  const verifier = new AuditVerifier(sha256, anchor, head);
  for (const row of rows) {
    const fault = verifier.take(row);
    if (fault !== undefined) return fault;
  }
  return verifier.end();
};

export const faultOf = (path: string): AuditFault | undefined => {
  const { rows, anchor } = chainIn(path);
  return faultIn(rows, anchor);
};
