/**
 * The chain of the audit log. Each row has the hash of the row before it in its own hash, so that nobody can change,
 * remove, insert or swap rows without changing every hash that follows.
 *
 * What may name a person (actor, subject, detail) is not in the hash itself: only a seal of it is, the SHA-256 of the
 * values with a random salt. To erase a person, the values and the salt are removed and the seal stays, so the chain
 * still holds, and nobody can find the number again by trying all numbers.
 */

/** SHA-256 of a text in UTF-8, as 64 hexadecimal digits. */
export type Digest = (text: string) => string;

/** The hash before the first row. */
export const NO_HASH = '0'.repeat(64);

/** The parts of a row that are sealed, each with a salt of its own: one can be erased while the others stay. */
export const sealedParts = ['actor', 'subject', 'detail'] as const;
export type SealedPart = (typeof sealedParts)[number];

/** The values of a row, as they are stored. */
export interface AuditValues {
  readonly actor: string;
  readonly actorName: string;
  readonly subject: string;
  /** JSON. */
  readonly detail: string;
}

export interface ChainedRow extends AuditValues {
  readonly id: number;
  /** ms since the epoch. */
  readonly at: number;
  readonly action: string;
  /** null: the part was erased. */
  readonly salts: Readonly<Record<SealedPart, string | null>>;
  readonly seals: Readonly<Record<SealedPart, string>>;
  readonly hash: string;
}

/** The rows that were deleted by age: how many, up to which id, and the hash of the last one. */
export interface AuditAnchor {
  readonly rows: number;
  readonly throughId: number;
  readonly hash: string;
}

export const NO_ANCHOR: AuditAnchor = { rows: 0, throughId: 0, hash: NO_HASH };

export interface AuditHead {
  /** The id of the last row; 0: there was none yet. */
  readonly id: number;
  readonly hash: string;
}

/** The values that the seal of a part is of. */
export const valuesOf = (
  part: SealedPart,
  { actor, actorName, subject, detail }: AuditValues,
): readonly string[] => {
  if (part === 'actor') return [actor, actorName];
  return [part === 'subject' ? subject : detail];
};

/** The seal of one part of a row: the SHA-256 of a JSON array of salt and values. */
export const sealOf = (digest: Digest, part: SealedPart, salt: string, values: AuditValues): string =>
  digest(JSON.stringify([salt, ...valuesOf(part, values)]));

/** The hash of a row: the SHA-256 of a JSON array of the hash before it, id, time, action and the three seals. */
export const linkOf = (
  digest: Digest,
  previous: string,
  { id, at, action, seals }: Pick<ChainedRow, 'id' | 'at' | 'action' | 'seals'>,
): string => digest(JSON.stringify([previous, id, at, action, ...sealedParts.map((part) => seals[part])]));

/** The action of the row that names the rows of which a person was erased. */
export const ERASED = 'audit.erase';
/** The action of the row that says how many rows were deleted by age. */
export const CUT = 'audit.cut';
