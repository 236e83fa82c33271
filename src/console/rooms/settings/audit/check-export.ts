import type { AuditAnchor, AuditHead, ChainedRow } from '../../../../domain/operation/audit-chain.ts';
import {
  type AuditFault,
  type AuditSummary,
  AuditVerifier,
} from '../../../../domain/operation/audit-verifier.ts';
import { sha256 } from './sha256.ts';

export type ChainResult =
  | { readonly kind: 'whole'; readonly summary: AuditSummary }
  | { readonly kind: 'broken'; readonly fault: AuditFault }
  /** It broke off: nothing can be said. */
  | { readonly kind: 'incomplete' };

/** The lines of a text that comes in pieces. */
async function* linesOf(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = '';
  for await (const piece of pieces) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}

interface First {
  readonly anchor?: AuditAnchor;
}
interface Last {
  readonly head?: AuditHead;
}

/** A line that is no JSON was changed, or breaks off: both end the check. */
const read = <Line>(line: string): Line | undefined => {
  try {
    return JSON.parse(line) as Line;
  } catch {
    return undefined;
  }
};

/**
 * Checks an export of the audit log line by line, as `audit verify` does, on this computer.
 *
 * @param noted a hash that was told earlier
 * @param onRow is told how many rows were read
 */
export const checkExport = async (
  pieces: AsyncIterable<string>,
  noted: string | undefined,
  onRow: (rows: number) => void,
): Promise<ChainResult> => {
  let verifier: AuditVerifier | undefined;
  for await (const line of linesOf(pieces)) {
    if (verifier === undefined) {
      verifier = new AuditVerifier(sha256, read<First>(line)?.anchor, noted);
      continue;
    }
    const row = read<ChainedRow & Last>(line);
    if (row === undefined) return { kind: 'incomplete' };
    if (row.head !== undefined) {
      const fault = verifier.end(row.head);
      return fault === undefined ? { kind: 'whole', summary: verifier.summary } : { kind: 'broken', fault };
    }
    const fault = verifier.take(row);
    if (fault !== undefined) return { kind: 'broken', fault };
    onRow(verifier.summary.rows);
  }
  return { kind: 'incomplete' };
};
