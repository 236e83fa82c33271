import { SimModem } from '../../../src/sim/modem/modem.ts';
import { Smsc } from '../../../src/sim/smsc/smsc.ts';
import { AlertClient } from '../alerts/alert-client.ts';
import { QuickClock } from '../quick-clock.ts';
import { numberOf } from '../store/messages.ts';
import { ConsoleRig } from './console-rig.ts';

const LONG =
  'Préfecture : crue rapide, quartier nord. Quittez les rez-de-chaussée maintenant, gagnez les hauteurs à pied, sans rien emporter. Répondez 1 en sécurité, 2 pour une aide.';
const SHORT = 'Crue, quartier nord : gagnez les hauteurs. 1 = en sécurité, 2 = aide';

export const question = {
  answers: [
    { word: '1', meaning: 'safe' },
    { word: '2', meaning: 'help' },
  ],
  openFor: 'PT2H',
};

export const inFrench = (text: string, short?: string) => ({
  defaultLanguage: 'fr',
  variants: [{ language: 'fr', text, ...(short !== undefined && { short }) }],
});

const carrier = (id: string, { port }: Smsc, rate: number) => ({
  id,
  type: 'smpp' as const,
  host: '127.0.0.1',
  port,
  systemId: 'tocsin',
  window: 10,
  rate,
  reconnect: { min: '100ms', max: '1s' },
});

let texts = 0;

/** Two carriers, a modem, a gateway and its operators: Anna operates, Bruno approves, Vera watches. */
export class AlertDesk {
  readonly rig: ConsoleRig;
  readonly clock: QuickClock;
  readonly orange: Smsc;
  readonly sfr: Smsc;
  readonly modem: SimModem;
  /** Does with alerts what a program does. */
  readonly program: AlertClient;
  /** The clients of persons, by the same users as the windows. */
  private constructor(rig: ConsoleRig, clock: QuickClock, carriers: readonly [Smsc, Smsc], modem: SimModem) {
    this.rig = rig;
    this.clock = clock;
    [this.orange, this.sfr] = carriers;
    this.modem = modem;
    this.program = AlertClient.of(rig.gateway.api);
  }

  static async start(alerts: object = {}, rates: readonly [number, number] = [500, 300]): Promise<AlertDesk> {
    const carriers = [await Smsc.start(), await Smsc.start()] as const;
    const [orange, sfr] = carriers;
    const modem = await SimModem.start({ partMs: 100 });
    const clock = new QuickClock(Date.now());
    const rig = await ConsoleRig.start(
      {
        sender: 'PREFECTURE',
        country: 'FR',
        timeZone: 'Europe/Paris',
        alerts: { receiptsQuiet: '1s', price: { perPart: 0.045, currency: 'EUR' }, ...alerts },
        routes: [
          carrier('orange', orange, rates[0]),
          carrier('sfr', sfr, rates[1]),
          { id: 'modem-1', type: 'modem', device: modem.path },
        ],
        plan: [{ tiers: [['orange', 'sfr'], ['modem-1']], spillAfter: '20s' }],
      },
      { clock },
    );
    const desk = new AlertDesk(rig, clock, carriers, modem);
    for (const [name, role, phone] of [
      ['Anna', 'operator', numberOf(9501)],
      ['Bruno', 'approver', numberOf(9502)],
      ['Vera', 'viewer', numberOf(9503)],
    ] as const)
      await rig.person(name, { role, phone });
    for (const id of ['orange', 'sfr', 'modem-1']) await desk.program.untilRoute(id, 'up');
    return desk;
  }

  /** The body of an alert to so many numbers. No other has its text, so that no launch is held as a repetition. */
  draft(people: number, own: object = {}): object {
    texts++;
    return {
      kind: 'live',
      title: 'Crue de la Garonne, quartier nord',
      severity: 'severe',
      priority: 'high',
      content: inFrench(`${LONG} (${texts})`, SHORT),
      audience: { include: [{ numbers: Array.from({ length: people }, (_, index) => numberOf(index)) }] },
      validFor: 'PT1H',
      ...own,
    };
  }

  /** Writes an alert and launches it. */
  async launched(people: number, own: object = {}): Promise<number> {
    const { id } = await this.program.create(this.draft(people, own));
    await this.program.launch(id);
    return id;
  }

  async stop(): Promise<void> {
    try {
      await this.rig.stop();
    } finally {
      await Promise.all([this.orange.close(), this.sfr.close(), this.modem.close()]);
    }
  }
}
