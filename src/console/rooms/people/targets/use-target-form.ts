import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { newKey } from '../../../api/new-key.ts';
import {
  removeTarget,
  restoreTarget,
  saveTarget,
  type TargetKind,
  usesIn,
} from '../../../api/people/targets.ts';
import { isProblem } from '../../../api/problem.ts';
import { useUndo } from '../../../parts/acts/undoable.tsx';
import { forgetKept, useKept } from '../../../parts/use-kept.ts';
import { useWords } from '../../../words/i18n.ts';
import { targetWords } from './words.ts';

/** What is edited: undefined for a new one. */
export interface Seen {
  readonly id: number;
  readonly version: number;
  readonly name: string;
}

interface Kept<Draft> {
  readonly draft: Draft;
  /** The version that the draft was made from. */
  readonly version: number | undefined;
}

interface Options<Draft> {
  readonly kind: TargetKind;
  readonly seen: Seen | undefined;
  readonly initial: Draft;
  readonly nameOf: (draft: Draft) => string;
  readonly bodyOf: (draft: Draft) => object;
}

/** Making, changing and removing a list, a segment or an area. What is typed is kept over a cut. */
export const useTargetForm = <Draft>({ kind, seen, initial, nameOf, bodyOf }: Options<Draft>) => {
  const say = useWords(targetWords);
  const tell = useUndo();
  const queries = useQueryClient();
  const [, go] = useLocation();
  const keptAs = `people.${kind}.${seen?.id ?? 'new'}`;
  const [{ draft, version }, keep] = useKept<Kept<Draft>>(keptAs, { draft: initial, version: seen?.version });
  const [error, setError] = useState<unknown>();
  const [isBusy, setBusy] = useState(false);
  // One key for all tries: a retry after a cut makes no second one.
  const key = useRef(newKey());

  const renew = (): void => {
    void queries.invalidateQueries({ queryKey: ['people'] });
    void queries.invalidateQueries({ queryKey: ['counts'] });
  };
  const leave = (path = `/people/${kind}`): void => {
    go(path);
    // After the page is gone: its effect would keep the draft again.
    setTimeout(() => forgetKept(keptAs));
  };
  const attempt = async (act: () => Promise<void>): Promise<void> => {
    setBusy(true);
    setError(undefined);
    try {
      await act();
    } catch (caught) {
      // A refusal left nothing behind; the next try may have another body, which the same key may not.
      if (!isProblem(caught, 'unreachable')) key.current = newKey();
      setError(caught);
      setBusy(false);
    }
  };

  return {
    draft,
    change: (next: Draft | ((draft: Draft) => Draft)): void =>
      keep((before) => ({
        ...before,
        draft: typeof next === 'function' ? (next as (draft: Draft) => Draft)(before.draft) : next,
      })),
    error: usesIn(error) === undefined ? error : undefined,
    uses: usesIn(error),
    isBusy,
    /** Somebody changed it since the draft was begun. */
    isStale: seen !== undefined && version !== seen.version,
    /** Throws the draft away for what is stored now. */
    readAnew: (): void => {
      setError(undefined);
      forgetKept(keptAs);
      keep({ draft: initial, version: seen?.version });
      renew();
    },
    leave,
    save: (): Promise<void> =>
      attempt(async () => {
        const from = seen && version !== undefined ? { id: seen.id, version } : undefined;
        await saveTarget(kind, bodyOf(draft), { seen: from, key: key.current });
        renew();
        tell(say('saved', { name: nameOf(draft) }));
        leave();
      }),
    remove: (): Promise<void> =>
      attempt(async () => {
        if (seen === undefined) return;
        await removeTarget(kind, seen);
        renew();
        leave();
        tell(say('removed', { name: seen.name }), async () => {
          await restoreTarget(kind, seen.id);
          renew();
        });
      }),
  };
};
