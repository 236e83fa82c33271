import { expect } from 'vitest';
import type { Wave } from '../../../src/domain/alerts/alert.ts';
import type { AlertStep, WaveChunk, WaveMessage } from '../../../src/domain/alerts/alert-repository.ts';
import { author, draftOf } from '../alerts/alerts.ts';
import { freshLane, newMessage, numberOf, T0 } from './messages.ts';
import { sharedStore } from './shared-store.ts';

const everything = {
  state: undefined,
  priority: undefined,
  to: undefined,
  reference: undefined,
  since: undefined,
  alert: undefined,
  owner: undefined,
};
const page = { limit: 1000, cursor: undefined };

/** The lane of the messages that `person` makes. */
export const lane = freshLane();

/** A queued message of a wave to the phone with this index. */
export const person = (index: number, own: Partial<WaveMessage> = {}): WaveMessage => ({
  message: newMessage({ to: numberOf(index), lane }),
  contactId: undefined,
  language: 'fr',
  state: 'queued',
  reason: undefined,
  short: false,
  ...own,
});

/** The next chunk of a wave that was launched and read. */
export const chunkOf = (
  wave: Wave,
  people: readonly WaveMessage[],
  own: Partial<WaveChunk> = {},
): WaveChunk => ({
  alert: wave.alert,
  wave: wave.wave,
  version: 2,
  before: wave.cursor,
  after: people.at(-1)?.message.to ?? wave.cursor,
  state: { kind: 'storing', undecided: 0 },
  people,
  short: false,
  ...own,
});

/** The stop of an alert that was launched and not changed since. */
export const stopOf = ({ alert }: Wave): AlertStep => ({
  id: alert,
  version: 2,
  at: T0 + 2,
  actor: author,
  action: 'stop',
  detail: undefined,
  state: 'stopped',
  cut: 'the alert was stopped',
});

/** A store that all tests of a file share, with what tests of waves do to it. */
export const sharedStoreWithWaves = () => {
  const disk = sharedStore();
  return {
    disk,
    /** The first wave of an alert that was just launched. */
    launched: async (): Promise<Wave> => {
      const draft = draftOf();
      const id = await disk.store.createAlert(draft, author, T0);
      const stepped = await disk.store.stepAlert({
        id,
        version: 1,
        state: 'sending',
        at: T0 + 1,
        actor: author,
        action: 'launch',
        detail: undefined,
        set: { launched: { hash: 'seen', key: undefined } },
        wave: {
          kind: 'first',
          target: 'audience',
          content: draft.content,
          values: draft.values,
          expected: 3,
          replaces: false,
          validUntil: T0 + 3_600_000,
        },
      });
      expect(stepped).toBe(true);
      const [wave] = await disk.store.waves(id);
      if (wave === undefined) throw new Error('the launch made no wave');
      return wave;
    },
    /** All messages of an alert, in the order of their ids. */
    messagesOf: async (alert: number) =>
      (await disk.store.list({ ...everything, alert }, page)).items.toReversed(),
  };
};
