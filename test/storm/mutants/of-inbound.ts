import type { Mutant } from './mutant.ts';

const INBOUND = 'src/store/rules/inbound';
const QUEUE = 'src/store/rules/queue';

/** Rules about what people write, and about batches, cancels and schedules. */
export const mutantsOfInbound: readonly Mutant[] = [
  {
    name: 'a message from a phone is acknowledged when it is on disk',
    file: 'src/routes/smpp/receive/deliveries.ts',
    from: 'const taken = await events.inbound(message);',
    to: "void events.inbound(message).catch(() => {}); const taken: string = 'kept';",
  },
  {
    name: 'what a carrier sends again after its link ended is in the inbox once',
    file: `${INBOUND}/sent-again.ts`,
    from: 'if (linkEndedAt < at - IN_DOUBT_MS) return false;',
    to: 'return false;',
  },
  {
    name: 'the parts of a message from a phone are joined by their numbers',
    file: `${INBOUND}/inbound.ts`,
    from: ' ORDER BY part`),',
    to: ' ORDER BY at, part DESC`),',
  },
  {
    name: 'what came of a torn message from a phone is shown',
    file: `${INBOUND}/inbound.ts`,
    from: 'overdue.all(nowMs - limits.incompleteForMs, limit)',
    to: 'overdue.all(0, limit)',
  },
  {
    name: 'a part that comes again after its message was complete is none of its own',
    file: `${INBOUND}/inbound.ts`,
    from: '!stored.every(isShown)',
    to: '(stored.length > 0 || stored.every(isShown))',
  },
  {
    name: 'START takes an opt-out back',
    file: `${INBOUND}/handle-inbound.ts`,
    from: 'const removed = optIn(number, EVERY_LIST_ID);',
    to: 'const removed: boolean = optIn(number, -1);',
  },
  {
    name: 'an opt-out that changes nothing has no reply',
    file: `${INBOUND}/handle-inbound.ts`,
    from: '    return added.length > 0;\n',
    to: '    return true;\n',
  },
  {
    name: 'a further cry is added to the case',
    file: 'src/store/rules/cases/cries.ts',
    from: 'cries = cries + 1, cried_at',
    to: 'cried_at',
  },
  {
    name: 'a single message to somebody who opted out is suppressed',
    file: 'src/intake/intake.ts',
    from: 'this.#deps.optedOut === undefined ? [made] : await this.#heed([made]);',
    to: '[made];',
  },
  {
    name: 'a line of a batch to somebody who opted out is suppressed',
    file: 'src/intake/batch.ts',
    from: 'const messages = await heed(made.slice(0, granted).map(({ message }) => message));',
    to: 'const messages = made.slice(0, granted).map(({ message }) => message); void heed;',
  },
  {
    name: 'a batch that is repeated with its key goes on where it ended',
    file: 'src/intake/batch.ts',
    from: 'if (key === undefined) return this.#runOnce(chunks);',
    to: 'if (key === undefined || key.length > 0) return this.#runOnce(chunks);',
  },
  {
    name: 'two requests with the key of one batch never store the same lines',
    file: `${QUEUE}/idempotent.ts`,
    from: '      return false;\n',
    to: '      void before;\n',
  },
  {
    name: 'a batch with other lines under the same key is refused',
    file: 'src/intake/batch.ts',
    from: "if (digest() !== done.digest) return { kind: 'conflict' };",
    to: '',
  },
  {
    name: 'a message that a route has is not cancelled',
    file: 'src/domain/messages/state.ts',
    from: "sending: ['sent', 'queued',",
    to: "sending: ['sent', 'cancelled', 'queued',",
  },
  {
    name: 'a message that may be there is not cancelled',
    file: `${QUEUE}/cancel.ts`,
    from: 'row.may_be_there === 1 || ',
    to: '',
  },
  {
    name: 'a scheduled message waits for its time',
    file: 'src/intake/check.ts',
    from: 'dueAt: start,',
    to: 'dueAt: nowMs,',
  },
  {
    name: 'a page of messages begins after the last one of the page before',
    file: 'src/store/queries/messages/list-messages.ts',
    from: 'before: before ?? Number.MAX_SAFE_INTEGER',
    to: 'before: before === undefined ? Number.MAX_SAFE_INTEGER : before + 1',
  },
];
