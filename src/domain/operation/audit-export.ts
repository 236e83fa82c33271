import type { AuditAnchor, AuditHead, ChainedRow } from './audit-chain.ts';

/** What the store tells of the chain. */
export interface AuditChainRepository {
  auditAnchor(): Promise<AuditAnchor>;
  auditHead(): Promise<AuditHead>;
  /** The rows after this id, oldest first. */
  auditRows(afterId: number, limit: number): Promise<readonly ChainedRow[]>;
}

const PAGE = 500;

/** All rows up to the head, in pages, so that a log of any length needs little memory. */
export async function* auditRowsOf(
  repository: Pick<AuditChainRepository, 'auditRows'>,
  from: AuditAnchor,
  head: AuditHead,
): AsyncGenerator<ChainedRow, void, undefined> {
  for (let after = from.throughId; after < head.id; ) {
    const rows = await repository.auditRows(after, PAGE);
    const last = rows.at(-1);
    if (last === undefined) return;
    for (const row of rows) if (row.id <= head.id) yield row;
    after = last.id;
  }
}

/**
 * Writes the log as JSON lines: the anchor, each row, and the head. The detail stays the text that it is in the store,
 * since its seal is of that text.
 */
export async function* auditLines(repository: AuditChainRepository): AsyncGenerator<string, void, undefined> {
  // The head is read first: rows that come meanwhile are not in the file.
  const head = await repository.auditHead();
  const anchor = await repository.auditAnchor();
  yield `${JSON.stringify({ format: 'tocsin audit 1', anchor })}\n`;
  for await (const row of auditRowsOf(repository, anchor, head)) yield `${JSON.stringify(row)}\n`;
  yield `${JSON.stringify({ head })}\n`;
}
