import { type Forecast, forecast } from '../../../src/alerts/preview/forecast.ts';
import type { NewMessage } from '../../../src/domain/messages/message.ts';
import { DatedSimRepository } from '../modem/dated-sim-repository.ts';
import { type Harness, harness } from '../modem/harness.ts';
import { ScriptedModem } from '../modem/scripted-modem.ts';
import { VirtualClock } from '../virtual-clock.ts';
import { DispatchRig, many } from './dispatch-rig.ts';
import type { StoredMessage } from './memory-store.ts';

export interface NightModem {
  readonly iccid: string;
  /** How long the network takes for a part, ms. */
  readonly sendMs: number;
  readonly limits?: object;
  readonly recipientsPerMonth?: number;
  /** Parts that the SIM sent before, and how long before, ms. */
  readonly before?: readonly { readonly parts: number; readonly agoMs: number }[];
}

const TURN = '9.1';

/** The real dispatcher and real modem routes on scripted modems, in virtual time. */
export class ModemNight {
  readonly clock: VirtualClock;
  readonly rig: DispatchRig;
  readonly modems: readonly Harness[];

  private constructor(clock: VirtualClock, rig: DispatchRig, modems: readonly Harness[]) {
    this.clock = clock;
    this.rig = rig;
    this.modems = modems;
  }

  static async start(wanted: readonly NightModem[], plan?: unknown): Promise<ModemNight> {
    const clock = new VirtualClock();
    let changed = (): void => {};
    const modems = wanted.map((one, index) => {
      const modem = new ScriptedModem();
      modem.replies.set('AT+CCID', [`+CCID: "${one.iccid}"`, 'OK']);
      let reference = 0;
      modem.onPdu = () => {
        clock.after(one.sendMs, () => modem.say(`+CMGS: ${reference++ % 256}`, 'OK'));
      };
      const simRepository = new DatedSimRepository();
      for (const { parts, agoMs } of one.before ?? [])
        simRepository.sentBefore(one.iccid, clock.now() - agoMs, parts);
      const { limits, recipientsPerMonth } = one;
      const config = {
        id: `modem-${index + 1}`,
        ...(limits && { limits }),
        ...(recipientsPerMonth && { recipientsPerMonth }),
      };
      return harness({ clock, modem, simRepository, config, changed: () => changed() });
    });
    const routes = modems.map(({ route }) => route);
    const rig = await DispatchRig.start(routes, { clock, ...(plan === undefined ? {} : { plan }) });
    changed = () => rig.dispatcher.changed();
    await clock.advance(1500);
    return new ModemNight(clock, rig, modems);
  }

  accept(count: number, own: Partial<NewMessage> = {}): Promise<readonly StoredMessage[]> {
    return this.rig.acceptInTurn(TURN, ...many(count, { priority: 'critical', ...own }));
  }

  /** What an alert would tell of these messages now. */
  tell(messages: readonly StoredMessage[], validMs = 90 * 86_400_000): Forecast {
    const left = messages.filter(({ state }) => state === 'queued');
    const parts = left.reduce((sum, { message }) => sum + message.parts, 0);
    const paces = this.rig.dispatcher.paces({ turns: [TURN], parts });
    return forecast(paces, { priority: 'critical' }, { parts, people: left.length, validMs });
  }

  async stop(): Promise<void> {
    await this.rig.stop();
  }
}

export const isOut = ({ state }: StoredMessage): boolean => state === 'sent' || state === 'delivered';
