import { describe, expect, it } from 'vitest';
import { families } from '../../../src/sim/modem/families.ts';
import { helloReported, rig } from '../../support/modem/modem-rig.ts';

describe('a simulated modem of the family', () => {
  it.each(Object.entries(families))(
    '%s starts, answers with its identity, sends, and delivers status reports',
    async (name, family) => {
      const { terminal, modem } = await rig({ family: name, iccid: '8933', pin: '1234' });
      await terminal.ask('ATE0');
      expect(await terminal.ask('AT+CGMI;+CGMM')).toContain(
        `\r\n${family.manufacturer}\r\n${family.model}\r\n`,
      );
      for (const command of Object.keys(family.iccid)) {
        expect(await terminal.ask(`AT${command}`)).toMatch(/\b8933\b/);
      }
      for (const command of family.ownCommands) {
        expect(await terminal.ask(`AT${command}=0`)).toBe('\r\nOK\r\n');
      }
      await terminal.ask('AT+CPIN="1234"');
      for (const line of family.simReady) await terminal.until(new RegExp(line.replace(/[+^]/g, '\\$&')));
      // The best AT+CNMI setting of each family that delivers reports directly.
      const [modes = [], , , , bfr = []] = family.cnmi;
      await terminal.ask('AT+CMGF=0');
      expect(await terminal.ask(`AT+CNMI=${modes.at(-1)},1,0,1,${bfr.at(-1)}`)).toMatch(/\r\nOK\r\n$/);
      expect(await terminal.send(helloReported.pdu, helloReported.length)).toMatch(
        /\+CMGS: 0\r\n\r\nOK\r\n$/,
      );
      expect(await terminal.until(/CDS: .*\r\n.*\r\n/)).toContain(family.cdsHead.replace('{}', '25'));
      modem.receive({ from: '+33639980001', text: 'yes' });
      expect(await terminal.until(/CMTI: .*\r\n/)).toContain(
        `+CMTI: "${family.receiveInto[0]}",${family.firstIndex}\r\n`,
      );
      expect(modem.violations).toEqual([]);
    },
  );
});
