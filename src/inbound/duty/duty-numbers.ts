import type { InboundConfig } from '../../config/inbound.ts';
import type { Duty } from '../../domain/duty/duty.ts';
import type { Msisdn } from '../../domain/messages/msisdn.ts';
import type { Log } from '../../kernel/log.ts';

/** The numbers that are told of a call for help at this moment, ms since the epoch. Never rejects. */
export type DutyNumbers = (atMs: number) => Promise<readonly Msisdn[]>;

const MOST = 20;

/**
 * The people who are on duty in the configured rosters. If these give nobody, such as because a roster was deleted, it
 * is the configured numbers: a call for help must never go to nobody. The log says so once, when it begins: cases are
 * looked at every few seconds.
 */
export const dutyNumbers = (
  { duty, dutyRosters }: Pick<InboundConfig, 'duty' | 'dutyRosters'>,
  rosters: Duty,
  log: Log,
): DutyNumbers => {
  const unreadable = new Set<number>();
  let isEmpty = false;

  const onDuty = async (roster: number, atMs: number): ReturnType<Duty['onDuty']> => {
    try {
      const people = await rosters.onDuty(roster, atMs);
      unreadable.delete(roster);
      return people;
    } catch (error) {
      if (!unreadable.has(roster))
        log.error(
          { err: error, roster },
          'who is on duty cannot be read: calls for help go to other numbers',
        );
      unreadable.add(roster);
      return [];
    }
  };

  return async (atMs) => {
    if (dutyRosters.length === 0) return duty;
    const found = await Promise.all(dutyRosters.map((roster) => onDuty(roster, atMs)));
    const numbers = [...new Set(found.flat().map(({ phone }) => phone))];
    if (numbers.length === 0 && !isEmpty)
      log.warn(
        { rosters: dutyRosters },
        'no roster has anybody on duty: calls for help go to the configured numbers',
      );
    isEmpty = numbers.length === 0;
    return isEmpty ? duty : numbers.slice(0, MOST);
  };
};
