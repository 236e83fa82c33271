import { SimModem } from '../../../src/sim/modem/modem.ts';
import type { SimModemOptions } from '../../../src/sim/modem/options/modem-options.ts';
import { Smsc } from '../../../src/sim/smsc/smsc.ts';
import { AlertClient, type AlertView } from '../alerts/alert-client.ts';
import type { ConfigInput } from '../gateway/gateway.ts';
import { ConsoleRig } from './console-rig.ts';

const TO = '+33199000001';

const carrier = (id: string, { port }: Smsc, rate: number) => ({
  id,
  type: 'smpp' as const,
  host: '127.0.0.1',
  port,
  systemId: 'tocsin',
  rate,
  reconnect: { min: '100ms', max: '1s' },
});

export const content = (text: string, short?: string) => ({
  defaultLanguage: 'fr',
  variants: [{ language: 'fr', text, ...(short !== undefined && { short }) }],
});

/** A console, two carriers and a modem: what one sees at night. */
export class ConsoleNight {
  readonly rig: ConsoleRig;
  readonly orange: Smsc;
  readonly sfr: Smsc;
  readonly modem: SimModem;
  /** With a token of an admin. */
  readonly client: AlertClient;

  private constructor(rig: ConsoleRig, orange: Smsc, sfr: Smsc, modem: SimModem) {
    this.rig = rig;
    this.orange = orange;
    this.sfr = sfr;
    this.modem = modem;
    this.client = AlertClient.of(rig.gateway.api);
  }

  static async start(
    own: Partial<ConfigInput> = {},
    { modem: sim = {}, more = {} }: { readonly modem?: SimModemOptions; readonly more?: object } = {},
  ): Promise<ConsoleNight> {
    // As slow as a good real modem: the gateway measures its pace, and the sentence on Now tells it.
    const device = await SimModem.start({ partMs: 2700, ...sim });
    const [orange, sfr, modem] = [await Smsc.start(), await Smsc.start(), device];
    const rig = await ConsoleRig.start({
      sender: TO,
      country: 'FR',
      timeZone: 'Europe/Paris',
      alarms: { routeDownAfter: '1s' },
      alerts: { twoPersons: 'live', recentlyAlerted: '0s' },
      routes: [
        carrier('orange', orange, 500),
        carrier('sfr', sfr, 100),
        { id: 'modem-1', type: 'modem', device: modem.path, ...more },
      ],
      ...own,
    });
    await rig.person('Anna', { role: 'operator', phone: '+33639980001' });
    await rig.person('Bruno', { role: 'approver', phone: '+33639980002' });
    await rig.person('Chloé', { role: 'viewer', phone: '+33639980003' });
    const night = new ConsoleNight(rig, orange, sfr, modem);
    for (const id of ['orange', 'sfr', 'modem-1']) await night.client.untilRoute(id, 'up');
    return night;
  }

  async stop(): Promise<void> {
    try {
      await this.rig.stop();
    } finally {
      await Promise.all([this.orange.close(), this.sfr.close(), this.modem.close()]);
    }
  }

  /** A phone writes by Orange. */
  writes(from: string, text: string): Promise<void> {
    return this.orange.sendInbound({ from, to: TO, text, systemId: 'tocsin' });
  }

  /** Launches an alert without the second person. */
  async launches(draft: object, numbers: readonly string[]): Promise<AlertView> {
    const { id } = await this.client.create({
      severity: 'severe',
      content: content('Crue : gagnez les hauteurs.'),
      audience: { include: [{ numbers }] },
      validFor: 'PT2H',
      ...draft,
    });
    const glass = { breakGlass: true, reason: 'alone on duty tonight' };
    return this.client.launch(id, (draft as { kind?: string }).kind === 'exercise' ? {} : glass);
  }
}
