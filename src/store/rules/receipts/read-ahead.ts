import type { Db } from '../../db.ts';
import type { Candidate } from './receipt-candidate.ts';

/** The id of a receipt, without zeros in front, and its carrier. */
export interface CarrierRef {
  readonly carrier: string;
  readonly ref: string;
}

/** Reads so many candidates at most; with more, each receipt reads its own. */
const MOST = 5000;

const keyOf = ({ carrier, ref }: CarrierRef): string => `${carrier}\n${ref}`;

/**
 * Reads the candidates of many receipts with one statement for each carrier. On a database over a wire a statement for
 * each receipt takes most of the time.
 * @param awaiting the statement, with the condition on the reference; it takes the references and the carrier twice
 * @param most candidates of one id: with so many, the newest ones must be read in their order
 */
export const prepareReadAhead = (db: Db, awaiting: (isOneOf: string) => string, most: number) => {
  if (db.isRemote !== true) return undefined;
  const all = db.prepare<[string, string, string, string], Candidate & { readonly key_ref: string }>(
    `${awaiting('IN (SELECT value FROM json_each(?))')} LIMIT ${MOST}`,
  );
  return (refs: readonly CarrierRef[]): ReadAhead => {
    const known = new Map<string, Candidate[] | undefined>();
    for (const [carrier, some] of Map.groupBy(refs, (one) => one.carrier)) {
      const asked = JSON.stringify([...new Set(some.map(({ ref }) => ref))]);
      const rows = all.all(asked, carrier, asked, carrier);
      if (rows.length === MOST) continue;
      for (const one of some) known.set(keyOf(one), []);
      for (const row of rows) known.get(keyOf({ carrier, ref: row.key_ref }))?.push(row);
    }
    return new ReadAhead(known, most);
  };
};

/** Candidates that were read before the first receipt was recorded. Each is given once, since a receipt changes it. */
export class ReadAhead {
  readonly #known: Map<string, Candidate[] | undefined>;
  readonly #most: number;

  constructor(known: Map<string, Candidate[] | undefined>, most: number) {
    this.#known = known;
    this.#most = most;
  }

  /** The candidates of the id; undefined: they must be read. */
  take(one: CarrierRef): readonly Candidate[] | undefined {
    const key = keyOf(one);
    const found = this.#known.get(key);
    this.#known.delete(key);
    return found !== undefined && found.length < this.#most ? found : undefined;
  }
}
