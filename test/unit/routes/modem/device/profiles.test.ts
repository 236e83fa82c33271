import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadProfiles, profileJsonSchema } from '../../../../../src/routes/modem/device/profile.ts';
import { chooseProfile } from '../../../../../src/routes/modem/device/profile-choice.ts';
import { ModemBench } from '../../../../support/modem/bench.ts';

const profiles = await loadProfiles('hardware/profiles');

const settingsOf = (id: string) => {
  const profile = profiles.find((each) => each.id === id);
  if (profile === undefined) throw new Error(`no profile ${id}`);
  return profile.settings;
};

const choose = (manufacturer: string, model: string, usb?: string, wanted = 'auto') =>
  chooseProfile(profiles, { manufacturer, model, usb }, wanted);

describe('the modem profiles of hardware/', () => {
  it('are those of eighteen modem families, and the generic one', () => {
    expect(profiles.map(({ id }) => id)).toEqual([
      'cinterion-lte',
      'cinterion',
      'fibocom',
      'generic',
      'huawei',
      'nokia',
      'nordic-nrf91',
      'novatel',
      'quectel-5g',
      'quectel-bg',
      'quectel-ec25',
      'siemens-m20',
      'sierra',
      'sim800',
      'simcom-lte',
      'telit',
      'u-blox',
      'wavecom',
      'zte',
    ]);
  });

  it.each([
    ['huawei', 'E1750', 'huawei'],
    ['HUAWEI TECHNOLOGIES CO., LTD', 'E3372', 'huawei'],
    ['ZTE CORPORATION', 'MF190', 'zte'],
    ['SIMCOM_Ltd', 'SIMCOM_SIM800L', 'sim800'],
    ['SIMCOM INCORPORATED', 'SIMCOM_SIM7600E-H', 'simcom-lte'],
    ['SIMCOM INCORPORATED', 'A7670E-LASE', 'simcom-lte'],
    ['Quectel', 'EP06', 'quectel-ec25'],
    ['Quectel', 'EG25', 'quectel-ec25'],
    ['Quectel', 'BG96', 'quectel-bg'],
    ['Quectel', 'BG95-M3', 'quectel-bg'],
    ['Quectel', 'RG502Q-EA', 'quectel-5g'],
    ['Quectel', 'RM500Q-GL', 'quectel-5g'],
    ['Sierra Wireless, Incorporated', 'MC7455', 'sierra'],
    ['Sierra Wireless, Incorporated', 'EM7565', 'sierra'],
    ['Sierra Wireless, Incorporated', 'RC7620', 'sierra'],
    ['Cinterion', 'PLS62-W', 'cinterion-lte'],
    ['Cinterion', 'EXS82-W', 'cinterion-lte'],
    ['Telit Cinterion', 'EXS82-W', 'cinterion-lte'],
    ['Fibocom Wireless Inc.', 'L610-EU', 'fibocom'],
    ['Nordic Semiconductor ASA', 'nRF9160-SICA', 'nordic-nrf91'],
    ['Quectel', 'EC25', 'quectel-ec25'],
    ['Quectel', 'M95', 'quectel-ec25'],
    ['Telit', 'LE910C1-EU', 'telit'],
    ['u-blox', 'SARA-R410M-02B', 'u-blox'],
    ['WAVECOM MODEM', 'MULTIBAND  900E  1800', 'wavecom'],
    ['Cinterion', 'MC75i', 'cinterion'],
    ['SIEMENS', 'TC35i', 'cinterion'],
    ['SIEMENS', 'M20', 'siemens-m20'],
    ['Nokia', 'Nokia 30', 'nokia'],
    ['Novatel Wireless Incorporated', 'Expedite EU740', 'novatel'],
    ['Acme', 'Modem 1', 'generic'],
    ['', '', 'generic'],
  ])('give the modem "%s %s" the profile %s', (manufacturer, model, id) => {
    expect(choose(manufacturer, model).profile.id).toBe(id);
  });

  it('are chosen with a reason for the operator', () => {
    expect(choose('huawei', 'E1750', '12d1:1001').why).toBe('fits "huawei E1750 (USB 12d1:1001)" best');
    expect(choose('Acme', 'Modem 1').why).toBe('no family fits "Acme Modem 1"');
  });

  it('are not chosen for a USB device of another manufacturer that claims the same manufacturer and model', () => {
    expect(choose('huawei', 'E1750', '19d2:0031').profile.id).toBe('generic');
  });

  it('can be set by id, and an unknown id is refused with the list of known ones', () => {
    expect(choose('huawei', 'E1750', undefined, 'generic')).toMatchObject({
      profile: { id: 'generic' },
      why: 'set in the configuration',
    });
    expect(() => choose('huawei', 'E1750', undefined, 'hawaii')).toThrow(
      /no modem profile "hawaii"; there are auto, cinterion-lte, cinterion, fibocom, generic, huawei/,
    );
  });

  it('keep the gateway from starting when the configuration names a profile that does not exist', () => {
    const bench = () => new ModemBench({ device: '/dev/modem', profile: 'hawaii' });
    expect(bench).toThrow(expect.objectContaining({ code: 'configInvalid' }));
  });

  it('hold the known settings of each family', () => {
    expect(settingsOf('huawei')).toMatchObject({
      start: ['AT^CURC=0', 'AT+CFUN=1', 'AT^PORTSEL=1'],
      resetWhenSilent: true,
      firstIndex: 0,
    });
    expect(settingsOf('generic')).toMatchObject({ promptMs: 10_000, resultMs: 180_000, keepLink: true });
    expect(settingsOf('generic').cnmi).toEqual([
      ...['2,1,0,1,0', '2,1,0,2,0', '1,1,0,1,0', '2,1,0,0,0'],
      ...['2,1,0,1,1', '2,1,0,2,1', '1,1,0,1,1', '2,1,0,0,1'],
    ]);
    expect(settingsOf('quectel-ec25').start).toEqual(['AT+QURCCFG="urcport","usbat"']);
    expect(settingsOf('siemens-m20').writeOctets).toBeGreaterThan(0);
    expect(settingsOf('zte').start).toEqual(['AT+ZCDRUN=8', 'AT+ZOPRT=5', 'AT+CPMS?']);
    expect(settingsOf('sim800')).toMatchObject({ resultMs: 60_000, acknowledgeMessages: false });
    expect(settingsOf('wavecom')).toMatchObject({
      storage: 'SM',
      storageArguments: 1,
      pinWithoutOk: true,
      restartMs: 10_000,
    });
    expect(settingsOf('cinterion').cnmi.every((rung) => rung.endsWith(',1'))).toBe(true);
    expect(settingsOf('cinterion').storage).toBe('SM');
    expect(settingsOf('u-blox').resultMs).toBe(180_000);
    expect(settingsOf('telit')).toMatchObject({ start: ['AT#QSS=2'], resultMs: 180_000 });
    expect(settingsOf('nokia').writeOctets).toBe(18);
    expect(settingsOf('novatel')).toMatchObject({ acknowledgeMessages: false, acknowledgeReports: false });
    expect(settingsOf('novatel').cnmi).toContain('1,1,2,1,0');
    for (const id of ['huawei', 'zte', 'sim800']) expect(settingsOf(id).cnmi[0]).toMatch(/^1/);
    // A setting that a family doesn't have comes from the generic profile.
    expect(settingsOf('telit').cnmi).toEqual(settingsOf('generic').cnmi);
  });

  it('match the schema that editors use', async () => {
    const schema: unknown = JSON.parse(await readFile('hardware/profile.schema.json', 'utf8'));
    expect(schema).toEqual(JSON.parse(JSON.stringify(profileJsonSchema())));
  });
});

