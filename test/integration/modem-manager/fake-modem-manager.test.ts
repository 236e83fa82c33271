import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { startManager } from '../../support/modem-manager/manager-bench.ts';
import { noBus } from '../../support/modem-manager/private-bus.ts';

const GDBUS = '/usr/bin/gdbus';
const SERVICE = 'org.freedesktop.ModemManager1';
const run = promisify(execFile);

// The gateway and the fake use one package for D-Bus. A client of GLib, which ModemManager itself is built on, shows that
// what the fake reads and writes is what ModemManager would.
describe.skipIf(noBus !== undefined || !existsSync(GDBUS))(
  'the fake ModemManager, asked by a client of GLib',
  () => {
    test('takes a message with typed properties, sends it, and lists modems only in its tree of objects', async () => {
      const { bus, manager } = await startManager();
      const modem = await manager.plug();
      const call = async (path: string, method: string, ...args: readonly string[]): Promise<string> => {
        const options = [
          'call',
          '--address',
          bus.address,
          '--dest',
          SERVICE,
          '--object-path',
          path,
          '--method',
          method,
        ];
        return (await run(GDBUS, [...options, ...args])).stdout;
      };
      const properties =
        "{'number': <'+33639980001'>, 'text': <'Flood'>, 'validity': <(uint32 1, <uint32 10>)>, 'class': <0>, 'delivery-report-request': <true>}";
      const created = await call(modem.path, `${SERVICE}.Modem.Messaging.Create`, properties);
      const path = /'(\/[^']+)'/.exec(created)?.[1] ?? '';
      modem.misbehave({ reports: false });
      await call(path, `${SERVICE}.Sms.Send`);
      expect(modem.sent).toMatchObject([
        { number: '+33639980001', text: 'Flood', properties: { validity: [1, 10], class: 0 } },
      ]);
      const read = await call(path, 'org.freedesktop.DBus.Properties.GetAll', `${SERVICE}.Sms`);
      expect(read).toContain("'State': <uint32 5>");
      expect(read).toContain("'DeliveryReportRequest': <true>");
      const tree = await call(
        '/org/freedesktop/ModemManager1',
        'org.freedesktop.DBus.ObjectManager.GetManagedObjects',
      );
      expect(tree).toContain(`objectpath '${modem.path}'`);
      expect(tree).toContain("'UnlockRetries': <{uint32 2: uint32 3, 4: 10}>");
      expect(tree).not.toContain(path);
    });
  },
);
