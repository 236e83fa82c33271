import { type Priority, priorities } from '../../../src/domain/messages/priority.ts';
import { optimumOf } from './optimum.ts';
import type { Scenario } from './scenario.ts';
import type { Course } from './simulate.ts';

export const SHARES = [0.5, 0.9, 0.99, 1] as const;

interface Reached {
  readonly share: number;
  /** Seconds since the first message of the priority came; undefined if the share wasn't reached. */
  readonly seconds: number | undefined;
  readonly optimumSeconds: number | undefined;
  readonly ratio: number | undefined;
}

export interface PriorityReport {
  readonly priority: Priority;
  readonly messages: number;
  readonly accepted: number;
  readonly times: readonly Reached[];
}

export interface Report {
  readonly priorities: readonly PriorityReport[];
  readonly routes: Course['routes'];
  readonly throttledShare: number;
  readonly uncertain: number;
  readonly possibleDuplicates: number;
  readonly seconds: number;
}

export const reportOf = (scenario: Scenario, course: Course): Report => {
  const optimum = optimumOf(scenario, SHARES);
  const throttled = course.routes.reduce((sum, route) => sum + route.throttled, 0);
  const accepted = course.routes.reduce((sum, route) => sum + route.accepted, 0);
  return {
    priorities: priorities.flatMap((priority) => {
      const own = scenario.messages.filter((some) => some.priority === priority);
      const messages = own.reduce((sum, { count }) => sum + count, 0);
      if (messages === 0) return [];
      const from = Math.min(...own.map(({ at }) => at));
      const acceptedAt = course.acceptedAt[priority];
      const times = SHARES.map((share) => {
        const at = acceptedAt[Math.ceil(messages * share) - 1];
        const best = optimum[priority].get(share);
        const seconds = at === undefined ? undefined : (at - from) / 1000;
        const optimumSeconds = best === undefined ? undefined : (best - from) / 1000;
        const ratio =
          seconds === undefined || optimumSeconds === undefined ? undefined : seconds / optimumSeconds;
        return { share, seconds, optimumSeconds, ratio };
      });
      return [{ priority, messages, accepted: acceptedAt.length, times }];
    }),
    routes: course.routes,
    throttledShare: throttled / Math.max(1, throttled + accepted),
    uncertain: course.uncertain,
    possibleDuplicates: course.possibleDuplicates,
    seconds: course.endedAtMs / 1000,
  };
};

const write = (value: number | undefined, digits: number): string =>
  (value === undefined ? '–' : value.toFixed(digits)).padStart(10);

/** The report as a table for people. */
export const describeReport = (report: Report): string => {
  const lines = ['priority   share   seconds   optimum     ratio'];
  for (const { priority, times } of report.priorities) {
    for (const { share, seconds, optimumSeconds, ratio } of times) {
      lines.push(
        `${priority.padEnd(9)}${`${share * 100} %`.padStart(7)}${write(seconds, 1)}${write(optimumSeconds, 1)}${write(ratio, 2)}`,
      );
    }
  }
  lines.push('', 'route            accepted  throttled');
  for (const { id, accepted, throttled } of report.routes)
    lines.push(`${id.padEnd(15)}${String(accepted).padStart(10)}${String(throttled).padStart(11)}`);
  lines.push(
    '',
    `throttled ${(report.throttledShare * 100).toFixed(2)} %, uncertain ${report.uncertain}, possible duplicates ${report.possibleDuplicates}, over after ${report.seconds.toFixed(1)} s`,
  );
  return lines.join('\n');
};