describe('a faulty modem profile', () => {
  let directory: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'tocsin-profiles-'));
    const generic = await readFile('hardware/profiles/generic.json', 'utf8');
    await writeFile(join(directory, 'generic.json'), generic);
  });

  afterEach(() => rm(directory, { recursive: true }));

  const load = async (json: unknown) => {
    await writeFile(join(directory, 'acme.json'), typeof json === 'string' ? json : JSON.stringify(json));
    return loadProfiles(directory);
  };

  it.each([
    ['{', /acme\.json can't be read/],
    [{ name: 'Acme', match: {}, quirks: { cnmi: { value: ['2,1,0,1,0'] } } }, /quirks\.cnmi\.why/],
    [{ name: 'Acme', match: {}, quirks: { cnni: { value: [], why: 'A typing error.' } } }, /"cnni"/],
    [{ name: 'Acme', match: { model: '(' }, quirks: {} }, /no regular expression/],
    [
      { name: 'Acme', match: {}, quirks: { start: { value: ['rm -rf'], why: 'It is no command.' } } },
      /begins with AT/,
    ],
  ])('is refused with the file and the place of the fault: %j', async (json, message) => {
    await expect(load(json)).rejects.toThrow(message);
  });

  it('whose pattern is missing, or matches zero characters, is used only when it is configured', async () => {
    for (const match of [{}, { model: '' }, { manufacturer: 'x*' }]) {
      const loaded = await load({ name: 'Acme', match, quirks: {} });
      const auto = (wanted: string) =>
        chooseProfile(loaded, { manufacturer: 'M', model: '1', usb: undefined }, wanted);
      expect(auto('auto').profile.id).toBe('generic');
      expect(auto('acme').profile.id).toBe('acme');
    }
  });

  it('that is the generic one and lacks a setting is refused', async () => {
    await writeFile(
      join(directory, 'generic.json'),
      JSON.stringify({ name: 'Generic', match: {}, quirks: {} }),
    );
    await expect(loadProfiles(directory)).rejects.toThrow(/generic\.json.*quirks/s);
  });
});
