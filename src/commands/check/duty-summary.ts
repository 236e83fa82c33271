import type { InboundConfig } from '../../config/inbound.ts';

type Duty = Pick<InboundConfig, 'duty' | 'dutyRosters'>;

/** Who is told of calls for help. */
export const describeDuty = ({ duty, dutyRosters }: Duty): string => {
  const numbers = `${duty.length} ${duty.length === 1 ? 'number' : 'numbers'}`;
  if (dutyRosters.length > 0) {
    const rosters = dutyRosters.map((id) => `roster ${id}`).join(' and ');
    return `told at once to whoever is on duty in ${rosters}; to ${duty.length === 0 ? 'nobody' : numbers} if nobody is`;
  }
  return duty.length === 0
    ? 'nobody is told by SMS (inbound.duty is empty): they are in GET /v1/cases'
    : `told at once to ${numbers}`;
};

export const dutyWarnings = ({ duty, dutyRosters }: Duty): readonly string[] =>
  dutyRosters.length > 0 && duty.length === 0
    ? [
        'inbound.duty names rosters and no number: if a roster has nobody or is deleted, calls for help go to nobody',
      ]
    : [];
