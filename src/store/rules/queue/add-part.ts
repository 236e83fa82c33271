import type { Settlement } from '../../../domain/messages/queue.ts';
import type { Db } from '../../db.ts';

type Answer = Extract<Settlement, { kind: 'accepted' | 'acceptedLate' }>;

interface Row {
  readonly id: number;
  readonly attempt: number;
  readonly part: number;
  readonly route: string;
  readonly carrier: string;
  readonly ref: string;
  readonly at: number;
}

/**
 * Adds a part that a route has accepted. The first answer counts; the only part of a message may have its answer in the
 * row of the message already (src/store/schema/messages/own-parts.ts).
 */
export const prepareAddPart = (db: Db) => {
  const add = db.prepare<Row>(`
    INSERT INTO parts (message_id, attempt, part, route, carrier, carrier_ref, accepted_at)
    SELECT CAST(:id AS BIGINT), CAST(:attempt AS BIGINT), CAST(:part AS BIGINT), CAST(:route AS TEXT),
           CAST(:carrier AS TEXT), CAST(:ref AS TEXT), CAST(:at AS BIGINT)
    WHERE NOT EXISTS (SELECT 1 FROM messages WHERE id = :id AND carrier_ref IS NOT NULL)
    ON CONFLICT DO NOTHING`);
  return ({ key, route, outcome, at }: Answer): void => {
    const { messageId: id, attempt, part } = key;
    add.run({ id, attempt, part, route, carrier: outcome.carrier, ref: outcome.carrierRef, at });
  };
};
