import type { Alert, Wave } from '../../domain/alerts/alert.ts';
import type { AlertCount } from '../../domain/alerts/alert-repository.ts';
import type { Content, Values } from '../../domain/alerts/template.ts';
import { hasPeopleLeft, type WaveTarget } from '../../domain/alerts/wave-state.ts';
import { lint } from '../templates/lint.ts';
import type { Refused, StepVerdict } from './verdict.ts';

/** Of waves, which are asked for one by one and told in a log, more than this is a mistake. */
const MOST_WAVES = 100;

/** Why the alert can't be followed by this; undefined: it can. */
export const whyNoFollowUp = (
  { emptiedAt }: Pick<Alert, 'emptiedAt'>,
  waves: readonly Wave[],
  content: Content,
  values: Values,
): Refused | undefined => {
  if (emptiedAt !== undefined) {
    return {
      kind: 'wrongState',
      detail: 'whom it went to is deleted, being as old as that: make another alert',
    };
  }
  if (waves.some(({ kind }) => kind === 'cancel')) {
    return { kind: 'wrongState', detail: 'the alert was cancelled: what comes after that is another alert' };
  }
  if (waves.length >= MOST_WAVES) {
    return { kind: 'wrongState', detail: `the alert has gone out ${MOST_WAVES} times: make another` };
  }
  const unfit = lint(content, { values }).filter(({ level }) => level === 'error');
  if (unfit.length === 0) return undefined;
  return {
    kind: 'blocked',
    blockers: unfit.map(({ message }) => ({ code: 'unfitContent', path: 'content', message })),
  };
};

/** Why the alert isn't updated any more; undefined: what it warns of isn't over. */
export const whyOver = (expiresAt: number | undefined, nowMs: number): Refused | undefined => {
  if (expiresAt === undefined || expiresAt > nowMs) return undefined;
  const message = 'is past: what the alert warns of is over, unless the update says until when it goes on';
  return { kind: 'blocked', blockers: [{ code: 'expired', path: 'expiresAt', message }] };
};

/** Why it isn't said once more; undefined: it is, or it is no resend. */
export const whyNoResend = (
  { draft: { expiresAt } }: Alert,
  waves: readonly Wave[],
  counts: readonly AlertCount[],
  target: WaveTarget,
  nowMs: number,
): StepVerdict | undefined => {
  if (target !== 'silent' && target !== 'undelivered') return undefined;
  if (expiresAt !== undefined && expiresAt <= nowMs) {
    return { kind: 'wrongState', detail: 'what the alert warns of is over: it is not said again' };
  }
  // Who asks twice means once: two would find the same people.
  const isUnderWay = waves.some(
    (one) => one.target === target && (hasPeopleLeft(one.state) || isGoingOut(one, counts)),
  );
  return isUnderWay
    ? { kind: 'wrongState', detail: `a resend to the ${target} is going out already` }
    : undefined;
};

const isGoingOut = ({ wave }: Wave, counts: readonly AlertCount[]): boolean =>
  counts.some((one) => one.wave === wave && (one.state === 'queued' || one.state === 'sending'));
