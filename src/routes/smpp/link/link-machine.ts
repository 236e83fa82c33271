import { statusInWords } from '../../../protocols/smpp/outcomes.ts';
import { Status } from '../../../protocols/smpp/protocol.ts';
import { pauseMs } from './back-off.ts';
import type { LinkEffect, LinkEvent, LinkRules, LinkState, LinkStep } from './link-state.ts';

const NONE: readonly LinkEffect[] = [];

/** A number of failures that is high enough for the longest pause of every configured back-off. */
const SLOWEST = 1000;

/**
 * A link that was bound for less than this doesn't reset the back-off: the carrier may drop each new session at once.
 */
const STEADY_MS = 1000;

const refusals: ReadonlySet<number> = new Set([
  Status.alreadyBound,
  Status.invalidPassword,
  Status.invalidSystemId,
]);

/**
 * Whether this status of a bind response means that an operator has to act, such as a wrong password. The bind is
 * still tried again for ever, at the slowest pace.
 */
export const isRefusal = (bindStatus: number): boolean => refusals.has(bindStatus);

/** The number of the state's socket (`generation`); 0 before the first dial and after the stop. */
const generationOf = (state: LinkState): number =>
  state.phase === 'idle' || state.phase === 'stopped' ? 0 : state.generation;

const dial = (
  generation: number,
  failures: number,
  reason: string,
  now: number,
  rules: LinkRules,
): LinkStep => ({
  state: { phase: 'connecting', generation, deadline: now + rules.bindMs, failures, reason },
  effects: ['dial'],
});

type Alive = Exclude<LinkState, { phase: 'idle' | 'stopped' }>;
type Failing = Exclude<Alive, { phase: 'retiring' }>;

const failuresOf = (state: Failing, now: number): number =>
  state.phase === 'bound' && now - state.since >= STEADY_MS ? 0 : state.failures;

/**
 * Closes the socket and waits for the next dial. `unbind` is set if the gateway itself gives up the link: it then sends
 * an unbind first, since the carrier might otherwise keep the old session.
 */
const fail = (
  state: Failing,
  reason: string,
  now: number,
  rules: LinkRules,
  options: { readonly slow?: boolean; readonly unbind?: boolean } = {},
): LinkStep => {
  const failures = failuresOf(state, now);
  const pause = pauseMs(options.slow === true ? SLOWEST : failures, rules.backOff, rules.random);
  const { generation } = state;
  return {
    state: { phase: 'waiting', generation, until: now + pause, failures: failures + 1, reason },
    effects: options.unbind === true && state.phase === 'bound' ? ['unbind', 'close'] : ['close'],
  };
};

/**
 * The transition function of a link's state machine. It uses no clock and no socket.
 *
 * @param now the clock's elapsed time
 */
export const step = (state: LinkState, event: LinkEvent, now: number, rules: LinkRules): LinkStep => {
  const same: LinkStep = { state, effects: NONE };
  if (state.phase === 'stopped') return same;
  if (event.type === 'abort') {
    const open = state.phase !== 'idle' && state.phase !== 'waiting';
    return { state: { phase: 'stopped' }, effects: open ? ['close'] : NONE };
  }
  if (state.phase === 'idle') {
    if (event.type === 'start') return dial(1, 0, 'connecting for the first time', now, rules);
    return event.type === 'retire' ? { state: { phase: 'stopped' }, effects: NONE } : same;
  }
  if (event.type === 'start') return same;
  if (event.type === 'retire') return retire(state, now, rules);
  if (event.type === 'tick') return tick(state, event.heardAt, now, rules);
  if (event.generation !== generationOf(state) || state.phase === 'waiting') return same;
  switch (event.type) {
    case 'closed':
    case 'broken':
      if (state.phase === 'retiring') return { state: { phase: 'stopped' }, effects: ['close'] };
      return fail(state, event.reason, now, rules, { unbind: event.type === 'broken' });
    case 'connected':
      if (state.phase !== 'connecting') return same;
      return { state: { ...state, phase: 'binding', deadline: now + rules.bindMs }, effects: ['bind'] };
    case 'bindAnswer':
      if (state.phase !== 'binding') return same;
      return bindAnswer(state, event.status, now, rules);
    case 'heard':
      if (state.phase !== 'bound' || state.enquiry === undefined) return same;
      return { state: { ...state, enquiry: undefined }, effects: NONE };
    case 'silent':
      if (state.phase !== 'bound') return same;
      if (state.enquiry === undefined) return enquire(state, true, now, rules);
      return { state: { ...state, enquiry: { ...state.enquiry, suspect: true } }, effects: NONE };
    case 'dismissed':
      if (state.phase !== 'bound') return same;
      if (event.inFlight === 0) return fail(state, event.reason, now, rules);
      return { state: dismissed(state, event.reason, now, rules), effects: NONE };
    case 'drained':
      if (state.phase !== 'dismissed') return same;
      return fail(state, state.reason, now, rules);
    case 'unbindAnswer':
      if (state.phase !== 'retiring') return same;
      return { state: { phase: 'stopped' }, effects: ['close'] };
  }
};

