import { useDebouncedValue } from '@mantine/hooks';
import { useMemo } from 'react';

/**
 * A value as it was when it had not changed for a while, so that nothing is asked at each key. Values are compared by
 * what they say: one that is built anew at each rendering, and says the same, has not changed.
 *
 * @param value what JSON can say
 * @param pauseMs how long it must stay as it is, in ms
 */
export const usePaused = <Value>(value: Value, pauseMs: number): Value => {
  const [paused] = useDebouncedValue<string | undefined>(JSON.stringify(value), pauseMs);
  return useMemo(() => (paused === undefined ? paused : JSON.parse(paused)) as Value, [paused]);
};
