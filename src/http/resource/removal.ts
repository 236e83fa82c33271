import { noContent, problemResponses } from '../server/answers.ts';

/** The `response` entries of a DELETE of something with a version. */
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
