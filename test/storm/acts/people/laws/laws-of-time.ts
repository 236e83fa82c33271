import { handedOver, momentsOf } from '../../excuses.ts';
import { clock, type Evidence } from '../evidence.ts';
import { actorOf } from '../persons.ts';
import { asksOf, verbOf } from './asks-of-alert.ts';

/** Nothing of an alert leaves before its time, and nothing but a cancel or its end after what it warns of is over. */
export const keepTheTimes = ({ stage, alerts }: Evidence): readonly string[] =>
  alerts.flatMap(({ id, played, rows, view }) => {
    const { scheduledAt = 0, expiresAt = Number.POSITIVE_INFINITY } = played;
    const kindOf = (wave: number): string => view.waves.find((one) => one.wave === wave)?.kind ?? '';
    return rows.flatMap(({ row, submits }) => {
      const about = `alert ${id}, message ${row.id} to ${row.to}`;
      const early = submits.find(({ at, route }) => handedOver(stage, at, route).to < scheduledAt);
      const found =
        early === undefined
          ? []
          : [`${about} left at ${clock(early.at)}, before its time ${clock(scheduledAt)}`];
      if (['cancel', 'end'].includes(kindOf(row.wave))) return found;
      const late = submits.find(({ at, route }) => handedOver(stage, at, route).from > expiresAt);
      if (late !== undefined)
        found.push(`${about} left at ${clock(late.at)}, after the alert expired at ${clock(expiresAt)}`);
      if (Date.parse(row.validUntil) > expiresAt)
        found.push(`${about} is valid until ${row.validUntil}, longer than the alert`);
      return found;
    });
  });

/** A launch that was sent again after a power cut is answered as one that is done, if it was. */
export const knowTheLaunchAgain = (evidence: Evidence): readonly string[] =>
  evidence.alerts.flatMap((alert) =>
    asksOf(evidence, alert)
      .filter((asked) => verbOf(asked) === 'launch' && asked.isInDoubt && (asked.status ?? 500) < 500)
      .filter(({ answer }) => !String(answer['type']).includes('in-doubt'))
      .filter(({ who, sentAt, endedAt }) =>
        alert.view.log.some(
          ({ action, by, at }) =>
            ['launch', 'schedule', 'breakGlass'].includes(action) &&
            by.name === actorOf(who) &&
            momentsOf(evidence.stage, at).to >= sentAt &&
            momentsOf(evidence.stage, at).from <= endedAt,
        ),
      )
      .map(
        ({ who, status, endedAt }) =>
          `alert ${alert.id}: ${who} launched it, sent the launch again after a power cut, and was told ${status} at ${clock(endedAt)}`,
      ),
  );
