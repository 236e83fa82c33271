import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { SignedXml } from 'xml-crypto';
import { parseCap } from '../../../src/triggers/cap/parse-cap.ts';
import { verifySignature } from '../../../src/triggers/cap/signature.ts';
import { utf16, windows1252 } from '../../support/encoded.ts';
import { capXml, infoXml, octets } from '../../support/triggers/cap-documents.ts';

const keys = () => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    trusted: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    secret: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
};
const sender = keys();
const stranger = keys();

const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const ENVELOPED = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature';

interface Signing {
  readonly secret?: string;
  readonly hash?: string;
  readonly algorithm?: string;
  /** XPath of the signed element; the whole document if left out. */
  readonly xpath?: string;
}

const sign = (xml: string, signing: Signing = {}): string => {
  const signer = new SignedXml({
    privateKey: signing.secret ?? sender.secret,
    signatureAlgorithm: signing.algorithm ?? 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    canonicalizationAlgorithm: EXCLUSIVE,
  });
  signer.addReference({
    xpath: signing.xpath ?? '/*',
    isEmptyUri: signing.xpath === undefined,
    transforms: signing.xpath === undefined ? [ENVELOPED, EXCLUSIVE] : [EXCLUSIVE],
    digestAlgorithm: signing.hash ?? 'http://www.w3.org/2001/04/xmlenc#sha256',
  });
  signer.computeSignature(xml, { location: { reference: '/*', action: 'append' } });
  return signer.getSignedXml();
};

const verify = (xml: string) => verifySignature(octets(xml), [sender.trusted]);
const reason = (xml: string): string => {
  const result = verify(xml);
  return result.kind === 'refused' ? result.reason : 'taken';
};
const genuine = sign(capXml());

describe('a CAP alert with or without a signature', () => {
  test('is accepted when it is signed with one of the configured certificates', () => {
    const result = verifySignature(octets(genuine), [stranger.trusted, sender.trusted]);
    if (result.kind === 'refused') throw new Error(result.reason);
    expect(parseCap(result.xml)).toMatchObject({ kind: 'alert', alert: { identifier: 'crue-1' } });
  });

  test('is accepted in another encoding than UTF-8: the signature is of the characters', () => {
    const xml = windows1252(genuine.replace('UTF-8', 'ISO-8859-1'));
    const result = verifySignature(xml, [sender.trusted]);
    if (result.kind === 'refused') throw new Error(result.reason);
    expect(new TextDecoder().decode(result.xml)).toContain('à l’étage');
    expect(parseCap(result.xml).kind).toBe('alert');
    expect(verifySignature(utf16(genuine, 'le'), [sender.trusted]).kind).toBe('signed');
    const changed = windows1252(genuine.replace('UTF-8', 'ISO-8859-1').replace('étage', 'etage'));
    expect(verifySignature(changed, [sender.trusted])).toMatchObject({ kind: 'refused' });
  });

  test('is accepted when it is signed and no certificate is configured', () => {
    expect(parseCap(octets(genuine)).kind).toBe('alert');
  });

  test('is refused when it is unsigned, changed, or signed with another key', () => {
    expect(reason(capXml())).toMatch(/not signed/);
    expect(reason(genuine.replace('Crue de la rivière', 'Fin de la crue de la rivière'))).toMatch(
      /is not of this/,
    );
    expect(reason(sign(capXml(), { secret: stranger.secret }))).toMatch(/is not of this/);
    expect(reason(genuine.replace(/(<SignatureValue>)..../, '$1AAAA'))).toMatch(/is not of this/);
  });

  test('is refused when it was signed with SHA-1, which can be forged', () => {
    const SHA1 = 'http://www.w3.org/2000/09/xmldsig#';
    expect(reason(sign(capXml(), { algorithm: `${SHA1}rsa-sha1` }))).toMatch(/rsa-sha1.*not supported/);
    expect(reason(sign(capXml(), { hash: `${SHA1}sha1` }))).toMatch(/sha1.*not supported/);
  });

  test('is refused when its signature is an HMAC with the public key', () => {
    const forged = genuine.replace(
      'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
      'http://www.w3.org/2000/09/xmldsig#hmac-sha1',
    );
    expect(reason(forged)).toMatch(/hmac-sha1.*not supported/);
  });
});

describe('a CAP alert with a genuine signature of another alert', () => {
  const inner = genuine.replace(/^<\?xml[^>]*\?>\s*/, '');
  const [signature = ''] = /<Signature[\s\S]*<\/Signature>/.exec(genuine) ?? [];
  const forgery = capXml({ identifier: 'forged', infos: infoXml({ headline: 'Tous aux abris' }) });
  const withLast = (xml: string): string => forgery.replace(/<\/alert>$/, `${xml}</alert>`);

  test('is refused wherever the genuine alert is put (signature wrapping)', () => {
    expect(reason(withLast(inner))).toMatch(/not directly in the <alert>/);
    expect(reason(withLast(signature))).toMatch(/is not of this/);
    expect(reason(withLast(`<note>${inner}</note>`))).toMatch(/not directly in/);
    const inObject = signature.replace(
      '</Signature>',
      `<Object>${inner.replace(signature, '')}</Object></Signature>`,
    );
    expect(reason(withLast(inObject))).toMatch(/is not of this/);
    expect(reason(withLast(signature + signature))).toMatch(/more than one signature/);
  });

  test('is refused when only a part of it is signed, even if the signature is valid', () => {
    const part = sign(capXml(), { xpath: "//*[local-name(.)='info']" });
    expect(reason(part)).toMatch(/not of the whole document/);
    const byId = sign(forgery.replace('<info>', '<info Id="one">'), { xpath: "//*[local-name(.)='info']" });
    expect(reason(byId)).toMatch(/not of the whole document/);
  });

  test('is refused when a comment splits a signed text, or the signature has a second reference', () => {
    expect(reason(genuine.replace('>crue-1<', '>crue-<!-- -->2<'))).toMatch(/is not of this/);
    expect(reason(genuine.replace('<SignedInfo>', '<SignedInfo/><SignedInfo>'))).not.toBe('taken');
    expect(reason(genuine.replace(/<Reference/, '<Reference URI="#x"/><Reference'))).not.toBe('taken');
  });

  test('is read only in its signed, canonical form, which has no comments', () => {
    const commented = genuine.replace('>crue-1<', '>cr<!-- x -->ue-1<');
    const result = verify(commented);
    if (result.kind === 'refused') throw new Error(result.reason);
    expect(new TextDecoder().decode(result.xml)).not.toContain('<!--');
    expect(parseCap(result.xml)).toMatchObject({ alert: { identifier: 'crue-1' } });
  });
});

describe('a hostile signature of a CAP alert', () => {
  test('is refused with a reason, in bounded time', () => {
    const many = genuine.replace(/<Transform [^>]*\/>/, (one) => one.repeat(500));
    expect(reason(many)).toMatch(/not of the whole document/);
    expect(reason('<!DOCTYPE a><a/>')).toMatch(/document type/);
    expect(reason(genuine.replace(/<SignedInfo[\s\S]*<\/SignedInfo>/, ''))).not.toBe('taken');
    expect(reason('<a/>')).toMatch(/not signed/);
  });
});
