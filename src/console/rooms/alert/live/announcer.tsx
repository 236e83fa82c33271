import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { AlertOverview } from '../../../api/alerts/alerts.ts';
import { stateWords } from '../../../parts/alerts/state-words.ts';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { liveWords } from '../words/live-words.ts';
import { etaOf, figuresOf } from './figures.ts';
import { useClock } from './use-clock.ts';

/** A screen reader hears a sentence this often, not each tick. */
const SAY_EVERY_MS = 30_000;
/** What was said is taken away after this: who reads the page later would find old figures beside the new ones. */
const KEPT_MS = 8000;

interface Props {
  readonly overview: AlertOverview;
  readonly readAt: number;
}

/** Says rare sentences to screen readers: how many are reached, and changes of the state at once. */
export const Announcer = ({ overview, readAt }: Props): ReactNode => {
  const say = useWords(liveWords);
  const sayState = useWords(stateWords);
  const { number } = useFormats();
  const clock = useClock();
  const [said, setSaid] = useState('');
  const last = useRef({ at: 0, state: '' });
  const { state, progress } = overview;
  const { reached } = figuresOf(overview);
  const eta = etaOf(progress, readAt);
  const values = { count: reached, n: number(reached) };
  const sentence = `${sayState(state)}. ${
    eta.kind === 'at'
      ? say('announcedBy', { ...values, at: clock(eta.at, eta.inSeconds) })
      : say('announced', values)
  }`;
  useEffect(() => {
    const now = Date.now();
    if (last.current.state === state && now - last.current.at < SAY_EVERY_MS) return;
    last.current = { at: now, state };
    setSaid(sentence);
  }, [state, sentence]);
  useEffect(() => {
    if (said === '') return;
    const forget = setTimeout(() => setSaid(''), KEPT_MS);
    return () => clearTimeout(forget);
  }, [said]);
  return (
    <p role="status" className="seen-by-readers-only">
      {said}
    </p>
  );
};
