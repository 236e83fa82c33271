import { WITHDRAWAL_SETTLE_MS } from '../../domain/access/token.ts';
import { BEFORE_LAUNCH } from '../../domain/alerts/alert-state.ts';
import { stateCode } from '../../domain/messages/state.ts';
import { DUE_KINDS, type DueKind, type DueRepository } from '../../domain/operation/due.ts';
import { waveIsOpen } from '../rows/wave-rows.ts';
import type { Channel } from '../thread/channel.ts';

const [queued, sending, sent] = [stateCode('queued'), stateCode('sending'), stateCode('sent')];
const beforeLaunch = BEFORE_LAUNCH.map((state) => `'${state}'`).join();

/** The rows of each kind: there is one if its owner has something to do. An index finds each of them. */
const ROWS: Readonly<Record<DueKind, readonly string[]>> = {
  deadlines: [
    `messages WHERE final_at IS NULL AND valid_until > t.expired_until AND valid_until <= t.now AND state = ${queued}`,
    `messages WHERE final_at IS NULL AND valid_until <= t.given_up_until AND state BETWEEN ${sending} AND ${sent}`,
  ],
  alerts: [
    `alert_waves WHERE ${waveIsOpen('alert_waves')}`,
    "alerts WHERE state = 'sending'",
    `alerts WHERE state = 'scheduled' AND CAST(json_extract(draft, '$.scheduledAt') AS BIGINT) <= t.now`,
    `alerts WHERE state IN (${beforeLaunch}) AND CAST(json_extract(draft, '$.expiresAt') AS BIGINT) <= t.now`,
    `alerts WHERE ends_at IS NOT NULL AND end_offered_at IS NULL AND ends_at <= t.now`,
  ],
  drills: ['drills'],
  schedules: ['schedules'],
  withdrawals: [
    `revoked_tokens WHERE withdraw = 1 AND (swept_at IS NULL OR swept_at < revoked_at + ${WITHDRAWAL_SETTLE_MS})`,
  ],
};

const isThere = (kind: DueKind): string =>
  ROWS[kind].map((rows) => `EXISTS (SELECT 1 FROM ${rows})`).join(' OR ');

/** One statement for all kinds, since it is run each second. */
export const DUE_SQL = `WITH t (now, expired_until, given_up_until) AS (
    VALUES (CAST(? AS BIGINT), CAST(? AS BIGINT), CAST(? AS BIGINT)))
  SELECT ${DUE_KINDS.map((kind) => `(${isThere(kind)}) AS ${kind}`).join(', ')} FROM t`;

export const dueRepository = (reader: Channel): DueRepository => ({
  due: async ({ now, expiredUntil, givenUpUntil }) => {
    const { rows } = await reader.call('query', DUE_SQL, [now, expiredUntil, givenUpUntil]);
    const [found] = rows as readonly Readonly<Record<DueKind, number>>[];
    return DUE_KINDS.filter((kind) => found?.[kind] !== 0);
  },
});
