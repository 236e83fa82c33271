import type { Config } from '../../config/schema.ts';
import { planDescriptors } from '../../ops/descriptors.ts';
import { rolesWithPhone } from '../../store/sqlite/roles-with-phone.ts';
import { openFileLimit } from '../process/open-file-limit.ts';
import { alarmWarnings } from './alarm-summary.ts';
import { approvalWarnings } from './approval-summary.ts';
import { certificateWarnings } from './certificate-warnings.ts';
import { warningsOf } from './config-warnings.ts';
import { dutyWarnings } from './duty-summary.ts';
import { mapWarnings, missingFiles } from './missing-files.ts';
import { nodeWarnings } from './nodes/node-warnings.ts';
import { triggerWarnings } from './trigger-warnings.ts';

/**
 * Everything in a valid configuration that may be a mistake, or that doesn't fit this machine.
 * @param phones the roles of each enabled user with a phone; undefined: not known now
 */
export const configurationWarnings = (
  config: Config,
  nowMs: number,
  phones = rolesWithPhone(config.store.sqlite),
): readonly string[] => {
  const { warning } = planDescriptors(config, openFileLimit());
  return [
    ...warningsOf(config),
    ...nodeWarnings(config),
    ...dutyWarnings(config.inbound),
    ...alarmWarnings(config, phones),
    ...approvalWarnings(config, phones),
    ...triggerWarnings(config, nowMs),
    ...missingFiles(config),
    ...mapWarnings(config),
    ...certificateWarnings(config, nowMs),
    ...(warning === undefined ? [] : [warning]),
  ];
};
