import type { Alert } from '../../domain/alert.ts';
import type { GroupCount, ReportFigures } from '../../domain/alert-report.ts';

/**
 * The groups that the report shows. People who are erased, or leave a list, would be missing from what is counted later:
 * once the alert is over, its people are those that were kept then. Whom a late receipt says to be reached is added.
 */
export const groupsOf = (
  alert: Pick<Alert, 'finishedAt'> | undefined,
  kept: ReportFigures | undefined,
  now: ReportFigures,
): readonly GroupCount[] => {
  // Another wave may have begun since, or ended.
  const isOver = alert?.finishedAt !== undefined && kept !== undefined && kept.countedAt >= alert.finishedAt;
  if (!isOver) return now.groups;
  const reached = new Map(now.groups.map((one) => [one.group, one.reached]));
  return kept.groups.map((one) => ({
    ...one,
    reached: Math.min(one.people, Math.max(one.reached, reached.get(one.group) ?? 0)),
  }));
};
