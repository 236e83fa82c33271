import type { AlertState } from './alert-state.ts';

/**
 * Whom a wave goes to: the audience, or those of the waves before that were reached (or may have been: a correction
 * is for whoever may have read what it corrects), that said nothing, or that nothing reached.
 */
export type WaveTarget = 'audience' | 'reached' | 'silent' | 'undelivered';

/** Why a message of an alert didn't go out, or a wave not on: its person gets the text of an update, or has it. */
export const OVERTAKEN = 'a newer text took its place';

/**
 * What a wave that goes out no further still needs. `people`: some have no message yet, and are recorded with one that
 * is never sent; `queue`: messages of it may be queued, or come back from a route; `nothing`: it is over.
 */
type Left = 'people' | 'queue' | 'nothing';

/** What a wave of an alert can be. */
export type WaveState =
  /** An update takes back what earlier waves have queued, and makes each of those messages anew with its own text. */
  | { readonly kind: 'overtaking' }
  /** Some of its people have no message. Of `undecided` in this pass it isn't known yet whether they were reached. */
  | { readonly kind: 'storing'; readonly undecided: number }
  /** Each of its people has a message. */
  | { readonly kind: 'stored' }
  /** An update took its place: what is queued of it goes out with the newer text, or not at all. */
  | { readonly kind: 'overtaken'; readonly left: Left }
  /** The alert was stopped or cancelled. */
  | { readonly kind: 'stopped'; readonly reason: string; readonly left: Left };

export type WaveEvent =
  /** An update of the alert begins a wave of its own. */
  | { readonly kind: 'updated' }
  /** The alert is stopped or cancelled, for this reason. */
  | { readonly kind: 'stopped'; readonly reason: string }
  /** Earlier waves have nothing queued any more. */
  | { readonly kind: 'overtook' }
  /** The next people have their messages, but for those of whom it isn't known yet whether they were reached. */
  | { readonly kind: 'passed'; readonly undecided: number }
  /** Behind the last of those people there is nobody. */
  | { readonly kind: 'passEnded' }
  /** Nobody else is looked for. */
  | { readonly kind: 'closed' }
  /** No message of it is queued, and no route has one. */
  | { readonly kind: 'swept' };

/** `takeNewText`: what it still has to store, it stores with the text of the update. */
export type WaveEffect = 'takeNewText' | 'beginAgain';

export interface WaveStep {
  readonly state: WaveState;
  readonly effects: readonly WaveEffect[];
}

const to = (state: WaveState, ...effects: readonly WaveEffect[]): WaveStep => ({ state, effects });

/** As a wave begins. @param replaces its text takes the place of what earlier waves have queued */
export const newWave = (replaces: boolean): WaveState =>
  replaces ? { kind: 'overtaking' } : { kind: 'storing', undecided: 0 };

/** The transition function. An event that means nothing to the state leaves it as it is: that very object. */
export const stepWave = (state: WaveState, event: WaveEvent, target: WaveTarget): WaveStep => {
  switch (event.kind) {
    case 'updated':
      return update(state, target);
    case 'stopped':
      return stop(state, event.reason);
    case 'overtook':
      return to(state.kind === 'overtaking' ? newWave(false) : state);
    case 'passed':
      return to(
        state.kind === 'storing' ? { kind: 'storing', undecided: state.undecided + event.undecided } : state,
      );
    case 'passEnded':
      // A correction waits for everybody who may have read what it corrects.
      return state.kind === 'storing' && state.undecided > 0 && target === 'reached'
        ? to({ kind: 'storing', undecided: 0 }, 'beginAgain')
        : close(state);
    case 'closed':
      return close(state);
    case 'swept':
      return to('left' in state && state.left === 'queue' ? { ...state, left: 'nothing' } : state);
  }
};

