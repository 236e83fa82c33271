import { useEffect, useState } from 'react';

/** Counts down from the seconds of a refusal; each refusal begins anew. 0: another try makes sense. */
export const useSecondsLeft = (refusal: object | undefined, seconds: number | undefined): number => {
  const [left, setLeft] = useState(0);
  useEffect(() => {
    if (refusal === undefined || seconds === undefined) {
      setLeft(0);
      return;
    }
    const until = Date.now() + seconds * 1000;
    const count = (): void => setLeft(Math.max(0, Math.ceil((until - Date.now()) / 1000)));
    count();
    const ticking = setInterval(count, 250);
    return () => clearInterval(ticking);
  }, [refusal, seconds]);
  return left;
};
