import { describe, expect, test } from 'vitest';
import { INVALID_SENDER, THROTTLED } from './faults.ts';
import type { FinalView, History, Story, Submit } from './history.ts';
import { honest, receiptOf, submitOf, withStories } from './honest-history.ts';
import { fallsIn, LAWS } from './laws.ts';

/** The honest run with its critical message told otherwise. */
const told = (change: (story: Story) => Partial<Story>): History => {
  const [critical, normal] = honest().stories;
  if (critical === undefined || normal === undefined) throw new Error('the honest run has two messages');
  return withStories([{ ...critical, ...change(critical) }, normal]);
};

const said =
  (change: Partial<FinalView>) =>
  (story: Story): Partial<Story> =>
    story.view === undefined ? {} : { view: { ...story.view, ...change } };

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

const atSecond = (submit: Submit): Submit => ({ ...submit, route: 'second' });

/** What a lying gateway, or one that sends wrongly, would leave: for each law the lies that it must find. */
const LIES: Readonly<Record<string, readonly (() => History)[]>> = {
  'what was accepted is still there, as it was sent': [
    () => told(() => ({ view: undefined })),
    () => told(said({ text: '(0.0)eau' })),
    () => ({ ...honest(), listed: ['id-0', 'id-1', 'id-0'] }),
  ],
  'every message comes to an end, or is sent': [() => inState('queued'), () => inState('sending')],
  'what is sent in the calm is delivered': [
    () =>
      told((story) => ({
        ...said({ state: 'sent' })(story),
        planned: { ...story.planned, probes: 'first' },
      })),
  ],
  'delivered has a positive receipt for each part by its own id': [
    () => told(({ receipts }) => ({ receipts: receipts.slice(0, 1) })),
    () =>
      told(({ submits }) => ({
        receipts: submits.map((one, at) => receiptOf(one, at === 0 ? 'UNDELIV' : 'DELIVRD')),
      })),
    () => told(() => submitted(submitOf(0, 1, 10), unanswered(2, 20))),
  ],
  'with a positive receipt taken for each part, a message is delivered': [
    () => inState('sent'),
    () => inState('uncertain'),
  ],
  'undelivered had a part taken, and then a final no': [() => inState('undelivered')],
  'with a receipt taken for each part, one a no, the only attempt is undelivered': [
    () =>
      told(({ submits }) => ({
        receipts: submits.map((one, at) => receiptOf(one, at === 0 ? 'UNDELIV' : 'DELIVRD')),
      })),
  ],
  'sent has a receipt to wait for': [
    () => inState('sent'),
    () => told((story) => ({ ...submitted(submitOf(0, 1, 10)), ...said({ state: 'sent' })(story) })),
  ],
  'failed was refused by every carrier asked, for good, and nothing of it is anywhere': [
    () => inState('failed'),
    () => told((story) => ({ ...submitted(refused(1, 10, THROTTLED)), ...said({ state: 'failed' })(story) })),
    () =>
      told((story) => ({
        ...submitted(refused(1, 10, INVALID_SENDER)),
        ...said({ state: 'failed' })(story),
      })),
  ],
  'expired has run out of time, and nothing of it is anywhere': [
    () => inState('expired'),
    () => told((story) => ({ submits: [], receipts: [], ...said({ state: 'expired' })(story) })),
  ],
  'uncertain has an answer that never came, or parts that the time ran out for': [
    () => inState('uncertain'),
    () =>
      told((story) => ({ ...submitted(refused(1, 10, THROTTLED)), ...said({ state: 'uncertain' })(story) })),
    () =>
      told((story) => ({
        ...submitted(submitOf(0, 1, 10), refused(2, 20, THROTTLED)),
        ...said({ state: 'uncertain' })(story),
      })),
  ],
  'parts that never got through are named': [
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
  'unconfirmed has waited for its receipts to the end': [() => inState('unconfirmed')],
  'what was not delivered says why': [() => inState('failed', null), () => inState('uncertain', '')],
  'the timeline goes from state to state as the table has it, up to the present one': [
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
  'a receipt in the timeline is for the part that it names': [
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
  'under hold nothing goes out again that was not refused': [
    () =>
      told((story) => ({ ...onHold(story), submits: [...story.submits, atSecond(submitOf(0, 1, 3000))] })),
    () => told((story) => ({ ...onHold(story), submits: [unanswered(1, 10), submitOf(0, 1, 3000)] })),
  ],
  'under hold all that is not refused is one attempt, by one route': [
    () =>
      told((story) => ({
        ...onHold(story),
        submits: [submitOf(0, 1, 10), { ...submitOf(0, 2, 20), reference: 9 }],
      })),
    () =>
      told((story) => ({ ...onHold(story), submits: [submitOf(0, 1, 10), atSecond(submitOf(0, 2, 20))] })),
  ],
  'under resend nothing goes out again after a carrier took all of it': [
    () => told(({ submits }) => ({ submits: [...submits, atSecond(submitOf(0, 1, 3000))] })),
  ],
  'what went out again is marked': [
    () => told(() => ({ submits: [unanswered(1, 10), atSecond(submitOf(0, 1, 3000))] })),
  ],
  'what is marked went out again': [
    () => told(said({ possibleDuplicate: true })),
    () =>
      told((story) => ({
        ...submitted(refused(1, 10, THROTTLED), atSecond(submitOf(0, 1, 3000))),
        ...said({ possibleDuplicate: true })(story),
      })),
    () => told((story) => ({ ...onHold(story), ...said({ possibleDuplicate: true })(story) })),
  ],
  'the parts join to the text that was sent': [
    () => told(() => submitted({ ...submitOf(0, 1, 10), text: '(0.0)ea?' }, submitOf(0, 2, 20))),
    () => told(() => submitted({ ...submitOf(0, 1, 10), text: '(0.1)nord' }, submitOf(0, 2, 20))),
    () =>
      told(() => submitted(submitOf(0, 1, 10), submitOf(0, 2, 20), { ...submitOf(0, 2, 30), text: 'nord' })),
    () => told(() => submitted({ ...submitOf(0, 1, 10), receiptAsked: false }, submitOf(0, 2, 20))),
  ],
  'two messages to a phone never share a reference': [
    () => told(({ submits }) => ({ submits: submits.map((submit) => ({ ...submit, reference: 2 })) })),
  ],
  'nothing goes out after its validity, and carriers are told the time that is left': [
    () => told(() => submitted(submitOf(0, 1, 10), submitOf(0, 2, 1_802_000))),
    () => told(() => submitted(submitOf(0, 1, 10), { ...submitOf(0, 2, 20), validity: '' })),
    () => told(() => submitted(submitOf(0, 1, 10), { ...submitOf(0, 2, 20), validity: '000000010000000R' })),
    () => told(() => submitted(submitOf(0, 1, 10), { ...submitOf(0, 2, 20), validity: '261124120000000+' })),
  ],
  'nothing is sent that nobody asked for': [() => ({ ...honest(), strays: [submitOf(7, 1, 10)] })],
  'SIGTERM ends the gateway in its time, with 0': [
    () => ({ ...honest(), stops: [{ at: 0, backAt: 1, how: 'SIGTERM', exitCode: 1, tookMs: 20 }] }),
    () => ({ ...honest(), stops: [{ at: 0, backAt: 1, how: 'SIGTERM', exitCode: 0, tookMs: 20_000 }] }),
  ],
  'a critical message is not kept late while a sound route is idle': [
    () => told(() => submitted(submitOf(0, 1, 10), submitOf(0, 2, 20_000))),
    () => told(() => ({ submits: [], receipts: [] })),
  ],
  'a critical message does not wait behind others': [
    () => {
      const [critical, normal] = honest().stories;
      if (critical === undefined || normal === undefined) throw new Error('the honest run has two messages');
      // The plan knows the messages 2 and 3 no more than that they aren't critical.
      const others = [1, 2, 3].map((message) => submitOf(message, 1, 2000 + message));
      return withStories([
        { ...critical, submits: [submitOf(0, 1, 3000), submitOf(0, 2, 3010)] },
        { ...normal, submits: others },
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
  'what is in doubt goes by another usable route': [
    () => told(() => ({ submits: [unanswered(1, 10), unanswered(1, 1200)] })),
  ],
};

describe('the laws of the chaos runs', () => {
  test('all hold for an honest gateway', () => {
    expect(fallsIn(honest())).toEqual([]);
  });

  test.each(LAWS.map((law) => ({ name: law.name, law })))(
    'the law "$name" falls for each lie about it',
    ({ name, law }) => {
      const lies = LIES[name] ?? [];
      expect(lies.length).toBeGreaterThan(0);
      for (const [index, lie] of lies.entries()) expect(law.falls(lie()), `lie ${index}`).not.toEqual([]);
    },
  );
});
