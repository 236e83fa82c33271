import { useState } from 'react';
import type { Preview } from '../../../api/alerts/drafts.ts';
import { type Change, changesOf } from '../logic/changes.ts';

export interface Sight<Shown extends Preview> {
  /** What the person has seen: only this may be sent. */
  readonly seen: Shown | undefined;
  /** When it was computed, ms since the epoch. */
  readonly at: number;
  /** What has changed since by others; empty: nothing. */
  readonly changes: readonly Change[];
  /** How many it is for now. */
  readonly peopleNow: number;
  readonly accept: () => void;
}

/**
 * Tells what the person has seen from what would go out now. What the person changes is seen at once; what changes by
 * itself, such as the number of people, must be seen before anything is sent.
 *
 * @param base what the person decides: another base, another sight
 */
export const useSeen = <Shown extends Preview>(
  base: string,
  now: { readonly preview: Shown | undefined; readonly at: number },
): Sight<Shown> => {
  const [kept, keep] = useState<{ base: string; preview: Shown; at: number }>();
  const { preview, at } = now;
  const isNew = preview !== undefined && kept?.base !== base;
  const isFresher = preview !== undefined && kept?.preview.hash === preview.hash && kept.at !== at;
  if (isNew || isFresher) keep({ base, preview, at });
  const seen = isNew || isFresher ? preview : kept?.base === base ? kept.preview : undefined;
  return {
    seen,
    at: seen === preview ? at : (kept?.at ?? at),
    changes: seen === undefined || preview === undefined ? [] : changesOf(seen, preview),
    peopleNow: preview?.people ?? 0,
    accept: () => {
      if (preview !== undefined) keep({ base, preview, at });
    },
  };
};
