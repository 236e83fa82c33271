import type { Message } from '../../../src/domain/messages/message.ts';
import type { AlertRig } from './alert-rig.ts';

/** The text of a correction, in French. */
export const content = {
  defaultLanguage: 'fr',
  variants: [{ language: 'fr', text: 'Crue : la route du nord est coupée.' }],
  placeholders: {},
};
export const correction = { content, values: {} };

export const statesOf = (messages: readonly Message[]) => messages.map(({ state }) => state);

/** Helpers for tests of waves. @param rig gives the rig of the running test */
export const wavesOf = (rig: () => AlertRig) => ({
  /** Launches an alert to so many numbers. Its messages are made afterwards. */
  launched: async (people: number): Promise<number> => {
    const { id } = await rig().create(people);
    await rig().launch(id);
    return id;
  },
  /** The messages of one wave, oldest first. */
  inWave: async (id: number, wave: number): Promise<readonly Message[]> =>
    (await rig().messages(id)).filter(({ alert }) => alert?.wave === wave),
});
