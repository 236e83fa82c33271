import type { AlertState } from './alert-state.ts';

/**
 * The people of a wave: the whole audience, or some recipients of earlier waves. `reached`: people whom a message
 * reached or may have reached, since a correction is for everyone who may have read the alert. `silent`: people who
 * gave no answer. `undelivered`: people whom no message reached.
 * `unanswered`: like `silent`, but it also waits for people of whom it isn't known yet whether a message reached them.
 */
export type WaveTarget = 'audience' | 'reached' | 'silent' | 'undelivered' | 'unanswered';

/**
 * The reason that is stored for a message or a wave that an update ended: the person gets the text of the update, or
 * already has it.
 */
export const OVERTAKEN = 'a newer text took its place';

/**
 * What an ended wave still has to do. `people`: some people have no message yet; each is recorded with a message that
 * is never sent. `queue`: messages of the wave may be queued, or may come back from a route. `nothing`: the wave is
 * over.
 */
type Left = 'people' | 'queue' | 'nothing';

/** The states of a wave. */
export type WaveState =
  /** The wave cancels the queued messages of earlier waves, and makes each of them anew with its own text. */
  | { readonly kind: 'overtaking' }
  /**
   * Some people of the wave have no message yet. `undecided` counts the people of whom it isn't known yet, in this pass
   * over the people, whether an earlier wave reached them.
   */
  | { readonly kind: 'storing'; readonly undecided: number }
  /** All people of the wave have messages. */
  | { readonly kind: 'stored' }
  /** An update replaced the wave: its queued messages are sent with the newer text, or not at all. */
  | { readonly kind: 'overtaken'; readonly left: Left }
  /** The alert was stopped or cancelled. */
  | { readonly kind: 'stopped'; readonly reason: string; readonly left: Left };

export type WaveEvent =
  /** A wave of an update begins. */
  | { readonly kind: 'updated' }
  /** The alert was stopped or cancelled, for this reason. */
  | { readonly kind: 'stopped'; readonly reason: string }
  /** Earlier waves have no queued messages any more. */
  | { readonly kind: 'overtook' }
  /**
   * The next people have messages, apart from `undecided` people of whom it isn't known yet whether an earlier wave
   * reached them.
   */
  | { readonly kind: 'passed'; readonly undecided: number }
  /** The pass over the people has reached its end. */
  | { readonly kind: 'passEnded' }
  /** No further people are added, since a part of the audience was deleted and the others are not known any more. */
  | { readonly kind: 'closed' }
  /** No message of the wave is queued, and no route has one. */
  | { readonly kind: 'swept' };

/**
 * `takeNewText`: the messages that the wave has still to store get the text of the update. `beginAgain`: another pass
 * over the people of the wave begins.
 */
export type WaveEffect = 'takeNewText' | 'beginAgain';

export interface WaveStep {
  readonly state: WaveState;
  readonly effects: readonly WaveEffect[];
}

const to = (state: WaveState, ...effects: readonly WaveEffect[]): WaveStep => ({ state, effects });

/**
 * The first state of a wave.
 * @param replaces whether its text replaces that of queued messages of earlier waves
 */
export const newWave = (replaces: boolean): WaveState =>
  replaces ? { kind: 'overtaking' } : { kind: 'storing', undecided: 0 };

/** The transition function. An event that doesn't apply returns the same state object. */
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
      // A correction is for everyone who may have read the alert, so passes follow until that is known of each person.
      return state.kind === 'storing' && state.undecided > 0 && isForAllReached(target)
        ? to({ kind: 'storing', undecided: 0 }, 'beginAgain')
        : close(state);
    case 'closed':
      return close(state);
    case 'swept':
      return to('left' in state && state.left === 'queue' ? { ...state, left: 'nothing' } : state);
  }
};

/** Whether everyone who may have read the alert must be found, also those whose message is under way. */
const isForAllReached = (target: WaveTarget): boolean => target === 'reached' || target === 'unanswered';

const update = (state: WaveState, target: WaveTarget): WaveStep => {
  if (!goesOut(state)) return to(state);
  // The people of this wave have an earlier text. The update is for them too, and no older text may follow it.
  if (isForAllReached(target) || target === 'silent') return to({ kind: 'overtaken', left: 'queue' });
  // The people of this wave have no text yet, or none that arrived.
  return hasPeopleLeft(state) ? to(state, 'takeNewText') : to(state);
};

const stop = (state: WaveState, reason: string): WaveStep => {
  // The update with the newer text, for which the messages of this wave are cancelled, is stopped as well.
  if (state.kind === 'overtaken') return to(isOpen(state) ? { ...state, kind: 'stopped', reason } : state);
  if (state.kind === 'stopped') return to(state);
  return to({ kind: 'stopped', reason, left: hasPeopleLeft(state) ? 'people' : 'queue' });
};

const close = (state: WaveState): WaveStep => {
  if (state.kind === 'storing') return to({ kind: 'stored' });
  return to('left' in state && state.left === 'people' ? { ...state, left: 'queue' } : state);
};

/** Whether queued messages of a wave in this state may be sent. A pause or an update may hold them all the same. */
export const goesOut = ({ kind }: WaveState): boolean => kind !== 'overtaken' && kind !== 'stopped';

/** Whether some people of the wave have no message yet, not even a recorded one that is never sent. */
export const hasPeopleLeft = (state: WaveState): boolean =>
  'left' in state ? state.left === 'people' : state.kind !== 'stored';

/** Whether the wave has messages to store or to withdraw. */
export const isOpen = (state: WaveState): boolean =>
  'left' in state ? state.left !== 'nothing' : state.kind !== 'stored';

/** Why messages of the wave that no route has are not sent any more; undefined if they are sent. */
export const whyEnded = (state: WaveState): string | undefined => {
  if (state.kind === 'overtaken') return OVERTAKEN;
  return state.kind === 'stopped' ? state.reason : undefined;
};

/** The fields of a wave that the following rules need. */
export interface WaveOfAlert {
  readonly alert: number;
  /** 1 or more. */
  readonly wave: number;
  readonly state: WaveState;
}

/** Whether a later wave of the alert is replacing the queued messages of this wave, and so takes care of them. */
export const isBeingOvertaken = (
  { alert, wave, state }: WaveOfAlert,
  waves: readonly WaveOfAlert[],
): boolean =>
  state.kind !== 'stopped' &&
  waves.some((one) => one.alert === alert && one.wave > wave && one.state.kind === 'overtaking');

/**
 * Whether no message of this wave may be sent.
 * @param waves all waves of the alert
 */
export const isKeptFromSending = (
  wave: WaveOfAlert,
  waves: readonly WaveOfAlert[],
  alert: AlertState,
): boolean => alert === 'paused' || !goesOut(wave.state) || isBeingOvertaken(wave, waves);

/** A state as columns of the store. */
export interface WaveFields {
  /** All people of the wave have messages. */
  readonly done: boolean;
  /** Why messages of the wave that no route has are not sent any more. */
  readonly cut: string | undefined;
  /** No message of an ended wave is queued any more. */
  readonly swept: boolean;
  readonly undecided: number;
  /** Queued messages of earlier waves are still to be replaced. */
  readonly overtaking: boolean;
}

/** The state for the columns of a row, also for combinations of values to which no event leads. */
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