const update = (state: WaveState, target: WaveTarget): WaveStep => {
  if (!goesOut(state)) return to(state);
  // Each of these people has an earlier text: the update is for them, and must not be followed by an older one.
  if (target === 'reached' || target === 'silent') return to({ kind: 'overtaken', left: 'queue' });
  // These have no text yet, or none that arrived.
  return hasPeopleLeft(state) ? to(state, 'takeNewText') : to(state);
};

const stop = (state: WaveState, reason: string): WaveStep => {
  // The newer text that its messages would come back for is stopped as well.
  if (state.kind === 'overtaken') return to(isOpen(state) ? { ...state, kind: 'stopped', reason } : state);
  if (state.kind === 'stopped') return to(state);
  return to({ kind: 'stopped', reason, left: hasPeopleLeft(state) ? 'people' : 'queue' });
};

const close = (state: WaveState): WaveStep => {
  if (state.kind === 'storing') return to({ kind: 'stored' });
  return to('left' in state && state.left === 'people' ? { ...state, left: 'queue' } : state);
};

/** Whether what it has queued may leave, as far as the wave alone says. */
export const goesOut = ({ kind }: WaveState): boolean => kind !== 'overtaken' && kind !== 'stopped';

/** Whether somebody of it has no message yet, sent or only recorded. */
export const hasPeopleLeft = (state: WaveState): boolean =>
  'left' in state ? state.left === 'people' : state.kind !== 'stored';

/** Whether there is something to store or to withdraw. */
export const isOpen = (state: WaveState): boolean =>
  'left' in state ? state.left !== 'nothing' : state.kind !== 'stored';

/** Why what isn't out yet doesn't go out any more; undefined: it does. */
export const whyEnded = (state: WaveState): string | undefined => {
  if (state.kind === 'overtaken') return OVERTAKEN;
  return state.kind === 'stopped' ? state.reason : undefined;
};

/** A wave as these rules see it. */
export interface WaveOfAlert {
  readonly alert: number;
  /** 1 or more. */
  readonly wave: number;
  readonly state: WaveState;
}

/** Whether a later one of these waves is taking what is queued of this one in its own place; it is left to that. */
export const isBeingOvertaken = (
  { alert, wave, state }: WaveOfAlert,
  waves: readonly WaveOfAlert[],
): boolean =>
  state.kind !== 'stopped' &&
  waves.some((one) => one.alert === alert && one.wave > wave && one.state.kind === 'overtaking');

/** Whether nothing of this wave may leave. @param waves of the same alert */
export const isKeptFromSending = (
  wave: WaveOfAlert,
  waves: readonly WaveOfAlert[],
  alert: AlertState,
): boolean => alert === 'paused' || !goesOut(wave.state) || isBeingOvertaken(wave, waves);

/** A state as a row has it. */
export interface WaveFields {
  /** Nobody is left that has no message. */
  readonly done: boolean;
  /** Why what isn't out yet doesn't go out any more. */
  readonly cut: string | undefined;
  /** Nothing of a wave that was cut is queued any more. */
  readonly swept: boolean;
  readonly undecided: number;
  /** What the waves before have queued is still to be taken back, and made anew in this one. */
  readonly overtaking: boolean;
}

/** Total: also rows that no event leads to have a state. */
export const waveStateOf = ({ done, cut, swept, undecided, overtaking }: WaveFields): WaveState => {
  const left = done ? (swept ? 'nothing' : 'queue') : 'people';
  if (cut === OVERTAKEN) return { kind: 'overtaken', left };
  if (cut !== undefined) return { kind: 'stopped', reason: cut, left };
  if (done) return { kind: 'stored' };
  return overtaking ? { kind: 'overtaking' } : { kind: 'storing', undecided };
};

export const waveFieldsOf = (state: WaveState): WaveFields => ({
  done: !hasPeopleLeft(state),
  cut: whyEnded(state),
  swept: 'left' in state && state.left === 'nothing',
  undecided: state.kind === 'storing' ? state.undecided : 0,
  overtaking: state.kind === 'overtaking',
});
