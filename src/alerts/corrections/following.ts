import { type Alert, isTakenBack, type Wave } from '../../domain/alerts/alert.ts';
import type { AlertCount } from '../../domain/alerts/alert-repository.ts';
import { hasPeopleLeft, type WaveTarget } from '../../domain/alerts/wave-state.ts';
import type { Content, Values } from '../../domain/templates/template.ts';
import type { Refused, StepVerdict } from '../desk/verdict.ts';
import { lint } from '../templates/lint.ts';

/** The largest number of waves of one alert. People ask for each wave, so a larger number is a mistake. */
const MOST_WAVES = 100;

/** Why an update, cancel or resend with this content can't follow the alert; undefined: it can. */
export const whyNoFollowUp = (
  { emptiedAt }: Pick<Alert, 'emptiedAt'>,
  waves: readonly Wave[],
  content: Content,
  values: Values,
): Refused | undefined => {
  if (emptiedAt !== undefined) {
    return {
      kind: 'wrongState',
      detail: 'it is so old that its recipients are deleted: make another alert',
    };
  }
  // Such an alert was scheduled, and stopped before its time.
  if (waves.length === 0) {
    return { kind: 'wrongState', detail: 'the alert never went out: make another alert' };
  }
  if (isTakenBack(waves)) {
    const how = waves.some(({ kind }) => kind === 'cancel') ? 'cancelled' : 'ended';
    return { kind: 'wrongState', detail: `the alert was ${how}: make another alert` };
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

/** Why the alert can't be updated any more: its `expiresAt` is past; undefined: it can. */
export const whyOver = (expiresAt: number | undefined, nowMs: number): Refused | undefined => {
  if (expiresAt === undefined || expiresAt > nowMs) return undefined;
  const message = 'is past: what the alert warns of is over, unless the update says until when it goes on';
  return { kind: 'blocked', blockers: [{ code: 'expired', path: 'expiresAt', message }] };
};

const OVER: StepVerdict = {
  kind: 'wrongState',
  detail: 'what the alert warns of is over: it is not said again',
};

/** Why the alert can't be sent once more to these people; undefined: it can, or `target` is not one of a resend. */
export const whyNoResend = (
  { draft: { expiresAt }, endsAt, proposedUpdate }: Alert,
  waves: readonly Wave[],
  counts: readonly AlertCount[],
  target: WaveTarget,
  nowMs: number,
): StepVerdict | undefined => {
  if (target !== 'silent' && target !== 'undelivered') return undefined;
  if (expiresAt !== undefined && expiresAt <= nowMs) {
    return OVER;
  }
  // A resend to the undelivered tells people whom nothing has reached in time.
  if (target === 'silent' && endsAt !== undefined && endsAt <= nowMs) return OVER;
  if (proposedUpdate?.what === 'cancel') {
    return { kind: 'wrongState', detail: 'a cancel of the alert waits for a second person' };
  }
  // A second resend to this target while another is going out is a mistake: it would be for the same people.
  const isUnderWay = waves.some(
    (one) => one.target === target && (hasPeopleLeft(one.state) || isGoingOut(one, counts)),
  );
  return isUnderWay
    ? { kind: 'wrongState', detail: `a resend to the ${target} is going out already` }
    : undefined;
};

const isGoingOut = ({ wave, recipients }: Wave, counts: readonly AlertCount[]): boolean => {
  const own = counts.filter((one) => one.wave === wave);
  // The counts may be older than the messages that were stored last, of which nothing is known then.
  const counted = own.reduce((sum, { messages }) => sum + messages, 0);
  return counted < recipients || own.some(({ state }) => state === 'queued' || state === 'sending');
};
