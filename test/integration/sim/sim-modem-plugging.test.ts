import { lstatSync, mkdtempSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { SimModem } from '../../../src/sim/modem/modem.ts';
import { hello, helloReported, prepare, readyRig, rig, terminalOn } from '../../support/modem/modem-rig.ts';

const folder = (): string => {
  const path = mkdtempSync(join(tmpdir(), 'modem-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
};

/** Whether a file or link exists, even a link to a missing file. */
const isThere = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false }) !== undefined;

describe('a simulated modem that is unplugged', () => {
  it('hangs up its terminal and removes its link, and is back under the same link after a replug', async () => {
    const link = join(folder(), 'by-path', 'modem-1');
    const { terminal, modem } = await rig({ link });
    expect(modem.path).toBe(link);
    expect(readlinkSync(link)).toMatch(/^\/dev\//);
    modem.unplug();
    await terminal.hungUp();
    expect(isThere(link)).toBe(false);
    expect(modem.plugged).toBe(false);
    await modem.replug();
    const again = await terminalOn(link);
    expect(await again.ask('AT')).toContain('OK');
    await modem.close();
    expect(isThere(link)).toBe(false);
  });

  it('loses its settings, asks for its PIN again, and keeps its SIM and stored messages', async () => {
    const { terminal, modem } = await readyRig({ pin: '1234' });
    await terminal.ask('AT+CPIN=1234');
    await terminal.send(hello.pdu, hello.length);
    modem.receive({ from: '+33639980001', text: 'yes' });
    await terminal.until(/CMTI/);
    modem.unplug();
    await modem.replug();
    const again = await terminalOn(modem.path);
    expect(await again.ask('AT+CPIN?')).toMatch(/^AT\+CPIN\?\r\r\n\+CPIN: SIM PIN/);
    await again.ask('AT+CPIN=1234');
    await prepare(again);
    expect(await again.ask('AT+CMGL=4')).toContain('+CMGL: 1,0');
    expect(await again.send(hello.pdu, hello.length)).toContain('+CMGS: 1');
    expect(modem.stats.resets).toBe(0);
  });

  it('while its radio sends loses the message and the lines that it had still to write', async () => {
    const { terminal, modem } = await readyRig({ partMs: 30 });
    terminal.write(`AT+CMGS=${hello.length}\r`);
    await terminal.until(/> $/);
    terminal.write(`${hello.pdu}\x1a`);
    await modem.until(({ stats }) => stats.submits === 1);
    modem.ring();
    modem.unplug();
    await terminal.hungUp();
    await modem.replug();
    const again = await terminalOn(modem.path);
    await prepare(again);
    // This takes as long as sending the lost message would have.
    expect(await again.send(hello.pdu, hello.length)).toBe('\r\n+CMGS: 0\r\n\r\nOK\r\n');
    expect(modem.stats.taken).toBe(1);
    expect(modem.log).not.toContain('> RING');
  });

  it('gets what the network kept for it: texts from phones, and status reports if AT+CNMI is set before the PIN', async () => {
    const { terminal, modem } = await readyRig({ pin: '1234', reportDelayMs: 300 });
    await terminal.ask('AT+CPIN=1234');
    await terminal.send(helloReported.pdu, helloReported.length);
    modem.unplug();
    modem.receive({ from: '+33639980001', text: 'yes' });
    await modem.replug();
    const again = await terminalOn(modem.path);
    await prepare(again);
    expect(modem.stats).toMatchObject({ inbound: 0, reports: 0 });
    await again.ask('AT+CPIN=1234');
    await again.until(/CMTI: "SM",1\r\n/);
    await again.until(/CDS: 25\r\n.*\r\n/);
  });

  it('gets the messages again that were not acknowledged', async () => {
    const { terminal, modem } = await readyRig();
    await terminal.ask('AT+CSMS=1;+CNMI=2,2,0,0,0');
    modem.receive({ from: '+33639980001', text: 'yes' });
    await terminal.until(/CMT: .*\r\n.*\r\n/);
    modem.unplug();
    await modem.replug();
    const again = await terminalOn(modem.path);
    await prepare(again);
    expect(await again.ask('AT+CMGL=4')).toContain('+CMGL: 1,0');
  });
});

describe('a simulated modem on a pseudo-terminal', () => {
  it('keeps running while nobody reads its output', async () => {
    const modem = await SimModem.start();
    onTestFinished(() => modem.close());
    for (let i = 0; i < 10_000; i++) modem.ring();
    const terminal = await terminalOn(modem.path);
    terminal.write('AT\r');
    await terminal.until(/OK\r\n/);
  });

  it('does not read its own output as commands before a client has opened the terminal', async () => {
    const modem = await SimModem.start();
    onTestFinished(() => modem.close());
    modem.say('AT+CMGF?');
    modem.ring();
    const terminal = await terminalOn(modem.path);
    await terminal.ask('AT+CSQ');
    expect(modem.stats.commands).toBe(1);
  });

  it('rejects pending calls of until() when it is closed', async () => {
    const modem = await SimModem.start({ reportDelayMs: 60_000 });
    const terminal = await terminalOn(modem.path);
    await prepare(terminal);
    await terminal.send(helloReported.pdu, helloReported.length);
    const never = modem.until(({ stats }) => stats.reports === 1);
    const rejected = expect(never).rejects.toThrow('closed');
    await modem.close();
    await rejected;
    await terminal.hungUp();
  });

  it('of an unknown family does not start', async () => {
    await expect(SimModem.start({ family: 'nokia' })).rejects.toThrow('no family is called "nokia"');
  });
});
