import type { AlertDraft } from '../../domain/alerts/alert.ts';
import type { Likeness } from '../../domain/alerts/launch-guard.ts';
import type { Audience, AudienceTerm } from '../../domain/people/audience.ts';
import { digest } from '../preview/digest.ts';

/** The order in which an audience names its parts makes no difference. */
const termsOf = (terms: readonly AudienceTerm[] = []): readonly string[] => terms.map(digest).toSorted();

const audienceOf = ({ include, within, exclude }: Audience) => [include, within, exclude].map(termsOf);

/**
 * By what a launch is recognised as the same as an earlier one. The kind is part of both digests, so that an exercise
 * never holds a live alert. Other texts of no common scenario are another incident, and hold nothing.
 */
export const likenessOf = ({ kind, audience, scenario, content, values }: AlertDraft): Likeness => {
  const same = [kind, audienceOf(audience)];
  return {
    scenario: scenario === undefined ? undefined : digest([same, scenario]),
    texts: digest([same, content, values]),
  };
};
