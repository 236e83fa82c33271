import type { HeldAlerts } from '../../alerts/restored/hold-alerts.ts';

interface Held extends HeldAlerts {
  readonly held: number;
  readonly later: number;
  /** Codes for launches by SMS that no phone had used. */
  readonly codes: number;
}

/** The line, if there is something to say. */
const some = (count: number, line: string): readonly string[] => (count === 0 ? [] : [`  - ${line}`]);

const listed = (ids: readonly number[], words: string, todo: string): readonly string[] =>
  some(ids.length, `${words}: ${ids.join(', ')}. ${todo}`);

/** What a restored store can't know, and what was done about it, as lines for people. */
export const whatIsUnknown = (takenAt: string, held: Held): readonly string[] => [
  `What happened after ${takenAt} is not known any more, so nothing that may have been sent goes out by itself.`,
  ...some(
    held.held,
    `${held.held} messages were unsent in the backup. They may have been sent since, and are "uncertain" now. ` +
      '"release" queues those that are still valid again, marked as possible duplicates.',
  ),
  ...some(
    held.later,
    `${held.later} messages are due later than now, so they were not sent. They go out at their time, also those that were withdrawn after the backup.`,
  ),
  ...listed(held.paused, 'alerts that were going out are paused', 'Look at each, then resume or stop it.'),
  ...listed(
    held.returned,
    'alerts whose time came meanwhile are back with their authors',
    'Launch them if they are missing.',
  ),
  ...listed(
    held.approved,
    'alerts that were approved and about to go out are not launched',
    'Launch them if they are missing.',
  ),
  ...listed(
    held.waiting,
    'alerts that wait for approval',
    'Officers are asked again, with new codes: discard those that went out meanwhile.',
  ),
  ...some(
    held.codes,
    `${held.codes} codes for launches by SMS work no more, since phones may have used them. Issue new ones.`,
  ),
  ...listed(
    held.scheduled,
    'alerts that go out by themselves at their time',
    'Stop those that are not wanted any more.',
  ),
  ...some(held.missed, `${held.missed} planned times of schedules have passed, and are not made up for.`),
  'Look before you start the gateway, and tell the people who use it:',
  '  - People who opted out, were erased or changed after the backup are as they were before: a STOP is lost.',
  '  - Tokens that were revoked and users who were disabled after the backup work again.',
  '  - Messages, answers and receipts that came after the backup are lost; what carriers still send is kept.',
  '  - Alarms of other programs and requests that are repeated may start an alert or a message once more.',
  '  - What SIMs sent after the backup is not counted against their limits.',
];
