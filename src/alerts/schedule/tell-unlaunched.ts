import type { TellUnlaunched } from '../../domain/alerts/unlaunched.ts';
import type { Audit } from '../../domain/operation/audit.ts';
import type { Events } from '../../domain/operation/events.ts';

/** Reports a launch that did not happen: by an event for people who can act, and in the audit log. */
export const tellUnlaunched =
  (events: Events, audit: Audit): TellUnlaunched =>
  async ({ kind, by, scenario, alert, reason, plannedAt }) => {
    const [first] = plannedAt ?? [];
    const last = plannedAt?.at(-1);
    const detail = {
      alert: alert ?? null,
      reason,
      ...(first !== undefined && { plannedAt: iso(first) }),
      // Many times that were missed while the gateway was down make one event.
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
