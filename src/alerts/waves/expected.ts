import type { Wave, WaveKind } from '../../domain/alerts/alert.ts';
import type { AlertCount } from '../../domain/alerts/alert-repository.ts';
import { goesOut, type WaveTarget } from '../../domain/alerts/wave-state.ts';
import type { State } from '../../domain/messages/state.ts';

const MAY_HAVE_IT: readonly State[] = ['sent', 'delivered', 'unconfirmed', 'uncertain'];
const IN_VAIN: readonly State[] = ['undelivered', 'failed', 'expired'];

/**
 * For how many people a wave is that follows these, reckoned from counts of messages: who has several is in a wave to the
 * audience or to the undelivered with one of them, which nearly always tells. Whose message was cancelled in a wave that
 * goes on has the one that took its place.
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
  // An update goes to who waits in the queue as well; others are for who has something, or is getting it.
  if (kind === 'update') return count(first, [...MAY_HAVE_IT, 'sending', 'queued']) + replaced;
  const states = target === 'silent' ? MAY_HAVE_IT : ([...MAY_HAVE_IT, 'sending'] as const);
  // Whose older message was replaced stand before all others of the update.
  return count(first, states) + Math.min(replaced, count(['reached'], states));
};
