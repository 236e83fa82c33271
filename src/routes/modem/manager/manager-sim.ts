import type { RadioCheckStart } from '../../../domain/routes/radio-check.ts';
import type { SimAct, SimControl, UssdAnswer } from '../../../domain/routes/sim-control.ts';
import type { SimRepository } from '../../../domain/routes/sim-repository.ts';
import { PROPERTIES, USSD } from './bus/names.ts';
import type { ManagerDriver } from './manager-driver.ts';

export interface ManagerSimDeps {
  readonly driver: ManagerDriver;
  readonly simRepository: SimRepository;
  /** The name under which the SIM's quarantine is stored. */
  readonly simName: () => string;
  /** Why no USSD code can be sent now; undefined if one can. */
  readonly busy: () => string | undefined;
  /** Called when a USSD dialogue began or ended. */
  readonly changed: () => void;
}

const ANSWER_MS = 30_000;
/** MMModem3gppUssdSessionState: the network waits for an answer. */
const USER_RESPONSE = 3;

/** An operator's actions on the SIM in a modem that ModemManager drives. */
export class ManagerSim implements SimControl {
  readonly #deps: ManagerSimDeps;
  #inDialogue = false;

  constructor(deps: ManagerSimDeps) {
    this.#deps = deps;
  }

  get inDialogue(): boolean {
    return this.#inDialogue;
  }

  async ussd(code: string): Promise<UssdAnswer> {
    const { driver, busy, changed } = this.#deps;
    const reason = this.#inDialogue ? 'another code is being asked' : busy();
    const { present } = driver;
    if (reason !== undefined || present === undefined)
      return { kind: 'notNow', reason: reason ?? 'the modem is not ready' };
    const { bus, path } = present;
    this.#inDialogue = true;
    changed();
    try {
      const call = { path, interface: USSD, timeoutMs: ANSWER_MS };
      const reply = await bus.call<string>({ ...call, member: 'Initiate', signature: 's', body: [code] });
      // An answer that asks something keeps the dialogue open, and the radio busy.
      const state = await bus.call<number>({
        path,
        interface: PROPERTIES,
        member: 'Get',
        signature: 'ss',
        body: [USSD, 'State'],
      });
      if (reply.kind !== 'ok' || (state.kind === 'ok' && state.value === USER_RESPONSE))
        await bus.call({ ...call, member: 'Cancel' });
      if (reply.kind === 'ok') return { kind: 'answered', text: reply.value };
      return { kind: 'failed', reason: reply.kind === 'lost' ? 'no answer in time' : reply.text };
    } finally {
      this.#inDialogue = false;
      changed();
    }
  }

  /** ModemManager chooses the technology, so a check on each of them is not possible. */
  checkRadio(): Promise<RadioCheckStart> {
    return Promise.resolve({ kind: 'notNow', reason: 'ModemManager chooses the technology of this modem' });
  }

  readonly radioCheck = undefined;

  async clearPin(): Promise<SimAct> {
    const { driver, simRepository } = this.#deps;
    const { iccid } = driver.sim;
    if (iccid === undefined) return { kind: 'notNow', reason: 'no SIM can be read in the modem' };
    await simRepository.clearPins(iccid);
    driver.tryAgain();
    return { kind: 'done', iccid };
  }

  async restore(): Promise<SimAct> {
    const { driver, simRepository, simName } = this.#deps;
    await simRepository.restore(simName());
    driver.tryAgain();
    return { kind: 'done', iccid: driver.sim.iccid };
  }
}
