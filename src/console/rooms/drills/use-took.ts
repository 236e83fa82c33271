import { useFormats } from '../../words/format.ts';
import { secondsOf } from './figures.ts';

/** How a time of a message is said: 40 ms, 2.4 s, 95 s, 12 min; a dash where nothing arrived. */
export const useTook = (): ((ms: number | null) => string) => {
  const { number, duration } = useFormats();
  return (ms) => {
    if (ms === null) return '–';
    if (ms < 1000) return `${number(ms)}\u202fms`;
    return ms < 10_000 ? `${number(secondsOf(ms))}\u202fs` : duration(secondsOf(ms));
  };
};
