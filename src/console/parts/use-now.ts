import { useEffect, useState } from 'react';
import { gatewayNow } from '../words/place.ts';

/** The time by the gateway's clock, ms since the epoch, told anew at this interval. */
export const useNow = (everyMs = 1000): number => {
  const [now, setNow] = useState(gatewayNow);
  useEffect(() => {
    const timer = setInterval(() => setNow(gatewayNow()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
};
