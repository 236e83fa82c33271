import { optInWordFault } from '../../../src/inbound/enrolment/word-fault.ts';
import { wordsOf } from '../../../src/inbound/words.ts';
import { T0 } from '../store/messages.ts';
import type { PhoneRig } from './phone-rig.ts';

/** Makes a list that phones join by a word; returns its id. */
export const openList = async (
  { store }: PhoneRig,
  name: string,
  word: string,
  own: { double?: boolean; kind?: 'emergency' | 'information'; welcome?: string } = {},
): Promise<number> => {
  const { double = true, kind = 'information', welcome } = own;
  if (optInWordFault(word) !== undefined) throw new Error(`${word} is no word for a list`);
  const optIn = { words: [word], folded: [wordsOf(word)], double, ...(welcome && { welcome }) };
  const made = await store.lists.create(name, { kind, optIn }, T0);
  if (made === 'taken') throw new Error(`there is a list ${name}`);
  return made.id;
};

/** The code in the newest message to the phone. */
export const codeSentTo = async (rig: PhoneRig, number: string): Promise<string> =>
  /OUI (\d{4})/.exec((await rig.textsTo(number)).at(-1) ?? '')?.[1] ?? 'none';
