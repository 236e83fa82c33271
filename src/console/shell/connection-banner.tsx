import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useLive } from '../live/live.tsx';
import { useNow } from '../parts/use-now.ts';
import { useFormats } from '../words/format.ts';
import { useWords } from '../words/i18n.ts';
import { shellWords } from './words.ts';

const LOOK_EVERY_MS = 5000;
/** How long it is said that the gateway is back. */
const BACK_SHOWN_MS = 8000;

/** Says that the gateway can't be heard, since when, how old the page is, and that nothing typed is lost. */
export const ConnectionBanner = (): ReactNode => {
  const say = useWords(shellWords);
  const { clock, duration } = useFormats();
  const { state, heardAt } = useLive();
  const now = useNow(LOOK_EVERY_MS);
  const wasLost = useRef(false);
  const [isBack, setBack] = useState(false);
  useEffect(() => {
    if (state === 'lost') {
      wasLost.current = true;
      setBack(false);
    } else if (state === 'open' && wasLost.current) {
      wasLost.current = false;
      setBack(true);
      const over = setTimeout(() => setBack(false), BACK_SHOWN_MS);
      return () => clearTimeout(over);
    }
    return undefined;
  }, [state]);
  const isLost = state === 'lost';
  const look = isLost ? 'banner banner-lost' : isBack ? 'banner banner-back' : undefined;
  return (
    <div className={look}>
      <span role="status" aria-live="polite">
        {isLost ? say('lost', { time: clock(heardAt) }) : isBack ? say('isBack') : ''}
      </span>{' '}
      {/* The age is no live region: it would be read out each time it changes. */}
      {isLost && (
        <span className="banner-age figures">
          {say('ageOfPage', { age: duration((now - heardAt) / 1000) })}
        </span>
      )}
    </div>
  );
};
