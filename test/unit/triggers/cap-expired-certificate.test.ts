import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { SignedXml } from 'xml-crypto';
import { validCertificates } from '../../../src/triggers/cap/signature.ts';
import { capXml } from '../../support/triggers/cap-documents.ts';
import { bind, CapRig } from '../../support/triggers/cap-rig.ts';

const pem = (name: string) => readFileSync(new URL(`../../fixtures/tls/${name}`, import.meta.url), 'utf8');
/** Valid from 2026-11-26 to 2027-11-26. */
const certificate = pem('cap-authority.pem');
const FIRST_DAY = Date.UTC(2026, 10, 27);
const DAY_AFTER = Date.UTC(2027, 10, 27);

const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const signed = (): string => {
  const signer = new SignedXml({
    privateKey: pem('cap-authority.key'),
    signatureAlgorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    canonicalizationAlgorithm: EXCLUSIVE,
  });
  signer.addReference({
    xpath: '/*',
    isEmptyUri: true,
    transforms: ['http://www.w3.org/2000/09/xmldsig#enveloped-signature', EXCLUSIVE],
    digestAlgorithm: 'http://www.w3.org/2001/04/xmlenc#sha256',
  });
  signer.computeSignature(capXml(), { location: { reference: '/*', action: 'append' } });
  return signer.getSignedXml();
};

test('a CAP alert that is signed with an expired certificate, or with one that is not valid yet, launches nothing', async () => {
  const { take, alerts } = bind(new CapRig('launch', { certificates: [certificate] }));
  // The clock of the rig is at the beginning of 2026.
  expect(await take(signed())).toBe('the certificate of its signature has expired, or is not valid yet');
  expect(alerts.steps).toEqual([]);
});

test('a certificate is taken from its first to its last day only', () => {
  expect(validCertificates([certificate], FIRST_DAY)).toEqual([certificate]);
  expect(validCertificates([certificate], DAY_AFTER)).toEqual([]);
});
