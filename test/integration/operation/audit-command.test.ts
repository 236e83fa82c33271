import { readFile, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { verifyAuditCommand } from '../../../src/commands/audit.ts';
import { auditLines } from '../../../src/domain/operation/audit-export.ts';
import { auditOf } from '../../../src/ops/audit.ts';
import { HttpRig } from '../../support/http/http-rig.ts';
import { note } from '../../support/store/chain.ts';
import { StoreOnDisk } from '../../support/store/store-on-disk.ts';

let disk: StoreOnDisk;
let file: string;
let said = '';
beforeEach(async () => {
  disk = await StoreOnDisk.open();
  file = `${disk.path}.jsonl`;
  said = '';
  const take = (text: unknown): boolean => {
    said += String(text);
    return true;
  };
  vi.spyOn(process.stdout, 'write').mockImplementation(take);
  vi.spyOn(process.stderr, 'write').mockImplementation(take);
  for (let n = 1; n <= 4; n++) await disk.store.addAudit(note({ at: n, detail: { n } }));
  let text = '';
  for await (const line of auditLines(disk.store)) text += line;
  await writeFile(file, text);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await disk.remove();
});

const change = async (work: (lines: string[]) => string[]): Promise<void> => {
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
  await writeFile(file, `${work(lines).join('\n')}\n`);
};
const swap = ([first = '', a = '', b = '', ...rest]: string[]): string[] => [first, b, a, ...rest];

describe('audit verify', () => {
  test('says how many rows hold together, and the head, of an export and of a database', async () => {
    const { hash } = await disk.store.auditHead();
    expect(await verifyAuditCommand({ file }, undefined)).toBe(0);
    expect(said).toBe(`4 rows hold together\nhead: row 4 ${hash}\n`);
    expect(await verifyAuditCommand({ file: disk.path }, hash)).toBe(0);
  });

  test.each([
    [
      'a changed row',
      (lines: string[]) => lines.map((one) => one.replace('{\\"n\\":2}', '{\\"n\\":9}')),
      /row 2: the detail/,
    ],
    [
      'a removed row',
      (lines: string[]) => lines.toSpliced(2, 1),
      /row 3: its hash does not follow from row 1/,
    ],
    [
      'an inserted row',
      (lines: string[]) => lines.toSpliced(2, 0, lines[1] ?? ''),
      /row 1: it comes after row 1/,
    ],
    ['two rows that changed places', swap, /row 2: its hash does not follow from the beginning/],
    [
      'rows missing at the end',
      (lines: string[]) => lines.toSpliced(4, 1),
      /rows are missing after row 3: it ends with row 4/,
    ],
    ['an export that broke off', (lines: string[]) => lines.slice(0, 4), /ends before its last line/],
    ['something else', () => ['{}'], /neither a database nor an export/],
  ])('finds %s in an export, with the exit code 1', async (_what, work, problem) => {
    await change(work);
    expect(await verifyAuditCommand({ file }, undefined)).toBe(1);
    expect(said).toMatch(problem);
  });

  test('finds rows that were removed at the end of the database by the head that was told before', async () => {
    const { hash } = await disk.store.auditHead();
    disk.fill('DROP TRIGGER audit_cut; DELETE FROM audit WHERE id = 4');
    expect(await verifyAuditCommand({ file: disk.path }, undefined)).toBe(0);
    expect(await verifyAuditCommand({ file: disk.path }, hash)).toBe(1);
    expect(said).toContain('rows are missing at the end');
  });

  test('says that a file is not there', async () => {
    expect(await verifyAuditCommand({ file: '/nowhere/audit.jsonl' }, undefined)).toBe(1);
    expect(said).toContain('cannot read /nowhere/audit.jsonl');
  });
});

test('the API gives out the head, and the export that audit verify takes', async () => {
  const { store, clock } = disk;
  const rig = new HttpRig(undefined, {
    audit: { ...auditOf(store, clock), audit: store.audit },
    auditChain: store,
  });
  try {
    const response = await rig.ask('approver', 'GET', '/v1/audit.jsonl');
    await writeFile(file, response.body);
    const { hash } = await store.auditHead();
    expect((await rig.ask('approver', 'GET', '/v1/audit/head')).json()).toEqual({ row: 5, hash });
    expect(await verifyAuditCommand({ file }, hash)).toBe(0);
    expect(said).toContain('5 rows hold together');
  } finally {
    await rig.app.close();
  }
});