const bindAnswer = (
  state: Extract<LinkState, { phase: 'connecting' | 'binding' }>,
  status: number,
  now: number,
  rules: LinkRules,
): LinkStep => {
  if (status !== Status.ok) {
    return fail(state, statusInWords(status), now, rules, { slow: isRefusal(status) });
  }
  const { generation, failures } = state;
  return {
    state: { phase: 'bound', generation, since: now, failures, enquiry: undefined },
    effects: NONE,
  };
};

const enquire = (
  state: Extract<LinkState, { phase: 'bound' }>,
  suspect: boolean,
  now: number,
  rules: LinkRules,
): LinkStep => ({
  state: { ...state, enquiry: { deadline: now + rules.answerMs, suspect } },
  effects: ['enquire'],
});

const dismissed = (
  state: Extract<LinkState, { phase: 'bound' }>,
  reason: string,
  now: number,
  rules: LinkRules,
): LinkState => ({
  phase: 'dismissed',
  generation: state.generation,
  deadline: now + rules.answerMs,
  failures: failuresOf(state, now),
  reason,
});

const retire = (state: Alive, now: number, rules: LinkRules): LinkStep => {
  if (state.phase === 'retiring') return { state, effects: NONE };
  if (state.phase === 'bound') {
    const { generation } = state;
    return { state: { phase: 'retiring', generation, deadline: now + rules.answerMs }, effects: ['unbind'] };
  }
  return { state: { phase: 'stopped' }, effects: state.phase === 'waiting' ? NONE : ['close'] };
};

const tick = (state: Alive, heardAt: number, now: number, rules: LinkRules): LinkStep => {
  if (now < (deadlineOf(state, heardAt, rules) ?? Number.POSITIVE_INFINITY)) return { state, effects: NONE };
  switch (state.phase) {
    case 'waiting':
      return dial(state.generation + 1, state.failures, state.reason, now, rules);
    case 'connecting':
      return fail(state, 'the carrier does not answer the connection', now, rules);
    case 'binding':
      return fail(state, 'the carrier does not answer the bind', now, rules);
    case 'bound':
      if (state.enquiry === undefined) return enquire(state, false, now, rules);
      return fail(state, 'the carrier no longer answers (enquire_link)', now, rules, { unbind: true });
    case 'dismissed':
      return fail(state, state.reason, now, rules);
    case 'retiring':
      return { state: { phase: 'stopped' }, effects: ['close'] };
  }
};

/** When the state next needs a `tick`, by the clock's elapsed time; undefined if it needs none. */
export const deadlineOf = (state: LinkState, heardAt: number, rules: LinkRules): number | undefined => {
  switch (state.phase) {
    case 'idle':
    case 'stopped':
      return undefined;
    case 'waiting':
      return state.until;
    case 'bound':
      return state.enquiry?.deadline ?? heardAt + rules.enquireMs;
    default:
      return state.deadline;
  }
};
