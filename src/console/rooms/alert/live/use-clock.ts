import { useFormats } from '../../../words/format.ts';

/** Nearer than this, a minute is too coarse. */
const NEAR_S = 120;

/** A forecast as a clock time: with seconds only where they matter, and with the day if that isn't today. */
export const useClock = (): ((at: number, inSeconds: number) => string) => {
  const { clockOn, minuteOn } = useFormats();
  return (at, inSeconds) => (inSeconds < NEAR_S ? clockOn(at) : minuteOn(at));
};
