import type { Wave, WaveKind } from '../../domain/alerts/alert.ts';
import type { AlertCount } from '../../domain/alerts/alert-repository.ts';
import { goesOut, type WaveTarget } from '../../domain/alerts/wave-state.ts';
import type { State } from '../../domain/messages/state.ts';

const MAY_HAVE_IT: readonly State[] = ['sent', 'delivered', 'unconfirmed', 'uncertain'];
const IN_VAIN: readonly State[] = ['undelivered', 'failed', 'expired'];

/**
 * How many people a wave that follows these is for, computed from counts of messages. Of a person's messages nearly
 * always one is in a wave to the audience or to the undelivered, so that those waves are counted. A message that was
 * cancelled in a wave that goes on was replaced by an update.
 */
export const expectedIn = (
  kind: WaveKind,
  target: Exclude<WaveTarget, 'audience'>,
  waves: readonly Wave[],
  counts: readonly AlertCount[],
): number => {
  const count = (ofTargets: readonly WaveTarget[], states: readonly State[], onlyGoingOn = false): number => {
    const numbers = waves
      .filter((wave) => ofTargets.includes(wave.target) && (!onlyGoingOn || goesOut(wave.state)))
      .map(({ wave }) => wave);
    return counts
      .filter(({ wave, state }) => numbers.includes(wave) && states.includes(state))
      .reduce((sum, { messages }) => sum + messages, 0);
  };
  const first: readonly WaveTarget[] = ['audience', 'undelivered'];
  const replaced = count(first, ['cancelled'], true);
  if (target === 'undelivered') {
    const resent = waves.filter((wave) => wave.target === 'undelivered');
    return Math.max(0, count(first, IN_VAIN) - resent.reduce((sum, { recipients }) => sum + recipients, 0));
  }
  // An update is also for people whose message is queued; a cancel and a resend only for people who may have a message.
  if (kind === 'update') return count(first, [...MAY_HAVE_IT, 'sending', 'queued']) + replaced;
  const states = target === 'silent' ? MAY_HAVE_IT : ([...MAY_HAVE_IT, 'sending'] as const);
  // The first messages of an update are for people whose older message was replaced.
  return count(first, states) + Math.min(replaced, count(['reached'], states));
};
