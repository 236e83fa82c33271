/** So long after the last key, pointer or finger, somebody is taken to be there. */
const THERE_MS = 60_000;
const SIGNS = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const;

/** What a window is for this file. */
interface Touched {
  readonly addEventListener: (
    sign: (typeof SIGNS)[number],
    heard: () => void,
    options: { readonly capture: true; readonly passive: true },
  ) => void;
}

let last = performance.now();

/** Notes from now on when somebody touches the window. */
export const attend = (window: Touched): void => {
  for (const sign of SIGNS)
    window.addEventListener(
      sign,
      () => {
        last = performance.now();
      },
      { capture: true, passive: true },
    );
};

/** What an open page asks by itself is no use of the session, which would never be idle. */
export const isAttended = (): boolean => performance.now() - last < THERE_MS;
