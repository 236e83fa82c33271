import type { Wave, WaveKind } from '../../domain/alerts/alert.ts';
import type { AlertCount } from '../../domain/alerts/alert-repository.ts';
import { goesOut, type WaveTarget } from '../../domain/alerts/wave-state.ts';
import type { State } from '../../domain/messages/state.ts';

const MAY_HAVE_IT: readonly State[] = ['sent', 'delivered', 'unconfirmed', 'uncertain'];
const IN_VAIN: readonly State[] = ['undelivered', 'failed', 'expired'];

/**
 * How many people a new wave after these is for, computed from counts of messages. Nearly every person has one message
 * in the waves whose target is `audience` or `undelivered`, so the messages of these waves are counted. If a message is
 * `cancelled` though its wave was neither stopped nor overtaken, an update replaced it.
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
  // An update sends its first messages to the people whose older message it replaced: these messages are added.
  return count(first, states) + Math.min(replaced, count(['reached'], states));
};
