import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FRAME_OCTETS, HEADER_OCTETS, headerOf, headOf, sealOf } from '../../../../src/ops/backup/format.ts';
import type { Manifest } from '../../../../src/ops/backup/manifest.ts';
import { digestOf, pack } from '../../../../src/ops/backup/pack.ts';
import { type Unpacked, unpack } from '../../../../src/ops/backup/unpack.ts';

const PASSPHRASE = 'crue rapide sur la basse vallée';
/** Two whole frames and a part of one. */
const DATABASE = randomBytes(2 * FRAME_OCTETS + 1000);
const SEALED_FRAME = 4 + FRAME_OCTETS + 16;

let folder: string;
let manifest: Manifest;
const made = new Map<string, Buffer>();
const at = (name: string): string => join(folder, name);

const packed = async (passphrase: string | undefined): Promise<Buffer> => {
  await using to = await open(at('packed'), 'w');
  await pack(at('database'), to, manifest, passphrase);
  return readFile(at('packed'));
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-backup-'));
  await writeFile(at('database'), DATABASE);
  const counts = { messages: 3, unsent: 1, contacts: 0, alerts: 0, users: 0 };
  const takenAt = '2026-01-01T00:00:00.000Z';
  manifest = { tocsin: '0.1.0', schema: 52, takenAt, counts, ...(await digestOf(at('database'))) };
  made.set('plain', await packed(undefined));
  made.set('encrypted', await packed(PASSPHRASE));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const fileOf = (kind: string): Buffer => Buffer.from(made.get(kind) ?? '');

const read = async (
  file: Buffer,
  passphrase: Parameters<typeof unpack>[2] = { ask: async () => PASSPHRASE },
): Promise<Unpacked> => {
  await writeFile(at('read'), file);
  await using to = await open(at('out'), 'w');
  return await unpack(at('read'), to, passphrase);
};

const SECOND_FRAME = (file: Buffer): number => HEADER_OCTETS + 4 + file.readUInt32BE(HEADER_OCTETS) + 16;

describe('a backup file', () => {
  const kind = 'plain';

  test('gives back the database octet by octet, and its manifest', async () => {
    expect(await read(fileOf(kind))).toEqual({ manifest });
    expect((await readFile(at('out'))).equals(DATABASE)).toBe(true);
  });

  test('is refused if the version in its manifest could change what a terminal shows', async () => {
    const whole = manifest;
    manifest = { ...whole, tocsin: '0.1.0\u001b[2J' };
    const hostile = await packed(undefined);
    manifest = whole;
    expect(await read(hostile)).toEqual({ refused: 'it is damaged, or somebody has changed it' });
  });

  test('is refused as cut off wherever it is cut', async () => {
    const file = fileOf(kind);
    const second = SECOND_FRAME(file);
    // Also between two frames, where what is left looks whole.
    for (const length of [
      second,
      second + 1,
      second + SEALED_FRAME,
      second + 2 * SEALED_FRAME,
      file.length - 1,
    ])
      expect(await read(file.subarray(0, length)), `${length}`).toEqual({
        refused: 'it is cut off: its end is missing',
      });
  });

  test('is refused if any octet is changed', async () => {
    const second = SECOND_FRAME(fileOf(kind));
    for (const place of [12, HEADER_OCTETS + 9, second + 2, second + 5, second + SEALED_FRAME - 1]) {
      const file = fileOf(kind);
      file.writeUInt8(file.readUInt8(place) ^ 1, place);
      expect(await read(file), `${place}`).toHaveProperty('refused');
    }
  });

  test('is refused if frames changed places, or one is left out', async () => {
    const file = fileOf(kind);
    const second = SECOND_FRAME(file);
    const third = second + SEALED_FRAME;
    const [start, a, b, end] = [
      file.subarray(0, second),
      file.subarray(second, third),
      file.subarray(third, third + SEALED_FRAME),
      file.subarray(third + SEALED_FRAME),
    ];
    const damaged = { refused: 'it is damaged, or somebody has changed it' };
    expect(await read(Buffer.concat([start, b, a, end]))).toEqual(damaged);
    expect(await read(Buffer.concat([start, a, end]))).toEqual(damaged);
  });

  test('is refused if something follows its last frame', async () => {
    expect(await read(Buffer.concat([fileOf(kind), Buffer.from('x')]))).toHaveProperty('refused');
  });

  test('is refused by its format if a later version made it', async () => {
    const file = fileOf(kind);
    file.writeUInt8(2, 8);
    expect(await read(file)).toEqual({
      refused: 'its format is 2, and this Tocsin reads 1: use a newer Tocsin',
    });
  });
});

describe('an encrypted backup', () => {
  test('opens each frame only in its place, with its head, its header and all of its octets', async () => {
    const salt = randomBytes(16);
    const header = headerOf(salt, true);
    const seal = await sealOf(header, salt, PASSPHRASE);
    const octets = Buffer.from('an octet more or less');
    const head = headOf(octets.length, false);
    const [sealed, tag] = seal.close(3, head, octets);
    expect(sealed.equals(octets)).toBe(false);
    expect(seal.open(3, head, sealed, tag)).toEqual(octets);
    expect(seal.open(4, head, sealed, tag)).toBeUndefined();
    expect(seal.open(3, headOf(octets.length, true), sealed, tag)).toBeUndefined();
    expect(seal.open(3, head, sealed.subarray(1), tag)).toBeUndefined();
    const changed = await sealOf(headerOf(salt, false), salt, PASSPHRASE);
    expect(changed.open(3, head, sealed, tag)).toBeUndefined();
  });

  test('gives back the database octet by octet, and its manifest', async () => {
    expect(await read(fileOf('encrypted'))).toEqual({ manifest });
    expect((await readFile(at('out'))).equals(DATABASE)).toBe(true);
  });

  test('is refused as cut off between two frames, where what is left looks whole', async () => {
    const file = fileOf('encrypted');
    const length = SECOND_FRAME(file) + 2 * SEALED_FRAME;
    expect(await read(file.subarray(0, length))).toEqual({ refused: 'it is cut off: its end is missing' });
  });

  test('is refused with another passphrase', async () => {
    expect(await read(fileOf('encrypted'), { given: 'another passphrase' })).toEqual({
      refused: 'the passphrase is wrong, or it is damaged at its beginning',
    });
  });

  test('is read whichever way its accents are typed', async () => {
    expect(await read(fileOf('encrypted'), { given: PASSPHRASE.normalize('NFD') })).toEqual({ manifest });
  });

  test('shows nothing of the database nor of the manifest', () => {
    const file = fileOf('encrypted');
    expect(file.includes(DATABASE.subarray(0, 16))).toBe(false);
    expect(file.includes('takenAt')).toBe(false);
    expect(fileOf('plain').includes('takenAt')).toBe(true);
  });

  test('is not the same file twice, since each has a key of its own', async () => {
    const digest = (file: Buffer) => createHash('sha256').update(file.subarray(HEADER_OCTETS)).digest('hex');
    expect(digest(await packed(PASSPHRASE))).not.toBe(digest(fileOf('encrypted')));
  });

  test('can not be replaced by a plain one: whoever gives a passphrase expects an encrypted one', async () => {
    expect(await read(fileOf('plain'), { given: PASSPHRASE })).toEqual({
      refused: 'it is not encrypted, though a passphrase was given for it',
    });
  });
});

test.each([Buffer.alloc(0), Buffer.from('SQLite format 3\0'.repeat(10))])(
  'another file is refused as no backup',
  async (file) => {
    expect(await read(file)).toEqual({ refused: 'it is no backup of Tocsin' });
  },
);
