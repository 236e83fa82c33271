import { lookup } from 'node:dns/promises';
import { describeErrors, readConfig } from '../../config/load.ts';
import type { EarConfig } from '../../config/routes/ear.ts';
import type { Config, RouteConfig } from '../../config/schema.ts';
import { Plan } from '../../dispatch/plan/plan.ts';
import { priorities } from '../../domain/messages/priority.ts';
import { normaliseNumber } from '../../intake/normalise-number.ts';
import { systemClock } from '../../kernel/system-clock.ts';
import { planDescriptors } from '../../ops/descriptors.ts';
import { nameOf, placeOf as storePlaceOf } from '../../store/place.ts';
import { openFileLimit } from '../process/open-file-limit.ts';
import { describeGatewayAlarms } from './alarm-summary.ts';
import { describeAlerts } from './alert-summary.ts';
import { configurationWarnings } from './all-warnings.ts';
import { describeApprovals } from './approval-summary.ts';
import { describeCalls } from './call-summary.ts';
import { describeIntake } from './intake-summary.ts';
import { describeNodes } from './nodes/node-summary.ts';
import { openFiles } from './open-files.ts';
import { describePasskeys } from './passkey-summary.ts';
import { describeRadio } from './radio-summary.ts';
import { describeRetention } from './retention-summary.ts';
import { describeSignOn } from './sign-on-summary.ts';
import { describeTraces } from './trace-summary.ts';
import { describeTriggers } from './trigger-summary.ts';
import { unknownHosts } from './unknown-hosts.ts';

/** Prints what the configuration would do, or every error with its path. */
export const checkCommand = async (configFile: string): Promise<number> => {
  const loaded = readConfig(configFile, process.env, normaliseNumber);
  if ('errors' in loaded) {
    process.stderr.write(`${describeErrors(configFile, loaded.errors)}\n`);
    return 1;
  }
  const { warnings, isAnyPending } = await unknownHosts(loaded.ok, (host) => lookup(host), systemClock);
  process.stdout.write(`${configFile} is valid.\n\n${describe(configFile, loaded.ok, warnings)}`);
  // A lookup can't be given up, and would keep the process for as long as the resolver tries.
  return isAnyPending ? process.exit(0) : 0;
};

const describe = (configFile: string, config: Config, ofHosts: readonly string[]): string => {
  const descriptors = planDescriptors(config, openFileLimit());
  const sections = [
    `Listens on ${config.http.tls === undefined ? 'http' : 'https'}://${config.http.listen}; keeps its messages in ${nameOf(storePlaceOf(config.store))}.`,
    ...describeNodes(config),
    describePasskeys(config),
    `Takes at most ${descriptors.connections} HTTP connections at once, ${descriptors.connectionsPerAddress} from one address; keeps ${descriptors.reserved} file descriptors for carriers, modems and the disk.`,
    ...describeSignOn(config),
    ...config.senders.map(({ prefix, sender }) => `Sends to ${numbersOf(prefix)} as ${sender}.`),
    `Sends${config.senders.length > 0 ? ' to others' : ''} as ${config.sender ?? 'each carrier decides (no default sender)'}; reads national numbers as ${config.country ?? 'nothing: only E.164 is taken'}.`,
    ...(config.organisation === undefined ? [] : [`People save our numbers as "${config.organisation}".`]),
    ...describeAlerts(config),
    ...(config.access.twoPersonsForAdmin
      ? ['What gives a user more rights waits until another admin has approved it.']
      : []),
    ...describeApprovals(config),
    describeSingle(config),
    '',
    'Routes',
    ...(config.routes.length === 0 ? ['  none'] : config.routes.map(describeRoute)),
    '',
    'Plan (the first rule that matches decides)',
    ...describePlan(config),
    '',
    'Triggers',
    ...describeTriggers(config),
    '',
    ...describeIntake(config),
    '',
    ...describeCalls(config),
    '',
    ...describeGatewayAlarms(config),
    '',
    ...describeRetention(config.retention),
    ...describeTraces(config.observe),
  ];
  const warnings = [
    ...configurationWarnings(config, systemClock.now()),
    ...openFiles(configFile, config),
    ...ofHosts,
  ];
  if (warnings.length > 0) sections.push('', 'Warnings', ...warnings.map((warning) => `  - ${warning}`));
  return `${sections.join('\n')}\n`;
};

const describeSingle = ({ optOuts }: Config): string =>
  optOuts.messages === 'suppress'
    ? 'Single messages to people who opted out of every list are suppressed.'
    : 'Single messages are sent also to people who opted out: the sender decides.';

