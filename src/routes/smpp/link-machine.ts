import { Status } from './protocol.ts';

/** Times in milliseconds. */
export interface LinkRules {
  /** For the connection, and again for the answer to the bind. */
  readonly bindMs: number;
  /** Without a PDU from the carrier for so long, ask whether it is there. */
  readonly enquireMs: number;
  /** For the answer to enquire_link and unbind. */
  readonly answerMs: number;
  readonly backOff: { readonly minMs: number; readonly maxMs: number };
  /** 0 to 1 (excluded). */
  readonly random: () => number;
}

interface Enquiry {
  readonly deadline: number;
  /** The link is probably dead, since a submit went unanswered in silence: nothing more is to go out by it. */
  readonly suspect: boolean;
}

/**
 * The life of one link to the carrier. Sockets are numbered by `generation`; what an older one still says is
 * ignored, so that two can't be mixed up after a reconnect.
 */
export type LinkState =
  | { readonly phase: 'idle' }
  | {
      readonly phase: 'waiting';
      readonly generation: number;
      readonly until: number;
      readonly failures: number;
      readonly reason: string;
    }
  | {
      readonly phase: 'connecting' | 'binding';
      readonly generation: number;
      readonly deadline: number;
      readonly failures: number;
      readonly reason: string;
    }
  | {
      readonly phase: 'bound';
      readonly generation: number;
      readonly since: number;
      readonly failures: number;
      /** While our enquire_link has no answer. */
      readonly enquiry: Enquiry | undefined;
    }
  | {
      /** No more submits. `retiring`: we unbound. `dismissed`: the carrier did, and answers what it still has. */
      readonly phase: 'retiring' | 'dismissed';
      readonly generation: number;
      readonly deadline: number;
      readonly failures: number;
    }
  | { readonly phase: 'stopped' };

export type LinkEvent =
  | { readonly type: 'start' }
  | { readonly type: 'connected'; readonly generation: number }
  | { readonly type: 'bindAnswer'; readonly generation: number; readonly status: number }
  /** Any PDU: the carrier is there. */
  | { readonly type: 'heard'; readonly generation: number }
  /** An answer is overdue, and nothing at all was heard since the question was written. */
  | { readonly type: 'silent'; readonly generation: number }
  | { readonly type: 'unbindRequest'; readonly generation: number; readonly inFlight: number }
  /** Nothing is in flight any more. */
  | { readonly type: 'drained'; readonly generation: number }
  | { readonly type: 'unbindAnswer'; readonly generation: number }
  /** The carrier broke the protocol so that the link can't go on. */
  | { readonly type: 'broken'; readonly generation: number; readonly reason: string }
  | { readonly type: 'closed'; readonly generation: number; readonly reason: string }
  | { readonly type: 'tick'; readonly heardAt: number }
  /** Unbind and never come back. */
  | { readonly type: 'retire' }
  | { readonly type: 'abort' };

/** `close`: the socket's end; what is in flight is settled. */
export type LinkEffect = 'dial' | 'bind' | 'enquire' | 'unbind' | 'close';

export interface LinkStep {
  readonly state: LinkState;
  readonly effects: readonly LinkEffect[];
}

const DISMISSED = 'the carrier ended the session (unbind)';

const NONE: readonly LinkEffect[] = [];

/** A link that lived for less is no sign that the carrier is well: the back-off goes on growing. */
const STEADY_MS = 10_000;

/** Refusals that don't pass by themselves soon: asked again at the slowest pace (never given up). */
const slowStatuses: ReadonlyMap<number, string> = new Map([
  [Status.alreadyBound, 'the carrier says that this account is still bound (ESME_RALYBND)'],
  [Status.invalidPassword, 'the carrier refuses the password (ESME_RINVPASWD)'],
  [Status.invalidSystemId, 'the carrier does not know this systemId (ESME_RINVSYSID)'],
]);

const bindRefusal = (status: number): string =>
  slowStatuses.get(status) ??
  `the carrier refuses the bind (${
    status === Status.bindFailed
      ? 'ESME_RBINDFAIL'
      : `command_status 0x${status.toString(16).padStart(8, '0')}`
  })`;

/** One of the generations that a state has; 0 before the first. */
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

/** Between half and all of a pause that doubles, so that many links don't come back at the same moment. */
export const pauseMs = (failures: number, slow: boolean, rules: LinkRules): number => {
  const { minMs, maxMs } = rules.backOff;
  const ceiling = slow ? maxMs : Math.min(maxMs, minMs * 2 ** Math.min(failures, 30));
  return Math.round(ceiling * (0.5 + rules.random() / 2));
};

const fail = (
  state: Exclude<LinkState, { phase: 'idle' | 'stopped' }>,
  reason: string,
  now: number,
  rules: LinkRules,
  slow = false,
): LinkStep => {
  const steady = state.phase === 'bound' && now - state.since >= STEADY_MS;
  const failures = steady ? 0 : state.failures;
  const until = now + pauseMs(failures, slow, rules);
  return {
    state: { phase: 'waiting', generation: state.generation, until, failures: failures + 1, reason },
    effects: ['close'],
  };
};

/** The transition function: no clock, no socket; `now` in ms since the epoch. */
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
      return fail(state, event.reason, now, rules);
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
    case 'unbindRequest':
      if (state.phase !== 'bound') return same;
      if (event.inFlight === 0) return fail(state, DISMISSED, now, rules);
      return { state: leaving(state, 'dismissed', now, rules), effects: NONE };
    case 'drained':
      if (state.phase !== 'dismissed') return same;
      return fail(state, DISMISSED, now, rules);
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
    const slow = slowStatuses.has(status);
    return fail(state, bindRefusal(status), now, rules, slow);
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

const leaving = (
  state: Extract<LinkState, { phase: 'bound' }>,
  phase: 'retiring' | 'dismissed',
  now: number,
  rules: LinkRules,
): LinkState => {
  const failures = now - state.since >= STEADY_MS ? 0 : state.failures;
  return { phase, generation: state.generation, deadline: now + rules.answerMs, failures };
};

const retire = (
  state: Exclude<LinkState, { phase: 'idle' | 'stopped' }>,
  now: number,
  rules: LinkRules,
): LinkStep => {
  if (state.phase === 'bound') return { state: leaving(state, 'retiring', now, rules), effects: ['unbind'] };
  if (state.phase === 'retiring') return { state, effects: NONE };
  return { state: { phase: 'stopped' }, effects: state.phase === 'waiting' ? NONE : ['close'] };
};

const tick = (
  state: Exclude<LinkState, { phase: 'idle' | 'stopped' }>,
  heardAt: number,
  now: number,
  rules: LinkRules,
): LinkStep => {
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
      return fail(state, 'the carrier no longer answers (enquire_link)', now, rules);
    case 'dismissed':
      return fail(state, DISMISSED, now, rules);
    case 'retiring':
      return { state: { phase: 'stopped' }, effects: ['close'] };
  }
};

/** When the state next wants a tick; undefined: never. */
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
