import { X509Certificate } from 'node:crypto';

const isValid = (pem: string, nowMs: number): boolean => {
  const { validFrom, validTo } = new X509Certificate(pem);
  return Date.parse(validFrom) <= nowMs && nowMs < Date.parse(validTo);
};

/** The certificates that are valid now. A key that was given up after its certificate had expired may be anybody's. */
export const validCertificates = (certificates: readonly string[], nowMs: number): readonly string[] =>
  certificates.filter((pem) => isValid(pem, nowMs));
