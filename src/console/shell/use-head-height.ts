import { type RefObject, useEffect } from 'react';

/** Tells the style sheets how high the bar at the top is, below which headers of tables and the rooms stay. */
export const useHeadHeight = (head: RefObject<HTMLElement | null>): void => {
  useEffect(() => {
    if (head.current === null) return;
    const { current } = head;
    const measure = new ResizeObserver(() =>
      document.documentElement.style.setProperty('--head', `${current.offsetHeight}px`),
    );
    measure.observe(current);
    return () => measure.disconnect();
  }, [head]);
};
