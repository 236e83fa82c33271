import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { describeProbe } from '../../../src/commands/probe.ts';
import { probeManager } from '../../../src/routes/modem/manager/probe-manager.ts';
import { MODEM_STATE } from '../../support/modem-manager/fake-modem.ts';
import { IMEI, startManager } from '../../support/modem-manager/manager-bench.ts';
import { noBus } from '../../support/modem-manager/private-bus.ts';

const run = promisify(execFile);

describe.skipIf(noBus !== undefined)('a probe of the modems that ModemManager has', () => {
  test('names each with what the configuration needs, and changes nothing', async () => {
    const { bus, manager } = await startManager();
    const ready = await manager.plug();
    const locked = await manager.plug({ imei: '356938035643809', iccid: '8933150319000000002', pin: '1234' });
    const disabled = await manager.plug({ imei: '356938035643817', state: MODEM_STATE.disabled });
    const reports = await probeManager(bus.address);
    expect(reports).toMatchObject([
      {
        imei: IMEI,
        ready: true,
        registration: 'home',
        operator: 'Test Network',
        iccid: '8933150319000000001',
      },
      { imei: '356938035643809', ready: false, reason: 'the SIM asks for its PIN' },
      { imei: '356938035643817', ready: false, reason: 'it is disabled; a route enables it' },
    ]);
    expect(describeProbe(reports)).toContain(`modemManager: { imei: "${IMEI}" }`);
    expect([ready, locked, disabled].flatMap(({ pins, calls }) => [...pins, ...calls])).toEqual([]);
  });

  test('as a command asks the system bus, which the environment may name', async () => {
    const { bus, manager } = await startManager();
    await manager.plug();
    const env = { ...process.env, DBUS_SYSTEM_BUS_ADDRESS: bus.address };
    const { stdout } = await run(process.execPath, ['src/main.ts', 'probe', '--json'], { env }).catch(
      (error: { readonly stdout: string }) => error,
    );
    expect(JSON.parse(stdout)).toContainEqual(expect.objectContaining({ imei: IMEI, ready: true }));
  });

  test('finds none where there is no D-Bus, and none where ModemManager does not run', async () => {
    const { bus, manager } = await startManager();
    await manager.close();
    expect(await probeManager(bus.address)).toEqual([]);
    expect(await probeManager('unix:path=/nowhere')).toEqual([]);
  });
});
