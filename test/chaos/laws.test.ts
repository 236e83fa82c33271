import { describe, expect, test } from 'vitest';
import { INVALID_SENDER, THROTTLED } from './faults.ts';
import type { History, Story, Submit } from './history.ts';
import { honest, receiptOf, said, submitOf, told, withStories } from './honest-history.ts';
import { fallsIn, LAWS } from './laws.ts';

const inState = (state: string, reason: string | null = 'a reason'): History => told(said({ state, reason }));

const submitted = (...submits: readonly Submit[]) => ({
  submits,
  receipts: submits.map((one) => receiptOf(one, 'DELIVRD')),
});

const onHold = ({ planned }: Story) => ({ planned: { ...planned, onUncertain: 'hold' as const } });

const refused = (part: number, atMs: number, status: number): Submit => {
  const submit = submitOf(0, part, atMs);
  return { ...submit, taken: false, id: undefined, answer: { at: submit.at + 5, status } };
};

const unanswered = (part: number, atMs: number): Submit => ({
  ...submitOf(0, part, atMs),
  answer: undefined,
});

/** Refused after another carrier was given the message. */
const refusedLate: Submit = (() => {
  const submit = refused(1, 10, INVALID_SENDER);
  return { ...submit, answer: { at: submit.at + 4000, status: INVALID_SENDER } };
})();

const atSecond = (submit: Submit): Submit => ({ ...submit, route: 'second' });

