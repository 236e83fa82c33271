import type { InboundConfig } from '../../config/inbound.ts';

type Duty = Pick<InboundConfig, 'duty' | 'dutyRosters'>;

/** Who is told of calls for help. */
export const describeDuty = ({ duty, dutyRosters }: Duty): string => {
  const numbers = `${duty.length} ${duty.length === 1 ? 'number' : 'numbers'}`;
  if (dutyRosters.length === 0) return `Tells ${duty.length === 0 ? 'nobody' : numbers} of calls for help.`;
  const rosters = dutyRosters.map((id) => `roster ${id}`).join(' and ');
  const otherwise = duty.length === 0 ? 'nobody' : numbers;
  return `Tells whoever is on duty in ${rosters} of calls for help; ${otherwise} if nobody is.`;
};

export const dutyWarnings = ({ duty, dutyRosters }: Duty): readonly string[] =>
  dutyRosters.length > 0 && duty.length === 0
    ? [
        'inbound.duty names rosters and no number: if a roster has nobody or is deleted, calls for help go to nobody',
      ]
    : [];
