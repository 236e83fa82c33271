import type { Config } from '../../config/schema.ts';

type Told = Pick<Config, 'alarms' | 'inbound'>;

const hasDuty = ({ inbound: { duty, dutyRosters } }: Told): boolean => duty.length + dutyRosters.length > 0;

const whoIsTold = (config: Told): string => {
  const { to } = config.alarms.sms;
  if (to !== 'duty') return `the users ${to.join(', ')}, or all admins with a phone if none of them has one`;
  return hasDuty(config)
    ? 'whoever is on duty (inbound.duty), or all admins with a phone if nobody is'
    : 'all admins with a phone (inbound.duty names nobody)';
};

/** Lines for the command `check`: who is told that something is wrong with the gateway itself. */
export const describeGatewayAlarms = (config: Told & Pick<Config, 'store'>): readonly string[] => {
  const { sms, off, routeDownAfter, backupAfter } = config.alarms;
  const backup =
    config.store.sqlite === undefined ? '' : `; no backup for ${Math.round(backupAfter / 86_400_000)} days`;
  const again = Math.round(sms.tellAgain / 60_000);
  return [
    'Alarms about the gateway itself',
    ...(sms.severities.length === 0
      ? ['  nobody is told by SMS: they are in GET /v1/alarms, in webhooks and in the metrics']
      : [
          `  ${sms.severities.join(' and ')} ones by SMS to ${whoIsTold(config)}`,
          `  a critical one again after ${again} min if nobody acknowledges it, then to all admins too`,
        ]),
    `  a carrier that is down for ${Math.round(routeDownAfter / 1000)} s${backup}`,
    ...(off.length === 0 ? [] : [`  never raised: ${off.join(', ')}`]),
  ];
};

/** @param phones the roles of each enabled user with a phone; undefined: not known now */
export const alarmWarnings = (
  config: Told,
  phones: readonly (readonly string[])[] | undefined,
): readonly string[] => {
  const { severities, to } = config.alarms.sms;
  if (severities.length === 0)
    return ['alarms.sms.severities is empty: nobody is told by SMS that the gateway itself fails'];
  if (to !== 'duty' || hasDuty(config)) return [];
  const admins = phones?.filter((roles) => roles.includes('admin')).length;
  if (admins === 0)
    return [
      'nobody is told by SMS that the gateway fails: inbound.duty names nobody, and no admin has a phone',
    ];
  return admins === undefined
    ? ['inbound.duty names nobody: that the gateway fails is told by SMS only to admins who have a phone']
    : [];
};
