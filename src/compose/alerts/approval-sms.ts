import type { ApprovalDeps } from '../../alerts/approval/approval-deps.ts';
import { APPROVALS_OWNER } from '../../domain/alerts/approval.ts';
import type { Intake } from '../../intake/intake.ts';
import type { Log } from '../../kernel/log.ts';

/** Prepares an SMS about an approval for the store; it is logged if no route can carry it. */
export const prepareApprovalSms =
  (intake: Pick<Intake, 'prepare'>, log: Log): ApprovalDeps['prepare'] =>
  async (sms) => {
    const made = await intake.prepare({ ...sms, onUncertain: 'resend' }, APPROVALS_OWNER);
    if (!('errors' in made)) return made;
    const { reference } = sms;
    log.error({ reference, errors: made.errors }, 'an SMS about an approval cannot be sent');
    return undefined;
  };
