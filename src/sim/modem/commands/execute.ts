import type { Answer } from '../answer.ts';
import { Cme, Cms, cme, cms, error, ok } from '../answer.ts';
import type { AtCommand } from '../at-command.ts';
import type { Device } from '../device.ts';
import { basic } from './basic.ts';
import { card } from './card.ts';
import type { Handlers } from './handler.ts';
import { identity } from './identity.ts';
import { network } from './network.ts';
import { pin } from './pin.ts';
import { radioCommand } from './radio.ts';
import { sending } from './sending.ts';
import { service } from './service.ts';
import { slots } from './slots.ts';
import { storage } from './storage.ts';
import { tellSim } from './tell-sim.ts';

const always: Handlers = { ...slots, ...basic, ...identity, ...pin, ...network, ...service };
/** Commands that need an unlocked SIM; the two groups differ in the kind of error, +CME or +CMS. */
const afterPin: Handlers = card;
const afterPinSms: Handlers = { ...storage, ...sending };
/** Commands that read the SIM: a SIM that is still starting answers "busy". */
const readsSim = new Set(['+CPIN', '+CIMI', '+CSCA', '+CPMS']);

export const execute = (command: AtCommand, device: Device): Answer => {
  const { name } = command;
  const { family, sim, misbehaviour } = device;
  if (misbehaviour.simBusy > 0 && (readsSim.has(name) || name in family.iccid)) {
    device.misbehave({ simBusy: misbehaviour.simBusy - 1 });
    return cme(Cme.simBusy);
  }
  const spoken = family.tells[name];
  if (spoken !== undefined) return ok(spoken);
  if (device.settings.functionality === 0 && (readsSim.has(name) || name in family.iccid)) {
    return cme(Cme.noSim);
  }
  const told = tellSim(command, device) ?? radioCommand(command, device);
  if (told !== undefined) return told;
  if (name === '+CLAC') {
    return ok(...Object.keys({ ...always, ...afterPin, ...afterPinSms }).map((each) => `AT${each}`));
  }
  const open = always[name];
  if (open !== undefined) return open(command, device);
  const locked = sim.state !== 'ready';
  const cardHandler = afterPin[name];
  if (cardHandler !== undefined) {
    if (locked) return cme(sim.state === 'puk' ? Cme.pukRequired : Cme.pinRequired);
    return cardHandler(command, device);
  }
  const smsHandler = afterPinSms[name];
  if (smsHandler !== undefined) {
    if (locked) return cms(sim.state === 'puk' ? Cms.pukRequired : Cms.pinRequired);
    return smsHandler(command, device);
  }
  return family.ownCommands.includes(name) ? ok() : error;
};
