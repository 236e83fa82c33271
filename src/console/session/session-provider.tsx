import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { setGate } from '../api/client.ts';
import { isProblem } from '../api/problem.ts';
import { currentSession, type Session, signOut } from '../api/session.ts';
import { languageOfBrowser, speak } from '../words/i18n.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { EndedDialog } from './ended-dialog.tsx';
import { EntryPage } from './entry-page.tsx';
import { hearOtherWindows, tellOtherWindows } from './other-windows.ts';
import { claimWindow, languageOf, leaveWindow } from './person.ts';
import { SessionContext } from './session-context.tsx';
import { Turns } from './turns.ts';

/** A question to the person that requests wait for; several requests share one. */
interface Asked<Answer> {
  readonly promise: Promise<Answer>;
  readonly answer: (value: Answer) => void;
}

const askOnce = <Answer,>(): Asked<Answer> => {
  const { promise, resolve } = Promise.withResolvers<Answer>();
  return { promise, answer: resolve };
};

const HOME = '/console/';
/** While the gateway can't be reached at the start, it is asked again after this time. */
const LOOK_AGAIN_MS = 3000;
const never = new Promise<never>(() => {});

/** Another person sits at this window: nothing of the one before stays, neither on the screen nor in memory. */
const startAfresh = (): Promise<never> => {
  window.location.assign(HOME);
  return never;
};

/**
 * Shows the sign-in until there is a session, and the console within one. A session that ends meanwhile is asked for on
 * top of the page, which stays as it is.
 */
export const SessionProvider = ({ children }: { readonly children: ReactNode }): ReactNode => {
  const queries = useQueryClient();
  const [session, setSession] = useState<Session | 'unknown' | 'none'>('unknown');
  /** Why it isn't known whether there is a session: it stays until there is an answer. */
  const [failure, setFailure] = useState<unknown>();
  const [isLooking, setLooking] = useState(false);
  const [isAskingPassword, setAskingPassword] = useState(false);
  const [isEnded, setEnded] = useState(false);
  const known = useRef<Session | undefined>(undefined);
  const [turns] = useState(() => new Turns());
  /** The turn of the last look: each begins when the one before has failed, or is too slow for the person. */
  const looking = useRef(0);
  const isLeaving = useRef(false);
  const confirming = useRef<Asked<boolean> | undefined>(undefined);
  const signingIn = useRef<Asked<void> | undefined>(undefined);

  const confirmed = useCallback((yes: boolean): void => {
    setAskingPassword(false);
    confirming.current?.answer(yes);
    confirming.current = undefined;
  }, []);

  /**
   * Takes a session as that of this window, unless a newer one was taken. A promise that never ends: it is somebody
   * else's, and all begins anew.
   */
  const take = useCallback(
    async (next: Session, turn: number): Promise<void> => {
      if (isLeaving.current) return startAfresh();
      if (!turns.take(turn)) return;
      setFailure(undefined);
      const before = known.current;
      const wasOthers = claimWindow(next);
      if (before !== undefined && before.user.id !== next.user.id) {
        isLeaving.current = true;
        return startAfresh();
      }
      if (wasOthers) queries.clear();
      known.current = next;
      speak(languageOf(next));
      setSession(next);
      setEnded(false);
      signingIn.current?.answer();
      signingIn.current = undefined;
    },
    [queries, turns],
  );

  const signedIn = useCallback(
    (next: Session): void => {
      tellOtherWindows({ signedIn: next.user.id });
      void take(next, turns.begin());
      // Signing in counts for the password.
      if (next.confirmed) confirmed(true);
    },
    [take, turns, confirmed],
  );

  const signInAgain = useCallback((): Promise<void> => {
    signingIn.current ??= askOnce<void>();
    setEnded(true);
    return signingIn.current.promise;
  }, []);

  const check = useCallback(async (): Promise<void> => {
    const turn = turns.begin();
    try {
      await take(await currentSession(), turn);
    } catch (error) {
      // Somebody may have signed in meanwhile: the answer is about the time before that.
      if (isProblem(error, 'unauthenticated') && turns.take(turn)) await signInAgain();
    }
  }, [take, turns, signInAgain]);

  const look = useCallback(async (): Promise<void> => {
    const turn = turns.begin();
    looking.current = turn;
    setLooking(true);
    const found = await currentSession().then(
      (next) => ({ next }),
      (error: unknown) => ({ error }),
    );
    if (looking.current !== turn) return;
    setLooking(false);
    if ('next' in found) await take(found.next, turn).catch(setFailure);
    else if (isProblem(found.error, 'unauthenticated')) {
      if (!turns.take(turn)) return;
      setSession('none');
      setFailure(undefined);
    } else if (turns.isNews(turn)) setFailure(found.error);
  }, [take, turns]);

  useEffect(() => {
    speak(languageOfBrowser());
    setGate({
      csrf: () => known.current?.csrf,
      confirm: () => {
        confirming.current ??= askOnce<boolean>();
        setAskingPassword(true);
        return confirming.current.promise;
      },
      lookAgain: check,
      signInAgain,
    });
    void look();
    return hearOtherWindows(({ signedIn: user }) => {
      if (known.current === undefined) void look();
      else if (user === undefined) {
        leaveWindow();
        void startAfresh();
      } else void check();
    });
  }, [look, check, signInAgain]);

  useEffect(() => {
    // Somebody comes back to this window: what ended meanwhile is said before they type.
    const comesBack = (): void => {
      if (known.current !== undefined && !document.hidden) void check();
    };
    window.addEventListener('focus', comesBack);
    return () => window.removeEventListener('focus', comesBack);
  }, [check]);

  useEffect(() => {
    if (isLooking || !isProblem(failure, 'unreachable')) return;
    const again = setTimeout(() => void look(), LOOK_AGAIN_MS);
    return () => clearTimeout(again);
  }, [failure, isLooking, look]);

  const leave = useCallback(async (): Promise<void> => {
    try {
      await signOut();
    } catch (error) {
      // There is no session any more, or another window has begun a new one.
      if (isProblem(error, 'wrong-csrf-token')) await check().then(signOut);
      else if (!isProblem(error, 'unauthenticated')) throw error;
    }
    tellOtherWindows({ signedIn: undefined });
    leaveWindow();
    await startAfresh();
  }, [check]);

  const renew = useCallback(async (): Promise<void> => {
    const turn = turns.begin();
    await take(await currentSession(), turn);
  }, [take, turns]);
  const state = useMemo(
    () => (typeof session === 'string' ? undefined : { session, renew, check, leave }),
    [session, renew, check, leave],
  );

  return (
    <SessionContext value={state}>
      {state === undefined || state.session.mustChangePassword ? (
        <EntryPage
          session={state?.session}
          isUnknown={session === 'unknown'}
          isLooking={isLooking}
          failure={failure}
          onRetry={() => void look()}
          onSession={signedIn}
        />
      ) : (
        children
      )}
      {state !== undefined && isAskingPassword && (
        <ConfirmDialog session={state.session} onDone={confirmed} onEnded={() => void signInAgain()} />
      )}
      {state !== undefined && isEnded && (
        <EndedDialog
          name={state.session.user.name}
          onSignedIn={signedIn}
          onOther={() => {
            leaveWindow();
            void startAfresh();
          }}
        />
      )}
    </SessionContext>
  );
};
