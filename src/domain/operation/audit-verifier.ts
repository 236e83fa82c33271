import {
  type AuditAnchor,
  type AuditHead,
  type AuditValues,
  type ChainedRow,
  CUT,
  type Digest,
  ERASED,
  linkOf,
  NO_ANCHOR,
  type SealedPart,
  sealedParts,
  sealOf,
  valuesOf,
} from './audit-chain.ts';

/** The first broken link. */
export interface AuditFault {
  /** The id of the row; undefined: no row is to blame, such as when rows are missing at the end. */
  readonly row: number | undefined;
  readonly problem: string;
}

export interface AuditSummary {
  readonly rows: number;
  readonly head: AuditHead;
  /** Rows of which a person was erased: what they said can't be compared any more. */
  readonly erased: number;
  readonly anchor: AuditAnchor;
}

const WHAT: Readonly<Record<SealedPart, string>> = {
  actor: 'the actor',
  subject: 'the subject',
  detail: 'the detail',
};

/**
 * Checks a chain row by row, so that a log of any length needs no more memory than the ids of rows that were erased.
 */
export class AuditVerifier {
  readonly #digest: Digest;
  readonly #anchor: AuditAnchor;
  readonly #wanted: string | undefined;
  #head: AuditHead;
  #rows = 0;
  #isWantedSeen: boolean;
  #erased = 0;
  /** Parts without a salt that no row of the action `audit.erase` has named yet, as `actor 17`. */
  readonly #unnamed = new Map<string, { readonly id: number; readonly shown: string }>();
  #lastCut: AuditAnchor | undefined;

  /** @param wanted a hash that was told elsewhere: some row must have it */
  constructor(digest: Digest, anchor: AuditAnchor = NO_ANCHOR, wanted?: string) {
    this.#digest = digest;
    this.#anchor = anchor;
    this.#wanted = wanted;
    this.#head = { id: anchor.throughId, hash: anchor.hash };
    this.#isWantedSeen = wanted === undefined || wanted === anchor.hash;
  }

  /** Checks the next row; undefined: it follows from the row before it. */
  take(row: ChainedRow): AuditFault | undefined {
    const { id } = row;
    const before = this.#head;
    const fault = (problem: string): AuditFault => ({ row: id, problem });
    if (!(id > before.id)) return fault(`it comes after row ${before.id}: the order was changed`);
    if (linkOf(this.#digest, before.hash, row) !== row.hash) {
      const last = before.id === 0 ? 'the beginning' : `row ${before.id}`;
      return fault(
        `its hash does not follow from ${last}: its time, action, a seal or its hash was changed, or a row was removed, inserted or swapped before it`,
      );
    }
    let wasErased = false;
    for (const part of sealedParts) {
      const salt = row.salts[part];
      if (salt === null) {
        this.#unnamed.set(`${part} ${id}`, { id, shown: shownOf(part, row) });
        wasErased = true;
      } else if (sealOf(this.#digest, part, salt, row) !== row.seals[part]) {
        return fault(`${WHAT[part]} differs from its seal: it was changed`);
      }
    }
    if (wasErased) this.#erased++;
    if (row.action === ERASED && row.salts.detail !== null) {
      const changed = this.#takeErasure(row);
      if (changed !== undefined) return changed;
    }
    if (row.action === CUT && row.salts.detail !== null) this.#lastCut = anchorIn(row.detail);
    this.#head = { id, hash: row.hash };
    this.#rows++;
    if (row.hash === this.#wanted) this.#isWantedSeen = true;
    return undefined;
  }

  /** To be called after the last row. @param head the head that the file itself tells, if it does */
  end(head?: AuditHead): AuditFault | undefined {
    const { rows, throughId, hash } = this.#anchor;
    const cut = this.#lastCut;
    const isCut = rows !== 0 || throughId !== 0 || hash !== NO_ANCHOR.hash;
    if (isCut && (cut?.rows !== rows || cut.throughId !== throughId || cut.hash !== hash)) {
      return {
        row: undefined,
        problem: `${rows} rows up to row ${throughId} are missing at the beginning, and the last row ${CUT} does not say so`,
      };
    }
    if (!isCut && cut !== undefined)
      return { row: undefined, problem: `rows were deleted by age, and the anchor says that none was` };
    const [first] = this.#unnamed;
    if (first !== undefined) {
      const part = sealedParts.find((one) => first[0].startsWith(one)) ?? 'detail';
      return {
        row: first[1].id,
        problem: `${WHAT[part]} has no salt as after an erasure, and no row ${ERASED} names it`,
      };
    }
    if (head !== undefined && (head.id !== this.#head.id || head.hash !== this.#head.hash))
      return {
        row: undefined,
        problem: `rows are missing after row ${this.#head.id}: it ends with row ${head.id}`,
      };
    if (!this.#isWantedSeen) {
      return {
        row: undefined,
        problem: `no row has the hash ${this.#wanted}: rows are missing at the end, or the whole log was written anew`,
      };
    }
    return undefined;
  }

  get summary(): AuditSummary {
    return { rows: this.#rows, head: this.#head, erased: this.#erased, anchor: this.#anchor };
  }

  /** Undefined: where a person was erased stands only what the erasure leaves there. */
  #takeErasure({ subject, detail }: ChainedRow): AuditFault | undefined {
    const named = objectIn(detail);
    const alias = subject.slice('number:'.length);
    for (const part of sealedParts) {
      const ids = named[part];
      for (const id of Array.isArray(ids) ? ids : []) {
        const shown = this.#unnamed.get(`${part} ${id}`)?.shown;
        if (shown !== undefined && shown !== shownOf(part, leftBy(alias)))
          return { row: id, problem: `${WHAT[part]} was erased, and something else was written there` };
        this.#unnamed.delete(`${part} ${id}`);
      }
    }
    return undefined;
  }
}

/** What an erasure leaves of a row that names only the person. */
const leftBy = (alias: string): AuditValues => ({
  actor: `phone:${alias}`,
  actorName: '',
  subject: `number:${alias}`,
  detail: '{}',
});

const shownOf = (part: SealedPart, values: AuditValues): string => JSON.stringify(valuesOf(part, values));

const objectIn = (json: string): Readonly<Record<string, unknown>> => {
  const read: unknown = JSON.parse(json);
  return typeof read === 'object' && read !== null ? { ...read } : {};
};

const anchorIn = (detail: string): AuditAnchor => {
  const { rows, throughId, hash } = objectIn(detail);
  return { rows: Number(rows), throughId: Number(throughId), hash: String(hash) };
};
