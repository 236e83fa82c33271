import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import {
  FRAME_OCTETS,
  HEAD_OCTETS,
  HEADER_OCTETS,
  readHead,
  readHeader,
  type Seal,
  sealOf,
  TAG_OCTETS,
} from './format.ts';
import { type Manifest, parseManifest } from './manifest.ts';
import { readFully } from './pack.ts';

/** What the backup is, or why it can't be restored: a sentence that begins with "it". */
export type Unpacked = { readonly manifest: Manifest } | { readonly refused: string };

const CUT_OFF = 'it is cut off: its end is missing';
const DAMAGED = 'it is damaged, or somebody has changed it';

/**
 * Writes the database of a backup into the open file, and syncs it. Nothing of the file may be used unless a manifest
 * is returned.
 * @param passphrase of an encrypted backup. `given`: somebody expects an encrypted one, so a plain one is refused: it
 * may have been put in its place. `ask` is called only if the backup is encrypted.
 */
export const unpack = async (
  from: string,
  to: FileHandle,
  passphrase: { readonly given: string } | { readonly ask: () => Promise<string> },
): Promise<Unpacked> => {
  await using source = await open(from);
  const header = Buffer.alloc(HEADER_OCTETS);
  const isWhole = (await readFully(source, header)) === HEADER_OCTETS;
  const said = isWhole ? readHeader(header) : { refused: 'it is no backup of Tocsin' };
  if ('refused' in said) return said;
  if (!said.isEncrypted && 'given' in passphrase)
    return { refused: 'it is not encrypted, though a passphrase was given for it' };
  const secret =
    'given' in passphrase ? passphrase.given : said.isEncrypted ? await passphrase.ask() : undefined;
  const seal = await sealOf(header, said.salt, secret);
  const first = await nextFrame(source, seal, 0);
  if ('refused' in first)
    return first.refused === DAMAGED && said.isEncrypted
      ? { refused: 'the passphrase is wrong, or it is damaged at its beginning' }
      : first;
  const manifest = parseManifest(first.octets.toString('utf8'));
  if (manifest === undefined || first.isLast) return { refused: DAMAGED };
  const digest = createHash('sha256');
  let bytes = 0;
  for (let frame = 1; ; frame++) {
    const next = await nextFrame(source, seal, frame);
    if ('refused' in next) return next;
    digest.update(next.octets);
    bytes += next.octets.length;
    await to.writeFile(next.octets);
    if (next.isLast) break;
  }
  const isLonger = (await readFully(source, Buffer.alloc(1))) > 0;
  if (isLonger || bytes !== manifest.bytes || digest.digest('hex') !== manifest.sha256)
    return { refused: DAMAGED };
  await to.sync();
  return { manifest };
};

type Frame = { readonly octets: Buffer; readonly isLast: boolean } | { readonly refused: string };

const nextFrame = async (source: FileHandle, seal: Seal, frame: number): Promise<Frame> => {
  const head = Buffer.alloc(HEAD_OCTETS);
  if ((await readFully(source, head)) < HEAD_OCTETS) return { refused: CUT_OFF };
  const { octets: length, isLast } = readHead(head);
  if (length > FRAME_OCTETS) return { refused: DAMAGED };
  const sealed = Buffer.alloc(length + TAG_OCTETS);
  if ((await readFully(source, sealed)) < sealed.length) return { refused: CUT_OFF };
  const octets = seal.open(frame, head, sealed.subarray(0, length), sealed.subarray(length));
  return octets === undefined ? { refused: DAMAGED } : { octets, isLast };
};
