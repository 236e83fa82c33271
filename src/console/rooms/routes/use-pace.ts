import { useFormats } from '../../words/format.ts';
import { useWords } from '../../words/i18n.ts';
import { paceOf } from '../../words/pace.ts';
import { routesWords } from './words.ts';

/** Writes a rate in parts a second as 500/s or 20/min. */
export const usePace = (): ((perSecond: number) => string) => {
  const say = useWords(routesWords);
  const { number } = useFormats();
  return (perSecond) => {
    const { per, value } = paceOf(perSecond);
    return say(per === 'second' ? 'perSecond' : 'perMinute', { n: number(value) });
  };
};
