import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import type { Waiting } from '../api/inbox/waiting.ts';
import { commonWords } from '../words/common.ts';
import { useWords } from '../words/i18n.ts';
import { isolated } from '../words/isolated.ts';

interface PageInfo {
  readonly title: string;
  readonly isExercise: boolean;
}

interface Mode extends PageInfo {
  readonly setPage: (page: PageInfo) => void;
  /** Says how many calls for help wait for somebody: the tab's title counts them. */
  readonly setCries: (cries: Waiting) => void;
}

const ModeContext = createContext<Mode>({
  title: '',
  isExercise: false,
  setPage: () => {},
  setCries: () => {},
});
export const useMode = (): Mode => useContext(ModeContext);

/** Knows which page is shown, and makes the tab's title and icon tell an exercise from what is live. */
export const ModeProvider = ({ children }: { readonly children: ReactNode }): ReactNode => {
  const say = useWords(commonWords);
  const [page, setPage] = useState<PageInfo>({ title: '', isExercise: false });
  const [cries, setCries] = useState<Waiting>({ count: 0, isMore: false });
  const { title, isExercise } = page;
  const calls = cries.count === 0 ? '' : `(${cries.count}${cries.isMore ? '+' : ''}) `;
  const mark = `${calls}${isExercise ? `${say('exercise')} · ` : ''}`;
  useEffect(() => {
    document.title = `${mark}${title === '' ? '' : `${isolated(title)} · `}Tocsin`;
    document.documentElement.dataset['mode'] = isExercise ? 'exercise' : 'live';
    const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
    if (icon) icon.href = `/console/icons/${isExercise ? 'exercise' : 'live'}.svg`;
  }, [title, mark, isExercise]);
  const mode = useMemo(() => ({ ...page, setPage, setCries }), [page]);
  return <ModeContext value={mode}>{children}</ModeContext>;
};
