import type { Answer } from '../answer.ts';
import { Cme, cme, ok } from '../answer.ts';
import type { AtCommand } from '../at-command.ts';
import type { Device } from '../device.ts';

/** EF-ICCID as AT+CRSM names it: READ BINARY (176) of the file 2FE2. */
const READ_ICCID = ['176', '12258', '0', '0', '10'];

/**
 * Answers what a SIM tells of itself before its PIN is entered: its ICCID, and the tries left for the PIN. Undefined
 * for other commands.
 */
export const tellSim = ({ name, args }: AtCommand, { family, sim }: Device): Answer | undefined => {
  const iccid = family.iccid[name];
  if (iccid !== undefined) {
    return sim.tellsIccid ? ok(iccid.replace('{}', sim.iccid)) : cme(Cme.pinRequired);
  }
  if (name === '+CRSM' && args.join() === READ_ICCID.join()) {
    return sim.tellsIccid ? ok(`+CRSM: 144,0,"${sim.iccidFile}"`) : cme(Cme.pinRequired);
  }
  const tries = family.pinTries[name];
  if (tries === undefined || sim.hidesPinTries) return undefined;
  return ok(tries.replaceAll('{}', String(sim.pinTries)));
};
