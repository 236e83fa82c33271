import { useEffect, useState } from 'react';
import { gatewayNow } from '../../../words/place.ts';
import { type Point, withPoint } from './history.ts';

/** The figures that this page has seen since it was opened. */
export const useSeen = (people: number, isChanging: boolean): readonly Point[] => {
  const [seen, setSeen] = useState<readonly Point[]>([]);
  useEffect(() => {
    if (isChanging) setSeen((before) => withPoint(before, { at: gatewayNow(), people }));
  }, [people, isChanging]);
  return seen;
};
