import { describe, expect, it } from 'vitest';
import { hello, helloNumber, helloReported, readyRig, rig } from '../../support/modem/modem-rig.ts';

// Two parts, "Hello," and "world!", with the same 16-bit reference, to +27821234567.
const part = (number: number, septets: string) =>
  `0041000B917228214365F700000E0608041234020${number}${septets}`;
const firstPart = part(1, 'C8329BFD6601');
const secondPart = part(2, 'F7B79C4D0E01');

describe('a simulated modem that sends', () => {
  it('asks for the PDU with "> ", and the phone shows its text', async () => {
    const { terminal, modem } = await readyRig();
    terminal.write(`AT+CMGS=${hello.length}\r`);
    expect(await terminal.until(/> $/)).toBe('\r\n> ');
    terminal.write(`${hello.pdu}\x1a`);
    expect(await terminal.until(/OK\r\n/)).toBe('\r\n+CMGS: 0\r\n\r\nOK\r\n');
    expect(modem.phones.texts(helloNumber)).toEqual(['hellohello']);
    expect(modem.sent).toMatchObject([{ to: helloNumber, validForMs: 4 * 86_400_000, reference: 0 }]);
    expect(modem.violations).toEqual([]);
  });

  it('echoes the PDU while echo is on, and takes it octet by octet', async () => {
    const { terminal, modem } = await rig({ family: 'sim800' });
    terminal.write(`AT+CMGS=${hello.length}\r`);
    await terminal.until(/> $/);
    for (const octet of `${hello.pdu}\x1a`) terminal.write(octet);
    expect(await terminal.until(/OK\r\n/)).toBe(`${hello.pdu}\r\n+CMGS: 0\r\n\r\nOK\r\n`);
    expect(modem.phones.texts(helloNumber)).toEqual(['hellohello']);
  });

  it('gives TP-MR 0 after 255, and the phone joins the parts of a long text', async () => {
    const { terminal, modem } = await readyRig({ firstReference: 255 });
    const length = firstPart.length / 2 - 1;
    expect(await terminal.send(secondPart, length)).toContain('+CMGS: 255');
    expect(modem.phones.texts('+27821234567')).toEqual([]);
    expect(await terminal.send(firstPart, length)).toContain('+CMGS: 0');
    expect(modem.phones.texts('+27821234567')).toEqual(['Hello,world!']);
  });

  it('refuses a PDU with another length than AT+CMGS announced', async () => {
    const { terminal, modem } = await readyRig();
    expect(await terminal.send(hello.pdu, 22)).toBe('\r\n+CMS ERROR: 304\r\n');
    expect(modem.phones.texts(helloNumber)).toEqual([]);
    expect(modem.violations).toEqual(['the length is 22, the PDU has 23']);
  });

  it('drops its input when ESC ends the prompt', async () => {
    const { terminal, modem } = await readyRig();
    terminal.write('AT+CMGS=23\r');
    await terminal.until(/> $/);
    terminal.write('0011000B91\x1b');
    expect(await terminal.until(/OK\r\n/)).toBe('\r\nOK\r\n');
    expect(await terminal.send(hello.pdu, hello.length)).toContain('+CMGS: 0');
    expect(modem.stats).toMatchObject({ escapes: 1, taken: 1 });
  });

  it('runs one command at a time: its input waits while the radio sends', async () => {
    const { terminal } = await readyRig({ partMs: 20 });
    terminal.write(`AT+CMGS=${hello.length}\r`);
    await terminal.until(/> $/);
    terminal.write(`${hello.pdu}\x1aAT+CSQ\r`);
    expect(await terminal.until(/CSQ: [\s\S]*OK\r\n/)).toBe(
      '\r\n+CMGS: 0\r\n\r\nOK\r\n\r\n+CSQ: 20,99\r\n\r\nOK\r\n',
    );
  });

  it('sends nothing in text mode, without a service centre, or without a network', async () => {
    const { terminal, modem } = await readyRig();
    await terminal.ask('AT+CMGF=1');
    expect(await terminal.ask('AT+CMGS="+33639980001"')).toBe('\r\n+CMS ERROR: 303\r\n');
    await terminal.ask('AT+CMGF=0');
    await terminal.ask('AT+CSCA=""');
    expect(await terminal.send(hello.pdu, hello.length)).toBe('\r\n+CMS ERROR: 330\r\n');
    await terminal.ask('AT+CSCA="+33199000002",145');
    modem.misbehave({ unregistered: true });
    expect(await terminal.send(hello.pdu, hello.length)).toBe('\r\n+CMS ERROR: 331\r\n');
    modem.calm();
    expect(await terminal.send(hello.pdu, hello.length)).toContain('+CMGS: 0');
    expect(modem.stats).toMatchObject({ submits: 3, refused: 2, taken: 1 });
  });

  it('records as violations a PDU before its prompt, a CR after Ctrl-Z, and a Ctrl-Z without a prompt', async () => {
    const { terminal, modem } = await readyRig();
    terminal.write(`AT+CMGS=${hello.length}\r${hello.pdu}`);
    await terminal.until(/> $/);
    terminal.write(`${hello.pdu}\x1a\r`);
    await terminal.until(/CMGS: 0[\s\S]*OK\r\n/);
    terminal.write('\x1a');
    await terminal.ask('AT');
    expect(modem.violations).toEqual([
      `"${hello.pdu}" before the prompt`,
      'CR after Ctrl-Z',
      'Ctrl-Z without a prompt',
    ]);
  });
});

