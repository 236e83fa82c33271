import { noContent, problemResponses } from '../server/answers.ts';

/** What the removal of a versioned thing may answer. */
export const removalResponses = {
  204: noContent('It is gone.'),
  ...problemResponses(
    'unauthenticated',
    'forbidden',
    'not-found',
    'changed-meanwhile',
    'validation',
    'store-unavailable',
  ),
};
