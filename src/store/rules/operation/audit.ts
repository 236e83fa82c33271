import { hash, randomBytes } from 'node:crypto';
import type { AuditNote } from '../../../domain/operation/audit.ts';
import {
  type AuditValues,
  type Digest,
  linkOf,
  NO_HASH,
  type SealedPart,
  sealOf,
} from '../../../domain/operation/audit-chain.ts';
import type { Db } from '../../db.ts';

const SALT_OCTETS = 16;

export const sha256: Digest = (text) => hash('sha256', text, 'hex');

interface Head {
  readonly id: number;
  readonly hash: string;
}

interface Kept extends AuditValues {
  readonly at: number;
  readonly action: string;
}

/**
 * The only way into the audit log: it gives a row its salts, seals and hash, in the transaction of the caller. There is
 * one writer, so the row before is the last one.
 * @returns adds a row; with `id`, a row that had this id before it was in the chain
 */
export const prepareChain = (db: Db) => {
  const head = db.prepare<[], Head>(`
    SELECT coalesce((SELECT max(id) FROM audit), (SELECT through_id FROM audit_anchor), 0) AS id,
           coalesce((SELECT hash FROM audit ORDER BY id DESC LIMIT 1), (SELECT hash FROM audit_anchor),
                    '${NO_HASH}') AS hash`);
  const add = db.prepare(`
    INSERT INTO audit (id, at, actor, actor_name, action, subject, detail, actor_salt, subject_salt, detail_salt,
                       actor_seal, subject_seal, detail_seal, hash)
    VALUES (:id, :at, :actor, :actorName, :action, :subject, :detail, :actorSalt, :subjectSalt, :detailSalt,
            :actorSeal, :subjectSeal, :detailSeal, :hash)`);
  return (kept: Kept, before?: number): void => {
    const last = head.get() ?? { id: 0, hash: NO_HASH };
    const id = before ?? last.id + 1;
    const sealed = (part: SealedPart) => {
      const salt = randomBytes(SALT_OCTETS).toString('hex');
      return { salt, seal: sealOf(sha256, part, salt, kept) };
    };
    const actor = sealed('actor');
    const subject = sealed('subject');
    const detail = sealed('detail');
    const seals = { actor: actor.seal, subject: subject.seal, detail: detail.seal };
    add.run({
      ...kept,
      id,
      actorSalt: actor.salt,
      subjectSalt: subject.salt,
      detailSalt: detail.salt,
      actorSeal: actor.seal,
      subjectSeal: subject.seal,
      detailSeal: detail.seal,
      hash: linkOf(sha256, last.hash, { id, at: kept.at, action: kept.action, seals }),
    });
  };
};

/**
 * SQLite would replace half a surrogate pair, and PostgreSQL the character NUL: the seal must be of what is stored.
 */
const storable = (text: string): string => text.toWellFormed().replaceAll('\0', '\u2400');

/** Writes an entry of the audit log, for statements that must be in one commit with it. */
export const prepareAudit = (db: Db) => {
  const add = prepareChain(db);
  return ({ at, actor, action, subject, detail }: AuditNote): void => {
    add({
      at,
      actor: storable(actor.id),
      actorName: storable(actor.name),
      action: storable(action),
      subject: storable(subject),
      detail: JSON.stringify(detail),
    });
  };
};
