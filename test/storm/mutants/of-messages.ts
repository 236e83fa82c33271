import type { Mutant } from './mutant.ts';

const QUEUE = 'src/store/rules/queue';
const FLIGHTS = 'src/dispatch/flights';
const LINK = 'src/routes/smpp/link';

/** Rules about one message: that it is neither lost nor doubled, and that nothing untrue is said of it. */
export const mutantsOfMessages: readonly Mutant[] = [
  {
    name: 'a message that was under way at a power cut is in doubt',
    file: `${FLIGHTS}/flight.ts`,
    from: `  kind: 'uncertain',
  reason: 'the gateway ended before the answer came',
  evidence: '',`,
    to: `  kind: 'retry',
  afterMs: 0,
  throttled: false,
  reason: 'the gateway ended before the answer came',
  evidence: '',`,
  },
  {
    name: 'messages that were under way at a power cut are taken up',
    file: 'src/dispatch/dispatcher.ts',
    from: 'for (const interrupted of await store.interrupted())',
    to: 'for (const interrupted of (await store.interrupted()).slice(1))',
  },
  {
    name: "the carrier's reference is on disk",
    file: `${QUEUE}/accept.ts`,
    from: '      ref: outcome.carrierRef,',
    to: "      ref: '',",
  },
  {
    name: "the reference of a long message's part is on disk",
    file: `${QUEUE}/add-part.ts`,
    from: 'ref: outcome.carrierRef, at',
    to: "ref: '', at",
  },
  {
    name: 'an answer sets only a message to sent that is sending',
    file: `${QUEUE}/accept.ts`,
    from: "':answers')} AND state",
    to: "':answers')} OR id = said.message_id AND state",
  },
  {
    name: 'a receipt counts for the part that it names',
    file: `${QUEUE}/completion.ts`,
    from: 'WHERE message_id = ? AND attempt = ? AND part = ? AND receipt_state IS NULL`',
    to: 'WHERE message_id = ? AND attempt = ? AND part >= ? - 5 AND receipt_state IS NULL`',
  },
  {
    name: 'a message is delivered when every part has its receipt',
    file: `${QUEUE}/completion.ts`,
    from: 'if (known.length < row.parts || !known.every(isPositive)) {',
    to: 'if (!known.some(isPositive)) {',
  },
  {
    name: 'a receipt of an earlier attempt does not fail the message',
    file: `${QUEUE}/completion.ts`,
    from: 'if (known.some(isNegative)) endUndelivered(messageId, row, at);',
    to: 'if (known.some(isNegative)) endUndelivered(messageId, { ...row, attempt }, at);',
  },
  {
    name: 'a receipt that comes before the answer is kept for its part',
    file: `${QUEUE}/accept.ts`,
    from: 'return receipts.length > 0;',
    to: 'return false;',
  },
  {
    name: 'a receipt is acknowledged when it is on disk',
    file: 'src/routes/smpp/receive/deliveries.ts',
    from: 'const isReceipt = receipt !== undefined && (await this.#receipt(receipt));',
    to: 'const isReceipt = receipt !== undefined && (void this.#receipt(receipt).catch(() => {}), true);',
  },
  {
    name: 'only the parts that are missing are sent again',
    file: `${FLIGHTS}/flights.ts`,
    from: 'for (const part of rest?.parts ?? flight.texts.map((_text, index) => index + 1))',
    to: 'for (const part of flight.texts.map((_text, index) => index + 1))',
  },
  {
    name: 'under hold, a message in doubt is not sent again',
    file: `${FLIGHTS}/flights.ts`,
    from: "if (onUncertain === 'resend' && !isRefusedForGood",
    to: 'if (!isRefusedForGood',
  },
  {
    name: 'a copy of a message in doubt is marked as a possible duplicate',
    file: `${QUEUE}/claim.ts`,
    from: 'possible_duplicate = CASE WHEN rest IS NULL THEN possible_duplicate ELSE 1 END',
    to: 'possible_duplicate = possible_duplicate',
  },
  {
    name: 'what had no answer in time is in doubt',
    file: 'src/protocols/smpp/outcomes.ts',
    from: `  kind: 'uncertain',
  reason: 'the carrier did not answer in time',`,
    to: `  kind: 'retry',
  afterMs: 0,
  throttled: false,
  reason: 'the carrier did not answer in time',`,
  },
  {
    name: 'what was under way when a link is lost is in doubt',
    file: `${LINK}/session.ts`,
    from: "resolve({ kind: 'uncertain', reason, evidence });",
    to: "resolve({ kind: 'retry', afterMs: 0, throttled: false, reason, evidence });",
  },
  {
    name: 'a late answer settles its part',
    file: `${LINK}/session.ts`,
    from: 'if (pending === undefined) this.#owner.late(part, outcome);',
    to: 'if (pending === undefined) return;',
  },
  {
    name: 'a message in doubt is sent again by another route first',
    file: `${FLIGHTS}/returns.ts`,
    from: `    this.#inLane(flight, this.#elsewhere(flight), (lane = message.lane) => {
      // \`lane\` is the old lane if there is no other route, or if the new lane could not be written.
      const hasOther = this.#deps.lanes.hasOther(message.lane, flight.route);`,
    to: `    this.#inLane(flight, undefined, (lane = message.lane) => {
      const hasOther = false;`,
  },
  {
    name: 'a message that its route puts off again and again spills to the next one',
    file: `${FLIGHTS}/returns.ts`,
    from: 'if (!mustSpill) {',
    to: 'if (mustSpill || !mustSpill) {',
  },
  {
    name: 'a route that refuses is not asked again at once',
    file: `${FLIGHTS}/returns.ts`,
    from: 'const afterMs = Math.max(LEAST_PAUSE_MS, pauseMs(verdict, priority, before));',
    to: 'const afterMs = 0 * pauseMs(verdict, priority, before);',
  },
  {
    name: 'a critical part leaves before the others that are ready',
    file: 'src/dispatch/route/ready-parts.ts',
    from: "const urgent = ready.part.priority === 'critical';",
    to: 'const urgent = false;',
  },
  {
    name: 'critical messages are claimed first',
    file: 'src/dispatch/plan/backlog.ts',
    from: 'for (const classes of this.#byPriority) {',
    to: 'for (const classes of this.#byPriority.toReversed()) {',
  },
  {
    name: 'a message whose validity is over is not claimed',
    file: `${QUEUE}/claim.ts`,
    from: `             AND valid_until > :now
             AND (avoid_route`,
    to: '             AND (avoid_route',
  },
  {
    name: 'a message whose validity is over is not submitted',
    file: 'src/routes/smpp/submit/compose.ts',
    from: 'if (part.validUntil <= now) {',
    to: 'if (part.validUntil <= 0) {',
  },
  {
    name: 'the carrier is told how long a message is valid',
    file: 'src/routes/smpp/submit/compose.ts',
    from: 'validityPeriod: validityPeriod(config.validity, part.validUntil, now),',
    to: 'validityPeriod: validityPeriod(config.validity, part.validUntil + 86_400_000, now),',
  },
  {
    name: 'a message is posted once by its idempotency key',
    file: `${QUEUE}/idempotent.ts`,
    from: `    INSERT INTO idempotency (owner, key, digest, message_id, created_at)
    VALUES (:owner, :key, :digest, :messageId, :createdAt)\`);
  return ({ owner, key, digest }: IdempotencyKey, message: NewMessage): StoredOnce => {
    const known = find.get(owner, key);`,
    to: `    INSERT OR REPLACE INTO idempotency (owner, key, digest, message_id, created_at)
    VALUES (:owner, :key, :digest, :messageId, :createdAt)\`);
  return ({ owner, key, digest }: IdempotencyKey, message: NewMessage): StoredOnce => {
    const known = find.get(owner, key + digest);`,
  },
  {
    name: 'no more parts are under way than the window',
    file: `${LINK}/session.ts`,
    from: 'return Math.max(0, window - this.#window.size);',
    to: 'return window + 1;',
  },
  {
    name: 'a late answer counts for its own attempt',
    file: `${FLIGHTS}/flights.ts`,
    from: 'if (flight?.message.attempt !== key.attempt || !isAwaited) {',
    to: 'if (flight === undefined || !isAwaited) {',
  },
  {
    name: 'a message that is over is over',
    file: `${QUEUE}/transition.ts`,
    from: `WHERE id = :id AND state IN (\${from})\`,`,
    to: 'WHERE id = :id`,',
  },
  {
    name: 'a queued message in doubt does not end as expired',
    file: `${QUEUE}/expire.ts`,
    from: 'if (may_be_there === 0)',
    to: 'if (may_be_there < 2)',
  },
  {
    name: 'queued messages end with their validity',
    file: `${QUEUE}/deadlines.ts`,
    from: 'for (const row of rows) expire(row, nowMs);',
    to: 'for (const row of rows.slice(1)) expire(row, nowMs);',
  },
  {
    name: 'a message that another route refused twice fails',
    file: `${FLIGHTS}/second-route.ts`,
    from: 'const TIMES_ALONE = 2;',
    to: 'const TIMES_ALONE = 200;',
  },
  {
    name: 'a part that was refused late is sent with the rest, also after a restart',
    file: 'src/store/rules/queue/settle.ts',
    from: "if (settlement.kind === 'noted' && settlement.notTaken === true) waitsWithRest(key);",
    to: '',
  },
];
