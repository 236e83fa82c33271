import { allows } from '../../access/permissions.ts';
import type { Config } from '../../config/schema.ts';
import { roles as allRoles, type Role } from '../../domain/access/role.ts';
import { toSender } from '../../domain/messages/sender.ts';

const SEVERITIES = ['extreme', 'severe', 'moderate', 'minor', 'unknown'] as const;

const runs = ({ alerts, triggers }: Config): boolean =>
  alerts.twoPersons !== 'never' || triggers.sms?.requests !== undefined;

/** What the clock of approvals will do. */
export const describeApprovals = (config: Config): readonly string[] => {
  if (!runs(config)) return [];
  const { approvalClock: clock } = config.alerts;
  const times = SEVERITIES.map((severity) => `${severity} ${clock[severity] / 60_000} min`).join(', ');
  const all = 'all users who may approve and have a phone';
  const whom =
    clock.roster === undefined
      ? all
      : `whoever is on duty in roster ${clock.roster}, or ${all} if nobody of it may`;
  const how = clock.bySms ? 'a code that works ten minutes' : 'no code: they approve in the console';
  return [
    `An approval is due after: ${times}. Until then pages go to ${whom}, the next after ${clock.pageNextAfter / 1000} s, with ${how}.`,
  ];
};

/** @param roles of each user with a phone; undefined: nobody knows them now */
export const approvalWarnings = (
  config: Config,
  roles: readonly (readonly string[])[] | undefined,
): readonly string[] => {
  const warnings: string[] = [];
  const { approvalClock } = config.alerts;
  if (runs(config) && roles !== undefined) {
    const isApprover = (one: readonly string[]) =>
      allows(
        one.filter((role): role is Role => (allRoles as readonly string[]).includes(role)),
        'approve',
      );
    if (!roles.some(isApprover)) warnings.push('no approver has a phone: nobody is paged for an approval');
  }
  if (runs(config) && approvalClock.roster !== undefined)
    warnings.push(
      `alerts.approvalClock.roster: if roster ${approvalClock.roster} has nobody who may approve and has a phone as a user, all approvers are paged`,
    );
  const usual = [config.sender, ...config.senders.map(({ sender }) => sender)].find(isName);
  const pages = approvalClock.from === undefined ? usual : approvalClock.from;
  if (runs(config) && approvalClock.bySms && isName(pages))
    warnings.push(
      `pages for approvals come from ${pages}, a name of letters: nobody can answer "OK code" to a name; set alerts.approvalClock.from to a number that takes SMS, or bySms: false`,
    );
  const { duty, dutyRosters } = config.inbound;
  if (duty.length + dutyRosters.length > 0 && usual !== undefined)
    warnings.push(
      `the duty is written to from ${usual}, a name of letters: nobody can answer a name; set sender to a number that takes SMS`,
    );
  return warnings;
};

const isName = (sender: string | undefined): boolean =>
  sender !== undefined && toSender(sender)?.kind === 'alphanumeric';
