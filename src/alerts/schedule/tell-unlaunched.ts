import type { TellUnlaunched } from '../../domain/alerts/unlaunched.ts';
import type { Audit } from '../../domain/operation/audit.ts';
import type { Events } from '../../domain/operation/events.ts';

/** Who can act is told of a launch that did not happen: by an event, and later by the log of who did what. */
export const tellUnlaunched =
  (events: Events, audit: Audit): TellUnlaunched =>
  async ({ kind, by, scenario, alert, reason, plannedAt }) => {
    const [first] = plannedAt ?? [];
    const last = plannedAt?.at(-1);
    const detail = {
      alert: alert ?? null,
      reason,
      ...(first !== undefined && { plannedAt: iso(first) }),
      // Of many that were missed while the gateway was away, one event.
      ...(last !== undefined && last !== first && { until: iso(last), times: plannedAt?.length }),
    };
    await events.publish(`launch.${kind}`, {
      by: by.id,
      name: by.name,
      scenario: scenario ?? null,
      ...detail,
    });
    const subject = scenario === undefined ? `alert:${alert}` : `scenario:${scenario}`;
    await audit.record(by, `launch.${kind}`, subject, detail);
  };

const iso = (ms: number): string => new Date(ms).toISOString();
