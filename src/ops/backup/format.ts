import { createCipheriv, createDecipheriv, createHash, timingSafeEqual } from 'node:crypto';
import { costlyHash } from '../../secrets/slow-hash.ts';

// The format of a backup file; docs/backup.md describes it for other programs.
//
//   header: "TOCSINBK", version (1), kind (0 plain, 1 encrypted), 16 octets of salt
//   frames: head (4 octets, big-endian: bit 31 marks the last frame, the others the length), octets, tag (16 octets)
//
// The first frame is the manifest as JSON, the others are the database.

const MAGIC = Buffer.from('TOCSINBK', 'latin1');
const VERSION = 1;
const PLAIN = 0;
const ENCRYPTED = 1;
export const SALT_OCTETS = 16;
export const HEADER_OCTETS = MAGIC.length + 2 + SALT_OCTETS;
export const HEAD_OCTETS = 4;
export const TAG_OCTETS = 16;
/** The most octets of one frame, so that reader and writer need little memory whatever the file says. */
export const FRAME_OCTETS = 65_536;
const LAST = 0x8000_0000;
const NONCE_OCTETS = 12;

/** scrypt with N = 2^17: 128 MiB and some tenths of a second for each passphrase that somebody tries. */
const COST = { n: 2 ** 17, r: 8, p: 1 };
const KEY_OCTETS = 32;

export const headerOf = (salt: Uint8Array, isEncrypted: boolean): Buffer =>
  Buffer.concat([MAGIC, Buffer.from([VERSION, isEncrypted ? ENCRYPTED : PLAIN]), salt]);

/** What the header says, or why the file can't be read. */
export const readHeader = (
  header: Buffer,
): { readonly salt: Buffer; readonly isEncrypted: boolean } | { readonly refused: string } => {
  if (header.length < HEADER_OCTETS || !header.subarray(0, MAGIC.length).equals(MAGIC))
    return { refused: 'it is no backup of Tocsin' };
  const [version, kind] = header.subarray(MAGIC.length);
  if (version !== VERSION)
    return { refused: `its format is ${version}, and this Tocsin reads ${VERSION}: use a newer Tocsin` };
  if (kind !== PLAIN && kind !== ENCRYPTED) return { refused: 'its header is damaged' };
  return { salt: header.subarray(MAGIC.length + 2, HEADER_OCTETS), isEncrypted: kind === ENCRYPTED };
};

export const headOf = (octets: number, isLast: boolean): Buffer => {
  const head = Buffer.alloc(HEAD_OCTETS);
  head.writeUInt32BE((octets | (isLast ? LAST : 0)) >>> 0);
  return head;
};

export const readHead = (head: Buffer): { readonly octets: number; readonly isLast: boolean } => {
  const value = head.readUInt32BE();
  return { octets: value & ~LAST, isLast: (value & LAST) !== 0 };
};

/**
 * Protects the frames of one file. The number of the frame is in its nonce, and the header of the file and the head of
 * the frame are authenticated with it: a frame that is changed, moved, left out or added has another tag.
 */
export interface Seal {
  /** The octets of the frame as they are in the file, and the tag. */
  close(frame: number, head: Buffer, octets: Buffer): readonly [octets: Buffer, tag: Buffer];
  /** The octets of the frame; undefined: it is damaged, or the passphrase is wrong. */
  open(frame: number, head: Buffer, octets: Buffer, tag: Buffer): Buffer | undefined;
}

const nonceOf = (frame: number): Buffer => {
  const nonce = Buffer.alloc(NONCE_OCTETS);
  nonce.writeBigUInt64BE(BigInt(frame), NONCE_OCTETS - 8);
  return nonce;
};

/** Without a passphrase a digest finds damage; it does not keep somebody from writing another file. */
const plainSeal = (header: Buffer): Seal => {
  const tagOf = (frame: number, head: Buffer, octets: Buffer): Buffer =>
    createHash('sha256')
      .update(nonceOf(frame))
      .update(header)
      .update(head)
      .update(octets)
      .digest()
      .subarray(0, TAG_OCTETS);
  return {
    close: (frame, head, octets) => [octets, tagOf(frame, head, octets)],
    open: (frame, head, octets, tag) =>
      timingSafeEqual(tagOf(frame, head, octets), tag) ? octets : undefined,
  };
};

/** AES-256-GCM. The key is of this file alone (its salt is random), so the number of the frame is a fit nonce. */
const encryptingSeal = (key: Buffer, header: Buffer): Seal => ({
  close: (frame, head, octets) => {
    const cipher = createCipheriv('aes-256-gcm', key, nonceOf(frame), { authTagLength: TAG_OCTETS });
    cipher.setAAD(Buffer.concat([header, head]));
    const sealed = Buffer.concat([cipher.update(octets), cipher.final()]);
    return [sealed, cipher.getAuthTag()];
  },
  open: (frame, head, octets, tag) => {
    const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(frame), { authTagLength: TAG_OCTETS });
    decipher.setAAD(Buffer.concat([header, head]));
    decipher.setAuthTag(tag);
    try {
      return Buffer.concat([decipher.update(octets), decipher.final()]);
    } catch {
      return undefined;
    }
  },
});

/** @param passphrase undefined: the file is not encrypted */
export const sealOf = async (
  header: Buffer,
  salt: Uint8Array,
  passphrase: string | undefined,
): Promise<Seal> => {
  if (passphrase === undefined) return plainSeal(header);
  const key = await costlyHash(passphrase.normalize('NFC'), salt, KEY_OCTETS, COST);
  return encryptingSeal(key, header);
};