/** For each law the histories of a gateway that breaks it, all of which the law must find. */
const LIES: Readonly<Record<string, readonly (() => History)[]>> = {
  'an accepted message is still there, as it was posted': [
    () => told(() => ({ view: undefined })),
    () => told(said({ text: '(0.0)eau' })),
    () => ({ ...honest(), listed: ['id-0', 'id-1', 'id-0'] }),
  ],
  'every message has ended or is sent': [() => inState('queued'), () => inState('sending')],
  'a message that is sent after the faults is delivered': [
    () =>
      told((story) => ({
        ...said({ state: 'sent' })(story),
        planned: { ...story.planned, probes: 'first' },
      })),
  ],
  'a delivered message has a positive receipt for each part by its own id': [
    () => told(({ receipts }) => ({ receipts: receipts.slice(0, 1) })),
    () =>
      told(({ submits }) => ({
        receipts: submits.map((one, at) => receiptOf(one, at === 0 ? 'UNDELIV' : 'DELIVRD')),
      })),
    () => told(() => submitted(submitOf(0, 1, 10), unanswered(2, 20))),
  ],
  'a message with an acknowledged positive receipt for each part is delivered': [
    () => inState('sent'),
    () => inState('uncertain'),
  ],
  'an undelivered message had a part taken, and then a final no': [() => inState('undelivered')],
  'a message of one attempt with an acknowledged receipt for each part, one negative, is undelivered': [
    () =>
      told(({ submits }) => ({
        receipts: submits.map((one, at) => receiptOf(one, at === 0 ? 'UNDELIV' : 'DELIVRD')),
      })),
  ],
  'a sent message has a receipt to wait for': [
    () => inState('sent'),
    () => told((story) => ({ ...submitted(submitOf(0, 1, 10)), ...said({ state: 'sent' })(story) })),
  ],
  'a failed message was refused for good by every carrier asked, and no carrier has a part of it': [
    () => inState('failed'),
    () => told((story) => ({ ...submitted(refused(1, 10, THROTTLED)), ...said({ state: 'failed' })(story) })),
    () =>
      told((story) => ({
        ...submitted(refused(1, 10, INVALID_SENDER)),
        ...said({ state: 'failed' })(story),
      })),
  ],
  'an expired message is past its validity, and no carrier has a part of it': [
    () => inState('expired'),
    () => told((story) => ({ submits: [], receipts: [], ...said({ state: 'expired' })(story) })),
  ],
  'an uncertain message has a part without an answer, or parts that did not leave in its validity': [
    () => inState('uncertain'),
    () =>
      told((story) => ({ ...submitted(refused(1, 10, THROTTLED)), ...said({ state: 'uncertain' })(story) })),
    () =>
      told((story) => ({
        ...submitted(submitOf(0, 1, 10), refused(2, 20, THROTTLED)),
        ...said({ state: 'uncertain' })(story),
      })),
  ],
  'an uncertain message names the parts that no carrier took': [
    () =>
      told((story) => ({
        ...submitted(submitOf(0, 1, 10), refused(2, 20, THROTTLED)),
        ...said({
          state: 'uncertain',
          reason: 'parts are missing',
          validUntil: '2026-11-24T12:00:00.000Z',
          timeline: [],
        })(story),
      })),
  ],
  'a receipt of an earlier attempt does not end a message that a later one may deliver': [
    () =>
      told((story) => ({
        submits: [...story.submits, atSecond({ ...submitOf(0, 1, 30), id: 'c9', reference: 9 })],
        ...said({
          state: 'undelivered',
          timeline: (story.view?.timeline ?? []).map((entry) =>
            entry.to === 'delivered' ? { ...entry, to: 'undelivered' } : entry,
          ),
        })(story),
      })),
  ],
  'an unconfirmed message has waited for its receipts until an hour after its validity': [
    () => inState('unconfirmed'),
  ],
  'a message that was not delivered has a reason': [
    () => inState('failed', null),
    () => inState('uncertain', ''),
  ],
  'the timeline has only legal transitions, up to the present state': [
    () => inState('sent'),
    () =>
      told((story) =>
        said({ timeline: (story.view?.timeline ?? []).filter(({ to }) => to !== 'sending') })(story),
      ),
    () =>
      told((story) =>
        said({
          timeline: (story.view?.timeline ?? []).map((entry) =>
            entry.to === 'sent' ? { ...entry, to: 'expired' } : entry,
          ),
        })(story),
      ),
  ],
  'a receipt in the timeline is written to the part that it names': [
    () =>
      told((story) =>
        said({
          timeline: (story.view?.timeline ?? []).map((entry) =>
            entry.part === 1 ? { ...entry, part: 2 } : entry,
          ),
        })(story),
      ),
    () =>
      told((story) =>
        said({
          timeline: (story.view?.timeline ?? []).map((entry) => ({ ...entry, evidence: 'id:c3 sub:001' })),
        })(story),
      ),
  ],
  'every receipt is acknowledged': [
    () =>
      told(({ receipts }) => ({ receipts: receipts.map((one) => ({ ...one, acknowledgedAt: undefined })) })),
  ],
  'with onUncertain hold no part is sent again that was not refused': [
    () =>
      told((story) => ({ ...onHold(story), submits: [...story.submits, atSecond(submitOf(0, 1, 3000))] })),
    () => told((story) => ({ ...onHold(story), submits: [unanswered(1, 10), submitOf(0, 1, 3000)] })),
  ],
  'with onUncertain hold all parts that are not refused are of one attempt, by one route': [
    () =>
      told((story) => ({
        ...onHold(story),
        submits: [submitOf(0, 1, 10), { ...submitOf(0, 2, 20), reference: 9 }],
      })),
    () =>
      told((story) => ({ ...onHold(story), submits: [submitOf(0, 1, 10), atSecond(submitOf(0, 2, 20))] })),
  ],
  'with onUncertain resend no attempt begins after a carrier took the whole message': [
    () => told(({ submits }) => ({ submits: [...submits, atSecond(submitOf(0, 1, 3000))] })),
  ],
  'a message that was sent again is marked as a possible duplicate': [
    () => told(() => ({ submits: [unanswered(1, 10), atSecond(submitOf(0, 1, 3000))] })),
    () => told(() => ({ submits: [refusedLate, atSecond(submitOf(0, 1, 3000))] })),
  ],
  'a message that is marked as a possible duplicate was sent again': [
    () => told(said({ possibleDuplicate: true })),
    () =>
      told((story) => ({
        ...submitted(refused(1, 10, THROTTLED), atSecond(submitOf(0, 1, 3000))),
        ...said({ possibleDuplicate: true })(story),
      })),
    () => told((story) => ({ ...onHold(story), ...said({ possibleDuplicate: true })(story) })),
  ],
  'the parts join to the text that was posted': [
    () => told(() => submitted({ ...submitOf(0, 1, 10), text: '(0.0)ea?' }, submitOf(0, 2, 20))),
    () => told(() => submitted({ ...submitOf(0, 1, 10), text: '(0.1)nord' }, submitOf(0, 2, 20))),
    () =>
      told(() => submitted(submitOf(0, 1, 10), submitOf(0, 2, 20), { ...submitOf(0, 2, 30), text: 'nord' })),
    () => told(() => submitted({ ...submitOf(0, 1, 10), receiptAsked: false }, submitOf(0, 2, 20))),
  ],
  'two messages to one phone never share a concatenation reference': [
    () => told(({ submits }) => ({ submits: submits.map((submit) => ({ ...submit, reference: 2 })) })),
  ],
  'no part is sent after the validity, and carriers are told the time that is left': [
    () => told(() => submitted(submitOf(0, 1, 10), submitOf(0, 2, 1_802_000))),
    () => told(() => submitted(submitOf(0, 1, 10), { ...submitOf(0, 2, 20), validity: '' })),
    () => told(() => submitted(submitOf(0, 1, 10), { ...submitOf(0, 2, 20), validity: '000000010000000R' })),
    () => told(() => submitted(submitOf(0, 1, 10), { ...submitOf(0, 2, 20), validity: '261124120000000+' })),
  ],
  'no message begins to be sent after its validity': [
    () => told(said({ validUntil: honest().stories[0]?.view?.createdAt ?? '' })),
  ],
  'a part that a busy route refused is not given to it again at once': [
    () => told(() => ({ submits: [refused(1, 10, THROTTLED), submitOf(0, 1, 40)] })),
  ],
  'no text is sent that nobody posted': [() => ({ ...honest(), strays: [submitOf(7, 1, 10)] })],
  'SIGTERM ends the gateway within 12 s, with exit code 0': [
    () => ({ ...honest(), stops: [{ at: 0, backAt: 1, how: 'SIGTERM', exitCode: 1, tookMs: 20 }] }),
    () => ({ ...honest(), stops: [{ at: 0, backAt: 1, how: 'SIGTERM', exitCode: 0, tookMs: 20_000 }] }),
  ],
  'a critical message is not late while a route without faults is idle': [
    () => told(() => submitted(submitOf(0, 1, 10), submitOf(0, 2, 20_000))),
    () => told(() => ({ submits: [], receipts: [] })),
  ],
  'a critical message does not wait behind less urgent ones': [
    () => {
      const [critical, normal] = honest().stories;
      if (critical === undefined || normal === undefined) throw new Error('the honest run has two messages');
      // The plan has no messages 2 and 3, so the law takes them for not critical.
      const others = [1, 2, 3].map((message) => submitOf(message, 1, 2000 + message));
      return withStories([
        { ...critical, submits: [submitOf(0, 1, 3000), submitOf(0, 2, 3010)] },
        { ...normal, submits: others },
      ]);
    },
  ],
  'a critical message leaves before what waits at the route that has it': [
    () => {
      const [critical, normal] = honest().stories;
      if (critical === undefined || normal === undefined) throw new Error('the honest run has two messages');
      return withStories([
        { ...critical, submits: [submitOf(0, 1, 3000), submitOf(0, 2, 3010)] },
        { ...normal, submits: [submitOf(1, 1, 1000)] },
      ]);
    },
  ],
  'every window keeps a place for critical messages': [
    () => {
      const [critical, normal] = honest().stories;
      if (critical === undefined || normal === undefined) throw new Error('the honest run has two messages');
      return withStories([critical, { ...normal, submits: [submitOf(1, 1, 40), submitOf(1, 2, 41)] }]);
    },
  ],
  'a message in doubt goes by another usable route': [
    () => told(() => ({ submits: [unanswered(1, 10), unanswered(1, 1200)] })),
  ],
};

