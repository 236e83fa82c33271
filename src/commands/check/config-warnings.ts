import type { Config } from '../../config/schema.ts';
import { oddModeOf, storeAddressOf } from '../../config/store/store-address.ts';
import { Plan } from '../../dispatch/plan/plan.ts';

/** A text of so many parts is nothing unusual. */
const USUAL_PARTS = 3;

/** Warnings about settings that are allowed but may be a mistake. */
export const warningsOf = (config: Config): string[] => {
  const warnings: string[] = [];
  if (config.routes.length === 0)
    warnings.push('no route is configured: every message waits until it expires');
  if (!config.routes.some(({ type }) => type === 'modem')) {
    warnings.push('no modem is configured: when the carriers are unreachable nothing goes out');
  }
  if (!new Plan(config).catchesAll) {
    warnings.push('the plan has no rule without conditions: messages that match no rule are refused');
  }
  const planned = new Set(config.plan?.flatMap(({ tiers }) => tiers.flat()));
  for (const route of config.routes) {
    if (config.plan !== undefined && !planned.has(route.id)) {
      warnings.push(`route ${route.id} is in no tier of the plan: only messages that name it take it`);
    }
    if (route.type === 'smpp') {
      if (route.tls === false && !isHere(route.host)) {
        warnings.push(`route ${route.id} has no TLS: its password and all texts can be read on the way`);
      }
      if (typeof route.tls === 'object' && !route.tls.verify) {
        warnings.push(
          `route ${route.id} verifies no certificate: anybody in between can read and forge messages`,
        );
      }
    } else if (Object.values(route.limits).every((limit) => limit === undefined)) {
      warnings.push(`route ${route.id} has no SIM limits: a carrier may block a SIM that sends much`);
    } else {
      const most = Math.min(...Object.values(route.limits).map((limit) => limit ?? Number.POSITIVE_INFINITY));
      if (most < USUAL_PARTS) {
        warnings.push(
          `route ${route.id} refuses each message of more than ${most} ${most === 1 ? 'part' : 'parts'}: its smallest SIM limit never lets out all of it`,
        );
      }
    }
  }
  for (const [one, other] of sharedAccounts(config)) {
    warnings.push(
      `routes ${one} and ${other} are one account at one carrier: give both the same "carrier", or a receipt that comes to one is not matched to what the other sent`,
    );
  }
  if (!isHere(hostOf(config.http.listen)) && config.http.tls === undefined) {
    warnings.push(`the API on ${config.http.listen} has no TLS: tokens can be read on the way`);
  }
  warnings.push(...addressWarnings(config));
  if (config.timeZone === 'UTC' && config.country !== undefined) {
    warnings.push(
      'timeZone is UTC: SMS, pages and reports give times in UTC; set it to that of the place, such as Europe/Paris',
    );
  }
  return warnings;
};

const addressWarnings = ({ store: { postgres } }: Config): readonly string[] => {
  if (postgres === undefined) return [];
  const { host, tls } = storeAddressOf(postgres);
  const odd = oddModeOf(postgres);
  if (odd !== undefined)
    return [`store.postgres: sslmode=${odd} is taken for verify-full, which is what to write`];
  if (host.startsWith('/') || isHere(host) || tls === 'verified') return [];
  return tls === 'none'
    ? [
        `store.postgres asks for no TLS: all texts, and perhaps its password, can be read on the way to ${host}; end the address with ?sslmode=verify-full`,
      ]
    : [
        `store.postgres verifies no certificate: anybody on the way to ${host} can read and change all messages; write sslmode=verify-full`,
      ];
};

/**
 * Pairs of routes that seem to be one account at the same carrier, but have different values of `carrier`. The carrier
 * may send a receipt by one of the routes for a message that the other one sent.
 */
const sharedAccounts = (config: Config): readonly (readonly [string, string])[] => {
  const routes = config.routes.filter((route) => route.type === 'smpp');
  return routes.flatMap((one, index) =>
    routes
      .slice(index + 1)
      .filter(
        (other) =>
          one.host === other.host &&
          one.port === other.port &&
          one.systemId === other.systemId &&
          (one.carrier ?? one.id) !== (other.carrier ?? other.id),
      )
      .map((other) => [one.id, other.id] as const),
  );
};

const hostOf = (listen: string): string => listen.slice(0, listen.lastIndexOf(':'));

const isHere = (host: string): boolean => /^(127\.|localhost$|\[?::1\]?$)/.test(host);
