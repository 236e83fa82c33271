import { describe, expect, it } from 'vitest';
import { ready, stop } from '../../../../support/modem/harness.ts';
import { modemWith } from '../../../../support/modem/locked-modem.ts';
import type { ScriptedModem } from '../../../../support/modem/scripted-modem.ts';

const SETS = /^AT\+(CGSMS|WS46|QCFG|CGACT|CNMP)=?.*[=,]\d/;
const settings = (modem: ScriptedModem): readonly string[] =>
  modem.heard.filter((command) => SETS.test(command));

const quectel = { 'AT+CGMI': ['Quectel', 'OK'], 'AT+CGMM': ['EC25', 'OK'] };

describe('the settings of the radio', () => {
  it('are left alone without a wish in the configuration', async () => {
    const { route, modem } = await ready();
    expect(settings(modem)).toEqual([]);
    await stop(route);
  });

  it.each([
    ['packet', 0],
    ['circuit', 1],
    ['packetPreferred', 2],
    ['circuitPreferred', 3],
  ])('set the way of messages: smsDomain %s is AT+CGSMS=%i', async (smsDomain, value) => {
    const { route, modem } = await ready({ config: { smsDomain } });
    expect(settings(modem)).toEqual([`AT+CGSMS=${value}`]);
    await stop(route);
  });

  it('end data connections with apn: off', async () => {
    const { route, modem } = await ready({ config: { apn: 'off' } });
    expect(settings(modem)).toEqual(['AT+CGACT=0']);
    await stop(route);
  });

  it('limit the radio to 3G on a SIM7600, whose network refuses messages on LTE', async () => {
    const simcom = { 'AT+CGMI': ['SIMCOM INCORPORATED', 'OK'], 'AT+CGMM': ['SIM7600', 'OK'] };
    const modem = modemWith({ ...simcom, 'AT+CNMP?': ['+CNMP: 2', 'OK'] });
    const { route } = await ready({ modem, config: { networkMode: '3g' } });
    expect(settings(modem)).toEqual(['AT+CNMP=14']);
    await stop(route);
  });

  it.each([
    ['auto', ['AT+WS46=25']],
    ['keep', []],
    ['4g', []],
  ])('with networkMode: %s on a modem that is limited to 4G send %j', async (networkMode, expected) => {
    const modem = modemWith({ 'AT+WS46?': ['+WS46: 28', 'OK'] });
    const { route } = await ready({ modem, config: { networkMode } });
    expect(settings(modem)).toEqual(expected);
    await stop(route);
  });

  it('switch IMS on (EC25) and restart the modem once, even if it does not keep the setting', async () => {
    const modem = modemWith({ ...quectel, 'AT+QCFG="ims"': ['+QCFG: "ims",2,0', 'OK'] });
    const { route, clock } = await ready({ modem, config: { ims: 'on' } });
    await clock.advance(5 * 60_000);
    expect(modem.heard.filter((command) => command === 'AT+CFUN=1,1')).toHaveLength(1);
    expect(route.status().state).toBe('up');
    await stop(route);
  });

  it('do not restart a modem that has IMS on already', async () => {
    const modem = modemWith({ ...quectel, 'AT+QCFG="ims"': ['+QCFG: "ims",1,1', 'OK'] });
    const { route } = await ready({ modem, config: { ims: true } });
    expect(settings(modem)).toEqual([]);
    expect(modem.heard).not.toContain('AT+CFUN=1,1');
    await stop(route);
  });
});
