import { commonWords } from '../../words/common.ts';
import { THIN_SPACE } from '../../words/duration.ts';
import { useFormats } from '../../words/format.ts';
import { useWords } from '../../words/i18n.ts';

const SECOND_MS = 1000;

/** Writes how long a route takes to answer as 340 ms or 9.1 s; no answer takes no time, so that 0 isn't known. */
export const useLatency = (): ((latencyMs: number | null) => string) => {
  const say = useWords(commonWords);
  const { number } = useFormats();
  return (latencyMs) => {
    if (latencyMs === null || latencyMs === 0) return say('notKnown');
    return latencyMs < SECOND_MS
      ? `${number(Math.max(1, Math.round(latencyMs)))}${THIN_SPACE}ms`
      : `${number(Math.round(latencyMs / 100) / 10)}${THIN_SPACE}s`;
  };
};
