import type { PageOf } from '../../../api/client.ts';
import { isNumberAsked, type OptOut } from '../../../api/people/one-number.ts';

/** What a number said against messages. */
export type WhatWasSaid<Held> =
  | { readonly kind: 'optedOut'; readonly optOut: OptOut }
  | { readonly kind: 'held'; readonly held: Held }
  | { readonly kind: 'nothing' }
  /** There are more opt-outs that wait than were read. */
  | { readonly kind: 'notKnown' };

/**
 * What keeps messages from a number. An opt-out that waits for a decision keeps back all that is not critical, and the
 * messages say that the person has opted out.
 *
 * @param asked the number, in E.164 or as it is dialled within the country
 */
export const whatWasSaid = <Held extends { readonly number: string }>(
  asked: string,
  optOuts: readonly OptOut[],
  { items: held, next }: PageOf<Held>,
): readonly WhatWasSaid<Held>[] => {
  const said: readonly WhatWasSaid<Held>[] = [
    ...optOuts.map((optOut) => ({ kind: 'optedOut' as const, optOut })),
    ...held
      .filter(({ number }) => isNumberAsked(asked, number))
      .map((one) => ({ kind: 'held' as const, held: one })),
  ];
  return said.length === 0 ? [{ kind: next === null ? 'nothing' : 'notKnown' }] : said;
};
