import { expect, test } from 'vitest';
import { ownedModems } from '../../../../../src/commands/probe.ts';
import { configSchema } from '../../../../../src/config/schema.ts';
import { udevRules } from '../../../../../src/routes/modem/device/udev-rules.ts';

const IN_SOCKET = '/dev/serial/by-path/pci-0000:00:14.0-usb-0:1.3';

test('the udev rules hide each modem of the gateway from ModemManager by its USB socket, all its ports in one line', () => {
  expect(
    udevRules([
      { port: `${IN_SOCKET}:1.2-port0`, label: 'EC25, IMEI 490154203237518' },
      { port: `${IN_SOCKET}:1.3-port0`, label: 'EC25, IMEI 490154203237518' },
      { port: '/dev/serial/by-path/platform-3f980000.usb-usb-0:1.2.4:1.0', label: 'modem-2' },
    ]),
  ).toBe(
    [
      '# EC25, IMEI 490154203237518',
      'ENV{ID_PATH}=="pci-0000:00:14.0-usb-0:1.3|pci-0000:00:14.0-usb-0:1.3:*", ENV{ID_MM_DEVICE_IGNORE}="1"',
      '# modem-2',
      'ENV{ID_PATH}=="platform-3f980000.usb-usb-0:1.2.4|platform-3f980000.usb-usb-0:1.2.4:*", ENV{ID_MM_DEVICE_IGNORE}="1"',
      '',
    ].join('\n'),
  );
});

test('the udev rules hide nothing for a modem on a serial port that is no USB socket', () => {
  expect(udevRules([{ port: '/dev/ttyS0', label: 'modem-3' }])).toBe(
    '# modem-3 is on /dev/ttyS0, which is no USB socket: nothing is hidden.\n',
  );
});

test('the modems that the udev rules hide are those of the configuration, but not the ones that ModemManager drives', () => {
  const { routes } = configSchema.parse({
    routes: [
      { id: 'by-port', type: 'modem', device: `${IN_SOCKET}:1.2-port0` },
      { id: 'by-imei', type: 'modem', imei: '490154203237518' },
      { id: 'managed', type: 'modem', modemManager: { imei: '356938035643809' } },
      { id: 'carrier', type: 'smpp', host: 'smpp.example.net', systemId: 'tocsin' },
    ],
  });
  const reports = [
    { port: '/dev/serial/by-path/one', imei: '490154203237518', modem: 'EC25' },
    { port: '/dev/serial/by-path/two', imei: '356938035643809', modem: 'MF79U' },
    { port: '/dev/serial/by-path/three', imei: undefined, modem: undefined },
  ];
  expect(ownedModems(reports, routes)).toEqual([
    { port: `${IN_SOCKET}:1.2-port0`, label: 'route by-port' },
    { port: '/dev/serial/by-path/one', label: 'route by-imei' },
  ]);
  // Without a configuration every modem that answers on a port counts.
  expect(ownedModems(reports, undefined).map(({ port }) => port)).toEqual([
    '/dev/serial/by-path/one',
    '/dev/serial/by-path/two',
  ]);
});

test('a second name of a USB port, with the revision of USB, gives the same rule', () => {
  const [first, second] = ['usb', 'usbv2'].map((usb) =>
    udevRules([{ port: `/dev/serial/by-path/pci-0000:00:14.0-${usb}-0:1.3:1.2-port0`, label: 'x' }]),
  );
  expect(second).toBe(first);
});
