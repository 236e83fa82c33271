import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { checkExport } from '../../../../src/console/rooms/settings/audit/check-export.ts';
import { sha256 } from '../../../../src/console/rooms/settings/audit/sha256.ts';
import {
  type ChainedRow,
  type Digest,
  linkOf,
  NO_ANCHOR,
  NO_HASH,
  sealOf,
} from '../../../../src/domain/operation/audit-chain.ts';

const digest: Digest = (text) => createHash('sha256').update(text).digest('hex');

/** An export of so many rows, as the gateway writes it. */
const exported = (count: number): string[] => {
  const lines = [JSON.stringify({ format: 'tocsin audit 1', anchor: NO_ANCHOR })];
  let hash = NO_HASH;
  for (let id = 1; id <= count; id++) {
    const values = {
      actor: 'user:1',
      actorName: 'Zoé',
      subject: `route:${id}`,
      detail: JSON.stringify({ id }),
    };
    const salts = { actor: 'a'.repeat(32), subject: 'b'.repeat(32), detail: 'c'.repeat(32) };
    const seals = {
      actor: sealOf(digest, 'actor', salts.actor, values),
      subject: sealOf(digest, 'subject', salts.subject, values),
      detail: sealOf(digest, 'detail', salts.detail, values),
    };
    const bare = { id, at: id, action: 'route.disable', seals };
    hash = linkOf(digest, hash, bare);
    const row: ChainedRow = { ...bare, ...values, salts, hash };
    lines.push(JSON.stringify(row));
  }
  return [...lines, JSON.stringify({ head: { id: count, hash } })];
};

/** The text in pieces that end anywhere, as a network cuts them. */
async function* inPieces(lines: readonly string[]): AsyncGenerator<string> {
  const text = `${lines.join('\n')}\n`;
  for (let at = 0; at < text.length; at += 97) yield text.slice(at, at + 97);
}
const check = (lines: readonly string[], noted?: string) => checkExport(inPieces(lines), noted, () => {});

test.each(['', 'abc', 'Zoé 🌊', 'x'.repeat(55), 'x'.repeat(56), 'x'.repeat(64), 'é'.repeat(1000)])(
  'SHA-256 of %j is that of Node',
  (text) => {
    expect(sha256(text)).toBe(digest(text));
  },
);

describe('a whole log', () => {
  test('holds together, and its head is named', async () => {
    expect(await check(exported(5))).toMatchObject({ kind: 'whole', summary: { rows: 5, head: { id: 5 } } });
  });

  test('goes on from a hash that was noted earlier', async () => {
    const noted = JSON.parse(exported(5)[3] ?? '').hash as string;
    expect(await check(exported(9), noted)).toMatchObject({ kind: 'whole' });
  });
});

describe('is found', () => {
  test.each([
    [
      'a changed detail',
      (lines: string[]) => lines.map((one) => one.replace('{\\"id\\":3}', '{\\"id\\":4}')),
      3,
    ],
    ['a removed row', (lines: string[]) => lines.toSpliced(3, 1), 4],
    [
      'another actor',
      (lines: string[]) => lines.map((one, i) => (i === 2 ? one.replace('Zoé', 'Max') : one)),
      2,
    ],
  ])('%s, by its row', async (_what, work, row) => {
    expect(await check(work(exported(5)))).toMatchObject({ kind: 'broken', fault: { row } });
  });

  test('a log that was written anew, or cut at its end, by the hash that was noted', async () => {
    const noted = JSON.parse(exported(5)[5] ?? '').hash as string;
    expect(await check(exported(4), noted)).toMatchObject({ kind: 'broken', fault: { row: undefined } });
  });

  test('an export that broke off: nothing is said of it', async () => {
    expect(await check(exported(5).slice(0, 4))).toEqual({ kind: 'incomplete' });
  });
});
