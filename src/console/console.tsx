import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Router } from 'wouter';
import { Problem } from './api/problem.ts';
import { CryWatch } from './live/cry-watch.tsx';
import { LiveProvider } from './live/live.tsx';
import { Pages } from './pages.tsx';
import { SessionProvider } from './session/session-provider.tsx';
import { ModeProvider } from './shell/mode.tsx';
import { Shell } from './shell/shell.tsx';
import { colours, theme } from './theme.ts';

/** What was read stays new for this long, unless an event makes it old. */
const FRESH_MS = 5000;
/** Tries again while the gateway can't be reached; a refusal stays a refusal. */
const MOST_TRIES = 3;

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: FRESH_MS,
      retry: (tries, error) => error instanceof Problem && error.status === 0 && tries < MOST_TRIES,
      // A browser says "offline" where there is no internet; the gateway is on the LAN.
      networkMode: 'always',
    },
    mutations: { networkMode: 'always', retry: false },
  },
});

const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
// What holds the page still behind a dialog (react-remove-scroll, in Mantine) takes its nonce from there.
Object.assign(globalThis, { __webpack_nonce__: nonce });

export const Console = (): ReactNode => (
  <MantineProvider
    theme={theme}
    cssVariablesResolver={colours}
    defaultColorScheme="auto"
    getStyleNonce={() => nonce}
  >
    <Notifications position="bottom-center" />
    <QueryClientProvider client={queries}>
      <Router base="/console">
        <SessionProvider>
          <LiveProvider>
            <ModeProvider>
              <CryWatch />
              <Shell>
                <Pages />
              </Shell>
            </ModeProvider>
          </LiveProvider>
        </SessionProvider>
      </Router>
    </QueryClientProvider>
  </MantineProvider>
);
