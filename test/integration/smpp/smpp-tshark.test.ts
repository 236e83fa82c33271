import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { Smsc } from '../../../src/sim/smsc/smsc.ts';
import { Gateway } from '../../support/gateway/gateway.ts';
import { Eavesdropper } from '../../support/smpp/eavesdropper.ts';
import { pcapOf, type Spoken } from '../../support/smpp/pcap.ts';
import { pdu } from '../../support/smpp/scripted-smsc.ts';

const PORT = 2775;

const hasTshark = (): boolean => {
  try {
    execFileSync('tshark', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    console.log(
      'skipped: tshark, which reads our PDUs here, is not installed (Debian: apt-get install tshark)',
    );
    return false;
  }
};

const FIELDS = {
  command: 'smpp.command_id',
  ton: 'smpp.source_addr_ton',
  from: 'smpp.source_addr',
  to: 'smpp.destination_addr',
  coding: 'smpp.data_coding',
  features: 'smpp.esm.submit.features',
  text: 'smpp.message_text',
  total: 'gsm_sms.udh.mm.msg_parts',
  part: 'gsm_sms.udh.mm.msg_part',
  receipt: 'smpp.regdel.receipt',
  priority: 'smpp.priority_flag',
  validity: 'smpp.validity_period_r',
  protocols: 'frame.protocols',
  complaint: '_ws.expert.message',
} as const;

type Dissected = Readonly<Record<keyof typeof FIELDS, string>>;

/** Splits the octets so that each TCP segment has one PDU, and tshark prints one line for each. */
const pduBySegment = (heard: readonly Spoken[]): readonly Spoken[] =>
  heard.flatMap(({ fromClient, octets }) => {
    const segments: Spoken[] = [];
    for (let at = 0; at < octets.length; ) {
      const end = at + octets.readUInt32BE(at);
      segments.push({ fromClient, octets: octets.subarray(at, end) });
      at = end;
    }
    return segments;
  });

/** What tshark's dissector makes of each PDU that the client sent; '' for a field that is absent. */
const dissect = (heard: readonly Spoken[]): readonly Dissected[] => {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-pcap-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'smpp.pcap');
  writeFileSync(file, pcapOf(pduBySegment(heard), PORT));
  const names = Object.values(FIELDS).flatMap((field) => ['-e', field]);
  const args = ['-r', file, '-d', `tcp.port==${PORT},smpp`, '-Y', `tcp.dstport==${PORT}`, '-T', 'fields'];
  const lines = execFileSync('tshark', [...args, ...names], { encoding: 'utf8', stdio: 'pipe' }).split('\n');
  return lines
    .filter((line) => line !== '')
    .map((line) => {
      const values = line.split('\t');
      const entries = Object.keys(FIELDS).map((name, index) => [name, values[index] ?? '']);
      return Object.fromEntries(entries) as Dissected;
    });
};

/** A command_id in the form that tshark prints. */
const command = (id: number): string => `0x${id.toString(16).padStart(8, '0')}`;

describe.skipIf(!hasTshark())('the protocol analyser tshark', () => {
  test('decodes every PDU that a gateway sends to a carrier, and finds none malformed', async () => {
    const smsc = await Smsc.start();
    onTestFinished(() => smsc.close());
    const between = await Eavesdropper.before(smsc.port);
    const { api, ...gateway } = await started(between.port);
    const send = async (message: object) => {
      const { id } = await api.send({ to: '+33639980001', validFor: 'PT30M', ...message });
      await api.untilState(id, 'delivered');
    };
    await send({ text: 'Montez à l’étage.', transliterate: true, priority: 'critical' });
    await send({ text: 'Тревога', from: '+33199000001' });
    await send({ text: 'Leave the river banks now. '.repeat(8).trim(), from: '36180' });
    await smsc.sendInbound({ from: '+33639980007', to: '36180', text: 'Où ?' });
    await smsc.until(({ stats }) => stats.enquireLinks > 0);
    await gateway.stop();

    const pdus = dissect(between.heard);
    for (const { protocols, complaint } of pdus) {
      expect(protocols).toMatch(/^raw:ip:tcp:smpp(?::gsm_sms_ud)?$/);
      expect(complaint).toBe('');
    }
    expect(pdus[0]).toMatchObject({ command: command(0x9) });
    expect(pdus.at(-1)).toMatchObject({ command: command(0x6) });
    const of = (id: number) => pdus.filter((one) => one.command === command(id));
    expect(of(0x15).length).toBeGreaterThan(0);
    // Four receipts and a message from a phone.
    expect(of(0x80000005)).toHaveLength(5);
    const common = {
      to: '33639980001',
      receipt: '0x01',
      validity: expect.stringMatching(/^1(?:79\d|800)\./),
    };
    expect(of(0x4)).toMatchObject([
      { ...common, ton: '0x05', from: 'PREFECTURE', coding: '0x00', features: '0x00', priority: '0x03' },
      { ...common, ton: '0x01', from: '33199000001', coding: '0x08', features: '0x00', text: 'Тревога' },
      { ...common, ton: '0x03', from: '36180', coding: '0x00', features: '0x01', total: '2', part: '1' },
      { ...common, ton: '0x03', from: '36180', coding: '0x00', features: '0x01', total: '2', part: '2' },
    ]);
  });

  test('reports a malformed PDU as malformed', () => {
    const unterminated = pdu(0x4, 0, 1, Buffer.from('\0\x05\0PREFECTURE'));
    const [dissected] = dissect([{ fromClient: true, octets: unterminated }]);
    expect(dissected).toMatchObject({
      command: command(0x4),
      complaint: expect.stringContaining('Malformed'),
    });
  });
});

const started = async (port: number) => {
  const gateway = await Gateway.start({
    sender: 'PREFECTURE',
    routes: [
      {
        id: 'orange',
        type: 'smpp',
        host: '127.0.0.1',
        port,
        systemId: 'tocsin',
        password: 'secret',
        enquireLink: '100ms',
      },
    ],
  });
  // The test stops the capture before it reads it; this stops it if the test fails earlier.
  let stopped = false;
  const stop = async (): Promise<void> => {
    if (stopped) return;
    stopped = true;
    await gateway.stop();
  };
  onTestFinished(stop);
  return { api: gateway.api, stop };
};
