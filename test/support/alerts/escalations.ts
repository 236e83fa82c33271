import type { AlertDraft } from '../../../src/domain/alerts/alert.ts';
import type { EscalationPlan } from '../../../src/domain/alerts/escalation.ts';
import type { Content } from '../../../src/domain/templates/template.ts';
import { inbound, numberOf } from '../store/messages.ts';
import type { AlertRig } from './alert-rig.ts';

export const MINUTE_MS = 60_000;

/** What people are told once enough have answered. */
export const thanks: Content = {
  defaultLanguage: 'fr',
  variants: [{ language: 'fr', text: 'Nous sommes assez nombreux, merci.' }],
  placeholders: {},
};

interface Asked {
  readonly need: number;
  /** The people of each step, by index. */
  readonly people: readonly (readonly number[])[];
  readonly after?: number;
  readonly whenFulfilled?: Content;
}

/** An escalation that waits a quarter of an hour for each step. */
export const planOf = ({ need, people, after = 15 * MINUTE_MS, whenFulfilled }: Asked): EscalationPlan => ({
  need,
  meaning: 'yes',
  steps: people.map((some) => ({
    audience: { include: [{ numbers: some.map(numberOf) }] },
    afterMs: after,
  })),
  whenFulfilled,
  whenNotFulfilled: 'tellDuty',
});

/** The own fields of an alert that calls staff back. */
export const recall = (escalation: EscalationPlan): Partial<AlertDraft> => ({
  question: {
    answers: [
      { word: '1', meaning: 'yes' },
      { word: '2', meaning: 'no' },
    ],
    openForMs: 120 * MINUTE_MS,
  },
  validForMs: 120 * MINUTE_MS,
  escalation,
});

/** Answers of phones. @param rig gives the rig of the running test */
export const answersIn = (rig: () => AlertRig) => ({
  says: async (alert: number, index: number, meaning: string): Promise<void> => {
    const { store, clock } = rig().disk;
    const number = numberOf(index);
    const at = clock.now();
    await store.receive(inbound({ from: number, text: meaning }), at);
    const [message] = await store.unhandled(1);
    if (message === undefined) throw new Error('it is not in the inbox');
    const effect = { kind: 'answer', number, alert, title: '', meaning, duty: [] } as const;
    await store.handleInbound(
      [{ inboxId: message.id, number, text: meaning, at, effect, reply: undefined }],
      { repliesPerHour: 4, repliesPerHourInAll: 100, pageAgainMs: 300_000 },
      at,
    );
    rig().answered.add(number);
  },
});
