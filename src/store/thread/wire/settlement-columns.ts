import type { Settlement } from '../../../domain/messages/queue.ts';
import type { PartKey } from '../../../domain/routes/route.ts';
import type { Columns } from './columns.ts';

type Accepted = Extract<Settlement, { kind: 'accepted' }>;
type Outcome = Accepted['outcome'];
type Flat = PartKey & Omit<Accepted, 'kind' | 'key' | 'outcome'> & Omit<Outcome, 'kind'>;

/** Settlements that are all acceptances, as nearly all are under load, go as columns; any others go as they are. */
export type PackedSettlements =
  | { readonly accepted: Columns<Flat> }
  | { readonly mixed: readonly Settlement[] };

const isAccepted = (settlement: Settlement): settlement is Accepted => settlement.kind === 'accepted';

export const packSettlements = (rows: readonly Settlement[]): PackedSettlements =>
  rows.every(isAccepted) ? { accepted: packAccepted(rows) } : { mixed: rows };

export const unpackSettlements = (packed: PackedSettlements): readonly Settlement[] =>
  'mixed' in packed ? packed.mixed : unpackAccepted(packed.accepted);

const packAccepted = (rows: readonly Accepted[]): Columns<Flat> => ({
  messageId: rows.map((row) => row.key.messageId),
  attempt: rows.map((row) => row.key.attempt),
  part: rows.map((row) => row.key.part),
  route: rows.map((row) => row.route),
  carrier: rows.map((row) => row.outcome.carrier),
  carrierRef: rows.map((row) => row.outcome.carrierRef),
  congested: rows.map((row) => row.outcome.congested),
  at: rows.map((row) => row.at),
  whole: rows.map((row) => row.whole),
  single: rows.map((row) => row.single),
});

const unpackAccepted = (columns: Columns<Flat>): readonly Accepted[] =>
  columns.messageId.map((messageId, at) => {
    const row = {
      kind: 'accepted',
      key: { messageId, attempt: columns.attempt[at], part: columns.part[at] },
      route: columns.route[at],
      outcome: {
        kind: 'accepted',
        carrier: columns.carrier[at],
        carrierRef: columns.carrierRef[at],
        congested: columns.congested[at],
      },
      at: columns.at[at],
      whole: columns.whole[at],
      single: columns.single[at],
    };
    return row as Accepted;
  });
