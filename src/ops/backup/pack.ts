import { createHash, randomBytes } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { FRAME_OCTETS, headerOf, headOf, SALT_OCTETS, sealOf } from './format.ts';
import type { Manifest } from './manifest.ts';

/** Fills the buffer from the file; returns how many octets there were. */
export const readFully = async (file: FileHandle, into: Buffer): Promise<number> => {
  let filled = 0;
  while (filled < into.length) {
    const { bytesRead } = await file.read(into, filled, into.length - filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return filled;
};

/** The size and the SHA-256 of a file. */
export const digestOf = async (path: string): Promise<Pick<Manifest, 'bytes' | 'sha256'>> => {
  await using file = await open(path);
  const digest = createHash('sha256');
  const buffer = Buffer.alloc(FRAME_OCTETS);
  let bytes = 0;
  for (;;) {
    const octets = await readFully(file, buffer);
    if (octets === 0) return { bytes, sha256: digest.digest('hex') };
    digest.update(buffer.subarray(0, octets));
    bytes += octets;
  }
};

/**
 * Writes a backup of the database file `from` into the open file.
 * @param passphrase undefined: the backup is not encrypted
 */
export const pack = async (
  from: string,
  to: FileHandle,
  manifest: Manifest,
  passphrase: string | undefined,
): Promise<void> => {
  const salt = randomBytes(SALT_OCTETS);
  const header = headerOf(salt, passphrase !== undefined);
  const seal = await sealOf(header, salt, passphrase);
  await to.writeFile(header);
  let frame = 0;
  const add = async (octets: Buffer, isLast: boolean): Promise<void> => {
    const head = headOf(octets.length, isLast);
    const [sealed, tag] = seal.close(frame++, head, octets);
    await to.writeFile(Buffer.concat([head, sealed, tag]));
  };
  await add(Buffer.from(JSON.stringify(manifest)), false);
  await using source = await open(from);
  const buffer = Buffer.alloc(FRAME_OCTETS);
  for (let left = manifest.bytes; left > 0; ) {
    const octets = await readFully(source, buffer.subarray(0, Math.min(left, FRAME_OCTETS)));
    if (octets === 0) throw new Error(`${from} has become shorter`);
    left -= octets;
    await add(buffer.subarray(0, octets), left === 0);
  }
};
