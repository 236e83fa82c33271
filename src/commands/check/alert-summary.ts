import { pricesOf } from '../../config/prices.ts';
import type { Config } from '../../config/schema.ts';

const SECOND_PERSON = {
  never: 'Alerts are launched by one person',
  live: 'Live alerts are launched once a second person has approved them, exercises by one',
  always: 'Alerts are launched once a second person has approved them',
} as const;

const SHORT = {
  auto: 'When only slow routes are left, messages that wait get the short text if there is one.',
  ask: 'When only slow routes are left, an operator decides whether messages that wait get the short text.',
  never: 'When only slow routes are left, messages that wait keep their whole text.',
} as const;

/** What `check` says of alerts: who launches them, when they end, what they cost. */
export const describeAlerts = (config: Config): readonly string[] => {
  const {
    twoPersons,
    overrideOptOut,
    receiptsQuiet,
    breakGlass,
    breakGlassTells,
    exerciseMax,
    recentlyAlerted,
  } = config.alerts;
  const override =
    overrideOptOut.length === 0
      ? 'none is sent to people who opted out'
      : `of severity ${overrideOptOut.join(' or ')} they may be sent to people who opted out, with a second person`;
  const glass =
    breakGlass === 'nobody'
      ? 'nobody may send without the second person'
      : `in need ${breakGlass.join(' or ')} may send without the second person, with a reason, and ${told(breakGlassTells)} by SMS at once`;
  const persons =
    twoPersons === 'never'
      ? []
      : ['Two persons are two users; as long as there are no users, they are tokens of two names.'];
  const twice =
    recentlyAlerted === 0
      ? 'The same alert may be launched twice at once.'
      : `The same alert is launched again within ${recentlyAlerted / 60_000} min only if the launch says so.`;
  return [
    `${SECOND_PERSON[twoPersons]}; ${override}; ${glass}.`,
    `An exercise for more than ${exerciseMax} people always needs a second person.`,
    twice,
    SHORT[config.alerts.shortWhenDegraded],
    ...persons,
    `An alert that lacks only receipts is completed ${receiptsQuiet / 1000} s after the last outcome or receipt.`,
    `Texts and reports give times by the clocks of ${config.timeZone}; ${describePrices(config)}.`,
  ];
};

const told = ({ users, roster }: Config['alerts']['breakGlassTells']): string => {
  const named = [...users, ...(roster === undefined ? [] : [`whoever is on duty in roster ${roster}`])];
  return named.length === 0
    ? 'all approvers and admins with a phone are told'
    : `${named.join(', ')} are told (nobody of them reachable: all approvers and admins)`;
};

const describePrices = (config: Config): string => {
  const prices = pricesOf(config);
  if (prices === undefined) return 'they show no cost, since no price is set';
  const { currency, perPart, otherwise } = prices;
  const each = Object.entries(perPart).map(([route, price]) => `${price} ${currency} by ${route}`);
  const others =
    otherwise === undefined
      ? []
      : [`${otherwise} ${currency} by ${each.length > 0 ? 'others' : 'any route'}`];
  return `a part costs ${[...each, ...others].join(', ')}`;
};
