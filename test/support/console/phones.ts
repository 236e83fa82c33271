import { Smsc } from '../../../src/sim/smsc/smsc.ts';
import type { ConfigInput } from '../gateway/gateway.ts';
import { ConsoleRig } from './console-rig.ts';

/** The number that phones write to. */
const OURS = '+33639980100';

/** A console, and phones that write to the gateway over a simulated carrier. */
export class Phones {
  readonly rig: ConsoleRig;
  readonly smsc: Smsc;

  private constructor(rig: ConsoleRig, smsc: Smsc) {
    this.rig = rig;
    this.smsc = smsc;
  }

  static async start(config: Partial<ConfigInput> = {}): Promise<Phones> {
    const smsc = await Smsc.start();
    try {
      const rig = await ConsoleRig.start({
        sender: 'PREFECTURE',
        country: 'FR',
        routes: [
          {
            id: 'orange',
            type: 'smpp',
            host: '127.0.0.1',
            port: smsc.port,
            systemId: 'tocsin',
            rate: 500,
            reconnect: { min: '20ms', max: '200ms' },
          },
        ],
        ...config,
      });
      await rig.gateway.api.untilRoute('orange', 'up');
      return new Phones(rig, smsc);
    } catch (error) {
      await smsc.close();
      throw error;
    }
  }

  /** A phone writes to us. Resolves once the gateway has the message on disk. */
  write(from: string, text: string): Promise<void> {
    return this.smsc.sendInbound({ from, to: OURS, text });
  }

  /** Calls the API as an admin does by a token. */
  async post<T>(path: string, body?: object): Promise<T> {
    const response = await this.rig.gateway.api.request('POST', path, body);
    if (!response.ok) throw new Error(`${path}: ${response.status}: ${await response.text()}`);
    return (await response.json()) as T;
  }

  async stop(): Promise<void> {
    try {
      await this.rig.stop();
    } finally {
      await this.smsc.close();
    }
  }
}
