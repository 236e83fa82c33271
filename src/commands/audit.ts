import { createReadStream, createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { loadConfig } from '../config/load.ts';
import { auditLines, auditRowsOf } from '../domain/operation/audit-export.ts';
import { type AuditFault, AuditVerifier } from '../domain/operation/audit-verifier.ts';
import { normaliseNumber } from '../intake/normalise-number.ts';
import { TocsinError } from '../kernel/errors.ts';
import { nameOf, placeOf, type StorePlace } from '../store/place.ts';
import { sha256 } from '../store/rules/operation/audit.ts';
import { withChain } from './with-chain.ts';

/** The first octets of every database of SQLite (sqlite.org/fileformat2.html, 1.3). */
const OF_SQLITE = 'SQLite format 3\0';

const part = <Value extends z.ZodType>(value: Value) =>
  z.strictObject({ actor: value, subject: value, detail: value });
const firstLine = z.strictObject({
  format: z.literal('tocsin audit 1'),
  anchor: z.strictObject({ rows: z.int(), throughId: z.int(), hash: z.string() }),
});
const rowLine = z.strictObject({
  id: z.int(),
  at: z.int(),
  action: z.string(),
  actor: z.string(),
  actorName: z.string(),
  subject: z.string(),
  detail: z.string(),
  salts: part(z.string().nullable()),
  seals: part(z.string()),
  hash: z.string(),
});
const lastLine = z.strictObject({ head: z.strictObject({ id: z.int(), hash: z.string() }) });

interface Checked {
  readonly verifier: AuditVerifier;
  readonly fault: AuditFault | undefined;
}

const checkStore = (place: StorePlace, wanted: string | undefined): Promise<Checked> =>
  withChain(place, async (chain) => {
    const head = await chain.auditHead();
    const anchor = await chain.auditAnchor();
    const verifier = new AuditVerifier(sha256, anchor, wanted);
    for await (const row of auditRowsOf(chain, anchor, head)) {
      const fault = verifier.take(row);
      if (fault !== undefined) return { verifier, fault };
    }
    return { verifier, fault: verifier.end(head) };
  });

const jsonOf = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
};

const checkExport = async (path: string, wanted: string | undefined): Promise<Checked> => {
  let verifier: AuditVerifier | undefined;
  let number = 0;
  const broken = (problem: string): Checked => ({
    verifier: verifier ?? new AuditVerifier(sha256),
    fault: { row: undefined, problem },
  });
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    number += 1;
    const json = jsonOf(line);
    if (verifier === undefined) {
      const first = firstLine.safeParse(json);
      if (!first.success) return broken('the file is neither a database nor an export of an audit log');
      verifier = new AuditVerifier(sha256, first.data.anchor, wanted);
      continue;
    }
    const last = lastLine.safeParse(json);
    if (last.success) return { verifier, fault: verifier.end(last.data.head) };
    const row = rowLine.safeParse(json);
    if (!row.success) return broken(`line ${number} is no row of an audit log`);
    const fault = verifier.take(row.data);
    if (fault !== undefined) return { verifier, fault };
  }
  return broken('the file ends before its last line, which says the head: the export was broken off or cut');
};

const isDatabase = async (path: string): Promise<boolean> => {
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(OF_SQLITE.length), 0, OF_SQLITE.length, 0);
    return buffer.toString('latin1') === OF_SQLITE;
  } finally {
    await file.close();
  }
};

const storeOf = (configFile: string): StorePlace =>
  placeOf(loadConfig(configFile, process.env, normaliseNumber).store);

const checkFile = async (path: string, head: string | undefined): Promise<Checked> =>
  (await isDatabase(path)) ? checkStore({ kind: 'sqlite', path }, head) : checkExport(path, head);

/** Undefined, and said on stderr: it can't be read. */
const check = async (place: StorePlace, head: string | undefined): Promise<Checked | undefined> => {
  try {
    return await (place.kind === 'sqlite' ? checkFile(place.path, head) : checkStore(place, head));
  } catch (error) {
    if (error instanceof TocsinError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    process.stderr.write(`cannot read ${nameOf(place)}: ${why}\n`);
    return undefined;
  }
};

/**
 * Checks the chain of an audit log, and names the first broken link.
 * @param file a database or an export; undefined: the database of the configuration
 * @param head a hash that was told elsewhere, such as by the daily event: some row must have it
 * @returns the exit code: 0, or 1 if a link is broken
 */
export const verifyAuditCommand = async (
  where: { readonly file: string } | { readonly config: string },
  head: string | undefined,
): Promise<number> => {
  const place: StorePlace = 'file' in where ? { kind: 'sqlite', path: where.file } : storeOf(where.config);
  const checked = await check(place, head);
  if (checked === undefined) return 1;
  const { verifier, fault } = checked;
  const { rows, head: last, erased, anchor } = verifier.summary;
  if (fault !== undefined) {
    const place = fault.row === undefined ? '' : `row ${fault.row}: `;
    process.stderr.write(`BROKEN: ${place}${fault.problem}\n`);
    return 1;
  }
  const cut = anchor.rows === 0 ? '' : `; ${anchor.rows} older rows were deleted by age`;
  const gone = erased === 0 ? '' : `; in ${erased} rows a person was erased`;
  process.stdout.write(`${rows} rows hold together${cut}${gone}\nhead: row ${last.id} ${last.hash}\n`);
  return 0;
};

/** Writes the audit log of the configuration into a new file, as JSON lines, readable by its owner only. */
export const exportAuditCommand = (configFile: string, file: string): Promise<number> =>
  withChain(storeOf(configFile), async (chain) => {
    await pipeline(
      Readable.from(auditLines(chain), { objectMode: false }),
      createWriteStream(file, { flags: 'wx', mode: 0o600 }),
    );
    return 0;
  });