const describeRoute = (route: RouteConfig): string => {
  const id = `  ${route.id.padEnd(16)} ${route.type.padEnd(6)}`;
  if (route.type === 'smpp') {
    const rate = route.rate === undefined ? 'no contracted rate' : `${route.rate} parts/s contracted`;
    const secured = route.tls === false ? 'no TLS' : 'TLS';
    return `${id} ${route.host}:${route.port} as ${route.systemId}, ${route.bind}, ${route.sessions} × window ${route.window}, ${rate}, ${secured}`;
  }
  const { balance, recipientsPerMonth } = route;
  const limits = Object.entries(route.limits).flatMap(([period, parts]) =>
    parts === undefined ? [] : [`${parts} ${period.replace('per', 'per ').toLowerCase()}`],
  );
  return [
    `${id} ${placeOf(route)}`,
    route.simSlots === undefined ? pinOf(route) : `SIM slots ${route.simSlots.map(slotOf).join(', then ')}`,
    limits.length === 0 ? 'no SIM limits' : `at most ${limits.join(', ')}`,
    ...(recipientsPerMonth === undefined
      ? []
      : [`to at most ${recipientsPerMonth} different recipients in any 31 days`]),
    ...describeRadio(route),
    ...(route.prefer === undefined ? [] : [`prefers ${route.prefer.map((each) => `${each}…`).join(' or ')}`]),
    ...(route.heartbeat === undefined
      ? []
      : [`a heartbeat to ${route.heartbeat.to} every ${describeMs(route.heartbeat.every)}`]),
    ...(balance === undefined
      ? []
      : [
          `the balance by ${balance.code} every ${describeMs(balance.every)}, ` +
            (balance.below === undefined ? 'no alarm about the amount' : `an alarm below ${balance.below}`),
        ]),
    ...(route.ear === undefined ? [] : describeEar(route.ear)),
  ].join(', ');
};

const describeEar = ({
  number,
  every,
  within,
  routes,
  senders,
  cellBroadcast,
}: EarConfig): readonly string[] => {
  const who = routes?.join(', ') ?? 'every other route';
  const verb = (routes?.length ?? 1) === 1 ? 'sends' : 'send';
  const seen = Object.entries(senders).map(([route, sender]) => `${sender} of ${route}`);
  return [
    `an ear at ${number}, to which ${who} ${verb} every ${describeMs(every)}, within ${describeMs(within)}` +
      (seen.length === 0 ? '' : `, and sees the sender ${seen.join(' and ')}`),
    ...(cellBroadcast === undefined ? [] : [`cell broadcasts of ${cellBroadcast.channels}`]),
  ];
};

const pinOf = ({ pin }: { readonly pin?: string | undefined }): string =>
  pin === undefined ? 'no PIN' : 'PIN set';

const slotOf = (one: { readonly slot: number; readonly pin?: string | undefined }): string =>
  `${one.slot} (${pinOf(one)})`;
const placeOf = (route: Extract<RouteConfig, { type: 'modem' }>): string =>
  route.modemManager === undefined
    ? `${route.device ?? `IMEI ${route.imei}`}, profile ${route.profile}`
    : `IMEI ${route.modemManager.imei} through ModemManager`;

const describePlan = (config: Config): string[] => {
  const rules = config.plan ?? [{ when: undefined }];
  const plan = new Plan(config);
  return plan.lanes.map((lane, index) => {
    const when = rules[index]?.when;
    const whom = when?.prefix === undefined ? 'any number' : numbersOf(when.prefix);
    const what = when?.priority === undefined ? 'any priority' : when.priority.join(' or ');
    const tiers = lane.tiers.map((tier) => tier.join(' + ')).join(', then ');
    const spills = priorities
      .filter((priority) => when?.priority?.includes(priority) ?? true)
      .map((priority) => `${priority} ${describeMs(lane.spillAfterMs[priority])}`);
    const spill =
      lane.tiers.length > 1
        ? `; the next tier when the first would take longer than: ${spills.join(', ')}`
        : '';
    return `  ${index + 1}. ${whom}, ${what}: ${tiers === '' ? 'no route: it waits' : tiers}${spill}`;
  });
};

const numbersOf = (prefixes: readonly string[]): string =>
  prefixes.map((prefix) => `${prefix}…`).join(' or ');

const describeMs = (ms: number | null): string => {
  if (ms === null) return 'never';
  if (ms < 1000) return `${ms} ms`;
  if (ms < 120_000) return `${ms / 1000} s`;
  return ms < 7_200_000 ? `${Math.round(ms / 60_000)} min` : `${Math.round(ms / 3_600_000)} h`;
};
