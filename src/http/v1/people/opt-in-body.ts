import { z } from 'zod';
import type { OptInByWord } from '../../../domain/people/lists.ts';
import { analyse } from '../../../domain/text/analyse.ts';
import type { FieldError } from '../../../intake/message-input.ts';
import { label } from '../../resource/fields.ts';
import type { OptInWords } from '../../server/services.ts';

const MOST_PARTS = 3;
const STOP = /(?<!\p{L})STOP(?!\p{L})/u;

const welcome = label(480)
  .refine((text) => analyse(text).parts <= MOST_PARTS, `is longer than ${MOST_PARTS} parts`)
  .refine((text) => STOP.test(text), 'does not say how to leave: it has to have the word STOP')
  .meta({
    description:
      'The message to a new member, in place of the usual one. {list} and {sender} are filled in. It has to name STOP.',
    examples: ['Inscrit aux alertes crue. Nous écrivons sous {sender}. Se désinscrire : STOP.'],
  });

/** How phones join a list, as it is asked for and shown. */
export const optInBody = z.strictObject({
  words: z
    .array(label(40))
    .min(1)
    .max(10)
    .meta({
      description:
        'A message that is one of these words joins the list; case, accents and punctuation make no difference. No word ' +
        'may opt out or in, answer an alert, or be a keyword or a word of another list.',
      examples: [['CRUE', 'INSCRIPTION CRUE']],
    }),
  double: z.boolean().default(true).meta({
    description:
      'Whether a phone has to send back a code within a day. Without, who forges a sender can enrol somebody else.',
  }),
  welcome: welcome.optional(),
});

type Asked = z.output<typeof optInBody>;

export const optInOf = ({ words, double, welcome: text }: Asked, { fold }: OptInWords): OptInByWord => ({
  words,
  folded: words.map(fold),
  double,
  ...(text === undefined ? {} : { welcome: text }),
});

export const viewOptIn = ({ words, double, welcome: text }: OptInByWord): Asked => ({
  words: [...words],
  double,
  ...(text === undefined ? {} : { welcome: text }),
});

/**
 * What is wrong with the words.
 *
 * @param own the list that they are for; undefined: a new one
 */
export const optInFaults = async (
  { words }: Asked,
  own: number | undefined,
  { fold, whyNot, takenBy }: OptInWords,
): Promise<readonly FieldError[]> => {
  const folded = words.map(fold);
  const faults = await Promise.all(
    words.map(async (word, index) => {
      const path = `optIn.words[${index}]`;
      const why = whyNot(word);
      if (why !== undefined) return { path, message: why };
      if (folded.indexOf(folded[index] ?? '') < index)
        return { path, message: 'is the same as another, as words are compared' };
      const taken = await takenBy(folded[index] ?? '');
      if (taken === 'keyword') return { path, message: 'is a keyword' };
      return taken === undefined || taken === own
        ? undefined
        : { path, message: `joins list ${taken} already` };
    }),
  );
  return faults.filter((fault) => fault !== undefined);
};
