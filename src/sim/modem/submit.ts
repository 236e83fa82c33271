import type { Answer } from './answer.ts';
import { Cms, cms, ok, silence } from './answer.ts';
import type { Device } from './device.ts';
import { writeDelivers } from './pdu/deliver.ts';
import { writeStatusReport } from './pdu/status-report.ts';
import type { Submit } from './pdu/submit.ts';
import { readSubmit } from './pdu/submit.ts';
import type { SentPart } from './record.ts';

// Values of the status, TP-ST (TS 23.040 9.2.3.15).
const DELIVERED = 0x00;
const STILL_TRYING = 0x30;
const VALIDITY_EXPIRED = 0x46;

/**
 * Handles a PDU that Ctrl-Z ended.
 *
 * @param text the input after the prompt
 * @param length the length that AT+CMGS announced
 */
export const submit = async (device: Device, text: string, length: number): Promise<Answer> => {
  const handedOverAt = device.clock.now();
  const read = readSubmit(text.trim(), length, new Date(handedOverAt));
  if (typeof read === 'string') {
    device.violate(read);
    return cms(Cms.wrongPdu);
  }
  const pdu = { ...read, handedOverAt };
  device.record.stats.submits++;
  device.changed();
  if (!device.registered) return refuse(device, pdu, Cms.noNetwork);
  if (pdu.serviceCentre === undefined && device.sim.serviceCentre === '')
    return refuse(device, pdu, Cms.noServiceCentre);
  const { resetDuringSend } = device.misbehaviour;
  if (resetDuringSend !== false) return reset(device, pdu, resetDuringSend === 'sent');
  await device.timers.wait(device.partMs);
  return outcome(device, pdu);
};

/** A PDU that was handed over, and when: ms since the epoch. */
type HandedOver = Submit & Pick<SentPart, 'handedOverAt'>;

const outcome = (device: Device, pdu: HandedOver): Answer => {
  const { cmsError, cmsErrorUntilRestart, cmsErrorFor, silentAfterPrompt, lateResultMs } =
    device.misbehaviour;
  const code =
    cmsErrorFor.get(bare(pdu.to.text)) ?? cmsError ?? cmsErrorUntilRestart ?? refusedByRadio(device);
  if (code !== undefined) return refuse(device, pdu, code);
  if (silentAfterPrompt === 'lost') return silence;
  const result = `+CMGS: ${take(device, pdu)}`;
  if (silentAfterPrompt === 'sent') return silence;
  if (lateResultMs === 0) return ok(result);
  device.timers.after(lateResultMs, () => {
    device.port.unsolicited([result]);
    device.port.unsolicited(['OK']);
  });
  return silence;
};

/** The error of a network that carries no messages on this technology, or with these settings. */
const refusedByRadio = ({ radio, misbehaviour }: Device): number | undefined => {
  const code = misbehaviour.refusesOn.get(radio.technology ?? '');
  return code ?? (radio.carriesMessages ? undefined : Cms.unknown);
};

const refuse = (device: Device, { to, text }: Submit, code: number): Answer => {
  device.record.stats.refused++;
  device.record.refused.push({ at: device.clock.now(), to: to.text, text, code });
  return cms(code);
};

const reset = (device: Device, pdu: HandedOver, sent: boolean): Answer => {
  if (sent) take(device, pdu);
  device.restart();
  return silence;
};

/**
 * Lets the network take the message.
 *
 * @returns its TP-MR
 */
const take = (device: Device, pdu: HandedOver): number => {
  const reference = device.sim.nextReference();
  const at = device.clock.now();
  const sentAt = new Date(at);
  const sent = { ...pdu, to: pdu.to.text, reference, at };
  device.record.stats.taken++;
  device.toPhone(sent);
  if (bare(pdu.to.text) === bare(device.sim.ownNumber ?? '')) toItself(device, pdu, sentAt);
  if (pdu.wantsReport && !device.misbehaviour.noReport) report(device, pdu, sent);
  return reference;
};

/** Brings back a message that was sent to the modem's own number. */
const toItself = ({ sim, air }: Device, { text }: Submit, at: Date): void => {
  const from = sim.ownNumber ?? '';
  for (const pdu of writeDelivers({ serviceCentre: sim.serviceCentre, from, text, at }, 0)) {
    air.arrive({ kind: 'message', pdu });
  }
};

const report = (device: Device, pdu: Submit, part: SentPart): void => {
  const { failedReport, stillTryingFirst, reportTwice, reportBeforeResult, lateReportMs } =
    device.misbehaviour;
  const { reference } = part;
  const sentAt = new Date(part.at);
  const last = failedReport.has(bare(pdu.to.text)) ? VALIDITY_EXPIRED : DELIVERED;
  const statuses = [...(stillTryingFirst ? [STILL_TRYING] : []), last, ...(reportTwice ? [last] : [])];
  const tell = (): void => {
    for (const status of statuses) {
      const at = device.clock.now();
      const doneAt = new Date(at);
      const serviceCentre = pdu.serviceCentre ?? device.sim.serviceCentre;
      const written = writeStatusReport({
        serviceCentre,
        reference,
        to: pdu.to.octets,
        sentAt,
        doneAt,
        status,
      });
      device.record.reports.push({ at, hex: written.hex, part, status });
      if (reportBeforeResult) device.air.overtake(written);
      else device.air.arrive({ kind: 'report', pdu: written });
    }
  };
  const delayMs = device.reportDelayMs + lateReportMs;
  if (reportBeforeResult || delayMs === 0) tell();
  else device.networkTimers.after(delayMs, tell);
};

const bare = (number: string): string => number.replace(/^\+/, '');
