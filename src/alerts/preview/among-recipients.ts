import type { AlertDraft } from '../../domain/alerts/alert.ts';
import type { RoutePace } from '../../domain/alerts/alert-traffic.ts';
import type { Msisdn } from '../../domain/messages/msisdn.ts';
import type { AudienceRepository } from '../../domain/people/audience.ts';
import type { Load } from './forecast.ts';

/**
 * For routes that may write only to so many different recipients in a month: how many people of the audience are among
 * those to whom the route wrote. Undefined if no route has such a limit.
 */
export const amongRecipients = async (
  audiences: Pick<AudienceRepository, 'countAudience'>,
  { audience, overrideOptOut }: Pick<AlertDraft, 'audience' | 'overrideOptOut'>,
  paces: readonly RoutePace[],
): Promise<Load['among']> => {
  const counts = new Map<ReadonlySet<string>, number>();
  for (const { recipients } of paces) {
    if (recipients === undefined) continue;
    const numbers = [...recipients.known] as Msisdn[];
    const within = [...(audience.within ?? []), { numbers }];
    const { byLanguage } = await audiences.countAudience({ ...audience, within }, { overrideOptOut });
    counts.set(
      recipients.known,
      Object.values(byLanguage).reduce((sum, people) => sum + people, 0),
    );
  }
  return counts.size === 0 ? undefined : (known) => counts.get(known) ?? 0;
};