describe('the status reports of a simulated modem', () => {
  const reported = async (terminal: Awaited<ReturnType<typeof readyRig>>['terminal']) =>
    terminal.send(helloReported.pdu, helloReported.length);

  it('follow the result of AT+CMGS, with reference, recipient and status', async () => {
    const { terminal, modem } = await readyRig({ firstReference: 7 });
    expect(await reported(terminal)).toBe('\r\n+CMGS: 7\r\n\r\nOK\r\n');
    const report = await terminal.until(/\+CDS: 25\r\n[0-9A-F]+\r\n/);
    expect(report).toMatch(/^\r\n\+CDS: 25\r\n07913391090000F106070B916407281553F8[0-9]{28}00\r\n$/);
    expect(modem.stats.reports).toBe(1);
  });

  it('come only if both the PDU and AT+CNMI ask for them', async () => {
    const { terminal, modem } = await readyRig();
    await terminal.send(hello.pdu, hello.length);
    await terminal.ask('AT+CNMI=2,1,0,0,0');
    await reported(terminal);
    await modem.until(({ stats }) => stats.reportsDropped === 1);
    await terminal.ask('AT');
    expect(modem.stats.reports).toBe(0);
    expect(terminal.unread).toBe('');
  });

  it('are stored in the memory SR with ds=2 in AT+CNMI, and can be read and deleted there', async () => {
    const { terminal, modem } = await readyRig();
    await terminal.ask('AT+CNMI=2,1,0,2,0');
    await reported(terminal);
    expect(await terminal.until(/CDSI.*\r\n/)).toBe('\r\n+CDSI: "SR",1\r\n');
    await terminal.ask('AT+CPMS="SR"');
    expect(await terminal.ask('AT+CMGR=1')).toMatch(/^\r\n\+CMGR: 0,,25\r\n07913391090000F10600/);
    await terminal.ask('AT+CMGD=1');
    expect(modem.stored('SR')).toBe(0);
  });

  it('wait with AT+CSMS=1 until the report before is acknowledged, and a second AT+CNMA is an error', async () => {
    const { terminal, modem } = await readyRig();
    expect(await terminal.ask('AT+CNMA')).toBe('\r\n+CMS ERROR: 340\r\n');
    expect(await terminal.ask('AT+CSMS=1')).toBe('\r\n+CSMS: 1,1,1\r\n\r\nOK\r\n');
    await reported(terminal);
    await terminal.until(/CDS: 25\r\n.*\r\n/);
    await reported(terminal);
    await terminal.ask('AT');
    expect(modem.stats.reports).toBe(1);
    expect(await terminal.ask('AT+CNMA')).toBe('\r\nOK\r\n');
    await terminal.until(/CDS: 25\r\n.*\r\n/);
    expect(await terminal.ask('AT+CNMA=1')).toBe('\r\nOK\r\n');
    expect(await terminal.ask('AT+CNMA')).toBe('\r\n+CMS ERROR: 340\r\n');
    expect(modem.stats.acknowledged).toBe(2);
  });

  it('are sent again when AT+CNMA=2 refuses them', async () => {
    const { terminal, modem } = await readyRig();
    await terminal.ask('AT+CSMS=1');
    await reported(terminal);
    const first = await terminal.until(/CDS: 25\r\n.*\r\n/);
    expect(await terminal.ask('AT+CNMA=2')).toBe('\r\nOK\r\n');
    expect((await terminal.until(/CDS: 25\r\n.*\r\n/)).trim()).toBe(first.trim());
    expect(modem.stats.acknowledged).toBe(0);
  });

  it('are no longer sent if AT+CNMA does not come in time', async () => {
    const { terminal, modem } = await readyRig({ acknowledgeMs: 5 });
    await terminal.ask('AT+CSMS=1');
    await reported(terminal);
    await terminal.until(/CDS: 25\r\n.*\r\n/);
    await modem.until(({ stats }) => stats.reportsDropped === 1);
    expect(await terminal.ask('AT+CNMI?')).toContain('+CNMI: 2,0,0,0,0');
  });

  it('have an empty field before their length on a ZTE modem', async () => {
    const { terminal } = await rig({ family: 'zte-mf190' });
    await terminal.ask('ATE0');
    await terminal.ask('AT+CMGF=0;+CNMI=1,1,0,1,0');
    await reported(terminal);
    expect(await terminal.until(/CDS: .*\r\n/)).toContain('+CDS: ,25\r\n');
  });
});
