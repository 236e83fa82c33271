import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SimModem } from '../../../src/sim/modem/modem.ts';
import { Smsc } from '../../../src/sim/smsc/smsc.ts';
import { GatewayProcess } from '../gateway-process.ts';
import { demoConfig } from './demo-config.ts';

// Half a second a part instead of the 2.7 s of a good modem, so that the demo shows in seconds what takes minutes.
const MODEM_PART_MS = 500;

/** The parts of the demo: two carriers, a modem, and the gateway as a process of its own. */
export interface DemoStage {
  readonly carriers: { readonly a: Smsc; readonly b: Smsc };
  readonly modem: SimModem;
  readonly gateway: GatewayProcess;
  readonly token: string;
  /** Makes a user for the person who watches, with a token. */
  readonly login: () => Promise<Login>;
}

export interface Login {
  readonly name: string;
  /** It must be changed at the first sign-in. */
  readonly oneTimePassword: string;
  readonly token: string;
}

/** @param open gets everything that is opened, and closes it in reverse order, also if a later part can't be opened */
export const openStage = async (open: AsyncDisposableStack): Promise<DemoStage> => {
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-demo-'));
  open.defer(() => rm(folder, { recursive: true, force: true }));
  const carrier = async (): Promise<Smsc> => {
    const smsc = await Smsc.start({
      systemId: 'tocsin',
      password: 'demo',
      submitLatencyMs: 20,
      receiptDelayMs: 50,
    });
    open.defer(() => smsc.close());
    return smsc;
  };
  const carriers = { a: await carrier(), b: await carrier() };
  const modem = await SimModem.start({
    operator: 'Demo Mobile',
    partMs: MODEM_PART_MS,
    link: join(folder, 'modem'),
  });
  open.defer(() => modem.close());
  const configFile = join(folder, 'demo.yaml');
  await writeFile(configFile, demoConfig(folder, carriers.a.port, carriers.b.port, modem.path));
  const gateway = await GatewayProcess.start(configFile);
  open.defer(async () => {
    await gateway.stop();
  });
  const token = await GatewayProcess.createToken(configFile, 'the demo itself', 'admin');
  const login = async (): Promise<Login> => {
    const name = 'demo';
    const oneTimePassword = await GatewayProcess.createUser(configFile, name, 'admin');
    return {
      name,
      oneTimePassword,
      token: await GatewayProcess.createToken(configFile, name, 'admin', name),
    };
  };
  return { carriers, modem, gateway, token, login };
};