describe('the laws that chaos runs are checked by', () => {
  test('hold without exception for the history of an honest gateway', () => {
    expect(fallsIn(honest())).toEqual([]);
  });

  test('a message needs no mark of a duplicate if it tells that its first carrier has refused it late', () => {
    const history = told(({ view }) => ({
      submits: [refusedLate, atSecond(submitOf(0, 1, 3000))],
      ...(view !== undefined && {
        view: {
          ...view,
          timeline: view.timeline.map((entry) => ({
            ...entry,
            at: new Date((refusedLate.answer?.at ?? 0) + 4).toISOString(),
            evidence: 'command_status 0x0000000A (ESME_RINVSRCADR)',
          })),
        },
      }),
    }));
    const law = LAWS.find(({ name }) => name.endsWith('is marked as a possible duplicate'));
    expect(law?.falls(history)).toEqual([]);
  });

  test.each([
    ['is excused from answers that came while its process was dead', -5, 500, 0],
    ['is not excused from an answer that came after it was back', -500, -5, 1],
  ])('a gateway %s', (_, killedMs, backMs, falls) => {
    const history = inState('sent');
    const first = history.stories[0]?.submits[0]?.answer?.at;
    if (first === undefined) throw new Error('the honest run has an answered message');
    const stop = {
      at: first + killedMs,
      backAt: first + backMs,
      how: 'SIGKILL',
      exitCode: null,
      tookMs: 0,
    } as const;
    const law = LAWS.find(({ name }) =>
      name.includes('an acknowledged positive receipt for each part is delivered'),
    );
    expect(law?.falls({ ...history, stops: [stop] })).toHaveLength(falls);
  });

  test.each(LAWS.map((law) => ({ name: law.name, law })))(
    'include "$name", which finds each history that breaks it',
    ({ name, law }) => {
      const lies = LIES[name] ?? [];
      expect(lies.length).toBeGreaterThan(0);
      for (const [index, lie] of lies.entries()) expect(law.falls(lie()), `lie ${index}`).not.toEqual([]);
    },
  );
});
