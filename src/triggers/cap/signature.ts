import { X509Certificate } from 'node:crypto';
import { SignedXml } from 'xml-crypto';
import { capLimits, guardXml } from '../xml/guard.ts';
import { type Element, parseXml, textOfTree, XmlFault } from '../xml/tree.ts';
import { isCap, SIGNATURE_NAMESPACE } from './cap-grammar.ts';

/** The signed XML in canonical form. Everything else in the document wasn't signed and must not be read. */
export type Signed =
  | { readonly kind: 'signed'; readonly xml: Uint8Array }
  | { readonly kind: 'refused'; readonly reason: string };

const SIGNATURE_METHODS = [
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512',
] as const;
const DIGEST_METHODS = [
  'http://www.w3.org/2001/04/xmlenc#sha256',
  'http://www.w3.org/2001/04/xmlenc#sha512',
] as const;

/**
 * Checks that the whole document was signed (enveloped signature; CAP 1.2, 3.3.4.1) with the key of one of the
 * certificates. Certificates inside the document are ignored. Never throws.
 *
 * @param certificates certificates in PEM, one in each string
 * @param charset the charset that came with the document. The signature is of the characters, whatever the encoding of
 * the document is: canonical XML is made from the parsed document, in UTF-8 (Canonical XML 1.0, 2.1).
 */
export const verifySignature = (
  octets: Uint8Array,
  certificates: readonly string[],
  charset?: string,
): Signed => {
  const guarded = guardXml(octets, capLimits, charset);
  if (guarded.kind === 'refused') return guarded;
  try {
    // It is handed over as text, since the library has an older version of the parser, whose nodes aren't ours. What is
    // read afterwards is the text that the library found to be signed, so it does no harm if the two parsers differ.
    const signature = textOfTree(theSignature(parseXml(guarded.text)));
    for (const certificate of certificates) {
      const xml = signedBy(certificate, signature, guarded.text);
      if (xml !== undefined) return { kind: 'signed', xml: new TextEncoder().encode(xml) };
    }
    return { kind: 'refused', reason: 'the signature is not of this document and one of the certificates' };
  } catch (error) {
    const why = error instanceof Error ? error.message.replaceAll(/\s+/g, ' ').slice(0, 200) : String(error);
    return {
      kind: 'refused',
      reason: error instanceof XmlFault ? why : `the signature cannot be read: ${why}`,
    };
  }
};

/**
 * The document's only signature, if it is a child of the root and covers the whole document. A signature elsewhere,
 * or of a part, could wrap a genuine alert into a forged one (CWE-347).
 */
const theSignature = (root: Element): Element => {
  const found = root.getElementsByTagNameNS('*', 'Signature');
  const signature = found.item(0);
  if (signature === null) throw new XmlFault('the document is not signed');
  if (found.length > 1) throw new XmlFault('the document has more than one signature');
  if (signature.namespaceURI !== SIGNATURE_NAMESPACE || signature.parentNode !== root || !isCap(root)) {
    throw new XmlFault('the signature is not directly in the <alert>');
  }
  return signature;
};

const signedBy = (certificate: string, signature: string, text: string): string | undefined => {
  // Without getCertFromKeyInfo the certificate inside the signature would be used.
  const verifier = new SignedXml({ publicCert: certificate, getCertFromKeyInfo: () => null });
  verifier.SignatureAlgorithms = only(verifier.SignatureAlgorithms, SIGNATURE_METHODS);
  verifier.HashAlgorithms = only(verifier.HashAlgorithms, DIGEST_METHODS);
  verifier.loadSignature(signature);
  const references = verifier.getReferences();
  if (references.length !== 1) throw new XmlFault('the signature is of more than one thing, or of none');
  const [reference] = references;
  if (reference === undefined || reference.uri !== '' || reference.transforms.length > 2) {
    throw new XmlFault('the signature is not of the whole document');
  }
  let valid = false;
  try {
    valid = verifier.checkSignature(text);
  } catch (error) {
    // The library throws both for a wrong digest and for an unknown method; only the latter deserves its own reason.
    if (error instanceof Error && /not supported/.test(error.message)) throw error;
  }
  return valid ? verifier.getSignedReferences()[0] : undefined;
};

const only = <Value>(all: Record<string, Value>, names: readonly string[]): Record<string, Value> =>
  Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)));

const isValid = (pem: string, nowMs: number): boolean => {
  const { validFrom, validTo } = new X509Certificate(pem);
  return Date.parse(validFrom) <= nowMs && nowMs < Date.parse(validTo);
};

/** The certificates that are valid now. A key that was given up after its certificate had expired may be anybody's. */
export const validCertificates = (certificates: readonly string[], nowMs: number): readonly string[] =>
  certificates.filter((pem) => isValid(pem, nowMs));
