/** The files of a store: SQLite's own, and its write-ahead log, if there is one. */
export interface StoreFiles {
  readonly db: Buffer;
  readonly wal: Buffer | undefined;
}

/** The size of a write that a disk does whole or not at all, octets. */
const SECTOR = 512;
/** The header of a write-ahead log (sqlite.org/fileformat2.html, 4.1), octets. */
const WAL_HEADER = 32;

type Random = () => number;

const EMPTY = Buffer.alloc(0);

/** As much of `to` as the other has, and zeros behind it. */
const padded = (from: Buffer, octets: number): Buffer =>
  from.length >= octets ? from : Buffer.concat([from, Buffer.alloc(octets - from.length)]);

const firstDifference = (one: Buffer, other: Buffer): number => {
  for (let at = 0; at < one.length; at++) if (one[at] !== other[at]) return at;
  return one.length;
};

/** Some sectors as they were, some as they were to be. */
const mixedSectors = (before: Buffer, after: Buffer, random: Random): Buffer => {
  const mixed = Buffer.from(after);
  const old = padded(before, after.length);
  for (let at = 0; at < after.length; at += SECTOR)
    if (random() < 0.5) old.copy(mixed, at, at, Math.min(at + SECTOR, after.length));
  return mixed;
};

/** What is left from octet `from` on of a file that was being appended to. */
const tornTail = (before: Buffer, after: Buffer, from: number, random: Random): Buffer => {
  const old = padded(before, after.length);
  const cutAt = from + Math.floor(random() * (after.length - from));
  const way = random();
  if (way < 0.25) return Buffer.concat([after.subarray(0, cutAt), before.subarray(cutAt)]);
  if (way < 0.5) return Buffer.concat([after.subarray(0, cutAt), Buffer.alloc(after.length - cutAt)]);
  if (way < 0.75) {
    const rubbish = Buffer.from(
      Array.from({ length: after.length - cutAt }, () => Math.floor(random() * 256)),
    );
    return Buffer.concat([after.subarray(0, cutAt), rubbish]);
  }
  return Buffer.concat([
    old.subarray(0, from),
    mixedSectors(old.subarray(from), after.subarray(from), random),
  ]);
};

/**
 * A write-ahead log as a power cut within a commit leaves it. What was there before is synced. SQLite syncs a new header
 * before it writes frames (wal.c, `sqlite3WalFrames`); of the frames, each sector may be there or not, in any order.
 */
const tornWal = (before: Buffer, after: Buffer, random: Random): Buffer => {
  const isHeaderNew = !before.subarray(0, WAL_HEADER).equals(after.subarray(0, WAL_HEADER));
  if (isHeaderNew && random() < 0.3)
    return tornTail(before, padded(after.subarray(0, WAL_HEADER), WAL_HEADER), 0, random);
  const from = isHeaderNew ? WAL_HEADER : firstDifference(before, after);
  return from >= after.length ? after : tornTail(before, after, from, random);
};

/** Pages of the main file as a power cut within a checkpoint leaves them: before or after, or torn between. */
const tornPages = (before: Buffer, after: Buffer, random: Random): Buffer => {
  const mixed = mixedSectors(before, after, random);
  // A file that grows may have its new size or the old one.
  return random() < 0.5 ? mixed : mixed.subarray(0, Math.max(before.length, SECTOR));
};

/**
 * What a power cut leaves while a transaction is written. With synchronous=FULL the log is synced before the commit
 * returns; a checkpoint comes after that, and the log stays as it is until the main file is synced (sqlite.org/wal.html).
 *
 * @param before the files before the transaction, all of them synced @param after the files after it
 */
export const tornBetween = (before: StoreFiles, after: StoreFiles, random: Random): StoreFiles => {
  const isCheckpointed = !before.db.equals(after.db);
  // The log was deleted after the checkpoint of the last close. Its directory need not be synced: it may be back.
  if (after.wal === undefined)
    return { db: isCheckpointed ? tornPages(before.db, after.db, random) : after.db, wal: before.wal };
  if (isCheckpointed && random() < 0.5) return { db: tornPages(before.db, after.db, random), wal: after.wal };
  return { db: before.db, wal: tornWal(before.wal ?? EMPTY, after.wal, random) };
};

/** What is left of a log whose commits were not synced since it had `syncedOctets`. */
export const unsyncedLost = ({ db, wal }: StoreFiles, syncedOctets: number, random: Random): StoreFiles => {
  if (wal === undefined || wal.length <= syncedOctets) return { db, wal };
  return { db, wal: wal.subarray(0, syncedOctets + Math.floor(random() * (wal.length - syncedOctets))) };
};
