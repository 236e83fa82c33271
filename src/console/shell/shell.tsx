import { type ReactNode, Suspense, useRef } from 'react';
import { useLocation } from 'wouter';
import { commonWords } from '../words/common.ts';
import { useWords } from '../words/i18n.ts';
import { Boundary } from './boundary.tsx';
import { ConnectionBanner } from './connection-banner.tsx';
import { Arriving, Crashed } from './fallbacks.tsx';
import { KeysDialog } from './keys-dialog.tsx';
import { useMode } from './mode.tsx';
import { Nav } from './nav.tsx';
import { TopBar } from './top-bar.tsx';
import { useHeadHeight } from './use-head-height.ts';
import { useKeys } from './use-keys.ts';
import { usePageFocus } from './use-page-focus.ts';
import { shellWords } from './words.ts';

/** What is around every page. */
export const Shell = ({ children }: { readonly children: ReactNode }): ReactNode => {
  const say = useWords(shellWords);
  const sayCommon = useWords(commonWords);
  const { title, isExercise } = useMode();
  const keys = useKeys();
  const [location] = useLocation();
  const main = useRef<HTMLElement>(null);
  const head = useRef<HTMLElement>(null);
  usePageFocus(main, title);
  useHeadHeight(head);
  return (
    <div className="shell">
      {/* biome-ignore lint/a11y/useValidAnchor: it leads to a place of the page, and the router must not follow it. */}
      <a
        className="skip"
        href="#main"
        onClick={(event) => {
          event.preventDefault();
          main.current?.focus();
        }}
      >
        {say('skip')}
      </a>
      <header className="head" ref={head}>
        <TopBar onKeys={() => keys.show(true)} />
        <ConnectionBanner />
        {isExercise && (
          <section className="banner banner-exercise" aria-label={sayCommon('exercise')}>
            {sayCommon('exerciseBanner')}
          </section>
        )}
      </header>
      <div className="columns">
        <Nav />
        <main id="main" ref={main} tabIndex={-1}>
          <Boundary of={location} fallback={(error, again) => <Crashed error={error} again={again} />}>
            <Suspense fallback={<Arriving />}>{children}</Suspense>
          </Boundary>
        </main>
      </div>
      <KeysDialog keys={keys} />
    </div>
  );
};
