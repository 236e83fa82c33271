import { expect } from 'vitest';
import type { Message } from '../../../src/domain/messages/message.ts';
import type { AlertRig } from './alert-rig.ts';

/** A correction with one text in French. */
export const saying = (text: string) => ({
  content: { defaultLanguage: 'fr', variants: [{ language: 'fr', text }], placeholders: {} },
  values: {},
});
export const SECOND = 'Crue : la route est coupée.';
export const THIRD = 'Crue : le pont est fermé.';

/** Helpers for tests of an update that replaces queued messages. @param rig gives the rig of the running test */
export const alertsOf = (rig: () => AlertRig) => {
  const open = async (id: number) =>
    (await rig().messages(id)).filter(({ state }) => state === 'queued' || state === 'sending');
  return {
    open,
    /** Launches an alert to so many numbers, and waits until each has a queued message. */
    launched: async (people: number): Promise<number> => {
      const { id } = await rig().create(people);
      await rig().launch(id);
      await rig().untilExpanded(id);
      return id;
    },
    inWave: async (id: number, wave: number): Promise<readonly Message[]> =>
      (await rig().messages(id)).filter(({ alert }) => alert?.wave === wave),
    untilNothingIsOpen: (id: number) =>
      rig().until(
        () => open(id),
        (messages) => messages.length === 0,
      ),
    /** Expects that each person has exactly one message that may still go out, and that it has this text. */
    expectOneEach: async (id: number, people: number, text: string) => {
      const messages = await open(id);
      expect(new Set(messages.map(({ to }) => to)).size).toBe(people);
      expect(messages).toHaveLength(people);
      expect(new Set(messages.map((message) => message.text))).toEqual(new Set([text]));
    },
  };
};
