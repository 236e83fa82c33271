import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { openCasesQuery } from '../api/inbox/cases.ts';
import { useMay } from '../session/session-context.tsx';
import { useMode } from '../shell/mode.tsx';
import { useFormats } from '../words/format.ts';
import { useWords } from '../words/i18n.ts';
import { soundCry, wakeAtFirstTouch } from './cry-sound.tsx';
import { onEvent } from './heard.ts';
import { newCries } from './new-cries.ts';
import { cryWords } from './words.ts';

/**
 * Watches for calls for help on every page: the tab's title counts those that nobody has taken, and a new one is said
 * to screen readers and, if the person wants it, sounds.
 */
export const CryWatch = (): ReactNode => {
  const say = useWords(cryWords);
  const may = useMay();
  const { number } = useFormats();
  const { setCries } = useMode();
  const { data } = useQuery({ ...openCasesQuery(), enabled: may('watch') });
  const known = useRef<ReadonlySet<number>>(undefined);
  /** `serial`: two calls one after the other are two announcements, though their words are the same. */
  const [fresh, setFresh] = useState({ calls: 0, serial: 0 });
  const isFull = data !== undefined && data.next !== null;

  useEffect(wakeAtFirstTouch, []);
  useEffect(() => {
    if (data === undefined) return;
    const ids = data.items.map(({ id }) => id);
    const added = newCries(known.current, ids).length;
    known.current = new Set([...(known.current ?? []), ...ids]);
    setCries({ count: ids.length, isMore: isFull });
    setFresh(({ serial }) => ({ calls: added, serial: serial + 1 }));
    if (added > 0) soundCry();
  }, [data, isFull, setCries]);
  useEffect(() => {
    if (!isFull) return;
    // The list has the oldest calls only, so that a new one is no change of it.
    return onEvent(({ type }) => {
      if (type !== 'case.opened') return;
      setFresh(({ serial }) => ({ calls: 1, serial: serial + 1 }));
      soundCry();
    });
  }, [isFull]);

  return (
    <div role="status" className="seen-by-readers-only">
      {fresh.calls > 0 && (
        <span key={fresh.serial}>{say('newCall', { count: fresh.calls, n: number(fresh.calls) })}</span>
      )}
    </div>
  );
};
