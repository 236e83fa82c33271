import type { Alert } from '../../domain/alerts/alert.ts';
import type { GroupCount, ReportFigures, ReportRepository } from '../../domain/alerts/alert-report.ts';
import type { AlertRepository } from '../../domain/alerts/alert-repository.ts';
import type { Audience, AudienceRepository, AudienceTerm } from '../../domain/people/audience.ts';
import type { PeopleRepositories } from '../../domain/people/people-repositories.ts';

type Names = Pick<PeopleRepositories, 'lists' | 'segments' | 'areas'>;

export interface GroupsDeps {
  readonly repository: Pick<ReportRepository, 'countAmong'>;
  readonly alerts: Pick<AlertRepository, 'meaningAtLaunch'>;
  readonly audiences: Pick<AudienceRepository, 'audiencePage'>;
  readonly names: { readonly [K in keyof Names]: Pick<Names[K], 'get'> };
}

const GROUP_PAGE = 2000;
const MOST_GROUPS = 20;

/**
 * The groups that the report shows. Once the alert is over they are those that were kept at its end: people who were
 * erased or left a list since would be missing from a new count. People whom a late receipt reports as reached are
 * added.
 */
export const groupsOf = (
  alert: Pick<Alert, 'finishedAt'> | undefined,
  kept: ReportFigures | undefined,
  now: ReportFigures,
): readonly GroupCount[] => {
  // The kept count is of no use if a wave began or ended after it.
  const isOver = alert?.finishedAt !== undefined && kept !== undefined && kept.countedAt >= alert.finishedAt;
  if (!isOver) return now.groups;
  const reached = new Map(now.groups.map((one) => [one.group, one.reached]));
  return kept.groups.map((one) => ({
    ...one,
    reached: Math.min(one.people, Math.max(one.reached, reached.get(one.group) ?? 0)),
  }));
};

/** Counts by list as it is now, and by segment and area as at the launch. A person may be in several. */
export const countGroups = async (
  { repository, alerts, audiences, names }: GroupsDeps,
  alert: number,
  { include, within = [] }: Audience,
): Promise<readonly GroupCount[]> => {
  const groups: GroupCount[] = [];
  const options = { overrideOptOut: true, meaning: await alerts.meaningAtLaunch(alert) };
  for (const [group, term] of namedIn([...include, ...within])) {
    let people = 0;
    let reached = 0;
    for (let after = ''; ; ) {
      const page = await audiences.audiencePage({ include: [term] }, after, GROUP_PAGE, options);
      const numbers = page.map(({ number }) => number);
      const found = await repository.countAmong(alert, numbers);
      people += found.people;
      reached += found.reached;
      const last = numbers.at(-1);
      if (last === undefined || numbers.length < GROUP_PAGE) break;
      after = last;
    }
    groups.push({ group, name: await nameOf(names, term), people, reached });
  }
  return groups;
};

const nameOf = async (
  { lists, segments, areas }: GroupsDeps['names'],
  term: AudienceTerm,
): Promise<string | undefined> => {
  if ('list' in term) return (await lists.get(term.list))?.name;
  if ('segment' in term) return (await segments.get(term.segment))?.name;
  if ('area' in term) return (await areas.get(term.area))?.name;
  return undefined;
};

const namedIn = (terms: readonly AudienceTerm[]): ReadonlyMap<string, AudienceTerm> => {
  const named = new Map<string, AudienceTerm>();
  for (const term of terms) {
    if (named.size === MOST_GROUPS) break;
    if ('list' in term) named.set(`list ${term.list}`, term);
    else if ('segment' in term) named.set(`segment ${term.segment}`, term);
    else if ('area' in term) named.set(`area ${term.area}`, term);
  }
  return named;
};
