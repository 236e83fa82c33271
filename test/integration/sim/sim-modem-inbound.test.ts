import { describe, expect, it } from 'vitest';
import { hello, readyRig, rig } from '../../support/modem/modem-rig.ts';

const from = '+33639980001';

describe('a text from a phone to a simulated modem', () => {
  it('is stored, announced with +CMTI, read, and deleted', async () => {
    const { terminal, modem } = await readyRig();
    modem.receive({ from, text: 'yes', at: new Date('2026-03-01T12:00:00Z') });
    expect(await terminal.until(/CMTI.*\r\n/)).toBe('\r\n+CMTI: "SM",1\r\n');
    const pdu = '07913391090000F1040B913336990800F100006230102100000003F9F21C';
    expect(await terminal.ask('AT+CMGR=1')).toBe(`\r\n+CMGR: 0,,22\r\n${pdu}\r\n\r\nOK\r\n`);
    expect(await terminal.ask('AT+CMGR=1')).toContain('+CMGR: 1,,22');
    expect(await terminal.ask('AT+CMGD=1')).toBe('\r\nOK\r\n');
    expect(await terminal.ask('AT+CMGR=1')).toBe('\r\n+CMS ERROR: 321\r\n');
  });

  it('comes in parts if it is long, in the requested order', async () => {
    const { terminal, modem } = await readyRig();
    modem.receive({ from, text: 'x'.repeat(400), order: [3, 1] });
    await terminal.until(/"SM",1[\s\S]*"SM",2\r\n/);
    expect(await terminal.ask('AT+CMGR=1')).toMatch(/050003010303/);
    expect(await terminal.ask('AT+CMGR=2')).toMatch(/050003010301/);
    expect(modem.stored('SM')).toBe(2);
    expect(() => modem.receive({ from, text: 'one part', order: [2] })).toThrow('no part 2 of 1');
  });

  it('is listed by AT+CMGL as unread or read, even if it came unannounced', async () => {
    const { terminal, modem } = await readyRig();
    await terminal.ask('AT+CNMI=2,0,0,0,0');
    modem.receive({ from, text: 'first' });
    await terminal.ask('AT+CMGR=1');
    modem.receive({ from, text: 'second' });
    expect(await terminal.ask('AT+CMGL=0')).toMatch(/^\r\n\+CMGL: 2,0,,\d+\r\n[0-9A-F]+\r\n\r\nOK\r\n$/);
    expect(await terminal.ask('AT+CMGL=4')).toMatch(/CMGL: 1,1,[\s\S]*CMGL: 2,1,/);
    expect(await terminal.ask('AT+CMGD=1,4')).toBe('\r\nOK\r\n');
    expect(await terminal.ask('AT+CMGL=4')).toBe('\r\nOK\r\n');
  });

  it('is delivered directly with mt=2 in AT+CNMI, and stored if AT+CNMA does not come in time', async () => {
    const { terminal, modem } = await readyRig({ acknowledgeMs: 5 });
    await terminal.ask('AT+CSMS=1');
    await terminal.ask('AT+CNMI=2,2,0,1,0');
    modem.receive({ from, text: 'yes' });
    expect(await terminal.until(/CMT.*\r\n.*\r\n/)).toMatch(/^\r\n\+CMT: ,22\r\n[0-9A-F]+\r\n$/);
    await modem.until((device) => device.stored('SM') === 1);
    expect(await terminal.ask('AT+CMGR=1')).toContain('+CMGR: 0,,22');
  });

  it('goes on being delivered directly if AT+CNMA comes in time', async () => {
    const { terminal, modem } = await readyRig({ acknowledgeMs: 300, partMs: 350 });
    await terminal.ask('AT+CSMS=1;+CNMI=2,2,0,1,0');
    modem.receive({ from, text: 'yes' });
    await terminal.until(/CMT.*\r\n.*\r\n/);
    await terminal.ask('AT+CNMA');
    // This takes longer than the time limit of AT+CNMA.
    await terminal.send(hello.pdu, hello.length);
    expect(await terminal.ask('AT+CNMI?')).toContain('+CNMI: 2,2,0,1,0');
  });

  it('that comes while AT+CNMI has mode 0 is announced once the mode is 1', async () => {
    const { terminal, modem } = await readyRig();
    await terminal.ask('AT+CNMI=0,1,0,0,0');
    modem.receive({ from, text: 'yes' });
    expect(await terminal.ask('AT+CPMS?')).toContain('"SM",1,30');
    expect(await terminal.ask('AT+CNMI=1,1,0,0,0')).toBe('\r\nOK\r\n');
    expect(await terminal.until(/CMTI.*\r\n/)).toBe('\r\n+CMTI: "SM",1\r\n');
  });

  it('is announced after the command that is running has ended', async () => {
    const { terminal, modem } = await readyRig();
    terminal.write('AT+CMGS=23\r');
    await terminal.until(/> $/);
    modem.receive({ from, text: 'yes' });
    modem.ring();
    terminal.write('\x1b');
    expect(await terminal.until(/CMTI.*\r\n/)).toBe('\r\nOK\r\n\r\nRING\r\n\r\n+CMTI: "SM",1\r\n');
  });

  it('waits in the network until the SIM is unlocked', async () => {
    const { terminal, modem } = await readyRig({ pin: '1234' });
    modem.receive({ from, text: 'yes' });
    expect(modem.stats.inbound).toBe(0);
    await terminal.ask('AT+CPIN=1234');
    expect(await terminal.until(/CMTI.*\r\n/)).toBe('\r\n+CMTI: "SM",1\r\n');
  });

  it('waits in the network while the modem’s memory is full, and comes when there is room', async () => {
    const { terminal, modem } = await rig({ family: 'huawei-e1750' });
    await terminal.ask('ATE0');
    await terminal.ask('AT+CMGF=0;+CNMI=1,1,0,0,0');
    for (let i = 0; i < 21; i++) modem.receive({ from, text: `number ${i}` });
    expect(await terminal.until(/FULL.*\r\n/)).toMatch(/"SM",0[\s\S]*"SM",19\r\n\r\n\^SMMEMFULL: "SM"\r\n$/);
    await terminal.ask('AT+CMGD=7');
    expect(await terminal.until(/CMTI.*\r\n/)).toBe('\r\n+CMTI: "SM",7\r\n');
    expect(modem.stats.inbound).toBe(21);
    modem.receive({ from, text: 'one more' });
    expect(await terminal.until(/FULL.*\r\n/)).toBe('\r\n^SMMEMFULL: "SM"\r\n');
  });

  it('waits in the network while the misbehaviour storageFull is set', async () => {
    const { terminal, modem } = await readyRig();
    modem.misbehave({ storageFull: true });
    modem.receive({ from, text: 'yes' });
    await terminal.ask('AT');
    expect(modem.stored('SM')).toBe(0);
    modem.calm();
    expect(await terminal.until(/CMTI.*\r\n/)).toBe('\r\n+CMTI: "SM",1\r\n');
  });

  it('is stored in the memory that AT+CPMS has set', async () => {
    const { terminal, modem } = await readyRig();
    expect(await terminal.ask('AT+CPMS="ME","ME","ME"')).toBe('\r\n+CPMS: 0,100,0,100,0,100\r\n\r\nOK\r\n');
    modem.receive({ from, text: 'yes' });
    expect(await terminal.until(/CMTI.*\r\n/)).toBe('\r\n+CMTI: "ME",1\r\n');
    expect(await terminal.ask('AT+CPMS="SM","SM","SR"')).toBe('\r\n+CMS ERROR: 303\r\n');
  });
});
