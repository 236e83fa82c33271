import { X509Certificate } from 'node:crypto';
import { readCertificates } from '../../compose/triggers/certificates.ts';
import type { Config } from '../../config/schema.ts';

/** Warnings about triggers: settings that are allowed but may be a mistake. */
export const triggerWarnings = ({ cap, routes, triggers }: Config, nowMs: number): string[] => {
  const warnings: string[] = [];
  if (cap.launch === 'launch' && cap.certificate === undefined) {
    warnings.push(
      cap.senders === undefined
        ? 'cap.launch is launch without certificate or senders: anybody with a token, or who writes a feed, can alert everybody in an area'
        : 'cap.launch is launch without a certificate: what stands in <sender> proves nothing',
    );
  }
  for (const { url, origins } of cap.feeds) {
    for (const address of [url, ...origins]) {
      if (address.startsWith('http:') && !isHere(address) && cap.certificate === undefined) {
        warnings.push(`${address} is read without TLS or a signature: anybody in between can forge alerts`);
      }
    }
  }
  for (const file of cap.certificate ?? []) warnings.push(...certificateWarnings(file, nowMs));
  if (triggers.sms !== undefined && routes.length === 0) {
    warnings.push('triggers.sms has no route by which a text could come');
  }
  return warnings;
};

const isHere = (url: string): boolean => /^(127\.|localhost$|\[::1\]$)/.test(new URL(url).hostname);

const certificateWarnings = (file: string, nowMs: number): string[] => {
  try {
    return readCertificates([file]).flatMap((certificate) => {
      const { validTo, validToDate } = new X509Certificate(certificate);
      return validToDate.getTime() < nowMs
        ? [`cap.certificate: ${file} ended on ${validTo}; it is still taken`]
        : [];
    });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return [`${why}: the gateway does not start with it`];
  }
};
